import type { Tx } from "../db/client.ts";
import { parseAmount, readDecimal } from "../kit/money.ts";
import type { AlertSubject } from "../ledger/alert-rows.ts";
import { loadSpends, type AccountSpend } from "../ledger/balances.ts";
import { cheapest } from "../ledger/cheapest.ts";
import { shortestRunway, type Figures } from "../ledger/running-out.ts";
import { providerId, providerRows, type Snapshot, type TenantConfig } from "../settings/snapshot.ts";
import { keepCreditSamples, loadCreditRunways, lowCreditOf, type WatchedCredit } from "./credit-samples.ts";

/** An older word of a provider says nothing of now. */
const STALE_MS = 10 * 60_000;

/** Money that may run out, and whose people hear of it. */
export interface MoneySubject extends AlertSubject {
  tenant: TenantConfig;
  figures: Figures;
}

/** Every balance, and every credit that a provider told of late. `unknown`: providers that can tell and did not. */
export async function loadSubjects(
  tx: Tx,
  snapshot: Snapshot,
  credits: readonly WatchedCredit[],
  now: number,
): Promise<{ subjects: MoneySubject[]; unknown: Set<string> }> {
  const balances = (await loadSpends(tx, now)).flatMap((spend) => {
    const tenant = snapshot.tenants.get(spend.tenantId);
    return tenant === undefined ? [] : [balanceSubject(tenant, spend, now)];
  });
  const fresh = credits.filter(({ credit }) => credit.at > now - STALE_MS);
  await keepCreditSamples(tx, fresh, now);
  const runways = await loadCreditRunways(tx, fresh, now);
  const told = fresh.flatMap((watched) => {
    const tenant = snapshot.tenants.get(watched.provider.ownerId);
    const runwayHours = runways.get(providerId(watched.provider)) ?? null;
    return tenant === undefined ? [] : creditSubject(tenant, watched, runwayHours);
  });
  const can = providerRows(snapshot, ({ adapter, state }) => state === "on" && adapter.credit !== undefined);
  const unknown = new Set(can.keys());
  for (const { tenantId, provider } of told) unknown.delete(providerId({ ownerId: tenantId, name: provider }));
  return { subjects: [...balances, ...told], unknown };
}

function balanceSubject(tenant: TenantConfig, spend: AccountSpend, now: number): MoneySubject {
  const { settings } = tenant;
  return {
    tenantId: tenant.id,
    provider: "",
    tenant,
    figures: {
      available: spend.available,
      creditLine: spend.creditLine,
      currency: spend.currency,
      threshold: parseAmount(settings.low_threshold) ?? 0n,
      runwayHours: shortestRunway(spend),
      lowRunwayHours: settings.low_runway_hours,
      cheapest: cheapest(tenant, now),
    },
  };
}

/** Of what a vendor counts in, the least there is: out of credit is what its own watch calls so. */
const LEAST = 1n;

function creditSubject(
  tenant: TenantConfig,
  { provider, credit }: WatchedCredit,
  runwayHours: number | null,
): MoneySubject[] {
  const available = readDecimal(credit.amount);
  if (available === null) return [];
  const figures: Figures = {
    available,
    creditLine: 0n,
    currency: credit.currency,
    threshold: lowCreditOf(provider) ?? 0n,
    runwayHours,
    lowRunwayHours: tenant.settings.low_runway_hours,
    cheapest: LEAST,
  };
  return [{ tenantId: tenant.id, provider: provider.name, tenant, figures }];
}
