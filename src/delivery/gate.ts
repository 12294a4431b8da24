import type { Clock } from "../kit/clock.ts";
import type { Stop } from "../kit/stop.ts";

/** So late a timer may be without slowing the pace; no more is saved up, or an idle gate would let two in at once. */
const LATE_MS = 10;

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
  /** In the order in which they came. */
  readonly #waiting = new Set<() => void>();

  constructor(clock: Clock, atOnce: number, perSecond: number | null) {
    this.#clock = clock;
    this.#atOnce = atOnce;
    this.#perSecond = perSecond;
  }

  configure(atOnce: number, perSecond: number | null): void {
    this.#atOnce = atOnce;
    this.#perSecond = perSecond;
    // Nobody waits any longer than the new pace asks.
    this.#nextAt = perSecond === null ? 0 : Math.min(this.#nextAt, this.#clock.now() + 1000 / perSecond);
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#letIn();
  }

  /** False when the stop came first. */
  enter(stop: Stop): Promise<boolean> {
    if (stop.stopped) return Promise.resolve(false);
    return new Promise((resolve) => {
      const admit = (): void => {
        off();
        resolve(true);
      };
      const off = stop.on(() => {
        this.#waiting.delete(admit);
        resolve(false);
      });
      this.#waiting.add(admit);
      this.#letIn();
    });
  }

  leave(): void {
    this.#inside -= 1;
    this.#letIn();
  }

  #letIn(): void {
    while (this.#waiting.size > 0 && this.#inside < this.#atOnce) {
      const now = this.#clock.now();
      if (this.#perSecond !== null) {
        if (now < this.#nextAt) {
          this.#timer ??= setTimeout(() => {
            this.#timer = undefined;
            this.#letIn();
          }, this.#nextAt - now);
          return;
        }
        const interval = 1000 / this.#perSecond;
        this.#nextAt = Math.max(this.#nextAt, now - Math.min(interval, LATE_MS)) + interval;
      }
      const [admit] = this.#waiting;
      if (admit === undefined) return;
      this.#waiting.delete(admit);
      this.#inside += 1;
      admit();
    }
  }
}
