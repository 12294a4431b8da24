import type { Sql } from "../db/client.ts";
import { rowsOf } from "../db/rows.ts";

/** Of each tenant in one pass; the rest in the next. */
const ENTRIES_A_PASS = 50_000;

export interface Proven {
  tenantId: string;
  /** The newest entry that follows from the one before it, as do all before it. */
  seq: number;
  /** The first one that does not; null: all that were looked at do. */
  badSeq: number | null;
  more: boolean;
}

/**
 * Whether entries follow from one another, from the last one that is proven on: numbers without a gap, and each `after`
 * the one before it plus what the entry says. With a message, what leaves the total is spent; without one nothing is.
 * Reads nothing before the watermark, so the ten-millionth entry costs what the first did.
 */
export async function proveEntries(
  sql: Sql,
  from: readonly { tenantId: string; seq: number }[],
  entriesAPass = ENTRIES_A_PASS,
): Promise<Proven[]> {
  const keys = from.map(({ tenantId, seq }) => ({ tenant_id: tenantId, seq }));
  const rows = await sql<
    { tenant_id: string; start: string; good: string | null; bad: string | null; looked: number }[]
  >`
    select k.tenant_id, k.seq as start, x.good, x.bad, x.looked
    from json_to_recordset(${rowsOf(sql, keys)}) as k(tenant_id uuid, seq bigint)
    cross join lateral (
      select max(seq) filter (where not broken) as good, min(seq) filter (where bad) as bad, count(*)::int as looked
      from (
        select seq, bad, bool_or(bad) over (order by seq) as broken
        from (
          select seq,
                 seq <> coalesce(lag(seq) over w, 0) + 1
                 or available_after <> coalesce(lag(available_after) over w, 0) + amount
                 or held_after <> coalesce(lag(held_after) over w, 0) + held_delta
                 or spent_after <> coalesce(lag(spent_after) over w, 0)
                                   - case when message_id is null then 0 else amount + held_delta end
                 or held_after < 0 as bad
          from entries
          where tenant_id = k.tenant_id and seq >= k.seq and seq <= k.seq + ${entriesAPass}
          window w as (order by seq)) followed
        where seq > k.seq) judged) x`;
  return rows.map((row) => ({
    tenantId: row.tenant_id,
    seq: Number(row.good ?? row.start),
    badSeq: row.bad === null ? null : Number(row.bad),
    more: row.bad === null && row.looked === entriesAPass,
  }));
}
