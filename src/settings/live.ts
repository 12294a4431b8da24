import type { Database } from "../db/client.ts";
import { errorForLog, type Log } from "../kit/log.ts";
import type { Keyring } from "../kit/secret.ts";
import { checkMasterKey } from "./key-check.ts";
import { loadSnapshot, type Registry } from "./load.ts";
import type { Snapshot } from "./snapshot.ts";

const POLL_MS = 1000;

/**
 * The configuration in force on this replica. A change is announced by NOTIFY; the version is also read each second,
 * so a replica that lost its connection is never more than that behind.
 */
export class LiveSettings {
  #snapshot: Snapshot;
  #loading: Promise<void> | null = null;
  #again = false;
  #timer: NodeJS.Timeout | undefined;
  #unlisten: (() => Promise<void>) | undefined;
  readonly #db: Database;
  readonly #keyring: Keyring;
  readonly #registry: Registry;
  readonly #log: Log;
  readonly #listeners: ((snapshot: Snapshot) => void)[] = [];

  private constructor(db: Database, keyring: Keyring, registry: Registry, log: Log, snapshot: Snapshot) {
    this.#db = db;
    this.#keyring = keyring;
    this.#registry = registry;
    this.#log = log;
    this.#snapshot = snapshot;
  }

  static async start(db: Database, keyring: Keyring, registry: Registry, log: Log): Promise<LiveSettings> {
    const load = await loadSnapshot(db.orm, keyring, registry, (problem) => log.warn({ problem }, "configuration"));
    await checkMasterKey(db.sql, keyring);
    const live = new LiveSettings(db, keyring, registry, log, load);
    await live.#listen();
    live.#poll();
    return live;
  }

  get current(): Snapshot {
    return this.#snapshot;
  }

  onChange(listener: (snapshot: Snapshot) => void): void {
    this.#listeners.push(listener);
  }

  /** Reads everything anew; a call during a reload makes one more, since that one may have begun too early. */
  async reload(): Promise<void> {
    if (this.#loading !== null) {
      this.#again = true;
      return this.#loading;
    }
    this.#loading = this.#loadUntilCurrent().finally(() => (this.#loading = null));
    return this.#loading;
  }

  async #loadUntilCurrent(): Promise<void> {
    do {
      this.#again = false;
      this.#snapshot = await loadSnapshot(this.#db.orm, this.#keyring, this.#registry, (problem) =>
        this.#log.warn({ problem }, "configuration"),
      );
    } while (this.#again);
    for (const listener of this.#listeners) listener(this.#snapshot);
  }

  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await this.#unlisten?.().catch(() => undefined); // The connection may be gone already.
    await this.#loading?.catch(() => undefined); // Reported by whoever asked for it.
  }

  async #listen(): Promise<void> {
    const listening = await this.#db.sql.listen("gerbang_config", () => this.#reloadQuietly());
    this.#unlisten = () => listening.unlisten();
  }

  #poll(): void {
    this.#timer = setTimeout(() => {
      void this.#checkVersion().finally(() => {
        if (this.#timer !== undefined) this.#poll();
      });
    }, POLL_MS).unref();
  }

  async #checkVersion(): Promise<void> {
    try {
      const [row] = await this.#db.sql<{ version: string }[]>`select version from config_version`;
      if (row !== undefined && Number(row.version) !== this.#snapshot.version) await this.reload();
    } catch (error) {
      this.#log.warn({ error: errorForLog(error) }, "could not read the configuration's version");
    }
  }

  #reloadQuietly(): void {
    this.reload().catch((error: unknown) => {
      this.#log.warn({ error: errorForLog(error) }, "could not reload the configuration; the next poll tries again");
    });
  }
}
