import type { Channel } from "../providers/provider.ts";
import type { PriceRule } from "../settings/snapshot.ts";

export interface Price {
  amount: bigint;
  chargedOn: "accepted" | "delivered";
}

export interface PriceQuestion {
  channel: Channel;
  provider: string;
  country: string | null;
  segments: number;
  /** Milliseconds. */
  at: number;
}

/**
 * Pure. The most telling rule wins: provider and country, then provider, then country, then any; of
 * equals the newest `valid_from` that has come. Null: this provider has no price, so it is skipped.
 */
export function findPrice(rules: readonly PriceRule[], question: PriceQuestion): Price | null {
  let best: PriceRule | null = null;
  for (const rule of rules) {
    if (rule.channel !== question.channel || rule.validFrom > question.at) continue;
    if (rule.provider !== null && rule.provider !== question.provider) continue;
    if (rule.country !== null && rule.country !== question.country) continue;
    if (best === null || weight(rule) > weight(best)) best = rule;
    else if (weight(rule) === weight(best) && rule.validFrom > best.validFrom) best = rule;
  }
  if (best === null) return null;
  const amount = best.per === "segment" ? best.amount * BigInt(question.segments) : best.amount;
  return { amount, chargedOn: best.chargedOn };
}

function weight(rule: PriceRule): number {
  return (rule.provider === null ? 0 : 2) + (rule.country === null ? 0 : 1);
}
