import type { Channel } from "../providers/provider.ts";
import type { PriceRule } from "../settings/snapshot.ts";

/** How far a message must come to be charged: to the provider, to the phone, or to a right code. */
export const chargingStages = ["accepted", "delivered", "verified"] as const;
export type ChargedOn = (typeof chargingStages)[number];

export interface Price {
  amount: bigint;
  chargedOn: ChargedOn;
  /** What the provider takes from us for the same; null: not known. */
  cost: bigint | null;
  /** How many segments it is for; null: it is for a message, however long. */
  segments: number | null;
}

export interface PriceQuestion {
  channel: Channel;
  provider: string;
  country: string | null;
  /** The number in E.164, or what is known of its beginning; null for an address. */
  number: string | null;
  segments: number;
  /** Milliseconds. */
  at: number;
}

/**
 * Pure. The most telling rule wins: provider and prefix (the longest first), provider and country, provider, prefix,
 * country, any; of equals the newest `valid_from` that has come. Null: this provider has no price, so it is skipped.
 */
export function findPrice(rules: readonly PriceRule[], question: PriceQuestion): Price | null {
  const { groups } = indexOf(rules);
  for (const provider of [question.provider, null]) {
    const group = groups.get(groupId(question.channel, provider));
    const rule = group === undefined ? null : ruleIn(group, question);
    if (rule !== null) return priceOf(rule, question.segments);
  }
  return null;
}

export function pricesSegments(rules: readonly PriceRule[]): boolean {
  return indexOf(rules).perSegment;
}

function priceOf({ amount, cost, per, chargedOn }: PriceRule, segments: number): Price {
  if (per === "message") return { amount, chargedOn, cost, segments: null };
  const times = BigInt(segments);
  return { amount: amount * times, chargedOn, cost: cost === null ? null : cost * times, segments };
}

/** The rules of one channel and one provider, or of any provider. */
interface Group {
  /** By prefix and country; each list has the newest `validFrom` first. */
  byArea: Map<string, PriceRule[]>;
  /** Lengths of its prefixes, the longest first. */
  prefixLengths: number[];
}

interface PriceIndex {
  groups: Map<string, Group>;
  perSegment: boolean;
}

/** A list belongs to one frozen value of the configuration, and every message asks it once for each provider. */
const indexes = new WeakMap<readonly PriceRule[], PriceIndex>();

function indexOf(rules: readonly PriceRule[]): PriceIndex {
  const known = indexes.get(rules);
  if (known !== undefined) return known;
  const groups = new Map<string, Group>();
  for (const rule of rules) {
    const id = groupId(rule.channel, rule.provider);
    const group = groups.get(id) ?? { byArea: new Map<string, PriceRule[]>(), prefixLengths: [] };
    groups.set(id, group);
    const area = areaId(rule.prefix, rule.country);
    const same = group.byArea.get(area);
    if (same === undefined) group.byArea.set(area, [rule]);
    else same.push(rule);
    const length = rule.prefix?.length ?? 0;
    if (length > 0 && !group.prefixLengths.includes(length)) group.prefixLengths.push(length);
  }
  for (const { byArea, prefixLengths } of groups.values()) {
    for (const same of byArea.values()) same.sort((a, b) => b.validFrom - a.validFrom);
    prefixLengths.sort((a, b) => b - a);
  }
  const index = { groups, perSegment: rules.some(({ per }) => per === "segment") };
  indexes.set(rules, index);
  return index;
}

function ruleIn({ byArea, prefixLengths }: Group, { number, country, at }: PriceQuestion): PriceRule | null {
  const inForce = (prefix: string | null, inCountry: string | null): PriceRule | null =>
    byArea.get(areaId(prefix, inCountry))?.find(({ validFrom }) => validFrom <= at) ?? null;
  for (const length of number === null ? [] : prefixLengths) {
    if (number === null || number.length < length) continue;
    const prefix = number.slice(0, length);
    const rule = (country === null ? null : inForce(prefix, country)) ?? inForce(prefix, null);
    if (rule !== null) return rule;
  }
  return (country === null ? null : inForce(null, country)) ?? inForce(null, null);
}

function groupId(channel: Channel, provider: string | null): string {
  return `${channel}/${provider ?? ""}`;
}

function areaId(prefix: string | null, country: string | null): string {
  return `${prefix ?? ""}/${country ?? ""}`;
}
