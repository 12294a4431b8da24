import { callingCodeOf } from "../kit/phone.ts";
import { parseAmount } from "../kit/money.ts";
import type { Channel } from "../providers/provider.ts";
import type { TenantConfig } from "../settings/snapshot.ts";
import { findPrice } from "./price.ts";

type Plan = Pick<TenantConfig, "routes" | "providers" | "prices" | "limits">;

interface Destination {
  country: string | null;
  /** What is known of its beginning; null for an address. */
  number: string | null;
}

/**
 * Pure. The least that an issue holds which names no channel; with less there is none that can be paid. For each
 * destination that is the dearest provider of the first channel that has any, as a plan holds it: a channel further on
 * has its turn when that one failed, not when it is too dear. Null where there is no price.
 */
export function cheapest(plan: Plan, at: number): bigint | null {
  const channels = plan.routes.fallback.map(({ channel }) => channel);
  const byNumber = channels.filter((channel) => channel !== "email");
  // An issue goes to an address only where e-mail is its only channel.
  const holds =
    byNumber.length === 0
      ? [holdOf(plan, channels, { country: null, number: null }, at)]
      : destinationsOf(plan).map((destination) => holdOf(plan, byNumber, destination, at));
  return holds.reduce((least, hold) => (least === null || (hold !== null && hold < least) ? hold : least), null);
}

function holdOf(plan: Plan, channels: readonly Channel[], to: Destination, at: number): bigint | null {
  for (const channel of channels) {
    const amounts = amountsOn(plan, channel, to, at);
    if (amounts.length > 0) return amounts.reduce((most, amount) => (amount > most ? amount : most));
  }
  return null;
}

/** Of the providers that are on, whatever becomes of them in this minute. */
function amountsOn({ routes, providers, prices, limits }: Plan, channel: Channel, to: Destination, at: number) {
  const { per_message: perMessage } = limits.ceilings;
  const ceiling = perMessage === null ? null : parseAmount(perMessage);
  return (routes.channels[channel] ?? []).flatMap(({ provider, countries }) => {
    if (providers.get(provider)?.state !== "on") return [];
    if (countries !== undefined && (to.country === null || !countries.includes(to.country))) return [];
    const price = findPrice(prices, { channel, provider, ...to, segments: 1, at });
    return price === null || (ceiling !== null && price.amount > ceiling) ? [] : [price.amount];
  });
}

/** Each country that may be sent to, and each beginning of a number that has a price of its own there. */
function destinationsOf({ prices, limits }: Plan): Destination[] {
  const prefixes = [...new Set(prices.flatMap(({ prefix }) => prefix ?? []))];
  return limits.countries.flatMap((country): Destination[] => {
    const code = callingCodeOf(country);
    if (code === null) return [{ country, number: null }];
    const within = prefixes.filter((prefix) => prefix.startsWith(`+${code}`));
    return [`+${code}`, ...within].map((number) => ({ country, number }));
  });
}
