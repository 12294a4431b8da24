import type { Sql, Tx } from "../db/client.ts";
import { ms, rowsOf } from "../db/rows.ts";
import { FIRST_ID } from "./read.ts";

/** By tenant: when the oldest event happened that a consumer is yet to take; who has none is left out. */
export async function oldestUnread(
  sql: Sql | Tx,
  consumer: string,
  tenantIds: readonly string[],
): Promise<Map<string, number>> {
  const given = tenantIds.map((id) => ({ tenant_id: id }));
  const rows = await sql<{ tenant_id: string; at: string }[]>`
    select k.tenant_id, extract(epoch from e.at) * 1000 as at
    from (select 1) here
    left join feed_followers f on f.name = ${consumer}
    cross join json_to_recordset(${rowsOf(sql, given)}) as k(tenant_id uuid)
    cross join lateral (
      select at from events
      where tenant_id = k.tenant_id and (position, id) > (coalesce(f.position, 0), coalesce(f.id, ${FIRST_ID}::uuid))
      order by position, id limit 1) e`;
  return new Map(rows.map(({ tenant_id: tenantId, at }) => [tenantId, ms(at) ?? 0]));
}
