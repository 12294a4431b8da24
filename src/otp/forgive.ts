import type { Ctx } from "../context.ts";
import type { Tx } from "../db/client.ts";
import { networkOf } from "../kit/address.ts";
import { firstIdAt, firstIdNear } from "../kit/id.ts";
import { maskRecipient } from "../kit/mask.ts";
import { lockAccounts } from "../ledger/accounts.ts";
import { auditRow, writeAudit } from "../tenants/audit.ts";
import { lockStreaksOf } from "./guess-rows.ts";
import type { Person } from "./limit-usage.ts";

export interface Forgiven {
  /** OTPs whose sends no window and no cool-down counts any more. */
  otps: number;
  /** Counts of wrong codes in a row, with their waits. */
  guesses: number;
  /** Counters of the client address and its network. */
  addresses: number;
}

/** The longest window is a week, and an OTP is resent for ten minutes. */
const COUNTED_MS = 7 * 86_400_000 + 600_000;

/** As long as a batch waits: those that wait for it meanwhile are not turned away. Then it is tried again. */
const LOCK_WAIT_MS = 250;

/** Clears the windows, cool-down and waits of one person. What is counted of many, and money, stays. */
export async function forgive(tx: Tx, ctx: Ctx, person: Person, reason: string | null, now: number): Promise<Forgiven> {
  const tenantId = ctx.tenant.id;
  const { subject, user, clientIp } = person;
  // Accounts, then OTPs, then wrong codes: issues and checks lock in this order too, so nobody waits in a circle. Issues
  // of this tenant are before or after it, never between.
  await tx`select set_config('lock_timeout', ${`${LOCK_WAIT_MS}ms`}, true)`;
  await lockAccounts(tx, [tenantId]);
  const otps = await forgiveOtps(tx, tenantId, person, now);
  await lockStreaksOf(tx, tenantId, person);
  const streaks = await tx`
    with of_recipient as (
      delete from guess_streaks where tenant_id = ${tenantId} and subject = ${subject} returning 1),
    of_user as (
      delete from user_guess_streaks where tenant_id = ${tenantId} and user_ref = ${user} returning 1)
    select from of_recipient union all select from of_user`;
  const addresses = await tx`
    delete from limit_usage
    where tenant_id = ${tenantId} and (scope, key) in (
      ('client_ip', ${clientIp}), ('sandbox:client_ip', ${clientIp}),
      ('client_net', ${networkOrNull(clientIp)}), ('sandbox:client_net', ${networkOrNull(clientIp)}))`;
  const forgiven = { otps, guesses: streaks.length, addresses: addresses.count };
  const target = subject === null ? (user ?? clientIp ?? "") : maskRecipient(person.recipient);
  await writeAudit(tx, auditRow(ctx, { action: "limits.forgive", target, after: { user, reason, ...forgiven } }, now));
  return forgiven;
}

/** Locked in the order of their ids, as checks lock theirs. One that was verified counts nowhere. */
async function forgiveOtps(tx: Tx, tenantId: string, { subject, user }: Person, now: number): Promise<number> {
  const least = firstIdNear(firstIdAt(now - COUNTED_MS));
  const counted = tx`
    tenant_id = ${tenantId} and id >= ${least} and status <> 'verified'
    and created_at > to_timestamp(${now - COUNTED_MS}::float8 / 1000)`;
  // Each by its own index; an OTP that is both is counted once.
  const locked = await tx<{ id: string }[]>`
    select id from otps
    where tenant_id = ${tenantId} and id >= ${least} and id = any(array(
      select id from otps where ${counted} and subject = ${subject}
      union
      select id from otps where ${counted} and user_ref = ${user} and user_ref <> ''))
    order by id for update`;
  if (locked.length === 0) return 0;
  const forgiven = await tx`
    update otps set forgiven_at = to_timestamp(${now}::float8 / 1000),
                    resend_at = least(resend_at, to_timestamp(${now}::float8 / 1000))
    where tenant_id = ${tenantId} and id >= ${least} and id = any(${locked.map(({ id }) => id)}::uuid[])
      and status <> 'verified'`;
  return forgiven.count;
}

function networkOrNull(clientIp: string | null): string | null {
  return clientIp === null ? null : networkOf(clientIp);
}
