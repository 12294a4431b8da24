import type { Tx } from "../db/client.ts";
import { rowsOf } from "../db/rows.ts";
import type { Keyring } from "../kit/secret.ts";
import type { UserDocument } from "../users/user.ts";

/**
 * Cancels what is pending where the codes of users went until now: a phone may have been lost. What was issued to another
 * number by its `to` stays. Answers with the OTPs that ended; after the commit the delivery is to hear of them.
 */
export async function cancelMoved(
  tx: Tx,
  keyring: Keyring,
  tenantId: string,
  moved: readonly UserDocument[],
  now: number,
): Promise<string[]> {
  if (moved.length === 0) return [];
  const left = moved.map(({ id, destination, number }) => ({
    user_ref: id,
    central: destination === "central",
    subject: number === null ? null : keyring.numbers.seal(tenantId, number),
  }));
  const ended = await tx<{ id: string }[]>`
    update otps set status = 'cancelled', code_sealed = null, ended_at = to_timestamp(${now}::float8 / 1000)
    where tenant_id = ${tenantId} and status = 'pending' and id = any(array(
      select o.id
      from json_to_recordset(${rowsOf(tx, left)}) as k(user_ref text, central boolean, subject text)
      cross join lateral (
        select id from otps
        where tenant_id = ${tenantId} and user_ref = k.user_ref and user_ref <> '' and status = 'pending'
          and expires_at > to_timestamp(${now}::float8 / 1000)
          and case when k.central then central else subject = k.subject end offset 0) o))
    returning id`;
  return ended.map(({ id }) => id);
}
