import type { Database } from "../db/client.ts";
import type { Clock } from "../kit/clock.ts";
import { newId } from "../kit/id.ts";
import { errorForLog, type Log } from "../kit/log.ts";
import { TransportError, type ProviderIo } from "../providers/provider.ts";
import type { LiveSettings } from "../settings/live.ts";
import { providerRows, type ProviderConfig } from "../settings/snapshot.ts";
import { gatewayActor } from "../tenants/actor.ts";
import { templatesBoundTo } from "../templates/approve.ts";
import { syncProvider } from "../templates/sync.ts";
import { templateBudgetMs } from "./provider-io.ts";
import { ioFor, type TryTools } from "./try-send.ts";
import { isEldest } from "./workers.ts";

const LOOK_MS = 30_000;
const EVERY_MS = 10 * 60_000;
/** So that not all installations ask at the same moment. */
const JITTER = 0.1;

export interface TemplateSyncOptions {
  db: Database;
  settings: LiveSettings;
  tools: TryTools;
  clock: Clock;
  log: Log;
  worker: string;
  random: () => number;
}

/**
 * Asks each provider that keeps our templates what became of them, every ten minutes: hooks get lost, and some vendors
 * have none. Of several replicas the eldest asks. What it can't learn changes nothing.
 */
export class TemplateSync {
  readonly #o: TemplateSyncOptions;
  /** By provider row. */
  readonly #nextAt = new Map<string, number>();
  readonly #silent = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | null = null;

  constructor(options: TemplateSyncOptions) {
    this.#o = options;
  }

  start(): void {
    this.#timer = setInterval(() => void this.look(), LOOK_MS).unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#looking;
  }

  /** Asks those that are due, one after the other. A call during another one waits for that. */
  look(): Promise<void> {
    this.#looking ??= this.#askAll()
      .catch((error: unknown) => {
        this.#o.log.warn({ error: errorForLog(error) }, "could not read templates back; trying again later");
      })
      .finally(() => (this.#looking = null));
    return this.#looking;
  }

  async #askAll(): Promise<void> {
    const { settings, db, clock, worker, tools } = this.#o;
    const { current } = settings;
    const asked = providerRows(current, ({ adapter, state }) => adapter.templates !== undefined && state !== "off");
    for (const id of this.#nextAt.keys()) if (!asked.has(id)) this.#nextAt.delete(id);
    const due = [...asked].filter(
      ([id, provider]) =>
        (this.#nextAt.get(id) ?? 0) <= clock.now() && templatesBoundTo(settings.current, provider).length > 0,
    );
    if (due.length === 0 || !(await isEldest(db.sql, worker, clock.now()))) return;
    for (const [id, provider] of due) {
      if (tools.stop.stopped) return;
      // Before the asking: one that always fails has its turn no more often than the others.
      this.#nextAt.set(id, clock.now() + EVERY_MS * (1 - JITTER + 2 * JITTER * this.#o.random()));
      await this.#ask(id, provider);
    }
  }

  async #ask(id: string, provider: ProviderConfig): Promise<void> {
    const { tools, log } = this.#o;
    const about = { provider: provider.name, kind: provider.kind };
    const lent = ioFor(provider, tools, templateBudgetMs(provider));
    // A stop waits for the page that is being read, not for all the others.
    const io: ProviderIo = {
      ...lent,
      http: async (request) => {
        if (tools.stop.stopped) throw new TransportError("closed", false);
        return lent.http(request);
      },
    };
    const tenant = this.#o.settings.current.tenants.get(provider.ownerId);
    if (tenant === undefined) return;
    const ctx = { tenant, actor: gatewayActor, requestId: `sync-${newId()}` };
    const synced = await syncProvider(this.#o, provider, io, { periodic: true, ctx });
    if (!synced.ok && synced.providerCode === "closed") return; // By us, at the end.
    if (synced.ok) {
      if (this.#silent.delete(id)) log.info(about, "the provider says again what became of its templates");
      return;
    }
    const { errorClass, providerCode } = synced;
    const failure = { ...about, errorClass, providerCode };
    if (!this.#silent.has(id)) log.warn(failure, "the provider does not say what became of its templates");
    this.#silent.add(id);
  }
}
