import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectProblem } from "../support/erp.ts";
import { eventually, startTestGateway, type TestGateway } from "../support/gateway.ts";
import { keysOfRoles, makeTenant, rolesThatMay } from "../support/roles.ts";

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());

const sid = (digit: string) => `VA${digit.repeat(32)}`;
const put = (of: string, body: object) => gateway.admin(`/v1/services/${of}`, { method: "PUT", body });

test("a put replaces the whole, a get gives it back, and that can be put again", async () => {
  const settings = {
    name: "Kasir",
    brand: "Kopi Kita",
    purpose: "checkout",
    template: "otp",
    templates: { [`HJ${"1".repeat(32)}`]: "otp" },
    code_length: 4,
    ttl_seconds: 120,
    locale: "en",
    channels: ["whatsapp", "sms"],
  };
  const made = await put(sid("a"), settings);
  expect(made.status, made.text).toBe(200);
  expect(made.json).toEqual({ sid: sid("a"), ...settings });
  const { json } = await gateway.admin(`/v1/services/${sid("a")}`);
  expect(json).toEqual({ sid: sid("a"), ...settings });
  expect((await put(sid("a"), json)).json).toEqual(json);
  expect((await put(sid("a"), {})).json).toEqual({
    sid: sid("a"),
    purpose: sid("a").toLowerCase(),
    code_length: 6,
    ttl_seconds: 600,
  });
});

test("the list is in the order of sids, page by page", async () => {
  for (const digit of ["3", "1", "2"]) await put(sid(digit), { name: digit });
  const first = await gateway.admin("/v1/services?limit=2");
  const next = await gateway.admin(`/v1/services?limit=2&cursor=${String(first.json.next_cursor)}`);
  const names = [...first.json.data, ...next.json.data].map(({ sid: of }: { sid: string }) => of);
  expect(names).toEqual([sid("1"), sid("2"), sid("3"), sid("a")]);
  expect(next.json.next_cursor).toBeNull();
});

describe("refused", () => {
  test.each<[string, object, string]>([
    ["a template that is not there", { template: "nothing" }, "template"],
    [
      "a mapped template that is not there",
      { templates: { [`HJ${"1".repeat(32)}`]: "nothing" } },
      `templates.HJ${"1".repeat(32)}`,
    ],
    ["a channel twice", { channels: ["sms", "sms"] }, "channels"],
    ["a life too long", { ttl_seconds: 601 }, "ttl_seconds"],
    ["a field that is not known", { colour: "red" }, "colour"],
  ])("%s, by its name", async (_, body, path) => {
    const reply = await put(sid("b"), body);
    expectProblem(reply, 400, "invalid_request");
    expect(reply.json.errors[0].path).toBe(path);
    expectProblem(await gateway.admin(`/v1/services/${sid("b")}`), 404, "not_found");
  });

  test("the purpose of another service, its own word or its sid", async () => {
    expect((await put(sid("c"), { purpose: "till" })).status).toBe(200);
    expectProblem(await put(sid("d"), { purpose: "till" }), 400, "invalid_request");
    expectProblem(await put(sid("d"), { purpose: sid("1").toLowerCase() }), 400, "invalid_request");
    expect((await put(sid("c"), { purpose: "till", name: "again" })).status).toBe(200);
  });

  test("a sid that is none", async () => {
    expectProblem(await put("VAXYZ", {}), 400, "invalid_request");
    expectProblem(await gateway.admin("/v1/services/VAXYZ"), 400, "invalid_request");
  });
});

test("a delete takes the settings away, once", async () => {
  await put(sid("e"), { name: "gone soon" });
  expect((await gateway.admin(`/v1/services/${sid("e")}`, { method: "DELETE" })).status).toBe(204);
  expectProblem(await gateway.admin(`/v1/services/${sid("e")}`, { method: "DELETE" }), 404, "not_found");
});

test("who changed what is on record", async () => {
  await put(sid("f"), { name: "first" });
  await put(sid("f"), { name: "second" });
  await gateway.admin(`/v1/services/${sid("f")}`, { method: "DELETE" });
  const { json } = await gateway.admin("/v1/audit?limit=3");
  expect(json.data).toMatchObject([
    { action: "service.delete", target: sid("f"), before: { name: "second" }, after: null },
    { action: "service.put", target: sid("f"), before: { name: "first" }, after: { name: "second" } },
    { action: "service.put", target: sid("f"), before: null, after: { name: "first" } },
  ]);
});

test("a change is another replica's within a second", async () => {
  const other = await gateway.replica();
  await put(sid("0"), { name: "everywhere" });
  await eventually(
    () => other.admin(`/v1/services/${sid("0")}`),
    ({ json }) => json.name === "everywhere",
    1000,
  );
});

test("a tenant has its own services alone; operators put them, auditors read them", async () => {
  await put(sid("9"), { name: "the first tenant's" });
  const theirs = await makeTenant(gateway, "acme");
  const { json } = await gateway.request("/v1/services", { key: theirs.ops });
  expect(json.data).toEqual([]);
  const keys = await keysOfRoles(gateway);
  const path = `/v1/services/${sid("9")}`;
  expect(await rolesThatMay(gateway, keys, path)).toEqual(["ops", "auditor", "admin"]);
  expect(await rolesThatMay(gateway, keys, path, { method: "PUT", body: {} })).toEqual(["ops", "admin"]);
});
