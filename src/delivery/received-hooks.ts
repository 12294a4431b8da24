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
import { createAppliedBatch, createHookBatch, takeHooks, type HookKey, type HookRow } from "./hook-rows.ts";

/** What an adapter read in a hook. */
export interface HookNews {
  reports: readonly DeliveryReport[];
  templates: readonly TemplateEvent[];
}

/** Kept and not yet applied; more are told to come back. */
const MOST_UNDER_WAY = 10_000;
const TAKEN_AT_ONCE = 500;
/** Far longer than from a commit to the end of its work. */
const IDLE_MS = 5000;
const LOOK_MS = 30_000;

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
  /** Resolves when the report is committed. */
  report: (provider: ProviderConfig, report: DeliveryReport) => Promise<void>;
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
  /** One after the other: of two words about one template, the later one stands. */
  #templates: Promise<void> = Promise.resolve();
  #ownAt = 0;

  constructor(options: ReceivedHooksOptions) {
    this.#o = options;
    this.#kept = createHookBatch(options.batches, options.worker);
    this.#applied = createAppliedBatch(options.relaxed, () => options.clock.now());
  }

  /** Resolves when it is on the disk: from then on it is applied, whatever becomes of this process. */
  async keep(provider: ProviderConfig, hook: RawHook, news: HookNews): Promise<void> {
    if (this.#underWay.size >= MOST_UNDER_WAY) {
      throw new GatewayError("overloaded", "The gateway has more reports than it can take in; send it again.", {
        retryAfterSeconds: 1,
      });
    }
    const { keyring } = this.#o;
    const id = newId();
    await this.#kept.submit({
      ownerId: provider.ownerId,
      id,
      provider: provider.name,
      receivedAt: hook.receivedAt,
      body: keyring.seal(bodyContext(id), bytesOf(hook)),
      content: keyring.seal(contentContext(id), JSON.stringify(news)),
    });
    void this.#begin({ ownerId: provider.ownerId, id }, () => this.#apply(provider, news, hook.receivedAt));
  }

  /** What dead gateways left, and from time to time what broke off here. */
  async takeOver(): Promise<void> {
    const { db, clock, worker } = this.#o;
    for (;;) {
      const now = clock.now();
      const own = now >= this.#ownAt;
      if (own) this.#ownAt = now + LOOK_MS;
      const idleSince = own ? now - IDLE_MS : null;
      const taken = await takeHooks(db.sql, worker, { now, idleSince, limit: TAKEN_AT_ONCE });
      const left = taken.filter(({ id }) => !this.#underWay.has(id));
      if (left.length > 0) this.#o.log.info({ hooks: left.length }, "taking up hooks that were not applied");
      await Promise.all(left.map((row) => this.#begin(row, () => this.#applyRow(row))));
      if (taken.length < TAKEN_AT_ONCE) return;
    }
  }

  /** Resolves when all that was in hand is applied, or is left to whoever comes next. */
  async idle(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay.values());
  }

  #begin({ ownerId, id }: HookKey, apply: () => Promise<void>): Promise<void> {
    const work = apply()
      .then(() => this.#applied.submit({ ownerId, id }))
      .catch((error: unknown) => {
        this.#o.log.warn({ error: errorForLog(error) }, "a hook could not be applied yet; it is kept and tried again");
        this.#ownAt = Math.min(this.#ownAt, this.#o.clock.now() + IDLE_MS);
      })
      .finally(() => this.#underWay.delete(id));
    this.#underWay.set(id, work);
    return work;
  }

  async #applyRow(row: Omit<HookRow, "body">): Promise<void> {
    const provider = this.#o.settings.current.tenants.get(row.ownerId)?.providers.get(row.provider);
    // Deleted meanwhile, it has nothing left that its word could change.
    if (provider?.ownerId !== row.ownerId) return;
    const news = JSON.parse(this.#o.keyring.openText(contentContext(row.id), row.content)) as HookNews;
    await this.#apply(provider, news, row.receivedAt);
  }

  async #apply(provider: ProviderConfig, { reports, templates }: HookNews, receivedAt: number): Promise<void> {
    const work = reports.map((report) => this.#o.report(provider, report));
    if (templates.length > 0) work.push(this.#sync(provider, templates, receivedAt));
    await Promise.all(work);
  }

  #sync(provider: ProviderConfig, templates: readonly TemplateEvent[], receivedAt: number): Promise<void> {
    const work = this.#templates.then(() => syncTemplates(this.#o, provider, templates, receivedAt));
    this.#templates = work.catch(() => undefined); // Whoever waits for this one hears of it.
    return work;
  }
}

/** The body; of a vendor that calls with GET, the query. */
function bytesOf({ method, body, query }: RawHook): Uint8Array {
  return method === "GET" ? Buffer.from(query.toString()) : body;
}

function bodyContext(id: string): string {
  return `hook body:${id}`;
}

function contentContext(id: string): string {
  return `hook content:${id}`;
}
