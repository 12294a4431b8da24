/**
 * The words of this room. A **fact** is an event of the feed with what is counted of it; a **tally** adds facts up; **sums**
 * are the rows that the answers are made of, one for each time (of one **grain**) and **key**.
 */
export const dimensions = ["channel", "provider", "country", "template", "purpose"] as const;
export type Dimension = (typeof dimensions)[number];
/** Empty: does not apply. */
export type Key = Record<Dimension, string>;

export const counters = [
  "sent",
  "delivered",
  "read",
  "failed",
  "otps",
  "otps_by_channel",
  "otps_by_provider",
  "otps_by_route",
  "verified",
] as const;
export type Counter = (typeof counters)[number];
export type Counts = Record<Counter, number>;

export interface Money {
  charged: bigint;
  cost: bigint;
}

export const latencyKinds = ["issue_to_wire", "wire_to_delivered", "issue_to_verified"] as const;
export type LatencyKind = (typeof latencyKinds)[number];
/** What latencies are kept by: how long a message takes is a matter of its way, not of its text. */
export const latencyDimensions = ["channel", "provider", "country"] as const satisfies readonly Dimension[];

export function noCounts(): Counts {
  return Object.fromEntries(counters.map((name) => [name, 0])) as Counts;
}

export const noMoney: Money = { charged: 0n, cost: 0n };

export const grains = ["quarter", "hour", "day", "month"] as const;
export type Grain = (typeof grains)[number];

const QUARTER_MS = 900_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** Pure: the start of the quarter of an hour, hour, day or month (UTC) that a time lies in. */
export function startOf(at: number, grain: Grain): number {
  switch (grain) {
    case "quarter":
      return Math.floor(at / QUARTER_MS) * QUARTER_MS;
    case "hour":
      return Math.floor(at / HOUR_MS) * HOUR_MS;
    case "day":
      return Math.floor(at / DAY_MS) * DAY_MS;
    case "month": {
      const date = new Date(at);
      return Date.UTC(date.getUTCFullYear(), date.getUTCMonth());
    }
  }
}

/** Pure: the start of the next one. */
export function endOf(start: number, grain: Grain): number {
  // No month is longer than 31 days, and none shorter than 28.
  return startOf(start + { quarter: QUARTER_MS, hour: HOUR_MS, day: DAY_MS, month: 31 * DAY_MS }[grain], grain);
}
