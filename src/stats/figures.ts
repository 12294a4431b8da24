import { quantilesOf, type Quantiles } from "./latency.ts";
import { keepsLatencies, type Part, type Question } from "./read.ts";
import { latencyKinds, type Counter, type LatencyKind, type Money } from "./sums.ts";

/** What is told of a bucket, of a group, or of all. */
export interface Figures extends Money {
  sent: number;
  delivered: number;
  read: number;
  failed: number;
  otps: number;
  verified: number;
  /** Of the OTPs that were sent, how many were verified, 0 to 1; null: none was sent. */
  conversion: number | null;
  /** Null: not kept for what was asked for. */
  latencies: Record<LatencyKind, Quantiles | null> | null;
}

/**
 * Pure. An OTP that went to two channels is one OTP, and one of each channel: so which of its counts is meant follows from
 * what was asked for.
 */
export function otpCounter({ by, filter }: Pick<Question, "by" | "filter">): Counter {
  const about = (name: "channel" | "provider"): boolean => by.includes(name) || filter[name] !== undefined;
  if (about("channel")) return about("provider") ? "otps_by_route" : "otps_by_channel";
  return about("provider") ? "otps_by_provider" : "otps";
}

/** Pure: the sum of parts, as what was asked for has it. */
export function figuresOf(parts: readonly Part[], question: Pick<Question, "by" | "filter">): Figures {
  const sum = (name: Counter): number => parts.reduce((total, { counts }) => total + counts[name], 0);
  const [otps, verified] = [sum(otpCounter(question)), sum("verified")];
  return {
    sent: sum("sent"),
    delivered: sum("delivered"),
    read: sum("read"),
    failed: sum("failed"),
    otps,
    verified,
    // Of a message that nobody reported on, the code may have come nevertheless.
    conversion: otps === 0 ? null : Math.min(1, Math.round((verified / otps) * 10_000) / 10_000),
    charged: parts.reduce((total, { money }) => total + money.charged, 0n),
    cost: parts.reduce((total, { money }) => total + money.cost, 0n),
    latencies: keepsLatencies(question) ? latenciesOf(parts) : null,
  };
}

function latenciesOf(parts: readonly Part[]): Record<LatencyKind, Quantiles | null> {
  const quantiles = (kind: LatencyKind): Quantiles | null => {
    const slots = new Map<number, number>();
    for (const part of parts) {
      for (const [slot, n] of part.latencies.get(kind) ?? []) slots.set(slot, (slots.get(slot) ?? 0) + n);
    }
    return quantilesOf(slots);
  };
  return Object.fromEntries(latencyKinds.map((kind) => [kind, quantiles(kind)])) as Record<
    LatencyKind,
    Quantiles | null
  >;
}
