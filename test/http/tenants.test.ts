import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventually, startTestGateway, type TestGateway } from "../support/gateway.ts";
import { keysOfRoles, makeTenant, rolesThatMay } from "../support/roles.ts";
import { pick } from "../support/rows.ts";

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());

const put = (name: string, body: unknown, key?: string) =>
  gateway.admin(`/v1/tenants/${name}`, { method: "PUT", body, ...(key === undefined ? {} : { key }) });
const acme = {
  brand: "Acme",
  default_locale: "id",
  time_zone: "Asia/Jakarta",
  central_recipients: ["+6281112345678"],
  central_unnamed: false,
  resend_code: "same",
  low_threshold: "50000",
  low_runway_hours: 24,
  alert_to: [{ channel: "email", to: "ops@acme.example", kinds: ["balance"] }],
  credit_line: "0",
  topup_approval: false,
  return_urls: [],
};

describe("put", () => {
  test("a tenant is created with an account, and is what was put", async () => {
    const made = await put("acme", acme);
    expect(made.status).toBe(200);
    const read = await gateway.admin("/v1/tenants/acme");
    expect(read.json).toEqual({ name: "acme", currency: "IDR", first: false, ...acme });
    const balance = await gateway.admin("/v1/balance", { headers: { "x-tenant": "acme" } });
    expect(balance.json).toMatchObject({ available: "0", held: "0", currency: "IDR" });
    expect((await put("acme", read.json)).status).toBe(200);
  });

  test("a put replaces the whole, with defaults", async () => {
    await put("plain", { ...acme, resend_code: "new" });
    const { json } = await put("plain", { brand: "Plain" });
    expect(json).toMatchObject({ brand: "Plain", resend_code: "same", central_recipients: [], alert_to: [] });
  });

  test("a new tenant can issue once it has credit, over the first tenant's providers", async () => {
    const keys = await makeTenant(gateway, "shop");
    const issue = { key: keys.erp, body: { to: "081234500041", wait_ms: 5000 } };
    expect((await gateway.request("/v1/otp/issue", issue)).status).toBe(402);
    const topUp = { key: keys.finance, body: { amount: "1000", reference: "first" } };
    expect((await gateway.request("/v1/balance/topups", topUp)).status).toBe(201);
    expect((await gateway.request("/v1/otp/issue", issue)).status).toBe(201);
  });

  test.each([
    ["no brand", { brand: undefined }, "brand"],
    ["an empty brand", { brand: " " }, "brand"],
    ["an unknown time zone", { time_zone: "Mars/Base" }, "time_zone"],
    ["a word for a number", { central_recipients: ["hello"] }, "central_recipients.0"],
    ["a landline", { central_recipients: ["+6281112345678", "+62215551234"] }, "central_recipients.1"],
    ["an alert to no address", { alert_to: [{ channel: "email", to: "nobody", kinds: ["balance"] }] }, "alert_to.0.to"],
    ["an alert to no number", { alert_to: [{ channel: "sms", to: "12345", kinds: ["balance"] }] }, "alert_to.0.to"],
    ["a negative credit line", { credit_line: "-1" }, "credit_line"],
    ["a credit line that is a number", { credit_line: 5 }, "credit_line"],
    ["a return URL that is none", { return_urls: ["javascript:alert(1)"] }, "return_urls.0"],
    [
      "a return URL with a ticket",
      { return_urls: ["https://a.example", "https://a.example/?ticket=1"] },
      "return_urls.1",
    ],
    ["a return URL with a state", { return_urls: ["https://a.example/?a=1&State"] }, "return_urls.0"],
    ["a return URL with an error", { return_urls: ["https://a.example/?%65rror=x#b"] }, "return_urls.0"],
    ["a NUL", { brand: "a\0b" }, "brand"],
    ["half a surrogate pair", { brand: "\ud800" }, "brand"],
    ["an unknown field", { nope: 1 }, "nope"],
  ])("%s is a 400 that names the field", async (_, changes, path) => {
    const { status, json } = await put("bad", { ...acme, ...changes });
    expect(status).toBe(400);
    expect(json.errors[0].path).toBe(path);
    expect((await gateway.admin("/v1/tenants/bad")).status).toBe(404);
  });

  test("a bad name is a 400", async () => {
    expect((await put("Acme%20Inc", acme)).json.errors[0].path).toBe("name");
  });

  test("a credit line can be used, and can't be taken away from what is already owed", async () => {
    const keys = await makeTenant(gateway, "debtor");
    await put("debtor", { ...acme, credit_line: "1000" });
    const issue = { key: keys.erp, body: { to: "081234500042", wait_ms: 5000 } };
    expect((await gateway.request("/v1/otp/issue", issue)).status).toBe(201);
    const { status, json } = await put("debtor", { ...acme, credit_line: "100" });
    expect(status).toBe(409);
    expect(json.errors).toEqual([{ path: "credit_line", message: expect.any(String) }]);
    expect((await gateway.admin("/v1/tenants/debtor")).json.credit_line).toBe("1000");
    expect((await put("debtor", { ...acme, credit_line: "350" })).status).toBe(200);
  });
});

describe("who may", () => {
  test("admins put, auditors read with numbers masked, nobody else sees", async () => {
    const keys = await keysOfRoles(gateway, "acme");
    expect(await rolesThatMay(gateway, keys, "/v1/tenants")).toEqual(["auditor", "admin"]);
    expect(await rolesThatMay(gateway, keys, "/v1/tenants/acme")).toEqual(["auditor", "admin"]);
    expect(await rolesThatMay(gateway, keys, "/v1/tenants/acme", { method: "PUT", body: acme })).toEqual(["admin"]);
    const { json } = await gateway.request("/v1/tenants/acme", { key: keys.auditor });
    expect(json.central_recipients).toEqual(["+62811****5678"]);
    expect(json.alert_to[0].to).toBe("o****@acme.example");
    expect((await gateway.request("/v1/tenants", { key: null })).status).toBe(401);
  });

  test("an admin of another tenant sees and changes its own alone", async () => {
    const keys = await makeTenant(gateway, "other");
    expect((await gateway.request("/v1/tenants/other", { key: keys.admin })).status).toBe(200);
    expect((await put("other", { brand: "Mine" }, keys.admin)).json.brand).toBe("Mine");
    for (const name of ["acme", "demo", "nobody"]) {
      expect((await gateway.request(`/v1/tenants/${name}`, { key: keys.admin })).status).toBe(404);
      expect((await put(name, acme, keys.admin)).status).toBe(403);
    }
    const list = await gateway.request("/v1/tenants", { key: keys.admin });
    expect(pick(list.json.data, "name")).toEqual(["other"]);
  });

  test("an admin of the first tenant manages tenants whichever it acts for", async () => {
    const headers = { "x-tenant": "acme" };
    expect((await gateway.admin("/v1/tenants/shop", { headers })).status).toBe(200);
    expect((await gateway.admin("/v1/tenants", { headers: { "x-tenant": "nobody" } })).status).toBe(404);
  });
});

test("the list is newest first, in pages", async () => {
  const all = pick((await gateway.admin("/v1/tenants")).json.data, "name");
  expect(all.at(-1)).toBe("demo");
  const first = (await gateway.admin("/v1/tenants?limit=2")).json;
  const rest = (await gateway.admin(`/v1/tenants?cursor=${first.next_cursor}`)).json;
  expect(pick([...first.data, ...rest.data], "name")).toEqual(all);
  expect((await gateway.admin("/v1/tenants?cursor=x")).json.errors[0].path).toBe("cursor");
});

test("the list can be searched by a part of a name or brand", async () => {
  await put("toko-maju", { brand: "Sinar Jaya" });
  const found = async (q: string) =>
    pick((await gateway.admin(`/v1/tenants?q=${encodeURIComponent(q)}`)).json.data, "name");
  expect(await found("KO-MA")).toEqual(["toko-maju"]);
  expect(await found("sinar j")).toEqual(["toko-maju"]);
  expect(await found("no such")).toEqual([]);
});

test("who names the state they read does not undo what another did meanwhile", async () => {
  const read = await gateway.admin("/v1/tenants/acme");
  const headers = { "if-match": read.headers.get("etag") ?? "" };
  const change = (brand: string) => gateway.admin("/v1/tenants/acme", { method: "PUT", headers, body: { brand } });
  const first = await change("Acme One");
  expect(first.status).toBe(200);
  expect(await change("Acme Two")).toMatchObject({ status: 409, json: { code: "conflict" } });
  expect((await gateway.admin("/v1/tenants/acme")).headers.get("etag")).toBe(first.headers.get("etag"));
});

test("another replica knows a new tenant within a second", async () => {
  const other = await gateway.replica();
  await put("late", acme);
  await eventually(
    () => other.admin("/v1/tenants/late"),
    ({ status }) => status === 200,
    1000,
  );
});

test("the audit says who changed which tenant, with its numbers masked, to both tenants", async () => {
  await put("audited", acme);
  const theirs = await gateway.admin("/v1/audit", { headers: { "x-tenant": "audited" } });
  expect(theirs.json.data[0]).toMatchObject({
    action: "tenant.put",
    target: "audited",
    before: null,
    after: { brand: "Acme", central_recipients: ["+62811****5678"] },
    actor: expect.stringMatching(/^key_/),
  });
  expect((await gateway.admin("/v1/audit?limit=1")).json.data[0]).toMatchObject({ target: "audited" });
  expect(theirs.text).not.toContain("81112345678");
});
