import type { Sql } from "../db/client.ts";

/** The longest window is a week, the longest span of money a day; a bucket is a 200th of that. */
const HITS_MS = 7 * 86_400_000;
const MONEY_MS = 86_400_000 + 2 * 432_000;
const SLICE = 5000;

/** Counters that no window sees any more; in slices, so that no lock is long. */
export async function purgeCounters(sql: Sql, now: number): Promise<void> {
  for (;;) {
    const gone = await sql`
      delete from limit_usage where ctid = any(array(
        select ctid from limit_usage where updated_at < to_timestamp(${now - HITS_MS}::float8 / 1000)
        order by updated_at limit ${SLICE} for update skip locked))`;
    if (gone.count < SLICE) break;
  }
  for (;;) {
    const gone = await sql`
      delete from money_usage where ctid = any(array(
        select ctid from money_usage where bucket < ${now - MONEY_MS}::bigint
        order by bucket limit ${SLICE} for update skip locked))`;
    if (gone.count < SLICE) break;
  }
}
