import type { Tx } from "../db/client.ts";
import type { Keyring } from "../kit/secret.ts";
import { auditRow, writeAudit, type Auditor } from "../tenants/audit.ts";
import { otpsOf, type Person } from "./person.ts";
import { eraseProviderIds } from "./provider-ids.ts";

/** One person has fewer; a number that tests share may have more, and is erased by several calls. */
export const MOST_OTPS = 5000;

export interface Erasure {
  otps: number;
  messages: number;
  /** Ids by which providers know the messages, and in which the number could be read. */
  providerIds: number;
  guessStreaks: number;
  sandboxMessages: number;
  users: number;
  /** Of OTPs that were pending; after the commit the delivery is to hear of them. */
  cancelled: string[];
  /** Some OTPs still hold what limits count by, so that an erasure opens no door. */
  counted: boolean;
  /** False: there is more; erase once more. */
  complete: boolean;
}

/**
 * Empties all that is kept of a person, in the caller's transaction. Money stays: it names nobody. What limits count by,
 * sealed, stays on OTPs from `countedSince` on, until `forgetErased` comes: else an erasure would hand out new tries.
 */
export async function erasePerson(
  tx: Tx,
  keyring: Keyring,
  ctx: Auditor,
  person: Person,
  countedSince: number,
  now: number,
): Promise<Erasure> {
  const tenantId = ctx.tenant.id;
  const found = await tx<{ id: string; subject: string; user_ref: string; status: string; counted: boolean }[]>`
    select id, subject, user_ref, status, created_at >= ${at(tx, countedSince)} as counted from otps
    where tenant_id = ${tenantId} and id = any(array(${otpsOf(tx, tenantId, person)}))
      and (recipients[1] <> '' or (subject <> '' and created_at < ${at(tx, countedSince)}))
    order by id limit ${MOST_OTPS} for update`;
  const ids = found.map(({ id }) => id);
  const messages = await tx<{ id: string; recipient: string }[]>`
    select id, recipient from messages
    where tenant_id = ${tenantId} and recipient <> ''
      and id = any(array(
        select id from messages where tenant_id = ${tenantId} and otp_id = any(${ids}::uuid[])
        union select id from messages where tenant_id = ${tenantId} and recipient = ${person.number}))
    order by id for update`;
  const messageIds = messages.map(({ id }) => id);
  const providerIds = await eraseProviderIds(tx, keyring, tenantId, messages);
  await tx`update messages set recipient = '' where tenant_id = ${tenantId} and id = any(${messageIds}::uuid[])`;
  await tx`
    update otps set
      status = case when status = 'pending' then 'cancelled' else status end,
      ended_at = coalesce(ended_at, least(expires_at, ${at(tx, now)})),
      recipients = '{""}', code_hash = '', code_sealed = null, vendor_checks = null, params = '{}', metadata = '{}',
      client_ip = null,
      -- A hosted page still leads back, without the ERP's word for the try.
      via = jsonb_set(via - '{userName,text,otpgateway}'::text[], '{hosted,state}', 'null', false),
      subject = case when created_at >= ${at(tx, countedSince)} then subject else '' end,
      user_ref = case when created_at >= ${at(tx, countedSince)} then user_ref else '' end
    where tenant_id = ${tenantId} and id = any(${ids}::uuid[])`;
  const subjects = [...new Set([...found.map(({ subject }) => subject), person.number ?? ""])];
  const users = [...new Set([...found.map(({ user_ref: user }) => user), person.user ?? ""])];
  const streaks = await tx`
    with of_user as (
      delete from user_guess_streaks where tenant_id = ${tenantId} and user_ref = any(${users}::text[])
        and updated_at < ${at(tx, countedSince)} returning 1),
    of_recipient as (
      delete from guess_streaks where tenant_id = ${tenantId} and subject = any(${subjects}::text[])
        and updated_at < ${at(tx, countedSince)} returning 1)
    select from of_user union all select from of_recipient`;
  const inbox = await tx`
    delete from sandbox_messages
    where tenant_id = ${tenantId} and (recipient = ${person.number} or message_id = any(${messageIds}::uuid[]))`;
  const complete = found.length < MOST_OTPS;
  // Last: by the stored user the next call finds the number.
  const stored = complete ? await eraseUsers(tx, tenantId, person) : 0;
  const erased: Erasure = {
    otps: found.length,
    messages: messages.length,
    providerIds,
    guessStreaks: streaks.count,
    sandboxMessages: inbox.count,
    users: stored,
    cancelled: found.filter(({ status }) => status === "pending").map(({ id }) => id),
    counted: found.some(({ counted }) => counted),
    complete,
  };
  const { otps, messages: emptied, users: gone } = erased;
  const after = { otps, messages: emptied, users: gone };
  await writeAudit(tx, auditRow(ctx, { action: "privacy.erase", target: person.name, after }, now));
  return erased;
}

function at(tx: Tx, ms: number) {
  return tx`to_timestamp(${ms}::float8 / 1000)`;
}

/** The person's row goes; of others who have that number only the number does. */
async function eraseUsers(tx: Tx, tenantId: string, { number, user }: Person): Promise<number> {
  const gone = await tx`delete from users where tenant_id = ${tenantId} and id = ${user}`;
  const cleared = await tx`update users set number = '' where tenant_id = ${tenantId} and number = ${number}`;
  return gone.count + cleared.count;
}
