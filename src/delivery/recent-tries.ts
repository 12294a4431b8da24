import type { ErrorClass } from "../providers/provider.ts";

const MOST = 50;
export const WINDOW_MS = 5 * 60_000;

/** What came of one hand-over to a provider. */
export interface Try {
  at: number;
  latencyMs: number;
  outcome: "accepted" | ErrorClass;
  providerCode: string | null;
}

export interface FailedTry extends Try {
  outcome: ErrorClass;
}

export interface Tally {
  tries: number;
  accepted: number;
  failed: Partial<Record<ErrorClass, number>>;
  /** Null when there were none. */
  latency: { medianMs: number; p95Ms: number } | null;
}

/** The last tries of a provider on this replica: at most fifty, of the last five minutes. */
export class RecentTries {
  readonly #ring: Try[] = [];
  #next = 0;
  #lastSuccessAt: number | null = null;
  #lastFailure: FailedTry | null = null;

  /** These two are kept for longer than the others. */
  get lastSuccessAt(): number | null {
    return this.#lastSuccessAt;
  }
  get lastFailure(): FailedTry | null {
    return this.#lastFailure;
  }

  add({ at, latencyMs, outcome, providerCode }: Try): void {
    // No more than this is kept: an id of a message may have a number in it.
    const one = { at, latencyMs, outcome, providerCode };
    this.#ring[this.#next] = one;
    this.#next = (this.#next + 1) % MOST;
    if (outcome === "accepted") this.#lastSuccessAt = at;
    else this.#lastFailure = { ...one, outcome };
  }

  tally(now: number): Tally {
    const recent = this.#ring.filter(({ at }) => at > now - WINDOW_MS);
    const failed: Tally["failed"] = {};
    for (const { outcome } of recent) if (outcome !== "accepted") failed[outcome] = (failed[outcome] ?? 0) + 1;
    const accepted = recent.filter(({ outcome }) => outcome === "accepted").length;
    return { tries: recent.length, accepted, failed, latency: latencyOf(recent.map(({ latencyMs }) => latencyMs)) };
  }
}

/** By nearest rank: a latency that was measured, and not one between two. */
function latencyOf(measured: number[]): Tally["latency"] {
  const sorted = measured.sort((a, b) => a - b);
  const rank = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
  return sorted.length === 0 ? null : { medianMs: rank(0.5), p95Ms: rank(0.95) };
}
