import { afterAll, beforeAll, expect, it } from "vitest";
import { newId } from "../../src/kit/id.ts";
import { pruneStats } from "../../src/stats/prune.ts";
import { noCounts } from "../../src/stats/sums.ts";
import { tally } from "../../src/stats/tally.ts";
import { addTally } from "../../src/stats/write.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

it("keeps quarters for weeks, and hours, days and months for two years", async () => {
  const { sql } = database;
  const tenantId = newId();
  const now = Date.parse("2026-11-21T10:00:00Z");
  await sql`insert into tenants (id, name, settings, created_at) values (${tenantId}, 'acme', '{}', now())`;
  const key = { channel: "sms", provider: "twilio", country: "ID", template: "otp/id", purpose: "login" };
  const facts = [1, 39, 41, 759, 900].map((days) => ({
    tenantId,
    at: now - days * 86_400_000,
    key,
    counts: { ...noCounts(), sent: 1 },
    latencies: { issue_to_wire: 4 },
  }));
  await sql.begin((tx) => Promise.all(addTally(tx, tally(facts))));
  await pruneStats(sql, now);
  for (const table of ["stats_sums", "stats_latencies"]) {
    const rows = await sql<{ grain: string; count: number }[]>`
      select grain, count(*)::int as count from ${sql(table)} group by grain order by grain`;
    expect(rows.map(({ grain, count }) => [grain, count])).toEqual([
      ["day", 4],
      ["hour", 4],
      ["month", 3],
      ["quarter", 2],
    ]);
  }
});
