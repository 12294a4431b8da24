import { setTimeout as sleep } from "node:timers/promises";
import type { Sql } from "../db/client.ts";
import type { Clock } from "../kit/clock.ts";
import { errorForLog, type Log } from "../kit/log.ts";
import { followOnce, type Consumer } from "./follow.ts";
import { KEPT_DAYS } from "./model.ts";

/** What this process appends is gathered for so long. */
const GATHER_MS = 1000;
/** What other replicas append is looked for as often. */
const LOOK_MS = 3000;
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 60_000;

export interface FollowerOptions {
  sql: Sql;
  consumer: Consumer;
  clock: Clock;
  log: Log;
  /** Told when it had caught up, and how long that took. */
  ran?: (ms: number) => void;
}

/**
 * Keeps one consumer a second or two behind the feed. Each has a place and a follower of its own, so that one that fails
 * or has much to catch up with holds up no other.
 */
export class Follower {
  readonly #o: FollowerOptions;
  readonly #stop = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #soon: NodeJS.Timeout | null = null;
  #running: Promise<void> | null = null;
  #failures = 0;
  /** After a failure. */
  #notBefore = 0;

  constructor(options: FollowerOptions) {
    this.#o = options;
  }

  start(): void {
    this.#timer = setInterval(() => void this.run(), LOOK_MS).unref();
  }

  /** This process may have appended events. */
  wake(): void {
    if (this.#stop.signal.aborted) return;
    this.#soon ??= setTimeout(() => {
      this.#soon = null;
      void this.run();
    }, GATHER_MS).unref();
  }

  /** Until nothing is left. A call during another one waits for that. */
  run(): Promise<void> {
    if (this.#stop.signal.aborted || this.#o.clock.now() < this.#notBefore) return Promise.resolve();
    this.#running ??= this.#catchUp().finally(() => (this.#running = null));
    return this.#running;
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    clearInterval(this.#timer);
    if (this.#soon !== null) clearTimeout(this.#soon);
    await this.#running;
  }

  async #catchUp(): Promise<void> {
    const { sql, consumer, clock, log, ran } = this.#o;
    const turn = performance.now();
    try {
      while (!this.#stop.signal.aborted) {
        const began = performance.now();
        const { more, missed } = await followOnce(sql, consumer);
        this.#failures = 0;
        if (missed) {
          const message = `was away for longer than the ${KEPT_DAYS} days that events are kept; those before are not in it`;
          log.warn({ consumer: consumer.name }, message);
        }
        if (!more) return ran?.(performance.now() - turn);
        // With much to catch up with, half of the time is the traffic's.
        await sleep(performance.now() - began);
      }
    } catch (error) {
      this.#failures += 1;
      const waitMs = Math.min(FIRST_WAIT_MS * 2 ** (this.#failures - 1), LONGEST_WAIT_MS);
      this.#notBefore = clock.now() + waitMs;
      log.error(
        { consumer: consumer.name, error: errorForLog(error), wait_ms: waitMs },
        "events could not be taken in; they are tried again",
      );
    }
  }
}
