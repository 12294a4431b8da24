import type { Sql } from "../db/client.ts";

/** The longest window is a week, the longest span of money a day; a bucket is a 200th of that. */
const HITS_MS = 7 * 86_400_000;
const MONEY_MS = 86_400_000 + 2 * 432_000;
/** Longer than any block, or any count of wrong codes that somebody still adds to. */
const STREAK_MS = 30 * 86_400_000;
const SLICE = 5000;

/** Counters that no window sees any more, and wrong guesses of long ago; in slices, so that no lock is long. */
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
  for (const table of ["guess_streaks", "user_guess_streaks"]) {
    for (;;) {
      const gone = await sql`
        delete from ${sql(table)} where ctid = any(array(
          select ctid from ${sql(table)} where updated_at < to_timestamp(${now - STREAK_MS}::float8 / 1000)
          order by updated_at limit ${SLICE} for update skip locked))`;
      if (gone.count < SLICE) break;
    }
  }
}
