import type { Clock } from "../kit/clock.ts";
import { isZeroOrLess } from "../kit/money.ts";
import type { Log } from "../kit/log.ts";
import { TransportError, type Credit } from "../providers/provider.ts";
import type { LiveSettings } from "../settings/live.ts";
import type { ProviderConfig, Snapshot } from "../settings/snapshot.ts";
import type { ProviderGuards } from "./guards.ts";
import { ioFor, type TryTools } from "./try-send.ts";

const LOOK_MS = 15_000;
const EVERY_MS = 60_000;
const AT_ONCE = 4;

export interface KnownCredit extends Credit {
  /** Milliseconds, our clock: when the provider said so. */
  at: number;
}

export interface CreditWatchOptions {
  settings: LiveSettings;
  guards: ProviderGuards;
  tools: TryTools;
  clock: Clock;
  log: Log;
}

/**
 * Asks those providers what credit is left that can tell. One without is left out of every plan, as if it were down,
 * and asked more often, so that it serves again soon after a top-up. One that does not answer is as it was: a broken
 * balance page sends nobody away.
 */
export class CreditWatch {
  readonly #o: CreditWatchOptions;
  readonly #known = new Map<string, { asked: number; credit: KnownCredit | null }>();
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | null = null;

  constructor(options: CreditWatchOptions) {
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

  of(provider: Pick<ProviderConfig, "ownerId" | "name">): KnownCredit | null {
    return this.#known.get(idOf(provider))?.credit ?? null;
  }

  /** Asks whoever is due. A call during another one waits for that. */
  look(): Promise<void> {
    this.#looking ??= this.#askAll().finally(() => (this.#looking = null));
    return this.#looking;
  }

  async #askAll(): Promise<void> {
    const telling = withCredit(this.#o.settings.current);
    for (const id of this.#known.keys()) if (!telling.has(id)) this.#known.delete(id);
    // A few at a time: messages go over the same connections.
    const queue = [...telling];
    const worker = async (): Promise<void> => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) await this.#ask(...next);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  }

  async #ask(id: string, provider: ProviderConfig): Promise<void> {
    const { guards, tools, clock, log } = this.#o;
    const now = clock.now();
    const known = this.#known.get(id);
    const wait = guards.isOutOfCredit(provider) ? LOOK_MS : EVERY_MS;
    // A row that was put since is asked at once: it may be another account.
    if (known !== undefined && now < known.asked + wait && provider.updatedAt <= known.asked) return;
    const asked = { asked: now, credit: known?.credit ?? null };
    this.#known.set(id, asked);
    const about = { provider: provider.name, kind: provider.kind };
    try {
      const { adapter, settings, secrets } = provider;
      const credit = await adapter.credit?.(settings, secrets, ioFor(provider, tools));
      if (credit == null) return;
      asked.credit = { ...credit, at: now };
      const out = isZeroOrLess(credit.amount);
      if (!guards.setOutOfCredit(provider, out, now)) return;
      if (out) log.warn(about, "out of credit at the provider: it is left out until it has some again");
      else log.info(about, "the provider has credit again");
    } catch (error) {
      const reason = error instanceof TransportError ? error.reason : "adapter_error";
      if (reason === "closed") return; // By us, at the end.
      log.warn({ ...about, reason }, "the provider did not say what credit is left");
    }
  }
}

function idOf(provider: Pick<ProviderConfig, "ownerId" | "name">): string {
  return `${provider.ownerId}/${provider.name}`;
}

/** Each row once, however many tenants share it. */
function withCredit(snapshot: Snapshot): Map<string, ProviderConfig> {
  const telling = new Map<string, ProviderConfig>();
  for (const { providers } of snapshot.tenants.values()) {
    for (const provider of providers.values()) {
      if (provider.adapter.credit !== undefined && provider.state === "on") telling.set(idOf(provider), provider);
    }
  }
  return telling;
}
