import type { Sql } from "../db/client.ts";
import type { Clock } from "../kit/clock.ts";
import { errorForLog, type Log } from "../kit/log.ts";
import type { LiveSettings } from "../settings/live.ts";
import { countedSince, forgetErased } from "./forget-erased.ts";

const LOOK_MS = 10 * 60_000;

export interface ForgetJobOptions {
  sql: Sql;
  settings: LiveSettings;
  clock: Clock;
  log: Log;
  /** Told when a turn went well, and how long it took. */
  ran: (ms: number) => void;
}

/** Finishes erasures. Replicas may do so at once: each passes over the rows that another one has. */
export class ForgetJob {
  readonly #o: ForgetJobOptions;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | null = null;

  constructor(options: ForgetJobOptions) {
    this.#o = options;
  }

  start(): void {
    this.#timer = setInterval(() => void this.run(), LOOK_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
  }

  /** A call during another one waits for that. */
  run(): Promise<void> {
    this.#running ??= this.#forget().finally(() => (this.#running = null));
    return this.#running;
  }

  async #forget(): Promise<void> {
    const { sql, settings, clock, log, ran } = this.#o;
    const began = performance.now();
    try {
      const since = countedSince(settings.current.tenants.values(), clock.now());
      const forgotten = await forgetErased(sql, since);
      if (forgotten > 0) log.info({ otps: forgotten }, "erasures are finished");
      ran(performance.now() - began);
    } catch (error) {
      log.error({ error: errorForLog(error) }, "erasures could not be finished; trying again later");
    }
  }
}
