import { publicId } from "../../kit/id.ts";
import type { ListedAlert } from "../../ledger/list-alerts.ts";
import type { LedgerCheck } from "../../ledger/check.ts";
import type { Reconciliation } from "../../ledger/reconcile/reconcile.ts";
import { alertKinds } from "../../ledger/running-out.ts";
import type { TenantConfig } from "../../settings/snapshot.ts";
import type { Attention } from "./model.ts";

/** Pure: of each balance or credit the worst that stands. Who hears that it is empty need not hear that it is low. */
export function ofAlerts(tenant: TenantConfig, open: readonly ListedAlert[]): Attention[] {
  const worst = new Map<string, ListedAlert>();
  const rank = ({ kind }: ListedAlert): number => alertKinds.indexOf(kind);
  for (const alert of open) {
    const known = worst.get(alert.provider);
    if (known === undefined || rank(alert) > rank(known)) worst.set(alert.provider, alert);
  }
  return [...worst.values()].flatMap(({ provider, kind, since, figures, acknowledgedAt, untold }): Attention[] => {
    const running = { ...figures, acknowledged: acknowledgedAt !== null, untold };
    if (provider !== "") {
      if (!tenant.providers.has(provider)) return [];
      const facts = { ...running, because: kind };
      const about = { since, subject: provider, link: `/v1/providers/${provider}`, facts };
      return [{ kind: "credit_short", severity: kind === "empty" ? "error" : "warning", ...about }];
    }
    const about = { since, subject: tenant.name, link: "/v1/balance" };
    if (kind === "empty") return [{ kind: "balance_empty", severity: "error", ...about, facts: running }];
    return [{ kind: "balance_short", severity: "warning", ...about, facts: { ...running, because: kind } }];
  });
}

/** Pure. */
export function ofLedger(tenant: TenantConfig, { problem, checkedAt }: LedgerCheck): Attention[] {
  if (problem === null) return [];
  const facts = { problem: problem.text, entry: problem.badSeq };
  const about = { since: checkedAt, subject: tenant.name, link: "/v1/balance/check", facts };
  return [{ kind: "ledger_wrong", severity: "error", ...about }];
}

export interface WaitingTopUps {
  requested: number;
  reversals: number;
  oldestAt: number | null;
}

const LONG_MS = 24 * 3_600_000;

/** Pure: money that a second person is yet to approve, or to take back. */
export function ofTopUps(
  tenant: TenantConfig,
  { requested, reversals, oldestAt }: WaitingTopUps,
  now: number,
): Attention[] {
  if (requested + reversals === 0) return [];
  const severity = oldestAt !== null && oldestAt < now - LONG_MS ? "warning" : "info";
  const facts = { count: requested, reversals };
  return [
    { kind: "topups_waiting", severity, since: oldestAt, subject: tenant.name, link: "/v1/balance/topups", facts },
  ];
}

/** An invoice comes once a month; what differed in one before the last is settled, or will not be. */
const RECENT_MS = 35 * 24 * 3_600_000;

/** Pure: of each provider the newest invoice, where it differs from what was sent. `newestFirst`: of all. */
export function ofReconciliations(newestFirst: readonly Reconciliation[], now: number): Attention[] {
  const newest = new Map<string, Reconciliation>();
  for (const one of newestFirst) if (!newest.has(one.provider)) newest.set(one.provider, one);
  return [...newest.values()].flatMap(({ id, provider, at, figures }): Attention[] => {
    const differences = Object.values(figures.differences).reduce((sum, { count }) => sum + count, 0);
    if (differences === 0 || at < now - RECENT_MS) return [];
    const reconciliation = publicId("rec", id);
    const facts = { reconciliation, differences, lines: figures.lines };
    const link = `/v1/balance/reconciliations/${reconciliation}`;
    return [{ kind: "reconciliation_differs", severity: "warning", since: at, subject: provider, link, facts }];
  });
}
