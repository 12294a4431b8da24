/** A recipient's turn that has come. It keeps the next one off for an interval. */
export interface Turn {
  waitedMs: number;
  /** Nothing was sent in it: the next one comes at once. */
  giveBack: () => void;
}

interface Line {
  freeAt: number;
  /** In the order in which they came. */
  waiting: Set<(giveBack: () => void) => void>;
}

/**
 * One message to a person in so many milliseconds, as some vendors ask of each of their senders. A burst that a vendor
 * lends beyond its pace, to be paid back in time, is not used: it covers what is not counted here, the announcement
 * before a code, other replicas, and other programs that send from the same number.
 */
export class RecipientPace {
  readonly everyMs: number;
  /** By recipient, in the order in which they are free again: each new turn puts its line last. */
  readonly #lines = new Map<string, Line>();
  #timer: NodeJS.Timeout | undefined;

  constructor(everyMs: number) {
    this.everyMs = everyMs;
  }

  get reason(): string {
    return `one message per ${this.everyMs / 1000} s to one recipient`;
  }

  /** Recipients that are remembered, none of them for longer than their next turn is off. */
  get size(): number {
    return this.#lines.size;
  }

  /**
   * Waits for the recipient's next turn after those who wait now, or not at all when that is more than `patienceMs` off.
   * `onWait` is told how to leave early.
   */
  turn(
    recipient: string,
    patienceMs: number,
    onWait: (leave: () => void) => void = () => {},
  ): Promise<Turn | "put_off" | "left"> {
    const cameAt = steadyNow();
    const line = this.#lines.get(recipient);
    const waitMs = line === undefined ? 0 : line.freeAt - cameAt + line.waiting.size * this.everyMs;
    if (waitMs > Math.max(0, patienceMs)) return Promise.resolve("put_off");
    if (line === undefined || waitMs <= 0) {
      return Promise.resolve({ waitedMs: 0, giveBack: this.#take(recipient, new Set()) });
    }
    const { waiting } = line;
    return new Promise((resolve) => {
      const come = (giveBack: () => void): void => resolve({ waitedMs: steadyNow() - cameAt, giveBack });
      waiting.add(come);
      onWait(() => {
        waiting.delete(come);
        resolve("left");
      });
    });
  }

  /** Takes the turn that is there now; answers how to give it back. */
  #take(recipient: string, waiting: Line["waiting"]): () => void {
    const line = { freeAt: steadyNow() + this.everyMs, waiting };
    this.#lines.delete(recipient);
    this.#lines.set(recipient, line);
    this.#wakeLater();
    return () => {
      if (this.#lines.get(recipient) === line) this.#next(recipient, line);
    };
  }

  #next(recipient: string, { waiting }: Line): void {
    const [come] = waiting;
    if (come === undefined) {
      this.#lines.delete(recipient);
      return;
    }
    waiting.delete(come);
    come(this.#take(recipient, waiting));
  }

  /** One timer for all recipients. */
  #wakeLater(): void {
    const [first] = this.#lines.values();
    if (first === undefined) return;
    this.#timer ??= setTimeout(
      () => {
        const now = steadyNow();
        for (const [recipient, line] of this.#lines) {
          if (line.freeAt > now) break;
          this.#next(recipient, line);
        }
        this.#timer = undefined;
        this.#wakeLater();
      },
      Math.ceil(first.freeAt - steadyNow()),
    ).unref();
  }
}

/** The time of day may be set back, and then everybody would wait for as much longer. */
function steadyNow(): number {
  return performance.now();
}
