import type { Database, Sql, Tx } from "../db/client.ts";
import { groupBy } from "../kit/group-by.ts";
import type { Clock } from "../kit/clock.ts";
import { errorForLog, type Log } from "../kit/log.ts";
import { changeSettingsIn } from "../settings/change.ts";
import type { LiveSettings } from "../settings/live.ts";
import { oldestUnread } from "../events/unread.ts";
import { guardConsumer } from "./consume.ts";
import { TenantView, type KeyChange } from "./evaluate.ts";
import { LONGEST_LAG_MS } from "./model.ts";
import { tellDecisions, type TellGuard } from "./notice.ts";
import type { Keyring } from "../kit/secret.ts";
import { purgeGuard } from "./purge.ts";
import { readFigures, readOthersThen, readStandings, readVerifying, tenantsToWatch } from "./read-figures.ts";
import { readStrangers } from "./recent-recipients.ts";
import { writeChanges } from "./write-changes.ts";

const TURN_MS = 2000;
/** Of the time, the part that turns may take: a larger installation is looked at less often. */
const SHARE = 0.2;
const PURGE_EVERY_MS = 600_000;
/** One replica at a time. */
const LOCK = 7_252_026_081;

export interface GuardJobOptions {
  db: Database;
  settings: LiveSettings;
  keyring: Keyring;
  clock: Clock;
  log: Log;
  defaultCountry: string;
  /** Told after a turn that appended events. */
  appended: () => void;
  tell: TellGuard;
  /** Told when a turn went well, and how long it took. */
  ran: (ms: number) => void;
}

/** Judges every two seconds what was sent of late. What it decides is in rows, and by those in every replica. */
export class GuardJob {
  readonly #o: GuardJobOptions;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | null = null;
  #telling: Promise<void> | null = null;
  #stopped = false;
  #purgeAt = 0;

  constructor(options: GuardJobOptions) {
    this.#o = options;
  }

  start(): void {
    this.#next(TURN_MS);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await Promise.all([this.#running, this.#telling]);
  }

  /** One turn, unless another replica is at it. A call during one makes one more, since that one may have begun too early. */
  run(): Promise<void> {
    if (this.#running !== null) return this.#running.then(() => this.run());
    const began = performance.now();
    this.#running = this.#turn()
      .then(() => this.#o.ran(performance.now() - began))
      .catch((error: unknown) => {
        if (this.#stopped) return;
        this.#o.log.warn({ error: errorForLog(error) }, "the fraud guard could not look; the next turn tries again");
      })
      .finally(() => (this.#running = null));
    return this.#running;
  }

  #next(wait: number): void {
    this.#timer = setTimeout(() => {
      const began = performance.now();
      void this.run().finally(() => {
        if (!this.#stopped) this.#next(Math.max(TURN_MS, (performance.now() - began) / SHARE));
      });
    }, wait).unref();
  }

  async #turn(): Promise<void> {
    const { db, settings, clock, log, appended } = this.#o;
    const changes = await db.sql.begin(async (tx) => {
      const [lock] = await tx<{ mine: boolean }[]>`select pg_try_advisory_xact_lock(${LOCK}::bigint) as mine`;
      if (lock?.mine !== true || (await this.#judged(tx)).length === 0) return [];
      // Under the lock of the settings once more: an operator may have released a key meanwhile.
      return changeSettingsIn(tx, async () => {
        const now = clock.now();
        const certain = await this.#judged(tx);
        await writeChanges(tx, certain, "gateway", now);
        return certain;
      });
    });
    if (changes.length > 0) {
      for (const { tenantId, key, change } of changes) {
        const tenant = settings.current.tenants.get(tenantId)?.name;
        log.warn({ tenant, key, decision: change.decision, because: change.because }, "fraud guard");
      }
      appended();
      await settings.reload();
    }
    this.#tellMeanwhile();
    await this.#purge(db.sql);
  }

  /** A provider may take seconds over a notice: no block waits for that. */
  #tellMeanwhile(): void {
    const { db, settings, clock, log, tell } = this.#o;
    this.#telling ??= tellDecisions(db.sql, settings, clock.now(), tell)
      .catch((error: unknown) => {
        log.warn({ error: errorForLog(error) }, "operators could not be told of the guard's decisions");
      })
      .finally(() => (this.#telling = null));
  }

  async #judged(tx: Tx): Promise<KeyChange[]> {
    const { settings, keyring, clock, defaultCountry } = this.#o;
    const now = clock.now();
    const { tenants } = settings.current;
    const watched = (await tenantsToWatch(tx, now)).flatMap((tenantId) => {
      const rules = tenants.get(tenantId)?.limits.guard;
      return rules === undefined ? [] : [{ tenantId, rules, from: now - rules.window_seconds * 1000 }];
    });
    if (watched.length === 0) return [];
    const [figures, standings, unread] = await Promise.all([
      readFigures(tx, watched, now),
      readStandings(tx),
      oldestUnread(
        tx,
        guardConsumer.name,
        watched.map(({ tenantId }) => tenantId),
      ),
    ]);
    const [prefixesOf, standingsOf] = [
      groupBy(figures, ({ tenantId }) => tenantId),
      groupBy(standings, ({ tenantId }) => tenantId),
    ];
    const views = watched.map(({ tenantId, rules }) => {
      const known = { prefixes: prefixesOf.get(tenantId) ?? [], standings: standingsOf.get(tenantId) ?? [] };
      const behind = (unread.get(tenantId) ?? now) < now - LONGEST_LAG_MS;
      return { tenantId, view: new TenantView({ tenantId, rules, defaultCountry, now, behind, ...known }) };
    });
    const closer = views.map(({ tenantId, view }) => ({ tenantId, ...view.low() }));
    const prefixes = closer.flatMap((one) => one.prefixes.map((prefix) => ({ tenantId: one.tenantId, prefix })));
    const low = closer.filter(({ beside }) => beside.length > 0).map(({ tenantId }) => tenantId);
    const [strangers, othersThen, verifying] = await Promise.all([
      readStrangers(tx, keyring, prefixes, now),
      readOthersThen(
        tx,
        closer.flatMap(({ beside }) => beside),
        now,
      ),
      readVerifying(tx, low, now),
    ]);
    return views.flatMap(({ view }) => view.changes({ strangers, othersThen, verifying }));
  }

  async #purge(sql: Sql): Promise<void> {
    const now = this.#o.clock.now();
    if (now < this.#purgeAt) return;
    await purgeGuard(sql, now);
    this.#purgeAt = now + PURGE_EVERY_MS;
  }
}
