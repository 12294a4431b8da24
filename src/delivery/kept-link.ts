import type { Clock } from "../kit/clock.ts";
import { errorForLog, type Log } from "../kit/log.ts";
import { Stop } from "../kit/stop.ts";
import type {
  ConnectTarget,
  Link,
  LinkReport,
  Opened,
  RenderedMessage,
  SendFailure,
  SendOutcome,
} from "../providers/provider.ts";
import type { ProviderConfig } from "../settings/snapshot.ts";
import type { ProviderGuards } from "./guards.ts";
import { redialMs, SOUND_MS, type DialHistory } from "./redial.ts";
import type { TryTools } from "./try-send.ts";

export interface LinkTools {
  connect: TryTools["connect"];
  /** Resolves when it is committed. */
  report: (provider: ProviderConfig, report: LinkReport) => Promise<void>;
  guards: ProviderGuards;
  clock: Clock;
  log: Log;
  random: () => number;
}

/**
 * So long messages wait for a connection that is being made; then the provider is left out until there is one. Enough
 * for a blip, and for the goodbye of the row's former connection before the dial.
 */
const WAIT_MS = 2000;

export const notConnected: SendFailure = {
  ok: false,
  errorClass: "transient",
  scope: "provider",
  providerCode: "not_connected",
  unasked: true,
};

export interface LinkState {
  /** `connecting`: after a start or a put, or since a sound connection began to end. `down`: a dial has failed. */
  readonly state: "connected" | "connecting" | "down";
  /** Milliseconds, our clock. */
  readonly since: number;
  /** Why the provider is left out, or null: messages go over it, or wait for it. */
  readonly failure: SendFailure | null;
}

/** The connection of one provider row: dialled, dialled again when it ends, and closed once. */
export class KeptLink {
  readonly provider: ProviderConfig;
  readonly #tools: LinkTools;
  readonly #stop = new Stop();
  readonly #closing = new AbortController();
  readonly #waiting = new Set<() => void>();
  readonly #over: Promise<void>;
  #state: LinkState;
  #link: Link | null = null;
  #tooLong: NodeJS.Timeout | undefined;

  /** `after`: the row's former connection has ended. Many vendors allow an account a single one. */
  constructor(provider: ProviderConfig, tools: LinkTools, after: Promise<void>) {
    this.provider = provider;
    this.#tools = tools;
    this.#state = { state: "connecting", since: tools.clock.now(), failure: null };
    this.#awaitConnection();
    this.#over = after.then(() => this.#keep());
  }

  get state(): LinkState {
    return this.#state;
  }

  /** Never rejects. */
  async send(message: RenderedMessage, signal: AbortSignal): Promise<SendOutcome> {
    if (this.#state.state === "connecting" && this.#state.failure === null) await this.#settled(signal);
    if (this.#state.state === "connected" && this.#link !== null) return this.#link.send(message, signal);
    return { ...(this.#state.failure ?? notConnected), unasked: true };
  }

  /** Resolves when the connection is no more; what was under way has had a moment to be answered. */
  async close(): Promise<void> {
    this.#stop.stop();
    clearTimeout(this.#tooLong);
    this.#closing.abort();
    this.#wake();
    await this.#link?.close();
    await this.#over;
  }

  async #keep(): Promise<void> {
    let dials: DialHistory = { refusals: 0, others: 0, wasSound: false };
    while (!this.#stop.stopped) {
      const opened = await this.#open();
      let failure: SendFailure;
      if (opened.ok) {
        const { link } = opened;
        const connectedAt = this.#connected(link);
        // Closed while it was being opened.
        if (this.#stop.stopped) await link.close();
        void link.leaving.then(() => this.#leaving(link));
        failure = await link.ended;
        if (this.#tools.clock.now() - connectedAt >= SOUND_MS) dials = { refusals: 0, others: 0, wasSound: true };
        this.#link = null;
      } else failure = opened;
      if (this.#stop.stopped) return;
      this.#failed(failure, opened.ok && dials.refusals + dials.others === 0);
      dials[failure.errorClass === "credentials" ? "refusals" : "others"] += 1;
      await this.#stop.wait(redialMs(failure, dials, this.#tools.random()));
    }
  }

  async #open(): Promise<Opened> {
    const { adapter, settings, secrets } = this.provider;
    const signal = AbortSignal.any([this.#closing.signal, AbortSignal.timeout(adapter.timeoutMs(settings))]);
    const io = {
      signal,
      connect: (target: ConnectTarget) => this.#tools.connect(target, { signal }),
      report: (report: LinkReport) => this.#report(report),
    };
    try {
      return (await adapter.open?.(settings, secrets, io)) ?? notConnected;
    } catch (error) {
      this.#tools.log.error({ ...this.#about(), error: errorForLog(error) }, "adapter failed");
      return { ...notConnected, providerCode: "adapter_error" };
    }
  }

  #connected(link: Link): number {
    this.#link = link;
    this.#enter("connected", null);
    this.#tools.guards.setUnconnected(this.provider, null);
    this.#tools.log.info(this.#about(), "connected to the provider");
    return this.#state.since;
  }

  /** It is dialled again once this one has ended; what comes until then waits for that. */
  #leaving(link: Link): void {
    if (this.#link === link && !this.#stop.stopped) this.#enter("connecting", null);
  }

  /** `blip`: it had been sound, and is dialled at once; only when that fails too is the provider left out. */
  #failed(failure: SendFailure, blip: boolean): void {
    const { state, failure: before } = this.#state;
    const about = { ...this.#about(), errorClass: failure.errorClass, providerCode: failure.providerCode };
    if (blip) {
      if (state === "connected") this.#enter("connecting", null);
      this.#tools.log.warn(about, "the connection to the provider ended; dialling again");
      return;
    }
    this.#enter("down", failure);
    this.#tools.guards.setUnconnected(this.provider, failure);
    // Told once, however often it is dialled in vain.
    if (state === "down" && before?.providerCode === failure.providerCode) return;
    this.#tools.log.warn(about, "no connection to the provider: it is left out until there is one");
  }

  #enter(state: LinkState["state"], failure: SendFailure | null): void {
    const since = state === this.#state.state ? this.#state.since : this.#tools.clock.now();
    this.#state = { state, since, failure };
    clearTimeout(this.#tooLong);
    if (state === "connecting") this.#awaitConnection();
    else this.#wake();
  }

  #awaitConnection(): void {
    this.#tooLong = setTimeout(() => {
      this.#state = { ...this.#state, failure: notConnected };
      this.#tools.guards.setUnconnected(this.provider, notConnected);
      this.#tools.log.warn(this.#about(), "no connection to the provider yet: it is left out until there is one");
      this.#wake();
    }, WAIT_MS);
  }

  /** When it is known whether there is a connection, or the wait has been long enough. */
  #settled(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        signal.removeEventListener("abort", done);
        this.#waiting.delete(done);
        resolve();
      };
      signal.addEventListener("abort", done, { once: true });
      this.#waiting.add(done);
    });
  }

  #wake(): void {
    for (const done of [...this.#waiting]) done();
  }

  async #report(report: LinkReport): Promise<void> {
    try {
      await this.#tools.report(this.provider, report);
    } catch (error) {
      const line = "a report could not be kept; the provider is asked to send it again";
      this.#tools.log.warn({ ...this.#about(), error: errorForLog(error) }, line);
      throw error;
    }
  }

  #about(): { provider: string; kind: string } {
    return { provider: this.provider.name, kind: this.provider.kind };
  }
}
