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
import { redialMs, SOUND_MS } from "./redial.ts";
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

/** How long a message waits for a dial that is under way, so that a blip costs nobody a try. */
const WAIT_MS = 1000;

const notConnected: SendFailure = {
  ok: false,
  errorClass: "transient",
  scope: "provider",
  providerCode: "not_connected",
};

export interface LinkState {
  /** `connecting`: for the first time, or again after an end that nothing had announced. */
  readonly state: "connected" | "connecting" | "down";
  /** Milliseconds, our clock. */
  readonly since: number;
  /** What a message is told while it is down. */
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

  /** `after`: the row's former connection has ended. Many vendors allow an account a single one. */
  constructor(provider: ProviderConfig, tools: LinkTools, after: Promise<void>) {
    this.provider = provider;
    this.#tools = tools;
    this.#state = { state: "connecting", since: tools.clock.now(), failure: null };
    this.#over = after.then(() => this.#keep());
  }

  get state(): LinkState {
    return this.#state;
  }

  /** Never rejects. */
  async send(message: RenderedMessage, signal: AbortSignal): Promise<SendOutcome> {
    if (this.#state.state === "connecting") await this.#settled(signal);
    if (this.#link !== null) return this.#link.send(message, signal);
    return this.#state.failure ?? notConnected;
  }

  /** Resolves when what was under way is answered and the connection is no more. */
  async close(): Promise<void> {
    this.#stop.stop();
    this.#closing.abort();
    this.#wake();
    await this.#link?.close();
    await this.#over;
  }

  async #keep(): Promise<void> {
    for (let failures = 1; !this.#stop.stopped; failures += 1) {
      const opened = await this.#open();
      let failure: SendFailure;
      if (opened.ok) {
        this.#connected(opened.link);
        // Closed while it was being opened.
        if (this.#stop.stopped) await opened.link.close();
        failure = await opened.link.ended;
        if (this.#tools.clock.now() - this.#state.since >= SOUND_MS) failures = 1;
        this.#link = null;
      } else failure = opened;
      if (this.#stop.stopped) return;
      this.#failed(failure, opened.ok && failures === 1);
      await this.#stop.wait(redialMs(failure, failures, this.#tools.random()));
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

  #connected(link: Link): void {
    this.#link = link;
    this.#enter("connected", null);
    this.#tools.guards.setUnconnected(this.provider, null);
    this.#tools.log.info(this.#about(), "connected to the provider");
  }

  /** `blip`: it had been sound, and is dialled at once; only when that fails too is the provider left out. */
  #failed(failure: SendFailure, blip: boolean): void {
    const { state, failure: before } = this.#state;
    const about = { ...this.#about(), errorClass: failure.errorClass, providerCode: failure.providerCode };
    if (blip) {
      this.#enter("connecting", null);
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
    this.#wake();
  }

  /** When it is known whether there is a connection, or the wait has been long enough. */
  #settled(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        signal.removeEventListener("abort", done);
        this.#waiting.delete(done);
        resolve();
      };
      const timer = setTimeout(done, WAIT_MS);
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
