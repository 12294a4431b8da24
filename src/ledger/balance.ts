import type { Sql } from "../db/client.ts";
import { parseAmount } from "../kit/money.ts";
import type { Account } from "./account.ts";
import type { TenantConfig } from "../settings/snapshot.ts";

export interface Balance {
  available: bigint;
  held: bigint;
  currency: string;
  lowThreshold: bigint;
  /** At the rate of the last days, rounded down; null when nothing was spent. */
  runwayHours: number | null;
}

const WEEK_HOURS = 168;

/**
 * The account as it is, and how long it lasts. Each entry carries all that was ever spent, so the spend of a span is a
 * subtraction of two rows found by an index, however many lie between.
 */
export async function readBalance(sql: Sql, tenant: TenantConfig, now: number): Promise<Balance> {
  const since = now - WEEK_HOURS * 3_600_000;
  const [row] = await sql<
    {
      available: string;
      held: string;
      spent: string;
      currency: string;
      spent_then: string | null;
      first: string | null;
    }[]
  >`
    select a.available, a.held, a.spent, a.currency,
      (select spent_after from entries e where e.tenant_id = a.tenant_id
         and e.at <= to_timestamp(${since}::float8 / 1000) order by e.at desc, e.seq desc limit 1) as spent_then,
      (select extract(epoch from min(e.at)) * 1000 from entries e where e.tenant_id = a.tenant_id) as first
    from accounts a where a.tenant_id = ${tenant.id}`;
  if (row === undefined) throw new Error(`tenant ${tenant.id} has no account`);
  const available = BigInt(row.available);
  const spentInSpan = BigInt(row.spent) - BigInt(row.spent_then ?? "0");
  const lived = row.first === null ? 0 : (now - Number(row.first)) / 3_600_000;
  const hours = Math.max(1, Math.min(WEEK_HOURS, lived));
  return {
    available,
    held: BigInt(row.held),
    currency: row.currency,
    lowThreshold: parseAmount(tenant.settings.low_threshold) ?? 0n,
    runwayHours: runway(available, spentInSpan, hours),
  };
}

/** What can be promised now. */
export async function readFunds(
  sql: Sql,
  tenantId: string,
): Promise<Pick<Account, "available" | "creditLine" | "currency">> {
  const [row] = await sql<{ available: string; credit_line: string; currency: string }[]>`
    select available, credit_line, currency from accounts where tenant_id = ${tenantId}`;
  if (row === undefined) throw new Error(`tenant ${tenantId} has no account`);
  return { available: BigInt(row.available), creditLine: BigInt(row.credit_line), currency: row.currency };
}

/** Pure. `hours`: how long the spend took. */
export function runway(available: bigint, spent: bigint, hours: number): number | null {
  if (spent <= 0n) return null;
  if (available <= 0n) return 0;
  const minutes = BigInt(Math.max(1, Math.round(hours * 60)));
  return Number((available * minutes) / spent / 60n);
}
