import type { Clock } from "../kit/clock.ts";
import type { Log } from "../kit/log.ts";

/** Why a request was refused before anything of it was looked at. */
export type RefusedKey = "missing" | "unknown" | "expired" | "wrong_door" | "address" | "role" | "tenant";

export interface RefusedRequest {
  reason: RefusedKey;
  /** Whose key it is, where that is known: its id, never the key. */
  key: string | null;
  address: string | null;
  route: string | undefined;
  requestId: string | undefined;
}

/** Of each reason one line in so long; the next one says how many were passed over. */
const EVERY_MS = 10_000;

/**
 * Failed authentications: each is counted, some are logged. They are not in the audit, which is for what was changed:
 * whoever knocks without a key could fill it.
 */
export class RefusedKeys {
  readonly #log: Log;
  readonly #clock: Clock;
  readonly #count: (reason: RefusedKey) => void;
  readonly #said = new Map<RefusedKey, { at: number; since: number }>();

  constructor(log: Log, clock: Clock, count: (reason: RefusedKey) => void) {
    this.#log = log;
    this.#clock = clock;
    this.#count = count;
  }

  note({ reason, key, address, route, requestId }: RefusedRequest): void {
    this.#count(reason);
    const now = this.#clock.now();
    const said = this.#said.get(reason);
    if (said !== undefined && now < said.at + EVERY_MS) {
      said.since += 1;
      return;
    }
    this.#said.set(reason, { at: now, since: 0 });
    this.#log.warn(
      { request_id: requestId, route, reason, key_id: key, address, unlogged: said?.since ?? 0 },
      "a request was refused for its API key",
    );
  }
}
