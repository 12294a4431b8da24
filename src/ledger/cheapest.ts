import type { PriceRule } from "../settings/snapshot.ts";

/**
 * Pure. What the cheapest message costs now, by the rules that have come and that no newer one has replaced; null where
 * there is no price. `carries`: whether the tenant's routes have anybody for such a rule.
 */
export function cheapest(
  rules: readonly PriceRule[],
  at: number,
  carries: (rule: PriceRule) => boolean,
): bigint | null {
  const inForce = new Map<string, PriceRule>();
  for (const rule of rules) {
    if (rule.validFrom > at || !carries(rule)) continue;
    const question = `${rule.channel}/${rule.provider ?? ""}/${rule.country ?? ""}`;
    const known = inForce.get(question);
    if (known === undefined || rule.validFrom > known.validFrom) inForce.set(question, rule);
  }
  const amounts = [...inForce.values()].map(({ amount }) => amount);
  return amounts.reduce<bigint | null>((least, amount) => (least === null || amount < least ? amount : least), null);
}
