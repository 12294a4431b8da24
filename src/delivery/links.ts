import type { RenderedMessage, SendOutcome } from "../providers/provider.ts";
import type { LiveSettings } from "../settings/live.ts";
import { providerId, providerRows, type ProviderConfig, type Snapshot } from "../settings/snapshot.ts";
import { KeptLink, notConnected, type LinkState, type LinkTools } from "./kept-link.ts";

export interface LinksOptions extends LinkTools {
  settings: Pick<LiveSettings, "current">;
}

type Row = Pick<ProviderConfig, "ownerId" | "name">;

/**
 * The connections that some kinds keep: one per provider row and replica while the row is on or drains, since reports
 * come over it though nothing is sent. A row that was put gets a new one, once the former has been closed.
 */
export class Links {
  readonly #o: LinksOptions;
  readonly #kept = new Map<string, KeptLink>();
  /** Of rows without a connection any more: those that still close. */
  readonly #closing = new Map<string, Promise<void>>();
  #running = false;

  constructor(options: LinksOptions) {
    this.#o = options;
  }

  start(): void {
    this.#running = true;
    this.refresh(this.#o.settings.current);
  }

  /** Everything under way over them must have been settled before. */
  async stop(): Promise<void> {
    this.#running = false;
    for (const [id, link] of this.#kept) this.#close(id, link);
    await Promise.all(this.#closing.values());
  }

  refresh(snapshot: Snapshot): void {
    if (!this.#running) return;
    const wanted = providerRows(snapshot, ({ adapter, state }) => adapter.open !== undefined && state !== "off");
    for (const [id, link] of this.#kept) {
      if (wanted.get(id)?.updatedAt !== link.provider.updatedAt) this.#close(id, link);
    }
    for (const [id, provider] of wanted) {
      if (this.#kept.has(id)) continue;
      const after = this.#closing.get(id) ?? Promise.resolve();
      this.#kept.set(id, new KeptLink(provider, this.#o, after));
    }
  }

  /** Null for a row that keeps none. */
  stateOf(row: Row): LinkState | null {
    return this.#kept.get(providerId(row))?.state ?? null;
  }

  /** Over the row's connection as it is now. Never rejects: without one nothing is sent. */
  async send(provider: Row, message: RenderedMessage, signal: AbortSignal): Promise<SendOutcome> {
    const link = this.#kept.get(providerId(provider));
    if (link !== undefined) return link.send(message, signal);
    return notConnected;
  }

  #close(id: string, link: KeptLink): void {
    this.#kept.delete(id);
    const closed = link.close().finally(() => {
      if (this.#closing.get(id) === closed) this.#closing.delete(id);
    });
    this.#closing.set(id, closed);
  }
}
