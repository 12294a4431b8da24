import { loadCreditRunways, lowCreditOf } from "../delivery/credit-samples.ts";
import { isoMs } from "../kit/clock.ts";
import { readDecimal } from "../kit/money.ts";
import { providerId, type TenantConfig } from "../settings/snapshot.ts";
import type { Gateway } from "../wire.ts";

export interface CreditAnswer {
  amount: string;
  currency: string | null;
  at: string;
  low: boolean | null;
  runway_hours: number | null;
}

/** What each of the tenant's own providers has left, by name; a provider that has not told is not in it. */
export async function creditsOf(gateway: Gateway, tenant: TenantConfig): Promise<Map<string, CreditAnswer>> {
  const known = gateway.delivery.watch.credits().filter(({ provider }) => provider.ownerId === tenant.id);
  const runways = await loadCreditRunways(gateway.sql, known, gateway.clock.now());
  return new Map(
    known.map(({ provider, credit }) => {
      const { amount, currency, at } = credit;
      const least = lowCreditOf(provider);
      const left = readDecimal(amount);
      const low = least === null || left === null ? null : left < least;
      const runway = runways.get(providerId(provider)) ?? null;
      return [provider.name, { amount, currency, at: isoMs(at), low, runway_hours: runway }];
    }),
  );
}
