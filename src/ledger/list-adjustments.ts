import type { Sql } from "../db/client.ts";
import { ms } from "../db/rows.ts";
import type { Adjustment } from "./top-up.ts";

/**
 * Newest first, from before the one at `before`. Corrections are made by hand, so a tenant's are few: they are read by
 * their primary key and put in order.
 */
export async function listAdjustments(
  sql: Sql,
  tenantId: string,
  { limit, before }: { limit: number; before: { at: number; id: string } | null },
): Promise<Adjustment[]> {
  const rows = await sql<(Omit<Adjustment, "amount" | "at"> & { amount: string; at: string })[]>`
    select id, reference, amount, currency, reason, actor, extract(epoch from at) * 1000 as at from adjustments
    where tenant_id = ${tenantId}
      ${before === null ? sql`` : sql`and (at, id) < (to_timestamp(${before.at}::float8 / 1000), ${before.id}::uuid)`}
    order by at desc, id desc limit ${limit}`;
  return rows.map((row) => ({ ...row, amount: BigInt(row.amount), at: ms(row.at) ?? 0 }));
}
