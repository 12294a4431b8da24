import { parseAmount } from "../kit/money.ts";
import { countryOf, prefixOf } from "../kit/phone.ts";
import type { TenantConfig } from "../settings/snapshot.ts";

/** Their order is kept in messages' rows: a new one goes last. */
const scopes = ["tenant", "country", "prefix", "gateway"] as const;

/**
 * Ceilings on money: what is held or charged within a sliding hour or day. What a message does not take in the end is
 * given back where its hold was counted, so an outage that charges nothing uses no ceiling up. Pure.
 */
export interface Ceiling {
  /** Among all counters of money. */
  id: string;
  /** Among those of one message: which of them its hold was counted in. */
  bit: number;
  tenantId: string;
  /** As a refusal names it: `money_per_hour`, `money_prefix_per_day`. */
  limit: string;
  scope: (typeof scopes)[number];
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

interface SetAmount {
  per: keyof Spending;
  spanSeconds: number;
  place: 0 | 1;
  most: bigint;
}

/** Read once for each document: every issue asks. */
const amounts = new WeakMap<Spending, readonly SetAmount[]>();

function setIn(spending: Spending): readonly SetAmount[] {
  let known = amounts.get(spending);
  if (known === undefined) {
    const spans = [
      { per: "per_hour", spanSeconds: 3600, place: 0 },
      { per: "per_day", spanSeconds: 86_400, place: 1 },
    ] as const;
    known = spans.flatMap((span) => {
      const most = spending[span.per];
      return most === null ? [] : [{ ...span, most: parseAmount(most) ?? 0n }];
    });
    amounts.set(spending, known);
  }
  return known;
}

/** The ceilings that a message to this place is under; those that are not set cost nothing. */
export function ceilingsOf({ id, limits, gatewayLimits }: Limited, { country, prefix }: Place): Ceiling[] {
  const found: Ceiling[] = [];
  const add = (tenantId: string, scope: Ceiling["scope"], key: string | null, spending: Spending): void => {
    if (key === null) return;
    const name = scope === "tenant" ? "money" : `money_${scope}`;
    for (const { per, spanSeconds, place, most } of setIn(spending)) {
      const counterId = `${tenantId}/${scope}/${key}/${spanSeconds}`;
      const bit = 1 << (2 * scopes.indexOf(scope) + place);
      found.push({ id: counterId, bit, tenantId, limit: `${name}_${per}`, scope, key, spanSeconds, most });
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

export function usedMoney(spanSeconds: number, buckets: MoneyBuckets, now: number): bigint {
  let used = 0n;
  for (const [start, amount] of buckets) if (freeAt(spanSeconds, start) > now) used += amount;
  return used;
}

/** Null when there is room for `amount` more now; else how much is used, and when there will be. */
export function ceilingReached(
  { most, spanSeconds }: Pick<Ceiling, "most" | "spanSeconds">,
  buckets: MoneyBuckets,
  amount: bigint,
  now: number,
): { used: bigint; retryAt: number } | null {
  const used = usedMoney(spanSeconds, buckets, now);
  if (used + amount <= most) return null;
  let left = used;
  const oldestFirst = [...buckets].sort(([a], [b]) => a - b);
  for (const [start, one] of oldestFirst) {
    if (freeAt(spanSeconds, start) <= now) continue;
    left -= one;
    if (left + amount <= most) return { used, retryAt: freeAt(spanSeconds, start) };
  }
  // More than the ceiling by itself: several messages of one OTP, since a single one is left out by its price.
  return { used, retryAt: now + spanSeconds * 1000 };
}
