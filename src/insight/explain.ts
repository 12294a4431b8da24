import type { Sql } from "../db/client.ts";
import { ms } from "../db/rows.ts";
import type { Keyring } from "../kit/secret.ts";
import type { EntryKind } from "../ledger/account.ts";
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

export interface MoneyFact {
  messageId: string;
  kind: EntryKind;
  amount: bigint;
  heldDelta: bigint;
  at: number;
}

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
}

/** How many OTPs of a recipient one answer tells of. */
const NEWEST = 5;

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

/** Null: there is no such OTP here. */
export async function readRecord(
  sql: Sql,
  keyring: Keyring,
  tenantId: string,
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
  return { otp: stored.otp, endedAt, redeemedAt, messages, attempts, reports, money };
}

interface MoneyRow {
  message_id: string;
  kind: EntryKind;
  amount: string;
  held_delta: string;
  at: string;
}

async function loadMoney(sql: Sql, tenantId: string, messages: readonly LoggedMessage[]): Promise<MoneyFact[]> {
  const ids = messages.map(({ id }) => id);
  const resolved = await sql<MoneyRow[]>`
    select message_id, kind, amount, held_delta, extract(epoch from at) * 1000 as at from entries
    where tenant_id = ${tenantId} and message_id = any(${ids}::uuid[]) and kind in ('hold', 'capture', 'release')`;
  const corrected = await Promise.all(
    messages.filter((message) => wasCorrected(message, resolved)).map((message) => corrections(sql, tenantId, message)),
  );
  return [...resolved, ...corrected.flat()].map((row) => ({
    messageId: row.message_id,
    kind: row.kind,
    amount: BigInt(row.amount),
    heldDelta: BigInt(row.held_delta),
    at: ms(row.at) ?? 0,
  }));
}

/** A capture given back, or a charge after a release: what the message says it cost is not what its hold ended as. */
function wasCorrected(message: LoggedMessage, resolved: readonly MoneyRow[]): boolean {
  const mine = resolved.filter((row) => row.message_id === message.id);
  const captured = mine.find(({ kind }) => kind === "capture");
  const spent = captured === undefined ? 0n : -BigInt(captured.amount) - BigInt(captured.held_delta);
  return spent !== message.charged;
}

/** Rare, and found by time: a correction is written by a commit that also touches its message. */
function corrections(sql: Sql, tenantId: string, message: LoggedMessage): Promise<MoneyRow[]> {
  return sql<MoneyRow[]>`
    select message_id, kind, amount, held_delta, extract(epoch from at) * 1000 as at from entries
    where tenant_id = ${tenantId} and message_id = ${message.id} and kind in ('refund', 'adjustment')
      and at between to_timestamp(${message.createdAt}::float8 / 1000)
                 and to_timestamp(${message.updatedAt + 60_000}::float8 / 1000)`;
}
