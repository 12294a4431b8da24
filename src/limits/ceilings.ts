import { parseAmount } from "../kit/money.ts";
import { countryOf, prefixOf } from "../kit/phone.ts";
import type { TenantConfig } from "../settings/snapshot.ts";

/**
 * Ceilings on money: what is held or charged within a sliding hour or day. What a message does not take in the end is
 * given back where its hold was counted, so an outage that charges nothing uses no ceiling up. Pure.
 */
export interface Ceiling {
  /** Among all counters of money. */
  id: string;
  tenantId: string;
  /** As a refusal names it: `money_per_hour`, `money_prefix_per_day`. */
  limit: string;
  scope: "tenant" | "country" | "prefix" | "gateway";
  key: string;
  spanSeconds: number;
  most: bigint;
}

/** Where a message goes, as ceilings look at it. */
export interface Place {
  country: string | null;
  prefix: string | null;
}

export function placeOf(recipient: string): Place {
  return { country: countryOf(recipient), prefix: prefixOf(recipient) };
}

type Spending = { per_hour: string | null; per_day: string | null };
type Limited = Pick<TenantConfig, "id" | "limits" | "gatewayLimits">;

const HOUR = 3600;
const DAY = 86_400;

/** The ceilings that a message to this place is under; those that are not set cost nothing. */
export function ceilingsOf({ id, limits, gatewayLimits }: Limited, { country, prefix }: Place): Ceiling[] {
  const found: Ceiling[] = [];
  const add = (tenantId: string, scope: Ceiling["scope"], key: string | null, spending: Spending): void => {
    if (key === null) return;
    const name = scope === "tenant" ? "money" : `money_${scope}`;
    for (const [per, spanSeconds] of [
      ["per_hour", HOUR],
      ["per_day", DAY],
    ] as const) {
      const most = spending[per];
      if (most === null) continue;
      const counterId = `${tenantId}/${scope}/${key}/${spanSeconds}`;
      found.push({
        id: counterId,
        tenantId,
        limit: `${name}_${per}`,
        scope,
        key,
        spanSeconds,
        most: parseAmount(most) ?? 0n,
      });
    }
  };
  add(id, "tenant", "", limits.ceilings);
  add(id, "country", country, limits.ceilings.country);
  add(id, "prefix", prefix, limits.ceilings.prefix);
  if (gatewayLimits !== null) add(gatewayLimits.ownerId, "gateway", "", gatewayLimits.ceilings);
  return found;
}

/** The most that one message may cost; null: no ceiling. One that an hour or a day has no room for is never sent. */
export function mostPerMessage(tenant: Limited, place: Place): bigint | null {
  const each = [tenant.limits.ceilings.per_message, tenant.gatewayLimits?.ceilings.per_message ?? null];
  const set = each.flatMap((amount) => (amount === null ? [] : [parseAmount(amount) ?? 0n]));
  const all = [...set, ...ceilingsOf(tenant, place).map(({ most }) => most)];
  return all.reduce<bigint | null>((least, one) => (least === null || one < least ? one : least), null);
}

/** Micros by the start of their bucket in milliseconds. */
export type MoneyBuckets = ReadonlyMap<number, bigint>;

const BUCKETS_A_SPAN = 200;

function bucketMs(spanSeconds: number): number {
  return (spanSeconds * 1000) / BUCKETS_A_SPAN;
}

export function bucketOf(spanSeconds: number, at: number): number {
  return at - (at % bucketMs(spanSeconds));
}

/** The oldest bucket that may still count. */
export function oldestBucket(spanSeconds: number, now: number): number {
  return bucketOf(spanSeconds, now - spanSeconds * 1000 - bucketMs(spanSeconds));
}

/** When the whole of a bucket is older than the span: its youngest money is no older than its end. */
function freeAt(spanSeconds: number, start: number): number {
  return start + bucketMs(spanSeconds) - 1 + spanSeconds * 1000;
}

/** What came back to a bucket from before the ceiling was set makes no room in another. */
function counting(spanSeconds: number, buckets: MoneyBuckets, now: number): [start: number, amount: bigint][] {
  return [...buckets].filter(([start, amount]) => amount > 0n && freeAt(spanSeconds, start) > now);
}

export function usedMoney(spanSeconds: number, buckets: MoneyBuckets, now: number): bigint {
  return counting(spanSeconds, buckets, now).reduce((sum, [, amount]) => sum + amount, 0n);
}

/** Null when there is room for `amount` more now; else how much is used, and when there will be. */
export function ceilingReached(
  { most, spanSeconds }: Pick<Ceiling, "most" | "spanSeconds">,
  buckets: MoneyBuckets,
  amount: bigint,
  now: number,
): { used: bigint; retryAt: number } | null {
  const counted = counting(spanSeconds, buckets, now).sort(([a], [b]) => a - b);
  const used = counted.reduce((sum, [, one]) => sum + one, 0n);
  if (used + amount <= most) return null;
  let left = used;
  for (const [start, one] of counted) {
    left -= one;
    if (left + amount <= most) return { used, retryAt: freeAt(spanSeconds, start) };
  }
  // More than the ceiling by itself: several messages of one OTP, since a single one is left out by its price.
  return { used, retryAt: now + spanSeconds * 1000 };
}
