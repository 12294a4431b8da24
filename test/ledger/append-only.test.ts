import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { issued } from "../support/erp.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
  await issued(gateway, { wait_ms: 5000 });
  const body = { amount: "1", reason: "a test", reference: "a test" };
  expect((await gateway.admin("/v1/balance/adjustments", { body })).status).toBe(201);
});
afterAll(() => gateway.close());

describe.each(["entries", "adjustments"])("%s, by SQL directly", (table) => {
  test.each([
    ["update", `update ${table} set actor = 'somebody else'`],
    ["an update of no row", `update ${table} set actor = 'somebody else' where false`],
    ["delete", `delete from ${table}`],
    ["truncate", `truncate ${table}`],
    ["truncate with what depends on it", `truncate ${table} cascade`],
  ])("%s is refused, and nothing has changed", async (_, statement) => {
    const { sql } = gateway.database;
    const read = () => sql`select * from ${sql(table)} order by tenant_id, at, id`;
    const before = await read();
    expect(before.length).toBeGreaterThan(0);
    await expect(sql.unsafe(statement)).rejects.toThrow(`${table} are append-only`);
    expect(await read()).toEqual(before);
  });
});
