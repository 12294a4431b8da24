import { errorForLog, type Log } from "../kit/log.ts";
import type { Sql } from "./client.ts";

/** Rows written by this process after which statistics are gathered: past the last one autovacuum keeps up by itself. */
const MARKS = [200, 2000, 20_000];
const HOT =
  "otps, messages, attempts, reports, received_hooks, entries, limit_usage, money_usage, guess_streaks, " +
  "user_guess_streaks, idempotency, sandbox_messages, events, webhook_deliveries";

/**
 * A prepared plan is kept until its tables are analysed. One that was made while they were empty may use any index,
 * since all cost the same, and would go on with it until autovacuum comes by: most of a minute in which a first burst
 * crawls. So statistics are gathered early in a process's life, which makes every connection plan anew; and early in each
 * month, whose tables were empty too when the plans were made.
 */
export class PlanKeeper {
  readonly #sql: Sql;
  readonly #log: Log;
  #rows = 0;
  #next = 0;
  #month = "";

  constructor(sql: Sql, log: Log) {
    this.#sql = sql;
    this.#log = log;
  }

  /** `now`: milliseconds. */
  wrote(rows: number, now: number): void {
    const month = monthOf(now);
    if (month !== this.#month) {
      this.#month = month;
      this.#rows = 0;
      this.#next = 0;
    }
    this.#rows += rows;
    const mark = MARKS[this.#next];
    if (mark === undefined || this.#rows < mark) return;
    this.#next += 1;
    this.#sql.unsafe(`analyze ${HOT}`).catch((error: unknown) => {
      this.#log.warn({ error: errorForLog(error) }, "could not gather statistics; autovacuum will");
    });
  }
}

/** Of UTC, as the tables' months are. */
function monthOf(now: number): string {
  return new Date(now).toISOString().slice(0, 7);
}
