import type { Sql } from "../db/client.ts";
import { rowsOf } from "../db/rows.ts";
import { KEPT_DAYS, QUARTERS_KEPT_DAYS } from "./buckets.ts";
import { grains } from "./sums.ts";

const DAY_MS = 86_400_000;
const SLICE = 5000;

/** Clears away sums that are past their time, in slices: quarters sooner, since hours say nearly the same. */
export async function pruneStats(sql: Sql, now: number): Promise<void> {
  // The month that a kept day lies in is kept.
  const days = { quarter: QUARTERS_KEPT_DAYS, hour: KEPT_DAYS, day: KEPT_DAYS, month: KEPT_DAYS + 31 };
  const old = grains.map((grain) => ({ grain, before: now - days[grain] * DAY_MS }));
  for (const table of ["stats_sums", "stats_latencies"]) {
    for (;;) {
      const gone = await sql`
        delete from ${sql(table)} where ctid = any(array(
          select s.row
          from tenants t
          cross join json_to_recordset(${rowsOf(sql, old)}) as o(grain text, before float8)
          cross join lateral (
            select ctid as row from ${sql(table)}
            where tenant_id = t.id and grain = o.grain and starts_at < to_timestamp(o.before / 1000)
            order by starts_at limit ${SLICE}) s
          limit ${SLICE}))`;
      if (gone.count < SLICE) break;
    }
  }
}
