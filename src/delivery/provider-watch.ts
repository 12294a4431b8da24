import type { Clock } from "../kit/clock.ts";
import { isZeroOrLess } from "../kit/money.ts";
import type { Log } from "../kit/log.ts";
import { TransportError, type Credit, type ProviderIo } from "../providers/provider.ts";
import type { LiveSettings } from "../settings/live.ts";
import { providerId, providerRows, type ProviderConfig } from "../settings/snapshot.ts";
import type { ProviderGuards } from "./guards.ts";
import { ioFor, type TryTools } from "./try-send.ts";

const LOOK_MS = 15_000;
const EVERY_MS = 60_000;
const AT_ONCE = 4;

export interface KnownCredit extends Credit {
  /** Milliseconds, our clock: when the provider said so. */
  at: number;
}

export interface ProviderWatchOptions {
  settings: LiveSettings;
  guards: ProviderGuards;
  tools: TryTools;
  clock: Clock;
  log: Log;
}

/**
 * Asks those providers that can tell what credit is left, and whether what they send with works. One without credit, or
 * whose session is lost, is left out of every plan, as if it were down, and asked more often, so that it serves again
 * soon after. One that does not answer is as it was: a broken balance page sends nobody away.
 */
export class ProviderWatch {
  readonly #o: ProviderWatchOptions;
  readonly #known = new Map<string, { asked: number; credit: KnownCredit | null }>();
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | null = null;

  constructor(options: ProviderWatchOptions) {
    this.#o = options;
  }

  start(): void {
    this.#timer = setInterval(() => void this.look(), LOOK_MS);
    void this.look();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#looking;
  }

  creditOf(provider: Pick<ProviderConfig, "ownerId" | "name">): KnownCredit | null {
    return this.#known.get(providerId(provider))?.credit ?? null;
  }

  /** Of every provider that has told, what it said last. */
  credits(): { provider: ProviderConfig; credit: KnownCredit }[] {
    const rows = [...providerRows(this.#o.settings.current, tells).values()];
    return rows.flatMap((provider) => {
      const credit = this.creditOf(provider);
      return credit === null ? [] : [{ provider, credit }];
    });
  }

  /** Asks whoever is due. A call during another one waits for that. */
  look(): Promise<void> {
    this.#looking ??= this.#askAll().finally(() => (this.#looking = null));
    return this.#looking;
  }

  async #askAll(): Promise<void> {
    const asked = providerRows(this.#o.settings.current, tells);
    for (const id of this.#known.keys()) if (!asked.has(id)) this.#known.delete(id);
    // A few at a time: messages go over the same connections.
    const queue = [...asked];
    const worker = async (): Promise<void> => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) await this.#ask(...next);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  }

  async #ask(id: string, provider: ProviderConfig): Promise<void> {
    const { guards, clock } = this.#o;
    const now = clock.now();
    const known = this.#known.get(id);
    const wait = guards.reason(provider) === null ? EVERY_MS : LOOK_MS;
    // A row that was put since is asked at once: it may be another account.
    if (known !== undefined && now < known.asked + wait && provider.updatedAt <= known.asked) return;
    const asked = { asked: now, credit: known?.credit ?? null };
    this.#known.set(id, asked);
    await this.#quietly(provider, "what credit is left", async (io) => {
      const credit = await provider.adapter.credit?.(provider.settings, provider.secrets, io);
      if (credit == null) return;
      asked.credit = { ...credit, at: now };
      this.#heard(provider, guards.setOutOfCredit(provider, isZeroOrLess(credit.amount), now));
    });
    await this.#quietly(provider, "whether it can send", async (io) => {
      const health = await provider.adapter.health?.(provider.settings, provider.secrets, io);
      if (health == null) return;
      this.#heard(provider, guards.setUnhealthy(provider, health.ok ? null : health.reason));
    });
  }

  #heard(provider: ProviderConfig, news: boolean): void {
    if (!news) return;
    const reason = this.#o.guards.reason(provider);
    const about = { provider: provider.name, kind: provider.kind, reason };
    if (reason !== null) this.#o.log.warn(about, "the provider is left out until this is over");
    else this.#o.log.info(about, "the provider serves again");
  }

  async #quietly(provider: ProviderConfig, what: string, question: (io: ProviderIo) => Promise<void>): Promise<void> {
    try {
      await question(ioFor(provider, this.#o.tools));
    } catch (error) {
      const reason = error instanceof TransportError ? error.reason : "adapter_error";
      if (reason === "closed") return; // By us, at the end.
      this.#o.log.warn({ provider: provider.name, kind: provider.kind, reason }, `the provider did not say ${what}`);
    }
  }
}

/** Those that can tell something. */
function tells({ adapter, state }: ProviderConfig): boolean {
  return state === "on" && (adapter.credit !== undefined || adapter.health !== undefined);
}
