import type { Sql, Tx } from "../db/client.ts";
import { ms } from "../db/rows.ts";

const HOUR_MS = 3_600_000;

export interface AccountSpend {
  tenantId: string;
  currency: string;
  available: bigint;
  held: bigint;
  creditLine: bigint;
  day: bigint;
  week: bigint;
  livedHours: number;
}

/**
 * Every account, with what it spent in a day and a week. Each entry carries all that was ever spent, so both are
 * subtractions of rows found by an index, three looks for a tenant however much it sends.
 */
export async function loadSpends(sql: Sql | Tx, now: number): Promise<AccountSpend[]> {
  const spentBy = (hours: number) => sql`
    select spent_after from entries
    where tenant_id = a.tenant_id and at <= to_timestamp(${now - hours * HOUR_MS}::float8 / 1000)
    order by at desc, seq desc limit 1`;
  const rows = await sql<
    {
      tenant_id: string;
      currency: string;
      available: string;
      held: string;
      credit_line: string;
      spent: string;
      day_ago: string | null;
      week_ago: string | null;
      first_at: string | null;
    }[]
  >`
    select a.tenant_id, a.currency, a.available, a.held, a.credit_line, a.spent,
           (${spentBy(24)}) as day_ago, (${spentBy(168)}) as week_ago,
           (select extract(epoch from at) * 1000 from entries where tenant_id = a.tenant_id order by at limit 1) as first_at
    from accounts a`;
  return rows.map((row) => {
    const spent = BigInt(row.spent);
    const first = ms(row.first_at);
    return {
      tenantId: row.tenant_id,
      currency: row.currency,
      available: BigInt(row.available),
      held: BigInt(row.held),
      creditLine: BigInt(row.credit_line),
      day: spent - BigInt(row.day_ago ?? "0"),
      week: spent - BigInt(row.week_ago ?? "0"),
      livedHours: first === null ? 0 : (now - first) / HOUR_MS,
    };
  });
}
