import type { Clock } from "../kit/clock.ts";
import type { Stop } from "../kit/stop.ts";

/**
 * One message to a person in so many milliseconds, as some vendors ask of each of their senders. A burst that a vendor
 * lends beyond its pace, to be paid back in time, is not used: it covers what is not counted here, the announcement
 * before a code, other replicas, and other programs that send from the same number.
 */
export class RecipientPace {
  readonly everyMs: number;
  readonly #clock: Clock;
  /** When each recipient's next turn is. */
  readonly #freeAt = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;

  constructor(clock: Clock, everyMs: number) {
    this.#clock = clock;
    this.everyMs = everyMs;
  }

  get reason(): string {
    return `one message per ${this.everyMs / 1000} s to one recipient`;
  }

  /** Recipients that are remembered, none of them for longer than their turns are off. */
  get size(): number {
    return this.#freeAt.size;
  }

  /**
   * Takes the recipient's next turn. Answers the milliseconds until then; null when they are more than `patienceMs`, and
   * then no turn is taken.
   */
  take(recipient: string, patienceMs: number): number | null {
    const now = this.#clock.now();
    const turn = Math.max(now, this.#freeAt.get(recipient) ?? now);
    if (turn - now > patienceMs) return null;
    this.#freeAt.set(recipient, turn + this.everyMs);
    this.#forgetLater();
    return turn - now;
  }

  /** Takes the turn and waits for it; answers how long it was waited for. */
  async turn(
    recipient: string,
    patienceMs: number,
    stop: Stop,
  ): Promise<{ waitedMs: number } | "put_off" | "stopping"> {
    const waitMs = this.take(recipient, patienceMs);
    if (waitMs === null) return "put_off";
    if (waitMs > 0 && !(await stop.wait(waitMs))) return "stopping";
    return { waitedMs: waitMs };
  }

  /** One timer for all recipients. */
  #forgetLater(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      const now = this.#clock.now();
      for (const [recipient, freeAt] of this.#freeAt) if (freeAt <= now) this.#freeAt.delete(recipient);
      if (this.#freeAt.size > 0) this.#forgetLater();
    }, this.everyMs).unref();
  }
}
