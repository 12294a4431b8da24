import type { Sql } from "../db/client.ts";
import type { Clock } from "../kit/clock.ts";
import { errorForLog, type Log } from "../kit/log.ts";
import type { TenantConfig } from "../settings/snapshot.ts";
import type { LiveSettings } from "../settings/live.ts";
import { checkLedgers, markTold, type Problem } from "./check.ts";

const FIRST_MS = 60_000;
const EVERY_MS = 3_600_000;
/** One replica at a time. */
const LOCK = 7_252_026_004;

export interface CheckNotice {
  kind: "balance";
  subject: string;
  text: string;
}

export interface CheckJobOptions {
  sql: Sql;
  settings: LiveSettings;
  clock: Clock;
  log: Log;
  /** False when somebody wanted to hear of it and nobody got it. */
  tell: (tenant: TenantConfig, notice: CheckNotice) => Promise<boolean>;
  /** Told when a turn went well; another replica's, too. */
  ran: (ms: number) => void;
}

/** Proves the ledger each hour, from where it was proven last, and raises an alarm where it is not right. */
export class LedgerCheckJob {
  readonly #o: CheckJobOptions;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | null = null;
  #stopped = false;

  constructor(options: CheckJobOptions) {
    this.#o = options;
  }

  start(): void {
    this.#timer = setTimeout(() => {
      this.#timer = setInterval(() => void this.#quietly(), EVERY_MS).unref();
      void this.#quietly();
    }, FIRST_MS).unref();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  /** One check of every tenant, unless another replica is at it. */
  async run(): Promise<void> {
    // The lock is the connection's, and goes with it when this process dies.
    const connection = await this.#o.sql.reserve();
    try {
      const [lock] = await connection<{ mine: boolean }[]>`select pg_try_advisory_lock(${LOCK}::bigint) as mine`;
      if (lock?.mine !== true) return;
      try {
        await this.#check();
      } finally {
        await connection`select pg_advisory_unlock(${LOCK}::bigint)`;
      }
    } finally {
      connection.release();
    }
  }

  async #check(): Promise<void> {
    const { sql, settings, clock, log } = this.#o;
    const told: string[] = [];
    for (const { tenantId, problem, before, toldAt } of await checkLedgers(sql, clock.now(), () => this.#stopped)) {
      const tenant = settings.current.tenants.get(tenantId);
      if (problem === null) {
        if (before !== null) log.info({ tenant: tenant?.name }, "the ledger is right again");
        continue;
      }
      const about = { tenant: tenant?.name, entry: problem.badSeq, problem: problem.text };
      if (problem.text !== before?.text) log.error(about, "the ledger does not add up");
      if (toldAt === null && tenant !== undefined && (await this.#o.tell(tenant, checkNotice(problem, tenant)))) {
        told.push(tenantId);
      }
    }
    await markTold(sql, told, clock.now());
  }

  #quietly(): Promise<void> {
    const began = performance.now();
    this.#running ??= this.run()
      .then(() => this.#o.ran(performance.now() - began))
      .catch((error: unknown) => {
        this.#o.log.warn({ error: errorForLog(error) }, "could not check the ledger; the next turn tries again");
      })
      .finally(() => (this.#running = null));
    return this.#running;
  }
}

/** Pure: in the tenant's language; what exactly is wrong is the same words that the log has. */
export function checkNotice(
  { text }: Problem,
  { name, settings: { default_locale: locale } }: TenantConfig,
): CheckNotice {
  const where = "/v1/balance/check";
  if (locale === "id" || locale.startsWith("id-")) {
    return {
      kind: "balance",
      subject: `Gerbang: buku besar ${name} tidak cocok`,
      text: `Gerbang: buku besar ${name} tidak cocok: ${text}. Lihat ${where}`,
    };
  }
  return {
    kind: "balance",
    subject: `Gerbang: the ledger of ${name} does not add up`,
    text: `Gerbang: the ledger of ${name} does not add up: ${text}. See ${where}`,
  };
}
