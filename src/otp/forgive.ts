import type { Ctx } from "../context.ts";
import type { Tx } from "../db/client.ts";
import { networkOf } from "../kit/address.ts";
import { maskRecipient } from "../kit/mask.ts";
import { lockAccounts } from "../ledger/accounts.ts";
import { auditRow, writeAudit } from "../tenants/audit.ts";
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

/** Clears the windows, cool-down and waits of one person. What is counted of many, and money, stays. */
export async function forgive(tx: Tx, ctx: Ctx, person: Person, now: number): Promise<Forgiven> {
  const tenantId = ctx.tenant.id;
  const { subject, user, clientIp } = person;
  // Issues of this tenant are before or after it, never between.
  await lockAccounts(tx, [tenantId]);
  const otps = await forgiveOtps(tx, tenantId, person, now);
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
  await writeAudit(tx, auditRow(ctx, { action: "limits.forgive", target, after: { user, ...forgiven } }, now));
  return forgiven;
}

async function forgiveOtps(tx: Tx, tenantId: string, { subject, user }: Person, now: number): Promise<number> {
  const set = tx`
    forgiven_at = to_timestamp(${now}::float8 / 1000),
    resend_at = least(resend_at, to_timestamp(${now}::float8 / 1000))`;
  const since = tx`created_at > to_timestamp(${now - COUNTED_MS}::float8 / 1000)`;
  // Each by its own index; an OTP that is both is counted once.
  const ofSubject =
    subject === null
      ? 0
      : (await tx`update otps set ${set} where tenant_id = ${tenantId} and subject = ${subject} and ${since}`).count;
  if (user === null) return ofSubject;
  const ofUser = await tx`
    update otps set ${set}
    where tenant_id = ${tenantId} and user_ref = ${user} and user_ref <> '' and ${since}
      and subject is distinct from ${subject}`;
  return ofSubject + ofUser.count;
}

function networkOrNull(clientIp: string | null): string | null {
  return clientIp === null ? null : networkOf(clientIp);
}
