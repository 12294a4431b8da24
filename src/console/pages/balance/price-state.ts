import { formatAmount, parseAmount } from "../../../kit/money.ts";
import type { PriceDocument as Price } from "../../../settings/documents.ts";

export type { Price };
export const states = ["now", "planned", "history"] as const;
export type PriceState = (typeof states)[number];

/** Pure. Of prices for the same, the newest whose time has come holds; what came before it is history. */
export function priceStates(prices: readonly Price[], now: number): { price: Price; state: PriceState }[] {
  const newest = new Map<string, number>();
  for (const price of prices) {
    const at = Date.parse(price.valid_from);
    if (at <= now) newest.set(subjectOf(price), Math.max(at, newest.get(subjectOf(price)) ?? at));
  }
  return prices.map((price) => {
    const at = Date.parse(price.valid_from);
    const state = at > now ? "planned" : newest.get(subjectOf(price)) === at ? "now" : "history";
    return { price, state };
  });
}

function subjectOf({ channel, provider, country, prefix }: Price): string {
  return JSON.stringify([channel, provider, country, prefix]);
}

/** What stays of a price when the provider is paid; null: nobody knows what it takes. */
export function marginOf({ amount, cost }: Price): string | null {
  const [price, paid] = [parseAmount(amount), cost === null ? null : parseAmount(cost)];
  return price === null || paid === null ? null : formatAmount(price - paid);
}
