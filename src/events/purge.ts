import type { Sql } from "../db/client.ts";
import { KEPT_DAYS } from "./model.ts";

const DAY_MS = 24 * 3_600_000;
const SLICE = 5000;

/**
 * Clears away what is past its time, in slices, so that no lock is held for long. How far it came is kept by the same
 * statement: a reader who is further behind is told of the gap.
 */
export async function purgeEvents(sql: Sql, now: number): Promise<void> {
  const old = sql`to_timestamp(${now - KEPT_DAYS * DAY_MS}::float8 / 1000)`;
  for (;;) {
    const [gone] = await sql<{ count: number }[]>`
      with gone as (
        delete from events where ctid = any(array(
          select e.row from tenants t
          cross join lateral (
            select ctid as row from events where tenant_id = t.id and at < ${old} order by at limit ${SLICE}) e
          limit ${SLICE}))
        returning position),
      marked as (
        update event_feed set purged = greatest(purged, (select max(position) from gone))
        where exists (select from gone))
      select count(*)::int as count from gone`;
    if ((gone?.count ?? 0) < SLICE) break;
  }
  for (;;) {
    const gone = await sql`
      delete from webhook_deliveries where ctid = any(array(
        select ctid from webhook_deliveries where created_at < ${old} order by created_at limit ${SLICE}))`;
    if (gone.count < SLICE) break;
  }
}
