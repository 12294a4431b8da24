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
  #pausedUntil = 0;
  #timer: NodeJS.Timeout | undefined;
  /** In the order in which they came; first those that come again. */
  readonly #again = new Set<() => void>();
  readonly #waiting = new Set<() => void>();

  constructor(clock: Clock, atOnce: number, perSecond: number | null) {
    this.#clock = clock;
    this.#atOnce = atOnce;
    this.#perSecond = perSecond;
  }

  configure(atOnce: number, perSecond: number | null): void {
    this.#atOnce = atOnce;
    this.#perSecond = perSecond;
    this.#pausedUntil = 0;
    // Nobody waits any longer than the new pace asks.
    this.#nextAt = perSecond === null ? 0 : Math.min(this.#nextAt, this.#clock.now() + 1000 / perSecond);
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#letIn();
  }

  /** Nobody is let in for so long, however many pauses are asked for meanwhile; who waits, waits on. */
  pause(ms: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, this.#clock.now() + ms);
  }

  /** False when the stop came first. `again`: it had been let in before, and goes before those that had not. */
  enter(stop: Stop, again = false): Promise<boolean> {
    if (stop.stopped) return Promise.resolve(false);
    const line = again ? this.#again : this.#waiting;
    return new Promise((resolve) => {
      const admit = (): void => {
        off();
        resolve(true);
      };
      const off = stop.on(() => {
        line.delete(admit);
        resolve(false);
      });
      line.add(admit);
      this.#letIn();
    });
  }

  leave(): void {
    this.#inside -= 1;
    this.#letIn();
  }

  #letIn(): void {
    while (this.#again.size + this.#waiting.size > 0 && this.#inside < this.#atOnce) {
      const now = this.#clock.now();
      const openAt = Math.max(this.#pausedUntil, this.#perSecond === null ? 0 : this.#nextAt);
      if (now < openAt) {
        this.#timer ??= setTimeout(() => {
          this.#timer = undefined;
          this.#letIn();
        }, openAt - now);
        return;
      }
      if (this.#perSecond !== null) {
        const interval = 1000 / this.#perSecond;
        this.#nextAt = Math.max(this.#nextAt, now - Math.min(interval, LATE_MS)) + interval;
      }
      const line = this.#again.size > 0 ? this.#again : this.#waiting;
      const [admit] = line;
      if (admit === undefined) return;
      line.delete(admit);
      this.#inside += 1;
      admit();
    }
  }
}
