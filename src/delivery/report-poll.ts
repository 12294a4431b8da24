import type { Sql } from "../db/client.ts";
import type { Clock } from "../kit/clock.ts";
import { errorForLog, type Log } from "../kit/log.ts";
import { RefusedError, TransportError, type DeliveryReport } from "../providers/provider.ts";
import type { LiveSettings } from "../settings/live.ts";
import { providerRows, type ProviderConfig } from "../settings/snapshot.ts";
import { askAgainAt, dueReports, forgetAwaited } from "./awaited-rows.ts";
import { ioFor, type TryTools } from "./try-send.ts";
import { isEldest } from "./workers.ts";

const LOOK_MS = 2000;
/** Messages in one call of an adapter, which has the time of one try. */
const AT_ONCE = 10;
const SHORTEST_WAIT_MS = 3000;
const LONGEST_WAIT_MS = 300_000;

export interface ReportPollOptions {
  sql: Sql;
  settings: LiveSettings;
  tools: TryTools;
  clock: Clock;
  log: Log;
  worker: string;
  /** Resolves when the report is committed. */
  report: (provider: ProviderConfig, report: DeliveryReport) => Promise<void>;
}

/**
 * Asks providers that may be asked what became of the messages they accepted: the young ones first, each less often as
 * it grows older, and no more in a minute than the provider's settings allow. Of several replicas the eldest asks.
 */
export class ReportPoll {
  readonly #o: ReportPollOptions;
  /** By provider row: how many messages may be asked about since when. */
  readonly #allowance = new Map<string, { at: number; left: number }>();
  readonly #silent = new Set<string>();
  /** By provider row: one that is slow keeps no other waiting. */
  readonly #asking = new Map<string, Promise<void>>();
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | null = null;

  constructor(options: ReportPollOptions) {
    this.#o = options;
  }

  start(): void {
    this.#timer = setInterval(() => void this.look(), LOOK_MS);
  }

  /** No more turns of its own. */
  pause(): void {
    clearInterval(this.#timer);
  }

  async stop(): Promise<void> {
    this.pause();
    await this.#looking;
    await this.idle();
  }

  /** Resolves when every provider that is being asked has answered. */
  async idle(): Promise<void> {
    while (this.#asking.size > 0) await Promise.all(this.#asking.values());
  }

  /** Begins to ask what is due, but for providers that are still being asked. A call during another one waits for that. */
  look(): Promise<void> {
    this.#looking ??= this.#begin()
      .catch((error: unknown) => this.#tell(error))
      .finally(() => (this.#looking = null));
    return this.#looking;
  }

  #tell(error: unknown): void {
    this.#o.log.warn({ error: errorForLog(error) }, "could not ask for reports; trying again at the next turn");
  }

  async #begin(): Promise<void> {
    const polled = providerRows(
      this.#o.settings.current,
      (provider) => provider.state !== "off" && pollsPerMinute(provider) !== null,
    );
    for (const id of this.#allowance.keys()) if (!polled.has(id)) this.#allowance.delete(id);
    const { sql, clock, worker } = this.#o;
    if (polled.size === 0 || !(await isEldest(sql, worker, clock.now()))) return;
    for (const [id, provider] of polled) {
      if (this.#asking.has(id)) continue;
      const work = this.#ask(id, provider)
        .catch((error: unknown) => this.#tell(error))
        .finally(() => this.#asking.delete(id));
      this.#asking.set(id, work);
    }
  }

  async #ask(id: string, provider: ProviderConfig): Promise<void> {
    const { sql, clock } = this.#o;
    const now = clock.now();
    const allowance = refilled(this.#allowance.get(id), pollsPerMinute(provider) ?? 0, now);
    this.#allowance.set(id, allowance);
    const most = Math.floor(allowance.left);
    if (most === 0) return;
    // Some of them have had their report by the hook.
    const due = await dueReports(sql, provider, now, most * 2);
    const isOpen = (status: string): boolean => status === "accepted" || status === "sent";
    const over = due.filter(({ status }) => !isOpen(status)).map((row) => row.providerMessageId);
    if (over.length > 0) await forgetAwaited(sql, provider, over);
    const asked = due.filter(({ status }) => isOpen(status)).slice(0, most);
    if (asked.length === 0) return;
    allowance.left -= asked.length;
    // Before the asking: whoever takes over in the middle of it does not ask the same again.
    const again = asked.map(({ providerMessageId, acceptedAt }) => ({
      providerMessageId,
      at: nextAsk(acceptedAt, now),
    }));
    await askAgainAt(sql, provider, again);
    const references = asked.map(({ providerMessageId }) => providerMessageId);
    for (let from = 0; from < references.length && !this.#o.tools.stop.stopped; from += AT_ONCE) {
      if (!(await this.#call(id, provider, references.slice(from, from + AT_ONCE)))) return;
    }
  }

  /** Whether it answered. */
  async #call(id: string, provider: ProviderConfig, references: readonly string[]): Promise<boolean> {
    const { tools, log, report } = this.#o;
    const about = { provider: provider.name, kind: provider.kind };
    let reports: DeliveryReport[];
    try {
      const io = ioFor(provider, tools);
      reports = (await provider.adapter.poll?.(references, provider.settings, provider.secrets, io)) ?? [];
    } catch (error) {
      const told = error instanceof TransportError || error instanceof RefusedError;
      const reason = told ? error.reason : "adapter_error";
      if (!this.#silent.has(id)) log.warn({ ...about, reason }, "the provider does not say what became of messages");
      this.#silent.add(id);
      return false;
    }
    if (this.#silent.delete(id)) log.info(about, "the provider says again what became of messages");
    await Promise.all(reports.map((told) => report(provider, told)));
    return true;
  }
}

/** Null: it can't be asked, or is not to be. */
export function pollsPerMinute({ adapter, settings }: Pick<ProviderConfig, "adapter" | "settings">): number | null {
  return adapter.poll === undefined ? null : (adapter.pollsPerMinute?.(settings) ?? null);
}

/** Pure: a message is asked about again after half its age. */
export function nextAsk(acceptedAt: number, now: number): number {
  return now + Math.min(Math.max((now - acceptedAt) / 2, SHORTEST_WAIT_MS), LONGEST_WAIT_MS);
}

/** Pure: what may be asked now, at most a quarter of a minute's share at once. */
export function refilled(
  before: { at: number; left: number } | undefined,
  perMinute: number,
  now: number,
): { at: number; left: number } {
  const most = Math.max(1, perMinute / 4);
  if (before === undefined) return { at: now, left: most };
  return { at: now, left: Math.min(most, before.left + (perMinute * (now - before.at)) / 60_000) };
}
