import type { Sql } from "../db/client.ts";
import type { Keyring } from "../kit/secret.ts";
import type { Otp } from "./model.ts";
import { loadOtps } from "./rows.ts";

/** A name that an otpgateway's client gave: unique in its namespace, which is the tenant's. */
export interface OtpName {
  namespace: string;
  id: string;
}

/** The user that such an OTP is for: the limits of users count by it, and the index of users finds it. */
export function userOfName({ namespace, id }: OtpName): string {
  return `${namespace}/${id}`;
}

/** The newest of that name; null when there was none. */
export async function findNamed(sql: Sql, keyring: Keyring, tenantId: string, name: OtpName): Promise<Otp | null> {
  const [row] = await sql<{ id: string }[]>`
    select id from otps
    where tenant_id = ${tenantId} and user_ref = ${userOfName(name)} and user_ref <> '' and via ? 'otpgateway'
    order by created_at desc limit 1`;
  if (row === undefined) return null;
  return (await loadOtps(sql, keyring, [{ tenantId, id: row.id }])).get(row.id)?.otp ?? null;
}

/** Of any number who take a verified OTP at once, one hears that it was theirs. */
export async function takeVerified(sql: Sql, { tenantId, id }: Pick<Otp, "tenantId" | "id">): Promise<boolean> {
  const taken = await sql`
    update otps set via = via || '{"taken": true}'
    where tenant_id = ${tenantId} and id = ${id} and status = 'verified' and not via ? 'taken'
    returning id`;
  return taken.length > 0;
}
