import { afterAll, beforeAll, expect, test } from "vitest";
import { purgeCounters } from "../../src/limits/purge.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";

const DAY_MS = 86_400_000;
const NOW = Date.UTC(2026, 10, 22);
const tenant = "0199f0c2-a1b2-7c3d-8e4f-5a6b7c8d9e0f";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

test.each([
  ["guess_streaks", "subject"],
  ["user_guess_streaks", "user_ref"],
])("wrong guesses of more than 30 days ago go from %s, by index", async (table, whose) => {
  const { sql } = database;
  for (const [name, days] of Object.entries({ old: 31, recent: 29 })) {
    await sql`
      insert into ${sql(table)} (tenant_id, ${sql(whose)}, wrong, updated_at)
      values (${tenant}, ${name}, 3, to_timestamp(${NOW - days * DAY_MS}::float8 / 1000))`;
  }
  await purgeCounters(sql, NOW);
  expect(await sql`select ${sql(whose)} as whose from ${sql(table)}`).toEqual([{ whose: "recent" }]);
  const plan = await sql.begin(async (tx) => {
    await tx`set local enable_seqscan = off`;
    return tx.unsafe(`explain select ctid from ${table} where updated_at < now() order by updated_at limit 5`);
  });
  expect(JSON.stringify(plan)).toContain(`${table}_age`);
});
