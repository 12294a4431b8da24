import type { Sql } from "../db/client.ts";
import type { TenantConfig } from "../settings/snapshot.ts";

const DAY_MS = 86_400_000;
const SLICE = 1000;

/** From when on an OTP still counts for a limit of any of these tenants: a day at least. */
export function countedSince(tenants: Iterable<TenantConfig>, now: number): number {
  const windows = [...tenants].flatMap(({ limits }) => [...limits.recipient, ...limits.user]);
  return now - Math.max(DAY_MS, ...windows.map((window) => window.per_seconds * 1000));
}

/** Of what was erased, that which limits counted by, once they do no more: the subject, the user, the wrong guesses. */
export async function forgetErased(sql: Sql, since: number): Promise<number> {
  const before = sql`to_timestamp(${since}::float8 / 1000)`;
  let forgotten = 0;
  for (;;) {
    const rows = await sql`
      with past as (
        select tenant_id, id, subject, user_ref from otps
        where recipients[1] = '' and subject <> '' and created_at < ${before}
        order by created_at limit ${SLICE} for update skip locked),
      streaks as (
        delete from guess_streaks g using past
        where g.tenant_id = past.tenant_id and g.subject = past.subject and g.updated_at < ${before}),
      user_streaks as (
        delete from user_guess_streaks g using past
        where g.tenant_id = past.tenant_id and g.user_ref = past.user_ref and g.updated_at < ${before})
      update otps o set subject = '', user_ref = '' from past where o.tenant_id = past.tenant_id and o.id = past.id
      returning o.id`;
    forgotten += rows.length;
    if (rows.length < SLICE) return forgotten;
  }
}
