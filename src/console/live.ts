import type { Sql } from "../db/client.ts";
import type { Clock } from "../kit/clock.ts";
import { errorForLog, type Log } from "../kit/log.ts";
import { changedTopics, readMarks, type Marks, type Topic } from "./live-marks.ts";

/** A browser keeps six connections to a server over HTTP/1.1: pages that watch must leave it some. */
export const MOST_PER_USER = 4;
export const MOST_IN_ALL = 200;

export interface Watcher {
  tenantId: string;
  userId: string;
  /** From here on nothing is missed. */
  ready: () => void;
  changed: (topics: readonly Topic[]) => void;
  /** The gateway stops. */
  stopped: () => void;
}

export interface LiveHubOptions {
  sql: Sql;
  clock: Clock;
  log: Log;
  /** What this replica knows of a tenant without asking: text that is another one when something changed. */
  known: (tenantId: string) => Pick<Marks, "here" | "settings">;
  everyMs?: number;
}

interface Watched {
  readonly watchers: Set<Watcher>;
  marks: Marks | null;
  timer: NodeJS.Timeout | null;
}

/**
 * Tells those who watch a tenant what changed, on whichever replica. One look a second for each tenant that somebody
 * watches, however many do; none for the others.
 */
export class LiveHub {
  readonly #o: LiveHubOptions;
  readonly #watched = new Map<string, Watched>();
  #stopped = false;

  constructor(options: LiveHubOptions) {
    this.#o = options;
  }

  /** How many watch. */
  get size(): number {
    return [...this.#watched.values()].reduce((sum, { watchers }) => sum + watchers.size, 0);
  }

  /** Answers how to leave again; null: there are too many already. */
  watch(watcher: Watcher): (() => void) | null {
    const { tenantId, userId } = watcher;
    if (this.#stopped) {
      watcher.stopped();
      return () => {};
    }
    if (this.size >= MOST_IN_ALL || this.#ofUser(userId) >= MOST_PER_USER) return null;
    const watched = this.#watched.get(tenantId) ?? { watchers: new Set(), marks: null, timer: null };
    const first = watched.watchers.size === 0;
    watched.watchers.add(watcher);
    this.#watched.set(tenantId, watched);
    if (first) void this.#look(tenantId, watched);
    else if (watched.marks !== null) watcher.ready();
    return () => this.#leave(tenantId, watched, watcher);
  }

  /** Lets everybody go: nothing that a stop waits for is left. */
  stop(): void {
    this.#stopped = true;
    const watchers = [...this.#watched.values()].flatMap((watched) => [...watched.watchers]);
    for (const watched of this.#watched.values()) forget(watched);
    this.#watched.clear();
    for (const { stopped } of watchers) stopped();
  }

  #ofUser(id: string): number {
    const all = [...this.#watched.values()].flatMap(({ watchers }) => [...watchers]);
    return all.filter(({ userId }) => userId === id).length;
  }

  #leave(tenantId: string, watched: Watched, watcher: Watcher): void {
    watched.watchers.delete(watcher);
    if (watched.watchers.size > 0) return;
    forget(watched);
    if (this.#watched.get(tenantId) === watched) this.#watched.delete(tenantId);
  }

  async #look(tenantId: string, watched: Watched): Promise<void> {
    const { sql, clock, log, known, everyMs = 1000 } = this.#o;
    try {
      const marks = await readMarks(sql, tenantId, known(tenantId), clock.now());
      const before = watched.marks;
      watched.marks = marks;
      const changed = before === null ? [] : changedTopics(before, marks);
      for (const watcher of [...watched.watchers]) {
        if (before === null) watcher.ready();
        else if (changed.length > 0) watcher.changed(changed);
      }
    } catch (error) {
      log.warn({ error: errorForLog(error) }, "could not look what changed for the pages that watch; trying again");
    }
    if (watched.watchers.size === 0) return;
    watched.timer = setTimeout(() => void this.#look(tenantId, watched), everyMs).unref();
  }
}

function forget(watched: Watched): void {
  watched.watchers.clear();
  if (watched.timer !== null) clearTimeout(watched.timer);
}
