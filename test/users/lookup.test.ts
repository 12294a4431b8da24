import { afterAll, beforeAll, expect, test } from "vitest";
import type { Sql } from "../../src/db/client.ts";
import { createUserLookup } from "../../src/users/lookup.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { phone, putTenant } from "../support/erp.ts";

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());

/** The same database, with its statements counted. */
function counting(sql: Sql): { sql: Sql; statements: () => number } {
  let statements = 0;
  const counted = new Proxy(sql, {
    apply(target, self, args: [unknown, ...unknown[]]) {
      if (Array.isArray(args[0]) && String(args[0]).includes("from users")) statements += 1;
      return Reflect.apply(target, self, args) as unknown;
    },
  });
  return { sql: counted, statements: () => statements };
}

test("users who are asked for together are looked up by one query, each for its own tenant", async () => {
  const users = Array.from({ length: 50 }, (_, n) => ({ id: `u${n}`, destination: "central", name: `Nama ${n}` }));
  await gateway.request("/v1/users/import", { body: { users } });
  await gateway.admin("/v1/tenants/other", { method: "PUT", body: { brand: "Other" } });
  const { tenantsByName } = gateway.gateway.settings.current;
  const idOf = (name: string) => tenantsByName.get(name)?.id ?? "";
  const { sql, statements } = counting(gateway.gateway.sql);
  const lookup = createUserLookup(sql, gateway.gateway.keyring);
  const mine = users.map(({ id }) => lookup.submit({ tenantId: idOf("demo"), id }));
  const others = [
    lookup.submit({ tenantId: idOf("other"), id: "u1" }),
    lookup.submit({ tenantId: idOf("demo"), id: "" }),
  ];
  expect((await Promise.all(mine)).map((user) => user?.name)).toEqual(users.map(({ name }) => name));
  expect(await Promise.all(others)).toEqual([null, null]);
  expect(statements()).toBe(1);
});

test("an issue that brings a `to` asks for no user", async () => {
  let asked = 0;
  const { users } = gateway.gateway;
  const submit = users.submit.bind(users);
  users.submit = (key) => {
    asked += 1;
    return submit(key);
  };
  expect((await gateway.request("/v1/otp/issue", { body: { to: phone(), user: "u1" } })).status).toBe(201);
  expect((await gateway.request("/v1/otp/issue", { body: { to: phone(), user: "u1", decoy: true } })).status).toBe(201);
  expect(asked).toBe(0);
  // A decoy takes the time that a real one takes, and goes where they go.
  await putTenant(gateway, { central_recipients: ["0811-9000-1111"] });
  expect((await gateway.request("/v1/otp/issue", { body: { user: "nobody", decoy: true } })).status).toBe(201);
  expect(asked).toBe(1);
});
