import type { SendFailure } from "../providers/provider.ts";

const FAILURES = 5;
const WITHIN_MS = 10_000;
const OPEN_MS = 30_000;

/**
 * Circuit breaker of one provider. Five failures in a row within ten seconds open it, or one refusal of our account;
 * after thirty seconds one probe may pass and decides. In a row: at a thousand messages a second a sound provider has
 * five passing failures in any ten seconds.
 */
export class Breaker {
  #failures: number[] = [];
  #openUntil: number | null = null;
  #openedAt: number | null = null;
  #probing = false;

  /** Since when nothing should be sent, or null. */
  openSince(now: number): number | null {
    if (this.#openUntil === null) return null;
    return now >= this.#openUntil && !this.#probing ? null : this.#openedAt;
  }

  /** When it opened last, whether it has closed since or not; null: it never did. */
  get lastOpenedAt(): number | null {
    return this.#openedAt;
  }

  /** Why nothing should be sent now, or null. */
  reason(now: number): string | null {
    const since = this.openSince(now);
    return since === null ? null : `breaker open since ${new Date(since).toISOString()}`;
  }

  /** Asked right before a try; once the time is up, one caller becomes the probe. */
  enter(now: number): boolean {
    if (this.reason(now) !== null) return false;
    if (this.#openUntil !== null) this.#probing = true;
    return true;
  }

  succeeded(): void {
    this.#failures = [];
    // What left before it opened tells nothing about now; the probe does.
    if (this.#openUntil !== null && !this.#probing) return;
    this.#openUntil = null;
    this.#probing = false;
  }

  /** Returns true when this failure opened it. */
  failed(failure: SendFailure, now: number): boolean {
    // A failure that concerns one person or one template says that the provider itself works.
    if (failure.scope !== "provider") {
      this.succeeded();
      return false;
    }
    // Throttling says neither, and what never reached it says nothing.
    if (failure.errorClass === "throttled" || failure.unasked === true) {
      this.#probing = false;
      return false;
    }
    this.#failures = [...this.#failures.filter((at) => at > now - WITHIN_MS), now];
    const opens = this.#probing || failure.errorClass === "credentials" || this.#failures.length >= FAILURES;
    this.#probing = false;
    if (!opens) return false;
    const wasOpen = this.#openUntil !== null && now < this.#openUntil;
    if (!wasOpen) this.#openedAt = now;
    this.#openUntil = now + OPEN_MS;
    this.#failures = [];
    return !wasOpen;
  }

  /** A probe that ended without a verdict (the OTP was verified meanwhile) lets the next one try. */
  abandoned(): void {
    this.#probing = false;
  }
}
