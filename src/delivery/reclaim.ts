import type { Sql } from "../db/client.ts";
import type { Clock } from "../kit/clock.ts";
import type { Log } from "../kit/log.ts";
import type { Delivery } from "./delivery.ts";

/** Far longer than from a commit to the start of its work. */
const IDLE_MS = 5000;
const LOOK_MS = 30_000;

/** A worker that never lives: what is leased to it is taken by the next sweep. */
const NOBODY = "00000000-0000-0000-0000-000000000000";

/**
 * Leases of our own under which nobody works: the commit's answer was lost with the database, or the database broke the
 * work off. No other replica may touch them while we live, so it is for us to give them back.
 */
export class Reclaim {
  readonly #deps: { sql: Sql; delivery: Delivery; clock: Clock; log: Log };
  #nextAt = 0;

  constructor(deps: { sql: Sql; delivery: Delivery; clock: Clock; log: Log }) {
    this.#deps = deps;
  }

  /** Cheap to call: it looks every half minute, and at once after trouble. */
  async run(): Promise<void> {
    const { sql, delivery, clock, log } = this.#deps;
    const now = clock.now();
    if (now < this.#nextAt && !delivery.troubled) return;
    const rows = await sql<{ id: string }[]>`
      select id from messages
      where lease_owner = ${delivery.worker}::uuid and updated_at < to_timestamp(${now - IDLE_MS}::float8 / 1000)`;
    const lost = rows.flatMap(({ id }) => (delivery.worksOn(id) ? [] : [id]));
    if (lost.length > 0) {
      log.warn({ messages: lost.length }, "taking up messages whose work was broken off");
      await sql`
        update messages set lease_owner = ${NOBODY}::uuid
        where lease_owner = ${delivery.worker}::uuid and id = any(${lost}::uuid[])`;
    }
    // Trouble is over once a look was possible after everything it left had time to become idle.
    delivery.calmSince(now - IDLE_MS);
    this.#nextAt = now + LOOK_MS;
  }
}
