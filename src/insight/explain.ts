import type { Sql } from "../db/client.ts";
import { ms } from "../db/rows.ts";
import type { Keyring } from "../kit/secret.ts";
import { loadOtps } from "../otp/rows.ts";
import type { Otp } from "../otp/model.ts";
import {
  loadAttempts,
  loadReports,
  messagesOfOtp,
  type LoggedAttempt,
  type LoggedMessage,
  type LoggedReport,
} from "./messages.ts";
import { loadMoney, type MoneyFact } from "./money.ts";
import type { SearchDeps } from "./search.ts";
import { loadTold, type ToldFact } from "./told.ts";

/** All that is on record about one OTP. */
export interface OtpRecord {
  otp: Otp;
  endedAt: number | null;
  /** When its ticket or proof was redeemed. */
  redeemedAt: number | null;
  messages: LoggedMessage[];
  attempts: LoggedAttempt[];
  reports: LoggedReport[];
  money: MoneyFact[];
  /** What the ERP's webhooks were told of it. */
  told: ToldFact[];
}

/** How many OTPs of a recipient or a user one answer tells of. */
export const NEWEST = 5;

/** The newest OTPs that were meant for a recipient, by its messages and, where none was made, by the OTP itself. */
export async function otpIdsOf(sql: Sql, keyring: Keyring, tenantId: string, recipient: string): Promise<string[]> {
  const sealed = keyring.numbers.seal(tenantId, recipient);
  const rows = await sql<{ id: string }[]>`
    select id from (
      (select id from otps where tenant_id = ${tenantId} and subject = ${sealed}
       order by created_at desc limit ${NEWEST})
      union
      select otp_id from (
        select otp_id from messages where tenant_id = ${tenantId} and recipient = ${sealed}
        order by id desc limit ${NEWEST * 5}) m
    ) found
    order by id desc limit ${NEWEST}`;
  return rows.map(({ id }) => id);
}

/** The newest OTPs of a user. */
export async function otpIdsOfUser(sql: Sql, tenantId: string, user: string): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select id from otps where tenant_id = ${tenantId} and user_ref = ${user} and user_ref <> ''
    order by created_at desc limit ${NEWEST}`;
  return rows.map(({ id }) => id);
}

/** Null: there is no such OTP here. */
export async function readRecord(
  { sql, keyring, tenantId, ownerIds }: SearchDeps,
  otpId: string,
): Promise<OtpRecord | null> {
  const stored = (await loadOtps(sql, keyring, [{ tenantId, id: otpId }])).get(otpId);
  if (stored === undefined) return null;
  const messages = await messagesOfOtp(sql, keyring, tenantId, otpId);
  const ids = messages.map(({ id }) => id);
  const [attempts, reports, money, ended] = await Promise.all([
    loadAttempts(sql, tenantId, ids),
    loadReports(sql, tenantId, ids),
    loadMoney(sql, tenantId, messages),
    sql<{ ended: string | null; redeemed: string | null }[]>`
      select extract(epoch from ended_at) * 1000 as ended,
             (select extract(epoch from at) * 1000 from redemptions r
              where r.tenant_id = o.tenant_id and r.otp_id = o.id) as redeemed
      from otps o where tenant_id = ${tenantId} and id = ${otpId}`,
  ]);
  const [endedAt, redeemedAt] = [ms(ended[0]?.ended ?? null), ms(ended[0]?.redeemed ?? null)];
  const told = await loadTold(sql, tenantId, ownerIds, otpId, [
    ...[stored.otp.createdAt, endedAt, stored.otp.expiresAt],
    ...messages.flatMap(({ acceptedAt, lapse, updatedAt }) => [acceptedAt, lapse?.at ?? null, updatedAt]),
    ...reports.map(({ receivedAt }) => receivedAt),
  ]);
  return { otp: stored.otp, endedAt, redeemedAt, messages, attempts, reports, money, told };
}
