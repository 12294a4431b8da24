import type { LimitWindow } from "../settings/limit-parts.ts";

/**
 * Sliding windows: at most `max` in any span of `per_seconds`. A hit still counts while it is younger than
 * the span. Pure.
 */
export interface WindowState {
  scope: string;
  window: LimitWindow;
  used: number;
  remaining: number;
  /** Seconds until the whole window is free again (`t` of the RateLimit header). */
  resetSeconds: number;
}

export type WindowVerdict = { ok: true; states: WindowState[] } | { ok: false; state: WindowState; retryAt: number };

/** `hits`: milliseconds of earlier ones, in any order. Decides for one more at `now`. */
export function checkWindows(
  scope: string,
  windows: readonly LimitWindow[],
  hits: readonly number[],
  now: number,
): WindowVerdict {
  if (windows.length === 0) return { ok: true, states: [] };
  const buckets = [...hits].sort((a, b) => a - b).flatMap((at) => [at, 1]);
  return check(scope, windows, buckets, now);
}

function check(scope: string, windows: readonly LimitWindow[], buckets: Buckets, now: number): WindowVerdict {
  const states: WindowState[] = [];
  let refusal: { state: WindowState; retryAt: number } | null = null;
  for (const window of windows) {
    const span = window.per_seconds * 1000;
    // From the youngest back: a busy tenant's limit is checked for every message, so nothing is copied.
    let first = buckets.length;
    let used = 0;
    while (first >= 2 && (buckets[first - 2] as number) > now - span) {
      first -= 2;
      used += buckets[first + 1] as number;
    }
    const last = first < buckets.length ? (buckets[buckets.length - 2] as number) : now;
    const state = {
      scope,
      window,
      used,
      remaining: Math.max(0, window.max - used - 1),
      resetSeconds: Math.max(1, Math.ceil((last + span - now) / 1000)),
    };
    states.push(state);
    if (used < window.max) continue;
    // Free again once enough of the oldest have left for one more to fit.
    let toLeave = used - window.max + 1;
    let retryAt = now;
    for (let i = first; i < buckets.length && toLeave > 0; i += 2) {
      toLeave -= buckets[i + 1] as number;
      retryAt = (buckets[i] as number) + span;
    }
    if (refusal === null || retryAt > refusal.retryAt) refusal = { state: { ...state, remaining: 0 }, retryAt };
  }
  return refusal === null ? { ok: true, states } : { ok: false, ...refusal };
}

/**
 * Hits of a busy key, kept as buckets: pairs of the time of its youngest hit (milliseconds) and count, oldest first. A
 * bucket is as wide as a 200th of the shortest window, so a key's row stays small however large `max` is; it counts until
 * its youngest hit is too old, whatever windows are set by then, so a limit is never passed, only refused up to half a
 * percent of the span longer.
 */
export type Buckets = number[];

const BUCKETS_A_WINDOW = 200;

function bucketWidth(windows: readonly LimitWindow[]): number {
  const shortest = Math.min(...windows.map((window) => window.per_seconds));
  return Math.max(1, Math.floor((shortest * 1000) / BUCKETS_A_WINDOW));
}

export function checkBuckets(
  scope: string,
  windows: readonly LimitWindow[],
  buckets: Buckets,
  now: number,
): WindowVerdict {
  return check(scope, windows, buckets, now);
}

/** Each window by itself: how much of it is used, and when it next has room; null: now. */
export function windowsUsed(
  windows: readonly LimitWindow[],
  hits: { times: readonly number[] } | { buckets: Buckets },
  now: number,
): { window: LimitWindow; used: number; freeAt: number | null }[] {
  const listed = "times" in hits;
  const buckets = listed ? [...hits.times].sort((a, b) => a - b).flatMap((at) => [at, 1]) : hits.buckets;
  return windows.map((window) => {
    const verdict = check("", [window], buckets, now);
    const used = (verdict.ok ? verdict.states[0] : verdict.state)?.used ?? 0;
    return { window, used, freeAt: verdict.ok ? null : verdict.retryAt };
  });
}

/** Counts one more hit at `now` and drops what no window sees any more. Changes `buckets`; what it returns is to be kept. */
export function addHit(windows: readonly LimitWindow[], buckets: Buckets, now: number): Buckets {
  const width = bucketWidth(windows);
  const longest = Math.max(...windows.map((window) => window.per_seconds)) * 1000;
  const start = now - (now % width);
  let from = 0;
  while (from < buckets.length && (buckets[from] as number) <= now - longest) from += 2;
  if (from > 0) buckets.splice(0, from);
  const last = buckets.length - 2;
  // Clocks of replicas differ a little: a hit never goes before the newest bucket.
  if (last >= 0 && (buckets[last] as number) >= start) {
    buckets[last] = Math.max(buckets[last] as number, now);
    buckets[last + 1] = (buckets[last + 1] as number) + 1;
  } else buckets.push(now, 1);
  return buckets.length <= BUCKETS_A_WINDOW * 8 ? buckets : coarsen(windows, buckets, now);
}

/**
 * A long window beside a short one would need many buckets, so neighbours are merged where a coarser one will do: in a
 * cell of a 200th of the shortest window that still sees them. A merged bucket keeps the later time, so it is never
 * forgotten early, and never more than that cell too late. Once for each row that is written: what is written is read by
 * the next batch.
 */
export function coarsen(windows: readonly LimitWindow[], buckets: Buckets, now: number): Buckets {
  if (windows.length === 1) return buckets;
  const spans = windows.map((window) => window.per_seconds * 1000).sort((a, b) => a - b);
  const merged: Buckets = [];
  let cell = "";
  for (let i = 0; i + 1 < buckets.length; i += 2) {
    const at = buckets[i] as number;
    const span = spans.find((candidate) => candidate > now - at) ?? Infinity;
    const own = `${span}/${Math.floor((at / span) * BUCKETS_A_WINDOW)}`;
    if (own === cell) {
      merged[merged.length - 2] = at;
      merged[merged.length - 1] = (merged.at(-1) as number) + (buckets[i + 1] as number);
    } else merged.push(at, buckets[i + 1] as number);
    cell = own;
  }
  return merged;
}
