import type { LimitsDocument } from "../settings/documents.ts";

/**
 * The words of this room. **Pumping** is asking for codes to numbers whose carrier pays for them; nobody types the codes.
 * A **key** is what is judged: a **prefix** (`+62812`) or a country (`LV`). Its **conversion** is the share of OTPs sent
 * there that were verified. An OTP is **settled** when its person has had the time to type, or it has ended.
 */
export type GuardRules = LimitsDocument["guard"];

/** After so long an OTP that was not verified counts against its key. Most people type within half a minute. */
export const SETTLED_AFTER_MS = 120_000;
/** With a signal, what was sent in this span counts at once. */
export const RECENT_MS = 300_000;
/** Silence after which a prefix is new again. */
export const NEW_AFTER_MS = 30 * 24 * 3_600_000;
/** A prefix can be new only to a tenant that has sent for so long: to one that has just begun, all of them are. */
export const SETTLED_TENANT_MS = 24 * 3_600_000;
/** "Suddenly much", in a new prefix: so many times `min_sent` within the recent span. */
export const MUCH = 4;
/** Fewer OTPs of the other keys prove nothing about a trouble that all of them share. */
export const ENOUGH_OTHERS = 20;

/** What the feed is normally behind, and some more. Later than that, people may have verified and it is not known yet. */
export const LONGEST_LAG_MS = 10_000;

export const MINUTE_MS = 60_000;

/** Of one key. Counts of OTPs. */
export interface Figures {
  /** In the window. */
  sent: number;
  verified: number;
  /** Of those sent: the ones that have had their time. Every verified one has. */
  settled: number;
  /** Of the settled: verified, or reported as delivered. */
  arrived: number;
  /** Sent in the last five minutes, whether they have had their time or not. */
  recent: number;
  recentVerified: number;
}

export const noFigures: Figures = { sent: 0, verified: 0, settled: 0, arrived: 0, recent: 0, recentVerified: 0 };

export function addFigures(a: Figures, b: Figures): Figures {
  return {
    sent: a.sent + b.sent,
    verified: a.verified + b.verified,
    settled: a.settled + b.settled,
    arrived: a.arrived + b.arrived,
    recent: a.recent + b.recent,
    recentVerified: a.recentVerified + b.recentVerified,
  };
}

export type Suspicion = "conversion" | "sequential" | "new";
export type OutageSign = "not_arrived" | "everywhere" | "unverified";

export type Verdict =
  /** Too little has had its time. */
  | { kind: "unsure" }
  | { kind: "fine" }
  | { kind: "suspect"; because: Suspicion }
  /** Few codes are verified, but not because nobody waits for them. */
  | { kind: "outage"; because: OutageSign }
  /** The figures are not up to date: nothing follows from them. */
  | { kind: "blind" };

export const guardStates = ["suspected", "blocked", "outage"] as const;
export type GuardState = (typeof guardStates)[number];

/** A key that is not as it should be. */
export interface Standing {
  state: GuardState;
  because: Suspicion | OutageSign;
  since: number;
  until: number | null;
  evidenceFrom: number;
}

export const decisionKinds = ["suspected", "blocked", "outage", "released", "cleared"] as const;
export type DecisionKind = (typeof decisionKinds)[number];
export const becauses = [
  "conversion",
  "sequential",
  "new",
  "not_arrived",
  "everywhere",
  "unverified",
  "by_hand",
  "time",
  "proven",
  "recovered",
  "quiet",
  "mode",
  "allowed",
] as const;
export type Because = (typeof becauses)[number];

/** A country's code; else a prefix. */
export function isCountry(key: string): boolean {
  return !key.startsWith("+");
}
