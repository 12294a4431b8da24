const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Before each further try; the first is made at once. After the last, about three days later, it is dead. */
const WAITS_MS = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
] as const;
export const MOST_TRIES = WAITS_MS.length + 1;
/** So that what failed together does not come back together. */
const JITTER = 0.1;
const REST_MS = 30 * SECOND;
const LONGEST_REST_MS = 24 * HOUR;

/** What came of a try: an answer, or the reason why there was none. */
export type PostOutcome =
  { status: number; text: string; retryAfter: string | undefined } | { status: null; reason: string };

export interface Verdict {
  status: "delivered" | "pending" | "dead";
  nextAt: number | null;
  /** Its server is left alone until then. */
  slowUntil: number | null;
  /** Its server says that there is nothing any more, and never will be. */
  gone: boolean;
}

/** Pure. Only 2xx is a yes: a redirect is not followed, since it would lead the guard and the signature elsewhere. */
export function verdictOf(outcome: PostOutcome, tries: number, now: number, random: number): Verdict {
  const { status } = outcome;
  if (status !== null && status >= 200 && status < 300) {
    return { status: "delivered", nextAt: null, slowUntil: null, gone: false };
  }
  const gone = status === 410;
  const slow = status !== null && [429, 502, 503, 504].includes(status);
  const asked = slow && "retryAfter" in outcome ? restAsked(outcome.retryAfter, now) : null;
  const slowUntil = slow ? now + (asked ?? REST_MS) : null;
  const wait = WAITS_MS[tries - 1];
  if (wait === undefined) return { status: "dead", nextAt: null, slowUntil, gone };
  const nextAt = now + Math.round(wait * (1 - JITTER + 2 * JITTER * random));
  return { status: "pending", nextAt: Math.max(nextAt, asked === null ? 0 : now + asked), slowUntil, gone };
}

/** `Retry-After`: seconds or a date. */
function restAsked(header: string | undefined, now: number): number | null {
  if (header === undefined) return null;
  const ms = /^\d{1,9}$/.test(header.trim()) ? Number(header) * SECOND : Date.parse(header) - now;
  return Number.isNaN(ms) ? null : Math.min(Math.max(ms, 0), LONGEST_REST_MS);
}
