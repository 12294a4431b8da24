import { setTimeout as sleep } from "node:timers/promises";
import type { Sql } from "../../db/client.ts";
import { errorForLog, type Log } from "../../kit/log.ts";
import { BATCH, rollUp } from "./roll-up.ts";

const LOOK_MS = 3000;

/** What is made of entries: adds one batch of them, and answers how many there were. */
export interface RollUp {
  add: (sql: Sql) => Promise<number>;
  /** For the log. */
  failed: string;
}

const statements: RollUp = { add: rollUp, failed: "entries could not be added to the statements' sums" };

/** Keeps sums some seconds behind the ledger. Replicas may do so at once: each takes the tenants that are free. */
export class RollUpJob {
  readonly #sql: Sql;
  readonly #log: Log;
  readonly #ran: (ms: number) => void;
  readonly #of: RollUp;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | null = null;
  #stopped = false;

  /** `ran`: told when a turn went well. */
  constructor(sql: Sql, log: Log, ran: (ms: number) => void, of: RollUp = statements) {
    this.#sql = sql;
    this.#log = log;
    this.#ran = ran;
    this.#of = of;
  }

  start(): void {
    this.#timer = setInterval(() => void this.run(), LOOK_MS);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#running;
  }

  /** Until nothing is left. A call during another one waits for that. */
  run(): Promise<void> {
    this.#running ??= this.#catchUp()
      .catch((error: unknown) => {
        if (this.#stopped) return;
        this.#log.error({ error: errorForLog(error) }, this.#of.failed);
      })
      .finally(() => (this.#running = null));
    return this.#running;
  }

  async #catchUp(): Promise<void> {
    const turn = performance.now();
    while (!this.#stopped) {
      const began = performance.now();
      const added = await this.#of.add(this.#sql);
      // Smaller ones are what came in meanwhile: they are the next turn's.
      if (added < BATCH / 2) return this.#ran(performance.now() - turn);
      // After an upgrade there may be millions: half of the time is the traffic's.
      await sleep(performance.now() - began);
    }
  }
}
