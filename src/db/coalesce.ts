import { GatewayError } from "../errors.ts";

/**
 * Group commit. Items that arrive while a batch is being committed form the next batch, so a busy gateway pays one
 * round trip and one flush for many of them, and an idle one adds no wait. An item's result is its own: a value, or the
 * error that it alone gets.
 */
export type Result<O> = { ok: true; value: O } | { ok: false; error: unknown };

export interface CoalescerOptions<I> {
  /** The work of one batch, in one transaction. It throws when the whole batch failed. */
  maxBatch?: number;
  /** Items waiting at most; more are told to come back. */
  maxWaiting?: number;
  /** How to divide a batch that could not lock its rows in time. Asked after it ran: by then it may know better. */
  groupOf: (item: I) => string;
}

/** One batch that ran, whatever came of its items. */
export interface BatchMeasure {
  items: number;
  /** How long the first of them had waited. */
  waitMs: number;
  /** Until its commit was answered, tries and all. */
  runMs: number;
}

const LOCK_NOT_AVAILABLE = "55P03";
const DEADLOCK = "40P01";
const LOCK_TRIES = 4;

export class Coalescer<I, O> {
  readonly #run: (items: I[]) => Promise<Result<O>[]>;
  readonly #options: Required<CoalescerOptions<I>>;
  readonly #waiting: { item: I; since: number; settle: (result: Result<O>) => void }[] = [];
  #running = false;
  #measure: (batch: BatchMeasure) => void = () => {};
  #idle: (() => void)[] = [];

  constructor(run: (items: I[]) => Promise<Result<O>[]>, options: CoalescerOptions<I>) {
    this.#run = run;
    this.#options = { maxBatch: 256, maxWaiting: 20_000, ...options };
  }

  /** Tells of each batch that has run. */
  measure(listener: (batch: BatchMeasure) => void): void {
    this.#measure = listener;
  }

  /** Items that no batch has taken yet. */
  get waiting(): number {
    return this.#waiting.length;
  }

  submit(item: I): Promise<O> {
    if (this.#waiting.length >= this.#options.maxWaiting) {
      return Promise.reject(
        new GatewayError("overloaded", "The gateway has more work than it can do; try again.", {
          retryAfterSeconds: 1,
        }),
      );
    }
    return new Promise<O>((resolve, reject) => {
      this.#waiting.push({
        item,
        since: performance.now(),
        settle: (result) => {
          if (result.ok) resolve(result.value);
          else reject(result.error instanceof Error ? result.error : new Error("a batch failed without an error"));
        },
      });
      if (this.#running) return;
      this.#running = true;
      // One turn of the event loop, so that what has already arrived rides along.
      setImmediate(() => void this.#drain());
    });
  }

  /** Resolves when nothing waits and nothing runs. */
  idle(): Promise<void> {
    if (!this.#running) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  async #drain(): Promise<void> {
    let done: (() => void) | null = null;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, this.#options.maxBatch);
      const began = performance.now();
      const running = this.#attempt(
        batch.map((entry) => entry.item),
        1,
      );
      // The next batch is on its way to the database before the last one's callers go on with theirs.
      if (done !== null) setImmediate(done);
      const results = await running;
      const waitMs = began - (batch[0]?.since ?? began);
      this.#measure({ items: batch.length, waitMs, runMs: performance.now() - began });
      done = () =>
        batch.forEach((entry, index) => {
          entry.settle(
            results[index] ?? { ok: false, error: new Error("a batch answered for fewer items than it had") },
          );
        });
    }
    this.#running = false;
    done?.();
    for (const resolve of this.#idle.splice(0)) resolve();
  }

  /** One bad item fails alone: a batch that fails as a whole is divided until the culprit stands by itself. */
  async #attempt(items: I[], attempt: number): Promise<Result<O>[]> {
    try {
      return await this.#run(items);
    } catch (error) {
      const code = sqlState(error);
      if (code === LOCK_NOT_AVAILABLE || code === DEADLOCK) return this.#divideByLock(items, attempt, error);
      if (code !== null && /^(22|23|P0)/.test(code) && items.length > 1) return this.#bisect(items);
      return items.map(() => ({ ok: false, error: databaseError(error) }));
    }
  }

  async #divideByLock(items: I[], attempt: number, error: unknown): Promise<Result<O>[]> {
    const groups = new Map<string, number[]>();
    items.forEach((item, index) => {
      const group = this.#options.groupOf(item);
      groups.set(group, [...(groups.get(group) ?? []), index]);
    });
    if (groups.size === 1 && attempt >= LOCK_TRIES) {
      const busy = new GatewayError("overloaded", "The account is busy; try again.", {
        retryAfterSeconds: 1,
        cause: error,
      });
      return items.map(() => ({ ok: false, error: busy }));
    }
    const results = new Array<Result<O>>(items.length);
    await Promise.all(
      [...groups.values()].map(async (indexes) => {
        const part = await this.#attempt(
          indexes.map((index) => items[index] as I),
          attempt + 1,
        );
        indexes.forEach((index, position) => (results[index] = part[position] as Result<O>));
      }),
    );
    return results;
  }

  async #bisect(items: I[]): Promise<Result<O>[]> {
    const middle = Math.ceil(items.length / 2);
    const first = await this.#attempt(items.slice(0, middle), 1);
    return [...first, ...(await this.#attempt(items.slice(middle), 1))];
  }
}

/** The SQLSTATE of a driver's error, or null when it is not the server that refused. */
export function sqlState(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  const code = (error as { code?: unknown }).code;
  if (typeof code === "string" && /^[0-9A-Z]{5}$/.test(code)) return code;
  return error.cause === undefined ? null : sqlState(error.cause);
}

/** A database that is away is not a bug: the caller may try again. */
export function databaseError(error: unknown): unknown {
  if (error instanceof GatewayError || !isAway(error)) return error;
  return new GatewayError("unavailable", "The database can't be reached; try again.", {
    retryAfterSeconds: 1,
    cause: error,
  });
}

/** Outside the batches: work that had not its locks in time is done again. Nothing of it was committed. */
export async function againWhenLocked<T>(work: () => Promise<T>, attempt = 1): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const code = sqlState(error);
    if (code !== LOCK_NOT_AVAILABLE && code !== DEADLOCK) throw error;
    if (attempt < LOCK_TRIES) return againWhenLocked(work, attempt + 1);
    throw new GatewayError("overloaded", "These rows are busy; try again.", { retryAfterSeconds: 1, cause: error });
  }
}

/** The driver's own words, or the server's: shutting down, out of connections. Drizzle wraps both. */
function isAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = (error as { code?: unknown }).code;
  if (typeof code !== "string") return isAway(error.cause);
  return /^(CONNECTION_|CONNECT_TIMEOUT|ECONN|ENOENT|EPIPE)/.test(code) || /^(08|57P|53)/.test(code);
}

/** Decides every item of a batch; one that throws fails alone. */
export function decideEach<I, D>(items: readonly I[], decide: (item: I) => D): Result<D>[] {
  return items.map((item) => {
    try {
      return { ok: true, value: decide(item) };
    } catch (error) {
      return { ok: false, error };
    }
  });
}
