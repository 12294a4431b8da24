import type { Sql } from "../../db/client.ts";
import type { ProviderGuards } from "../../delivery/guards.ts";
import { loadTroubles } from "../../delivery/failovers.ts";
import { readStates } from "../../guard/list-keys.ts";
import type { Clock } from "../../kit/clock.ts";
import { readCheck } from "../../ledger/check.ts";
import { listOpenAlerts } from "../../ledger/list-alerts.ts";
import { listReconciliations } from "../../ledger/reconcile/list.ts";
import { severities, type Severity } from "../../settings/findings.ts";
import type { TenantConfig } from "../../settings/snapshot.ts";
import type { Role } from "../../tenants/actor.ts";
import { hears, worstFirst, type Attention, type AttentionKind, type ToldAttention } from "./model.ts";
import { ofAlerts, ofLedger, ofReconciliations, ofTopUps } from "./of-money.ts";
import { ofPlan, ofPrices, ofTemplates } from "./of-plan.ts";
import { ofProviders, type DownProvider } from "./of-providers.ts";
import { ofFailures, ofGuard, ofWebhooks } from "./of-traffic.ts";
import { loadStored, loadTraffic, loadWaitingTopUps, loadWebhookStates } from "./rows.ts";
import { tellAttention } from "./tell.ts";

export interface AttentionDeps {
  sql: Sql;
  clock: Clock;
  delivery: { guards: ProviderGuards };
  settings: { current: { firstTenantId: string | null } };
}

export interface Reader {
  role: Role;
  /** What providers take from us is for the first tenant's people alone. */
  seesMargin: boolean;
}

export interface AttentionList {
  /** The worst first: of each kind so many at most. */
  items: ToldAttention[];
  /** Of all, those that are left out too. */
  counts: Record<Severity, number>;
}

/** An attack blocks hundreds of prefixes: nobody reads as many lines. */
const MOST_OF_A_KIND = 20;
/** Far more than there are providers that send an invoice a month. */
const INVOICES = 50;

/** What needs attention now, as far as the role may know of it. What nobody may hear is not even looked up. */
export async function readAttention(
  deps: AttentionDeps,
  tenant: TenantConfig,
  { role, seesMargin }: Reader,
): Promise<AttentionList> {
  const { sql, clock, settings } = deps;
  const now = clock.now();
  const heard = async (kind: AttentionKind, found: () => Attention[] | Promise<Attention[]>): Promise<Attention[]> =>
    hears(role, kind) ? found() : [];
  const found = await Promise.all([
    heard("no_price", () => ofPlan(tenant, now)),
    heard("template_refused", () => ofTemplates(tenant)),
    heard("price_below_cost", () => (seesMargin ? ofPrices(tenant, now) : [])),
    heard("provider_down", async () => {
      const { firstTenantId } = settings.current;
      const [troubles, stored] = await Promise.all([
        loadTroubles(sql, tenant.id, now),
        loadStored(sql, tenant.id, firstTenantId),
      ]);
      return ofProviders(tenant, downProviders(deps.delivery.guards, tenant, now), troubles, stored);
    }),
    heard("balance_empty", async () => ofAlerts(tenant, await listOpenAlerts(sql, tenant.id))),
    heard("ledger_wrong", async () => ofLedger(tenant, await readCheck(sql, tenant.id))),
    heard("topups_waiting", async () => ofTopUps(tenant, await loadWaitingTopUps(sql, tenant.id), now)),
    heard("reconciliation_differs", async () =>
      ofReconciliations(await listReconciliations(sql, tenant.id, { limit: INVOICES }), now),
    ),
    heard("guard_blocked", async () => ofGuard(await readStates(sql, tenant.id))),
    heard("webhook_off", async () => ofWebhooks(await loadWebhookStates(sql, tenant.id), now)),
    heard("messages_failing", async () => {
      const { lastHour, weekBefore, since } = await loadTraffic(sql, tenant.id, now);
      return ofFailures(lastHour, weekBefore, since);
    }),
  ]);
  return listOf(found.flat().filter(({ kind }) => hears(role, kind)));
}

/** Pure. */
export function listOf(found: readonly Attention[]): AttentionList {
  const items = [...found].sort(worstFirst).filter(({ kind }, at, all) => {
    const first = all.findIndex((one) => one.kind === kind && one.severity === all[at]?.severity);
    return at - first < MOST_OF_A_KIND;
  });
  const count = (severity: Severity): number => found.filter((one) => one.severity === severity).length;
  return {
    items: items.map((item) => ({ ...item, text: tellAttention(item) })),
    counts: Object.fromEntries(severities.map((severity) => [severity, count(severity)])) as Record<Severity, number>,
  };
}

/** What is said against one that a person put off is no news. */
function downProviders(guards: ProviderGuards, tenant: TenantConfig, now: number): DownProvider[] {
  return [...tenant.providers.values()].flatMap((provider) => {
    const reason = provider.state === "on" ? guards.reason(provider) : null;
    if (reason === null) return [];
    const { breaker, outOfCreditSince, unconnected } = guards.of(provider);
    // What a person can do something about before what may be but its effect.
    const leftOutBy = guards.leftOutBy(provider);
    const because = (["connection", "health", "credit"] as const).find((why) => leftOutBy.includes(why)) ?? "breaker";
    const since = {
      connection: unconnected?.since ?? null,
      health: null,
      credit: outOfCreditSince,
      breaker: breaker.openSince(now),
    }[because];
    return [{ name: provider.name, because, reason, since }];
  });
}
