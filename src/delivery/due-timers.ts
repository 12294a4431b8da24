import type { Clock } from "../kit/clock.ts";

const GRAIN_MS = 200;
const AHEAD_MS = 120_000;

/**
 * Says when due work should be looked for before the sweep's own turn. Moments are rounded up to a fifth of a second,
 * so that ten thousand fallbacks in the same second cost five timers.
 */
export class DueTimers {
  readonly #clock: Clock;
  readonly #due: () => void;
  readonly #timers = new Map<number, NodeJS.Timeout>();

  constructor(clock: Clock, due: () => void) {
    this.#clock = clock;
    this.#due = due;
  }

  at(moment: number): void {
    const slot = Math.ceil(moment / GRAIN_MS) * GRAIN_MS;
    const wait = slot - this.#clock.now();
    if (wait > AHEAD_MS || this.#timers.has(slot)) return;
    const timer = setTimeout(
      () => {
        this.#timers.delete(slot);
        this.#due();
      },
      Math.max(0, wait),
    );
    this.#timers.set(slot, timer.unref());
  }

  stop(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }
}
