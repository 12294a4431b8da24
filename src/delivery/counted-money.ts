import type { Entry } from "../ledger/account.ts";
import { ceilingsOf, placeOf } from "../limits/ceilings.ts";
import type { Wanted } from "../limits/counter-rows.ts";
import type { Counters } from "../limits/counters.ts";
import { providerCounter } from "../limits/scopes.ts";
import { choicesOf } from "../otp/admit.ts";
import type { TenantConfig } from "../settings/snapshot.ts";
import type { SettledMessage } from "./decide-settle.ts";
import type { SettleItem } from "./settle-batch.ts";

export type TenantOf = (tenantId: string) => TenantConfig | undefined;

/** What the fallbacks of a batch have to ask, before they hold money. */
export function wantedByFallbacks(items: readonly SettleItem[], tenantOf: TenantOf): Wanted {
  const asked = items.flatMap((item) => {
    const next = "fact" in item && item.fact.kind === "advanced" ? item.fact.next : null;
    const tenant = next === null ? undefined : tenantOf(next.tenantId);
    return next === null || tenant === undefined ? [] : [{ next, tenant }];
  });
  return {
    counters: asked.flatMap(({ next, tenant }) =>
      tenant.limits.provider.length === 0
        ? []
        : choicesOf(next).flatMap(({ order }) => order.map((provider) => providerCounter(tenant, provider))),
    ),
    ceilings: asked.flatMap(({ next, tenant }) => ceilingsOf(tenant, placeOf(next.recipient))),
  };
}

/**
 * What a message takes and what comes back of it, where its hold was counted: in the ceilings that were set then, in the
 * bucket of that time. A fallback's own hold is counted as it is admitted.
 */
export function countMoney(
  tenant: TenantConfig,
  message: Pick<SettledMessage, "id" | "place" | "createdAt" | "counted">,
  entries: readonly Entry[],
  counters: Counters,
): void {
  if (message.counted === 0) return;
  const own = entries.filter(({ messageId }) => messageId === message.id);
  const taken = own.reduce((sum, { amount }) => sum - amount, 0n);
  if (taken === 0n) return;
  for (const ceiling of ceilingsOf(tenant, message.place)) {
    if ((message.counted & ceiling.bit) !== 0) counters.move(ceiling, message.createdAt, taken);
  }
}
