import type { Clock } from "../kit/clock.ts";

/**
 * Lets messages to one provider: so many at once, so many a second. Those that wait hold nothing but themselves, so a
 * provider that hangs takes no other provider's time.
 */
export class Gate {
  readonly #clock: Clock;
  #atOnce: number;
  #perSecond: number | null;
  #inside = 0;
  #nextAt = 0;
  #timer: NodeJS.Timeout | undefined;
  readonly #waiting: (() => void)[] = [];

  constructor(clock: Clock, atOnce: number, perSecond: number | null) {
    this.#clock = clock;
    this.#atOnce = atOnce;
    this.#perSecond = perSecond;
  }

  configure(atOnce: number, perSecond: number | null): void {
    this.#atOnce = atOnce;
    this.#perSecond = perSecond;
    this.#letIn();
  }

  /** False when `signal` fired first. */
  enter(signal: AbortSignal): Promise<boolean> {
    if (signal.aborted) return Promise.resolve(false);
    return new Promise((resolve) => {
      const admit = (): void => {
        signal.removeEventListener("abort", giveUp);
        resolve(true);
      };
      const giveUp = (): void => {
        const index = this.#waiting.indexOf(admit);
        if (index >= 0) this.#waiting.splice(index, 1);
        resolve(false);
      };
      signal.addEventListener("abort", giveUp, { once: true });
      this.#waiting.push(admit);
      this.#letIn();
    });
  }

  leave(): void {
    this.#inside -= 1;
    this.#letIn();
  }

  #letIn(): void {
    while (this.#waiting.length > 0 && this.#inside < this.#atOnce) {
      const now = this.#clock.now();
      if (this.#perSecond !== null) {
        if (now < this.#nextAt) {
          this.#timer ??= setTimeout(() => {
            this.#timer = undefined;
            this.#letIn();
          }, this.#nextAt - now);
          return;
        }
        this.#nextAt = Math.max(this.#nextAt, now - 1000 / this.#perSecond) + 1000 / this.#perSecond;
      }
      this.#inside += 1;
      this.#waiting.shift()?.();
    }
  }
}
