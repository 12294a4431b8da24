import type { Registry } from "prom-client";
import { parseAmount } from "../kit/money.ts";
import type { AccountSpend } from "../ledger/balances.ts";
import { shortestRunway } from "../ledger/running-out.ts";
import type { Snapshot } from "../settings/snapshot.ts";
import { OTHERS } from "./bounded.ts";
import type { DatabaseReadings } from "./database-readings.ts";
import { sampled, type Sample } from "./sampled.ts";

/** Tenants that have series of their own: the oldest. Those beyond are one, by currency. */
export const MOST_TENANTS = 50;

interface Row extends AccountSpend {
  tenant: string;
  threshold: bigint;
}

/**
 * The balances as whole numbers can't be shown: Prometheus knows only floating point. So these are for a curve and an
 * alarm; the exact amounts are the API's.
 */
export function balanceGauges(registry: Registry, readings: DatabaseReadings, snapshot: () => Snapshot): void {
  const rows = (): Row[] => accountRows(readings.last.facts?.accounts ?? [], snapshot());
  const summed = (name: string, help: string, of: (row: Row) => bigint): void =>
    sampled(registry, { name, help, labelNames: ["tenant", "currency"] }, () => sums(rows(), of));
  summed("gerbang_balance_available", "What a tenant can spend, in its currency", (row) => row.available);
  summed("gerbang_balance_held", "What is promised to messages under way", (row) => row.held);
  sampled(
    registry,
    {
      name: "gerbang_balance_runway_seconds",
      help: "How long a balance lasts at the rate of the last day or week; of the others, the shortest",
      labelNames: ["tenant"],
    },
    () => shortestRunways(rows()),
  );
  sampled(registry, { name: "gerbang_balances_low", help: "Tenants below their own low_threshold" }, () =>
    readings.last.facts === null
      ? []
      : [{ value: rows().filter(({ available, threshold }) => available < threshold).length }],
  );
}

/** Pure. Names come from the snapshot; the ids are in the order in which the tenants were made. */
export function accountRows(accounts: readonly AccountSpend[], { tenants }: Pick<Snapshot, "tenants">): Row[] {
  return [...accounts]
    .sort((a, b) => (a.tenantId < b.tenantId ? -1 : 1))
    .flatMap((account) => {
      const tenant = tenants.get(account.tenantId);
      if (tenant === undefined) return [];
      return [{ ...account, tenant: tenant.name, threshold: parseAmount(tenant.settings.low_threshold) ?? 0n }];
    })
    .map((row, at) => (at < MOST_TENANTS ? row : { ...row, tenant: OTHERS }));
}

function sums(rows: readonly Row[], of: (row: Row) => bigint): Sample[] {
  const totals = new Map<string, { labels: Record<string, string>; micros: bigint }>();
  for (const row of rows) {
    const { tenant, currency } = row;
    const key = `${tenant}/${currency}`;
    const known = totals.get(key) ?? { labels: { tenant, currency }, micros: 0n };
    totals.set(key, { ...known, micros: known.micros + of(row) });
  }
  return [...totals.values()].map(({ labels, micros }) => ({ labels, value: Number(micros) / 1e6 }));
}

function shortestRunways(rows: readonly Row[]): Sample[] {
  const shortest = new Map<string, number>();
  for (const row of rows) {
    const hours = shortestRunway(row);
    if (hours === null) continue;
    shortest.set(row.tenant, Math.min(hours, shortest.get(row.tenant) ?? Infinity));
  }
  return [...shortest].map(([tenant, hours]) => ({ labels: { tenant }, value: hours * 3600 }));
}
