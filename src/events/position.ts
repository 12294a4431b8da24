import type { Sql, Tx } from "../db/client.ts";

/**
 * The feed's order. Commits come in any order, so whoever reads by time or by a counter passes over what a slower
 * transaction is about to commit. An event's **position** is therefore the number of the transaction that wrote it, and
 * readers see only what is older than every transaction that still runs: nothing can come in behind them, and no second
 * write is needed. Events of one transaction share a position and are ordered by their ids.
 */
export function positionHere(sql: Sql | Tx) {
  return sql`(select base from event_feed) + pg_current_xact_id()::text::bigint`;
}

/**
 * Everything before it is committed or undone: the oldest transaction that still runs. The server numbers those of all its
 * databases together; one that is seen to be another database's writes no event of ours, so that an ERP's long job beside
 * us holds nothing up. Of which it can't be seen, it is waited for.
 */
export const SETTLED_BEFORE = `(
  select base + coalesce(
    (select min(x.xid::text::bigint) from pg_snapshot_xip(pg_current_snapshot()) as x(xid)
     where not exists (
       select from pg_stat_activity a
       where a.datname <> current_database() and a.backend_xid::text::bigint = x.xid::text::bigint & 4294967295)),
    pg_snapshot_xmax(pg_current_snapshot())::text::bigint)
  from event_feed)`;

export function settledBefore(sql: Sql | Tx) {
  return sql.unsafe(SETTLED_BEFORE);
}

/** No transaction so far has a position as high. */
export function notYetGiven(sql: Sql | Tx) {
  return sql`(select base from event_feed) + pg_snapshot_xmax(pg_current_snapshot())::text::bigint`;
}

const LOCK = 7_252_026_061;
/** More transactions than anybody commits between a backup and the loss of what came after it. */
const GAP = 2n ** 32n;

/**
 * At each start. A database that was restored into a new cluster counts its transactions from the beginning, and new
 * events would come in behind the old ones. Then the base is raised above every position that is known, and by so much
 * that cursors which were handed out after the backup stay behind as well. True when it was.
 */
export async function raiseBase(sql: Sql): Promise<boolean> {
  return sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(${LOCK}::bigint)`;
    const raised = await tx`
      update event_feed set base = known.highest + ${GAP.toString()}::bigint
      from (
        select greatest(f.purged,
                        (select max(position) from webhooks),
                        -- The newest of each tenant: one look into the index for each.
                        (select max(e.position) from tenants t cross join lateral (
                           select position from events where tenant_id = t.id order by position desc limit 1) e)) as highest
        from event_feed f) known
      where known.highest >= ${notYetGiven(tx)}
      returning 1`;
    return raised.length > 0;
  });
}
