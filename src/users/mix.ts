import type { Sql } from "../db/client.ts";
import type { Clock } from "../kit/clock.ts";

/** Of the users who are asked for OTPs: how many there are, and of how many the codes go to the central numbers. */
export interface UserMix {
  active: number;
  central: number;
}

/** Counting reads all users of a tenant, and a few minutes change little. */
export const MIX_AGE_MS = 5 * 60_000;

/** Each tenant's mix, counted once in a while. */
export class UserMixes {
  readonly #sql: Sql;
  readonly #clock: Clock;
  readonly #counted = new Map<string, { at: number; mix: Promise<UserMix> }>();

  constructor(sql: Sql, clock: Clock) {
    this.#sql = sql;
    this.#clock = clock;
  }

  of(tenantId: string): Promise<UserMix> {
    const now = this.#clock.now();
    const last = this.#counted.get(tenantId);
    if (last !== undefined && now - last.at < MIX_AGE_MS) return last.mix;
    const mix = this.#count(tenantId);
    this.#counted.set(tenantId, { at: now, mix });
    // Whoever asks next counts anew; those who asked now are told by the promise itself.
    mix.catch(() => this.#counted.delete(tenantId));
    return mix;
  }

  async #count(tenantId: string): Promise<UserMix> {
    const [row] = await this.#sql<UserMix[]>`
      select count(*)::int as active, (count(*) filter (where destination = 'central'))::int as central
      from users where tenant_id = ${tenantId} and active`;
    return row ?? { active: 0, central: 0 };
  }
}
