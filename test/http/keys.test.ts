import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventually, startTestGateway, type TestGateway } from "../support/gateway.ts";
import { keysOfRoles, makeTenant, rolesThatMay } from "../support/roles.ts";
import { having, pick } from "../support/rows.ts";

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());

const create = (body: object = {}, headers: Record<string, string> = {}) =>
  gateway.admin("/v1/keys", { body: { role: "erp", name: "till 3", ...body }, headers });
const revoke = (id: string, key = gateway.adminKey) => gateway.request(`/v1/keys/${id}`, { method: "DELETE", key });
const works = async (key: string, on = gateway) => (await on.request("/v1/balance", { key })).status !== 401;

describe("create", () => {
  test("the key is in its answer, works at once, and is nowhere else", async () => {
    const { status, json } = await create({ expires_at: "2099-01-01T00:00:00+07:00", ips: [] });
    expect(status).toBe(201);
    expect(json).toEqual({
      id: expect.stringMatching(/^key_[0-9a-f]{32}$/),
      key: expect.stringMatching(/^gk_erp_[\w-]{43}$/),
      role: "erp",
      name: "till 3",
      facade: null,
      ips: [],
      expires_at: "2098-12-31T17:00:00Z",
      created_at: expect.any(String),
    });
    expect(await works(json.key)).toBe(true);
    for (const path of ["/v1/keys?limit=200", "/v1/audit?limit=200"]) {
      expect((await gateway.admin(path)).text).not.toContain(json.key);
    }
    const rows = JSON.stringify(await gateway.database.sql`select * from api_keys`);
    expect(rows).not.toContain(json.key);
    expect(gateway.logged()).not.toContain(json.key);
  });

  test("an idempotent replay has the same id and no key, and makes no second one", async () => {
    const headers = { "idempotency-key": "once" };
    const first = await create({ name: "once" }, headers);
    const second = await create({ name: "once" }, headers);
    expect(second.status).toBe(201);
    expect(second.headers.get("idempotent-replayed")).toBe("true");
    expect(second.json).toEqual({ ...first.json, key: null });
    const list = (await gateway.admin("/v1/keys?limit=200")).json.data;
    expect(having(list, { name: "once" })).toHaveLength(1);
    const other = await create({ name: "another" }, headers);
    expect(other.json.code).toBe("idempotency_mismatch");
    expect(other.status).toBe(422);
  });

  test("an expired key is 401", async () => {
    const soon = new Date(gateway.clock.now() + 60_000).toISOString();
    const { json } = await create({ expires_at: soon });
    expect(await works(json.key)).toBe(true);
    gateway.clock.advance(61_000);
    expect(await works(json.key)).toBe(false);
  });

  test.each([
    ["an unknown role", { role: "root" }, "role"],
    ["no name", { name: undefined }, "name"],
    ["a name with a line break", { name: "a\nb" }, "name"],
    ["a time that has passed", { expires_at: "2020-01-01T00:00:00Z" }, "expires_at"],
    ["a time that is none", { expires_at: "tomorrow" }, "expires_at"],
    ["an address that is none", { ips: ["10.0.0.0/8", "nope"] }, "ips.1"],
    ["a range too wide for its family", { ips: ["10.0.0.0/33"] }, "ips.0"],
    ["an octal address", { ips: ["010.0.0.1"] }, "ips.0"],
    ["an unknown field", { nope: 1 }, "nope"],
  ])("%s is a 400 that names the field", async (_, changes, path) => {
    const { status, json } = await create(changes);
    expect(status).toBe(400);
    expect(json.errors[0].path).toBe(path);
  });

  test("addresses and ranges of both families are taken", async () => {
    const ips = ["203.0.113.7", "10.0.0.0/8", "2001:db8::1", "2001:db8::/32"];
    expect((await create({ ips })).json.ips).toEqual(ips);
  });
});

describe("revoke", () => {
  test("a revoked key is refused at once, on another replica within a second", async () => {
    const other = await gateway.replica();
    const { json } = await create();
    await eventually(
      () => works(json.key, other),
      (known) => known,
      1000,
    );
    expect((await revoke(json.id)).status).toBe(204);
    expect(await works(json.key)).toBe(false);
    await eventually(
      () => works(json.key, other),
      (known) => !known,
      1000,
    );
    expect((await revoke(json.id)).status).toBe(404);
    const list = (await gateway.admin("/v1/keys?limit=200")).text;
    expect(list).not.toContain(json.id);
  });

  test("a tenant's last admin key stays, though an expired one is there", async () => {
    const keys = await makeTenant(gateway, "lonely");
    const list = await gateway.request("/v1/keys", { key: keys.admin });
    const [own] = having(list.json.data, { role: "admin" });
    const soon = new Date(gateway.clock.now() + 60_000).toISOString();
    const body = { role: "admin", name: "short", expires_at: soon };
    await gateway.request("/v1/keys", { key: keys.admin, body });
    gateway.clock.advance(61_000);
    const refused = await revoke(own.id, keys.admin);
    expect(refused.status).toBe(409);
    expect(refused.json.code).toBe("conflict");
    await gateway.request("/v1/keys", { key: keys.admin, body: { role: "admin", name: "next" } });
    expect((await revoke(own.id, keys.admin)).status).toBe(204);
    expect(await works(keys.admin)).toBe(false);
  });

  test("another tenant's key is not there", async () => {
    const keys = await makeTenant(gateway, "stranger");
    const { json } = await create();
    expect((await revoke(json.id, keys.admin)).status).toBe(404);
    expect((await revoke("key_nope")).status).toBe(404);
    expect(await works(json.key)).toBe(true);
  });
});

test("admins alone make and revoke keys, auditors list them", async () => {
  const keys = await keysOfRoles(gateway);
  const body = { role: "erp", name: "by role" };
  expect(await rolesThatMay(gateway, keys, "/v1/keys")).toEqual(["auditor", "admin"]);
  expect(await rolesThatMay(gateway, keys, "/v1/keys", { body })).toEqual(["admin"]);
  expect(await rolesThatMay(gateway, keys, "/v1/keys/key_x", { method: "DELETE" })).toEqual(["admin"]);
  expect(await rolesThatMay(gateway, keys, "/v1/audit")).toEqual(["auditor", "admin"]);
});

test("the list is newest first, in pages", async () => {
  for (const name of ["one", "two", "three"]) await create({ name });
  const all = (await gateway.admin("/v1/keys?limit=200")).json.data;
  expect(pick(all, "name").slice(0, 3)).toEqual(["three", "two", "one"]);
  const first = (await gateway.admin("/v1/keys?limit=2")).json;
  const rest = (await gateway.admin(`/v1/keys?limit=200&cursor=${first.next_cursor}`)).json;
  expect([...first.data, ...rest.data]).toEqual(all);
  expect((await gateway.admin("/v1/keys?cursor=x")).json.errors[0].path).toBe("cursor");
});

test("the audit lists who made and revoked keys, newest first, in pages", async () => {
  const { json } = await create({ name: "audited" });
  await revoke(json.id);
  const { json: log } = await gateway.admin("/v1/audit?limit=2");
  expect(log.data[0]).toMatchObject({ action: "key.revoke", target: json.id, before: { name: "audited" } });
  expect(log.data[1]).toMatchObject({ action: "key.create", target: json.id, after: { role: "erp" } });
  const next = await gateway.admin(`/v1/audit?limit=1&cursor=${log.next_cursor}`);
  expect(next.json.data[0].id).not.toBe(log.data[1].id);
  expect((await gateway.admin("/v1/audit?cursor=x")).json.errors[0].path).toBe("cursor");
});
