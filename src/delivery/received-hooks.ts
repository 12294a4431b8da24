import type { BatchConnections } from "../db/batch-connections.ts";
import type { Database, Sql } from "../db/client.ts";
import type { Coalescer } from "../db/coalesce.ts";
import { GatewayError } from "../errors.ts";
import type { Clock } from "../kit/clock.ts";
import { newId } from "../kit/id.ts";
import { errorForLog, type Log } from "../kit/log.ts";
import type { Keyring } from "../kit/secret.ts";
import type { DeliveryReport, RawHook, TemplateEvent } from "../providers/provider.ts";
import type { LiveSettings } from "../settings/live.ts";
import type { ProviderConfig } from "../settings/snapshot.ts";
import { syncTemplates } from "../templates/approve.ts";
import {
  bodyContext,
  contentContext,
  createAppliedBatch,
  createHookBatch,
  takeHooks,
  type HookKey,
  type HookRow,
} from "./hook-rows.ts";

/** What an adapter read in a hook. */
export interface HookNews {
  reports: readonly DeliveryReport[];
  templates: readonly TemplateEvent[];
}

/** Who reports. Of one that was deleted meanwhile no settings are left. */
export type ReportingProvider = Pick<ProviderConfig, "ownerId" | "name" | "settings">;

/** Kept and not yet applied; more are told to come back. */
const MOST_UNDER_WAY = 10_000;
/** Bytes of hooks that wait to be kept. */
const MOST_BYTES_WAITING = 16 * 1024 * 1024;
const TAKEN_AT_ONCE = 500;

export interface ReceivedHooksOptions {
  db: Database;
  /** Commits without waiting for the disk. */
  relaxed: Sql;
  batches: BatchConnections;
  settings: LiveSettings;
  keyring: Keyring;
  clock: Clock;
  log: Log;
  worker: string;
  /** Resolves when the report is committed, and what follows from it is done. */
  report: (provider: ReportingProvider, report: DeliveryReport) => Promise<void>;
}

/**
 * Calls of hooks: kept in one commit, so that the vendor can be answered at once, then applied by the process that has
 * them in hand. What it leaves when it dies, another one takes. Applying is safe to repeat.
 */
export class ReceivedHooks {
  readonly #o: ReceivedHooksOptions;
  readonly #kept: Coalescer<HookRow, void>;
  readonly #applied: Coalescer<HookKey, void>;
  /** By the hook's id. */
  readonly #underWay = new Map<string, Promise<void>>();
  #bytesWaiting = 0;
  /** One after the other: of two words about one template, the later one stands. */
  #templates: Promise<void> = Promise.resolve();
  #taking: Promise<void> | null = null;
  #takeAgain = false;
  #stopped = false;
  /** Since the last turn. */
  #failures: unknown[] = [];

  constructor(options: ReceivedHooksOptions) {
    this.#o = options;
    this.#kept = createHookBatch(options.batches, options.worker);
    this.#applied = createAppliedBatch(options.relaxed, () => options.clock.now());
  }

  /** Resolves when it is on the disk: from then on it is tried until it is applied, or a week has passed. */
  async keep(provider: ProviderConfig, hook: RawHook, news: HookNews): Promise<void> {
    const body = bytesOf(hook);
    const content = Buffer.from(JSON.stringify(news));
    const bytes = body.length + content.length;
    const tooMuch = this.#bytesWaiting > 0 && this.#bytesWaiting + bytes > MOST_BYTES_WAITING;
    if (tooMuch || this.#underWay.size >= MOST_UNDER_WAY) {
      throw new GatewayError("overloaded", "The gateway has more reports than it can take in; send it again.", {
        retryAfterSeconds: 1,
      });
    }
    const { keyring } = this.#o;
    const id = newId();
    this.#bytesWaiting += bytes;
    try {
      await this.#kept.submit({
        ownerId: provider.ownerId,
        id,
        provider: provider.name,
        receivedAt: hook.receivedAt,
        body: keyring.seal(bodyContext(id), body),
        content: keyring.seal(contentContext(id), content),
      });
    } finally {
      this.#bytesWaiting -= bytes;
    }
    void this.#begin({ ownerId: provider.ownerId, id }, () => this.#apply(provider, news, hook.receivedAt));
  }

  /** Starts on what dead gateways left and on what could not be applied here. A call meanwhile makes one more turn. */
  takeOver(): void {
    if (this.#stopped) return;
    this.#takeAgain = true;
    this.#taking ??= this.#takeTurns();
  }

  /** Takes nothing more. Resolves when all that was in hand is applied, or is left to whoever comes next. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.idle();
    this.#tellFailures();
  }

  async idle(): Promise<void> {
    while (this.#taking !== null || this.#underWay.size > 0) {
      await Promise.all([this.#taking, ...this.#underWay.values()]);
    }
  }

  async #takeTurns(): Promise<void> {
    while (this.#takeAgain && !this.#stopped) {
      this.#takeAgain = false;
      try {
        await this.#take("dead");
        await this.#take("own");
      } catch (error) {
        this.#failures.push(error);
      }
      this.#tellFailures();
    }
    this.#taking = null;
  }

  async #take(whose: "dead" | "own"): Promise<void> {
    const { db, clock, worker, log } = this.#o;
    while (!this.#stopped) {
      const taken = await takeHooks(db.sql, worker, { whose, now: clock.now(), limit: TAKEN_AT_ONCE });
      const left = taken.filter(({ id }) => !this.#underWay.has(id));
      if (left.length > 0) log.info({ hooks: left.length }, "taking up hooks that were not applied");
      await Promise.all(left.map((row) => this.#begin(row, () => this.#applyRow(row))));
      if (taken.length < TAKEN_AT_ONCE) return;
    }
  }

  #begin({ ownerId, id }: HookKey, apply: () => Promise<void>): Promise<void> {
    const work = apply()
      .then(() => this.#applied.submit({ ownerId, id }))
      .catch((error: unknown) => void this.#failures.push(error))
      .finally(() => this.#underWay.delete(id));
    this.#underWay.set(id, work);
    return work;
  }

  /** One line, however many they are. */
  #tellFailures(): void {
    const [first, ...others] = this.#failures.splice(0);
    if (first === undefined) return;
    const about = { failures: 1 + others.length, error: errorForLog(first) };
    this.#o.log.warn(about, "hooks could not be applied yet; they are kept and tried again");
  }

  async #applyRow({ ownerId, id, provider: name, receivedAt, content }: Omit<HookRow, "body">): Promise<void> {
    const provider = this.#o.settings.current.tenants.get(ownerId)?.providers.get(name);
    const news = JSON.parse(this.#o.keyring.openText(contentContext(id), content)) as HookNews;
    if (provider?.ownerId === ownerId) return this.#apply(provider, news, receivedAt);
    // Deleted meanwhile: its messages are still owed their end, its templates nothing.
    await allDone(news.reports.map((report) => this.#o.report({ ownerId, name, settings: null }, report)));
  }

  async #apply(provider: ProviderConfig, { reports, templates }: HookNews, receivedAt: number): Promise<void> {
    const work = reports.map((report) => this.#o.report(provider, report));
    if (templates.length > 0) work.push(this.#sync(provider, templates, receivedAt));
    await allDone(work);
  }

  #sync(provider: ProviderConfig, templates: readonly TemplateEvent[], receivedAt: number): Promise<void> {
    const work = this.#templates.then(() => syncTemplates(this.#o, provider, templates, receivedAt));
    this.#templates = work.catch(() => undefined); // Whoever waits for this one hears of it.
    return work;
  }
}

/** It has failed when all of it has ended, so that no hook is at work twice. */
async function allDone(work: Promise<void>[]): Promise<void> {
  const failed = (await Promise.allSettled(work)).find((result) => result.status === "rejected");
  if (failed !== undefined) throw failed.reason;
}

/** The body; of a vendor that calls with GET, the query. */
function bytesOf({ method, body, query }: RawHook): Uint8Array {
  return method === "GET" ? Buffer.from(query.toString()) : body;
}
