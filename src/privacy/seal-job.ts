import type { Sql } from "../db/client.ts";
import type { Clock } from "../kit/clock.ts";
import { errorForLog, type Log } from "../kit/log.ts";
import type { Keyring } from "../kit/secret.ts";
import { sealOldNumbers } from "./seal-old-numbers.ts";

/** By then replicas of the version before have been stopped, as a rule. */
const FIRST_MS = 10 * 60_000;
const EVERY_MS = 6 * 3_600_000;

export interface SealJobOptions {
  sql: Sql;
  keyring: Keyring;
  clock: Clock;
  log: Log;
}

/** Seals what a replica of an older version wrote in clear after this one had started. */
export class SealJob {
  readonly #o: SealJobOptions;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | null = null;

  constructor(options: SealJobOptions) {
    this.#o = options;
  }

  start(): void {
    this.#timer = setTimeout(() => {
      this.#timer = setInterval(() => void this.run(), EVERY_MS).unref();
      void this.run();
    }, FIRST_MS).unref();
  }

  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#running;
  }

  /** A call during another one waits for that. */
  run(): Promise<void> {
    const { sql, keyring, clock, log } = this.#o;
    this.#running ??= sealOldNumbers(sql, keyring, log, clock.now())
      .catch((error: unknown) => {
        log.error({ error: errorForLog(error) }, "numbers in clear could not be sealed; trying again later");
      })
      .finally(() => (this.#running = null));
    return this.#running;
  }
}
