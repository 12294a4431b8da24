import { setTimeout as wait } from "node:timers/promises";
import type { Sql } from "../db/client.ts";
import { makeMonths } from "../db/months.ts";
import type { Clock } from "../kit/clock.ts";
import { errorForLog, type Log } from "../kit/log.ts";
import type { Keyring } from "../kit/secret.ts";
import type { RetentionClass } from "./rules.ts";
import { lastRuns } from "./runs.ts";
import { allClasses, runRetention, type ClassRun } from "./run.ts";

const FIRST_MS = 5 * 60_000;
const EVERY_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** Between two slices: about a thousand rows a second at most. */
const PAUSE_MS = 200;
/** One replica at a time. */
const LOCK = 7_252_026_032;

export interface RetentionJobOptions {
  sql: Sql;
  keyring: Keyring;
  clock: Clock;
  log: Log;
  /** Told when a turn went well, and how long it took. */
  ran?: (ms: number) => void;
  pauseMs?: number;
}

/** Makes the months to come each hour, and once a day drops and empties what is past its time, each class by itself. */
export class RetentionJob {
  readonly #o: RetentionJobOptions;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | null = null;
  readonly #stop = new AbortController();

  constructor(options: RetentionJobOptions) {
    this.#o = options;
  }

  start(): void {
    this.#timer = setTimeout(() => {
      this.#timer = setInterval(() => void this.#quietly(), EVERY_MS).unref();
      void this.#quietly();
    }, FIRST_MS).unref();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    clearTimeout(this.#timer);
    await this.#running;
  }

  /** One turn, unless another replica is at it: the daily work where it is a day old. */
  async turn(): Promise<void> {
    await this.#alone(async (sql) => {
      const { clock, log } = this.#o;
      const { made, left } = await makeMonths(sql, clock.now());
      if (made.length > 0) log.info({ made }, "the next months are made");
      if (left.length > 0) log.warn({ left }, "months could not be made yet; the next turn tries again");
      const last = await lastRuns(sql);
      const due = allClasses.filter((kept) => (last.get(kept) ?? 0) <= clock.now() - DAY_MS);
      if (due.length > 0) await this.#run(sql, new Set(due));
    });
  }

  /** A whole run now; null: another replica is at it. */
  async run(): Promise<ClassRun[] | null> {
    return this.#alone((sql) => this.#run(sql, new Set(allClasses)));
  }

  async #run(sql: Sql, classes: ReadonlySet<RetentionClass>): Promise<ClassRun[]> {
    const { keyring, clock, log, pauseMs = PAUSE_MS } = this.#o;
    const { signal } = this.#stop;
    return runRetention({
      sql,
      keyring,
      now: clock.now(),
      dry: false,
      classes,
      pause: () => wait(pauseMs, undefined, { signal }).catch(() => undefined),
      stopped: () => signal.aborted,
      done({ class: kept, rows, parts, left }) {
        if (rows > 0 || parts.length > 0) log.info({ class: kept, rows, parts }, "past its time: emptied or dropped");
        if (left.length > 0) log.warn({ class: kept, left }, "past its time and still there");
      },
    });
  }

  async #alone<T>(work: (sql: Sql) => Promise<T>): Promise<T | null> {
    // The lock is the connection's, and goes with it when this process dies.
    const connection = await this.#o.sql.reserve();
    try {
      const [lock] = await connection<{ mine: boolean }[]>`select pg_try_advisory_lock(${LOCK}::bigint) as mine`;
      if (lock?.mine !== true) return null;
      try {
        return await work(this.#o.sql);
      } finally {
        await connection`select pg_advisory_unlock(${LOCK}::bigint)`;
      }
    } finally {
      connection.release();
    }
  }

  #quietly(): Promise<void> {
    const began = performance.now();
    this.#running ??= this.turn()
      .then(() => this.#o.ran?.(performance.now() - began))
      .catch((error: unknown) => {
        this.#o.log.warn({ error: errorForLog(error) }, "could not tidy what is kept; the next turn tries again");
      })
      .finally(() => (this.#running = null));
    return this.#running;
  }
}
