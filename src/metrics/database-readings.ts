import { connect, type Connection, type Sql } from "../db/client.ts";
import type { Clock } from "../kit/clock.ts";
import { errorForLog, type Log } from "../kit/log.ts";
import { loadFacts, type DatabaseFacts } from "./database-facts.ts";

/** So long what was read serves: two Prometheus servers, or an impatient one, cost one reading. */
const FRESH_MS = 5000;
const TIMEOUT_MS = 2000;
/** With nobody looking, the connection goes. */
const IDLE_SECONDS = 60;

export interface Reading {
  /** Null: the database did not answer in time. */
  facts: DatabaseFacts | null;
  tookMs: number;
}

/**
 * What the database knows, read when somebody looks. On a connection of its own, made at the first look: a scrape takes
 * none from the traffic, and waits behind none.
 */
export class DatabaseReadings {
  readonly #sql: Sql;
  readonly #clock: Clock;
  readonly #log: Log;
  #last: Reading = { facts: null, tookMs: 0 };
  #readAt = -Infinity;
  #reading: Promise<void> | null = null;

  constructor(connection: Connection, clock: Clock, log: Log) {
    this.#sql = connect(connection, {
      max: 1,
      idle_timeout: IDLE_SECONDS,
      connect_timeout: TIMEOUT_MS / 1000,
      connection: { application_name: "gerbang-metrics", statement_timeout: TIMEOUT_MS },
    });
    this.#clock = clock;
    this.#log = log;
  }

  get last(): Reading {
    return this.#last;
  }

  /** Reads anew what is not fresh any more; never throws, and never takes longer than its time. */
  refresh(): Promise<void> {
    if (this.#clock.now() - this.#readAt < FRESH_MS) return Promise.resolve();
    this.#reading ??= this.#read().finally(() => (this.#reading = null));
    return this.#reading;
  }

  close(): Promise<void> {
    return this.#sql.end({ timeout: 1 });
  }

  async #read(): Promise<void> {
    const began = performance.now();
    let late: NodeJS.Timeout | undefined;
    // The driver goes on trying to connect to a database that is away: whoever looks need not wait for it.
    const timeUp = new Promise<never>((_, reject) => {
      late = setTimeout(() => reject(new Error("the database did not answer in time")), TIMEOUT_MS);
    });
    try {
      const facts = await Promise.race([loadFacts(this.#sql, this.#clock.now()), timeUp]);
      this.#last = { facts, tookMs: performance.now() - began };
    } catch (error) {
      this.#last = { facts: null, tookMs: performance.now() - began };
      this.#log.warn({ error: errorForLog(error) }, "metrics: the database could not be read");
    } finally {
      clearTimeout(late);
      this.#readAt = this.#clock.now();
    }
  }
}
