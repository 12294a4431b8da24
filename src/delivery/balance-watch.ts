import type { Sql, Tx } from "../db/client.ts";
import type { Clock } from "../kit/clock.ts";
import { errorForLog, type Log } from "../kit/log.ts";
import {
  changeAlerts,
  insertAlerts,
  loadStanding,
  markTold,
  type AlertSubject,
  type NewAlert,
  type Standing,
  type ToldAlert,
} from "../ledger/alert-rows.ts";
import { nextTry } from "../ledger/decide-alerts.ts";
import type { LiveSettings } from "../settings/live.ts";
import { providerId, type TenantConfig } from "../settings/snapshot.ts";
import { balanceNotice } from "./balance-notice.ts";
import { loadSubjects } from "./money-subjects.ts";
import type { Notice, Told } from "./operators.ts";
import { planAlerts, type Errand } from "./plan-alerts.ts";
import type { ProviderWatch } from "./provider-watch.ts";

const LOOK_MS = 60_000;
const AT_ONCE = 8;
/** Of all replicas one looks at a time. */
const LOCK = 7_252_026_055;

export interface BalanceWatchOptions {
  sql: Sql;
  settings: LiveSettings;
  watch: Pick<ProviderWatch, "credits">;
  clock: Clock;
  log: Log;
  publicUrl: string;
  /** Tells people, and answers what came of it at each address. Whoever else is to hear of it is told here too. */
  tell: (tenant: TenantConfig, notice: Notice) => Promise<Told[]>;
  /** Told when a look went well; another replica's, too. */
  ran: (ms: number) => void;
}

/**
 * Looks each minute how long the money of every tenant lasts, and the credit with every provider that tells it. What runs
 * out is written down, told at once, and again until somebody acknowledges it or it is over; so is its end, to those who
 * heard of it. What nobody could be told stays, is tried again, and is seen.
 */
export class BalanceWatch {
  readonly #o: BalanceWatchOptions;
  #timer: NodeJS.Timeout | null = null;
  #looking: Promise<void> | null = null;
  #stopped = false;

  constructor(options: BalanceWatchOptions) {
    this.#o = options;
  }

  start(): void {
    this.#timer = setInterval(() => void this.look(), LOOK_MS).unref();
  }

  /** What is not told yet is told by another replica, or at the next start. */
  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#timer !== null) clearInterval(this.#timer);
    await this.#looking;
  }

  /** A call during another one waits for that. */
  look(): Promise<void> {
    this.#looking ??= this.#lookAndTell().finally(() => (this.#looking = null));
    return this.#looking;
  }

  async #lookAndTell(): Promise<void> {
    const { sql, clock, log } = this.#o;
    const began = performance.now();
    try {
      const now = clock.now();
      const { errands } = await sql.begin(async (tx) => {
        const [lock] = await tx<{ taken: boolean }[]>`select pg_try_advisory_xact_lock(${LOCK}::bigint) as taken`;
        return { errands: lock?.taken === true ? await this.#decide(tx, now) : [] };
      });
      // Outside the transaction, since a provider may take its time; a few at once, since messages go the same way.
      for (let first = 0; first < errands.length && !this.#stopped; first += AT_ONCE) {
        const few = errands.slice(first, first + AT_ONCE);
        await markTold(sql, await Promise.all(few.map((errand) => this.#tell(errand))), clock.now());
      }
      this.#o.ran(performance.now() - began);
    } catch (error) {
      log.warn({ error: errorForLog(error) }, "could not look at the balances; trying again in a minute");
    }
  }

  async #decide(tx: Tx, now: number): Promise<Errand[]> {
    const { settings, watch } = this.#o;
    const { subjects, unknown } = await loadSubjects(tx, settings.current, watch.credits(), now);
    const known = new Map<string, Standing[]>();
    for (const alert of await loadStanding(tx)) known.set(idOf(alert), [...(known.get(idOf(alert)) ?? []), alert]);
    const plans = subjects.map((subject) => planAlerts(subject, known.get(idOf(subject)) ?? [], now));
    const begun = plans.flatMap((plan) => plan.begun);
    for (const alert of begun) this.#logBegun(alert);
    const watched = new Set([...subjects.map(idOf), ...unknown]);
    // A provider that is off, gone or tells no more: nobody waits for its credit. One that only did not answer stays.
    const orphans = [...known].filter(([id]) => !watched.has(id)).flatMap(([, alerts]) => alerts);
    const ends = orphans.map(({ tenantId, id }) => ({ tenantId, id, ended: true, overDue: false }));
    await insertAlerts(tx, begun, now);
    await changeAlerts(tx, [...ends, ...plans.flatMap(({ changes }) => changes)], now);
    return plans.flatMap(({ errand }) => (errand === null ? [] : [errand]));
  }

  #logBegun({ tenantId, provider, kind, figures, untold }: NewAlert): void {
    const tenant = this.#o.settings.current.tenants.get(tenantId)?.name;
    const about = { tenant, ...(provider === "" ? {} : { provider }), kind, ...figures };
    this.#o.log.warn({ ...about, ...(untold === null ? {} : { untold }) }, "money is running out");
  }

  async #tell({ tenant, news, id, failures }: Errand): Promise<ToldAlert> {
    const { clock, log, tell, publicUrl } = this.#o;
    const addresses = await tell(tenant, balanceNotice(news, tenant, publicUrl));
    const row = {
      tenantId: tenant.id,
      id,
      addresses: addresses.map(({ providerCode, ...rest }) => ({ ...rest, provider_code: providerCode })),
    };
    if (addresses.some(({ ok }) => ok)) return { ...row, untold: null, failures: 0, tryAt: clock.now() };
    const codes = [...new Set(addresses.map(({ providerCode }) => providerCode))].join(", ");
    const untold = addresses.length === 0 ? "nobody wants to hear of it" : `no provider took it: ${codes}`;
    log.warn({ tenant: tenant.name, kind: news.kind, untold }, "a warning about money reached nobody");
    return { ...row, untold, failures: failures + 1, tryAt: nextTry(failures + 1, clock.now()) };
  }
}

/** Of an alert and of what it is about. */
function idOf({ tenantId, provider }: AlertSubject): string {
  return providerId({ ownerId: tenantId, name: provider });
}
