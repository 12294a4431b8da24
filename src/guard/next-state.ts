import type { Ratio } from "./judge.ts";
import {
  RECENT_MS,
  type Because,
  type DecisionKind,
  type Figures,
  type GuardRules,
  type Standing,
  type Suspicion,
  type Verdict,
} from "./model.ts";

/** Conversion has to rise by so much above the threshold before a suspicion is over, or it would come and go. */
const CLEARLY = 0.05;

export interface Circumstances {
  rules: GuardRules;
  figures: Figures;
  /** False of the tenant's main countries: they are only suspected. */
  blockable: boolean;
  /** On the tenant's allow list. */
  allowed: boolean;
  /** Of a block: what its evidence has come to meanwhile. */
  since: Ratio | null;
  now: number;
}

export interface Change {
  decision: DecisionKind;
  because: Because;
  /** What stands from now on; null: nothing. */
  standing: Standing | null;
}

/** Pure: what a verdict changes; null: nothing. */
export function nextState(current: Standing | null, verdict: Verdict, about: Circumstances): Change | null {
  const { rules, allowed } = about;
  if (rules.mode === "off" || allowed) {
    if (current === null) return null;
    return end(current.state === "blocked" ? "released" : "cleared", allowed ? "allowed" : "mode");
  }
  if (current?.state === "blocked") return afterBlock(current, about);
  if (verdict.kind === "blind") return null;
  if (verdict.kind === "suspect") return suspect(current, verdict.because, about);
  if (verdict.kind === "outage") {
    if (current !== null) return null;
    const { now } = about;
    const { because } = verdict;
    return {
      decision: "outage",
      because,
      standing: { state: "outage", because, since: now, until: null, evidenceFrom: windowStart(about) },
    };
  }
  if (current === null) return null;
  if (verdict.kind === "unsure") return about.figures.sent < rules.min_sent ? end("cleared", "quiet") : null;
  const { settled, verified } = about.figures;
  const clear = current.state === "outage" || verified >= (rules.min_conversion + CLEARLY) * settled;
  return clear || verified === settled ? end("cleared", "recovered") : null;
}

function afterBlock(block: Standing, { rules, since, now }: Circumstances): Change | null {
  if (rules.mode !== "block") return end("released", "mode");
  if (block.until !== null && block.until <= now) return end("released", "time");
  // Those who were sent a code before it may still verify: many of them, and it was a mistake.
  const proven = since !== null && since.sent >= rules.min_sent && since.verified >= rules.min_conversion * since.sent;
  return proven ? end("released", "proven") : null;
}

function suspect(current: Standing | null, because: Suspicion, about: Circumstances): Change | null {
  const { rules, blockable, now } = about;
  const evidenceFrom = because === "conversion" ? windowStart(about) : now - RECENT_MS;
  if (rules.mode === "block" && blockable) {
    const until = now + rules.block_seconds * 1000;
    return { decision: "blocked", because, standing: { state: "blocked", because, since: now, until, evidenceFrom } };
  }
  if (current?.state === "suspected") return null;
  const standing = { state: "suspected", because, since: now, until: null, evidenceFrom } as const;
  return { decision: "suspected", because, standing };
}

function windowStart({ rules, now }: Circumstances): number {
  return now - rules.window_seconds * 1000;
}

function end(decision: "released" | "cleared", because: Because): Change {
  return { decision, because, standing: null };
}
