import type { Sql } from "../db/client.ts";
import { ms } from "../db/rows.ts";
import type { Lapse, TemplateUsed } from "../delivery/decide-settle.ts";
import type { Skip } from "../delivery/route.ts";
import { firstIdNear } from "../kit/id.ts";
import type { Keyring } from "../kit/secret.ts";
import type { FixedPrice } from "../ledger/fixed-price.ts";
import type { MessageStatus } from "../otp/model.ts";
import type { Channel, ErrorClass, ReportStatus } from "../providers/provider.ts";

export interface LoggedMessage {
  id: string;
  otpId: string;
  /** Of its OTP: the ERP's word for the person, and whether the recipient is a central number. */
  userRef: string;
  /** What the message called them, where that was not `userRef`. */
  userName: string | null;
  central: boolean;
  channel: Channel;
  recipient: string;
  status: MessageStatus;
  provider: string | null;
  template: string;
  locale: string;
  templateVersion: number;
  prices: Record<string, FixedPrice>;
  skips: Skip[];
  hold: bigint;
  holdState: "held" | "captured" | "released";
  charged: bigint;
  tries: number;
  createdAt: number;
  acceptedAt: number | null;
  /** How and when it first ended without a report that said so; null too in rows of before it was kept. */
  lapse: Lapse | null;
  updatedAt: number;
  expiresAt: number;
}

export interface LoggedAttempt {
  messageId: string;
  n: number;
  provider: string;
  channel: Channel;
  startedAt: number;
  latencyMs: number;
  outcome: string;
  scope: string | null;
  providerCode: string | null;
  providerMessageId: string | null;
  /** Null: of before it was kept. */
  template: TemplateUsed | null;
}

export interface LoggedReport {
  messageId: string;
  provider: string;
  status: ReportStatus;
  /** The vendor's clock, often in whole seconds. */
  at: number;
  receivedAt: number;
  providerCode: string | null;
  /** Of a failed one: what it means. */
  errorClass: ErrorClass | null;
}

export interface MessageRow {
  id: string;
  otp_id: string;
  user_ref: string;
  user_name: string | null;
  central: boolean;
  channel: Channel;
  recipient: string;
  status: MessageStatus;
  provider: string | null;
  template: string;
  locale: string;
  template_version: number;
  prices: string;
  skips: string;
  hold: string;
  hold_state: LoggedMessage["holdState"];
  charged: string;
  tries: number;
  created_at: string;
  accepted_at: string | null;
  lapsed: Lapse["status"] | null;
  lapsed_at: string | null;
  updated_at: string;
  expires_at: string;
}

export const columns = (sql: Sql) => sql`
  id, otp_id, coalesce(user_ref, '') as user_ref, user_name, coalesce(central, false) as central, channel, recipient, status, provider, template, locale, template_version, prices::text as prices,
  skips::text as skips, hold, hold_state, charged, tries,
  extract(epoch from created_at) * 1000 as created_at, extract(epoch from accepted_at) * 1000 as accepted_at,
  lapsed, extract(epoch from lapsed_at) * 1000 as lapsed_at, extract(epoch from updated_at) * 1000 as updated_at, extract(epoch from expires_at) * 1000 as expires_at`;

/** What the log shows of a message's OTP, looked up for the rows that are answered. Stands after `messages`. */
export const withOtp = (sql: Sql) => sql`
  left join lateral (
    select user_ref, purpose, via->>'userName' as user_name, central from otps
    where tenant_id = messages.tenant_id and otps.id = messages.otp_id offset 0) o
  on true`;

export interface MessageStory {
  message: LoggedMessage;
  /** Oldest first; the reports in the order in which they came. */
  attempts: LoggedAttempt[];
  reports: LoggedReport[];
}

/** Null: there is none, or it is another tenant's. */
export async function readMessage(
  sql: Sql,
  keyring: Keyring,
  tenantId: string,
  id: string | null,
): Promise<MessageStory | null> {
  if (id === null) return null;
  const [row] = await sql<
    MessageRow[]
  >`select ${columns(sql)} from messages ${withOtp(sql)} where tenant_id = ${tenantId} and id = ${id}`;
  if (row === undefined) return null;
  const [attempts, reports] = await Promise.all([loadAttempts(sql, tenantId, [id]), loadReports(sql, tenantId, [id])]);
  return { message: messageOf(row, keyring, tenantId), attempts, reports };
}

/** The messages of one OTP, oldest first. */
export async function messagesOfOtp(
  sql: Sql,
  keyring: Keyring,
  tenantId: string,
  otpId: string,
): Promise<LoggedMessage[]> {
  const rows = await sql<MessageRow[]>`
    select ${columns(sql)} from messages ${withOtp(sql)}
    where tenant_id = ${tenantId} and otp_id = ${otpId} and id >= ${firstIdNear(otpId)} order by id`;
  return rows.map((row) => messageOf(row, keyring, tenantId));
}

export async function loadAttempts(
  sql: Sql,
  tenantId: string,
  messageIds: readonly string[],
): Promise<LoggedAttempt[]> {
  const rows = await sql<
    {
      message_id: string;
      n: number;
      provider: string;
      channel: Channel;
      started_at: string;
      latency_ms: number;
      outcome: string;
      scope: string | null;
      provider_code: string | null;
      provider_message_id: string | null;
      template: string | null;
      locale: string | null;
      template_version: number | null;
    }[]
  >`
    select message_id, n, provider, channel, extract(epoch from started_at) * 1000 as started_at, latency_ms, outcome,
           scope, provider_code, provider_message_id, template, locale, template_version
    from attempts where tenant_id = ${tenantId} and message_id = any(${[...messageIds]}::uuid[])
    order by message_id, n`;
  return rows.map((row) => ({
    messageId: row.message_id,
    n: row.n,
    provider: row.provider,
    channel: row.channel,
    startedAt: ms(row.started_at) ?? 0,
    latencyMs: row.latency_ms,
    outcome: row.outcome,
    scope: row.scope,
    providerCode: row.provider_code,
    providerMessageId: row.provider_message_id,
    template: templateUsed(row),
  }));
}

function templateUsed(row: {
  template: string | null;
  locale: string | null;
  template_version: number | null;
}): TemplateUsed | null {
  const { template: key, locale, template_version: version } = row;
  return key === null || locale === null || version === null ? null : { key, locale, version };
}

export async function loadReports(sql: Sql, tenantId: string, messageIds: readonly string[]): Promise<LoggedReport[]> {
  const rows = await sql<
    {
      message_id: string;
      provider: string;
      status: ReportStatus;
      at: string;
      received: string;
      provider_code: string | null;
      error_class: ErrorClass | null;
    }[]
  >`
    select message_id, provider, status, extract(epoch from at) * 1000 as at,
           extract(epoch from received_at) * 1000 as received, provider_code, error_class
    from reports where tenant_id = ${tenantId} and message_id = any(${[...messageIds]}::uuid[])
    order by message_id, received_at, id`;
  return rows.map((row) => ({
    messageId: row.message_id,
    provider: row.provider,
    status: row.status,
    at: ms(row.at) ?? 0,
    receivedAt: ms(row.received) ?? 0,
    providerCode: row.provider_code,
    errorClass: row.error_class,
  }));
}

export function messageOf(row: MessageRow, keyring: Keyring, tenantId: string): LoggedMessage {
  return {
    id: row.id,
    otpId: row.otp_id,
    userRef: row.user_ref,
    userName: row.user_name,
    central: row.central,
    channel: row.channel,
    recipient: keyring.numbers.open(tenantId, row.recipient),
    status: row.status,
    provider: row.provider,
    template: row.template,
    locale: row.locale,
    templateVersion: row.template_version,
    prices: JSON.parse(row.prices) as LoggedMessage["prices"],
    skips: JSON.parse(row.skips) as Skip[],
    hold: BigInt(row.hold),
    holdState: row.hold_state,
    charged: BigInt(row.charged),
    tries: row.tries,
    createdAt: ms(row.created_at) ?? 0,
    acceptedAt: ms(row.accepted_at),
    lapse: row.lapsed === null ? null : { status: row.lapsed, at: ms(row.lapsed_at) ?? 0 },
    updatedAt: ms(row.updated_at) ?? 0,
    expiresAt: ms(row.expires_at) ?? 0,
  };
}
