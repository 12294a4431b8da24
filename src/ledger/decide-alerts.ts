import { alertKinds, type AlertKind, type State } from "./running-out.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** How long after it was told it is told again, until somebody acknowledges it or it is over. */
const remindMs: Record<AlertKind, number> = { low: DAY_MS, runway: 6 * HOUR_MS, empty: HOUR_MS };

/** While it is told, nobody else tells it; should we die meanwhile, it is tried again. */
export const CLAIM_MS = MINUTE_MS;

/** An alert that stands, or one that is over and whose end is yet to be told. */
export interface StandingAlert {
  id: string;
  kind: AlertKind;
  tryAt: number;
  toldAt: number | null;
  acknowledged: boolean;
  /** Milliseconds; null while it stands. */
  endedAt: number | null;
}

export interface AlertSteps {
  /** Kinds that begin now. */
  begun: AlertKind[];
  /** Ids of those that are over. */
  ended: string[];
  /** Of those, the one whose end is to be told: somebody heard of it. */
  overDue: string | null;
  /** Ids whose end is no longer news. */
  overDone: string[];
  /** What to tell now: the worst that stands, or that all is well again. At most one thing. */
  tell: { kind: AlertKind } | { over: string } | null;
}

/**
 * Pure. What follows from how the money of one account stands now. Only the worst is told: who knows that it is empty need
 * not hear that it is low. A kind that begins is told though a lesser one was acknowledged.
 */
export function decideAlerts(
  states: Record<AlertKind, State>,
  known: readonly StandingAlert[],
  now: number,
  heard: boolean,
): AlertSteps {
  const standing = known.filter(({ endedAt }) => endedAt === null);
  const has = (kind: AlertKind) => standing.some((alert) => alert.kind === kind);
  const begun = alertKinds.filter((kind) => states[kind] === "on" && !has(kind));
  // What nobody was told of needs no distance to its end: there is no news to take back.
  const ended = standing.filter(
    ({ kind, toldAt }) => states[kind] === "over" || (states[kind] !== "on" && toldAt === null),
  );
  const left = standing.filter((alert) => !ended.includes(alert));
  const waiting = known.filter(({ endedAt }) => endedAt !== null);
  const steps = { begun, ended: ended.map(({ id }) => id), overDue: null, overDone: [], tell: null };
  if (begun.length > 0 || left.length > 0) {
    // What is between is not said: it is not so.
    const worst = alertKinds.findLast((kind) => states[kind] === "on");
    const alert = left.find(({ kind }) => kind === worst);
    const due = heard && worst !== undefined && (alert === undefined || isDue(alert, now));
    return { ...steps, overDone: waiting.map(({ id }) => id), tell: due ? { kind: worst } : null };
  }
  const told = ended.findLast(({ toldAt }) => toldAt !== null)?.id ?? null;
  const late = waiting.filter(({ endedAt }) => !heard || (endedAt ?? 0) <= now - DAY_MS);
  const overDone = told === null ? late : waiting;
  const next = told ?? waiting.find((alert) => !late.includes(alert) && alert.tryAt <= now)?.id ?? null;
  return {
    ...steps,
    overDue: told,
    overDone: overDone.map(({ id }) => id),
    tell: heard && next !== null ? { over: next } : null,
  };
}

function isDue({ kind, tryAt, toldAt, acknowledged }: StandingAlert, now: number): boolean {
  if (acknowledged || tryAt > now) return false;
  return toldAt === null || now >= toldAt + remindMs[kind];
}

/** Pure. A notice that nobody took is tried again after a minute, two, four, … at most an hour. */
export function nextTry(failures: number, now: number): number {
  return now + Math.min(HOUR_MS, MINUTE_MS * 2 ** Math.min(failures - 1, 6));
}
