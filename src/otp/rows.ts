import type { Sql } from "../db/client.ts";
import { ms, rowsOf } from "../db/rows.ts";
import { firstIdNear } from "../kit/id.ts";
import type { JsonObject } from "../kit/json.ts";
import type { Keyring } from "../kit/secret.ts";
import type { Channel } from "../providers/provider.ts";
import type { MessageStatus, MessageSummary, Otp, OtpStatus, Via } from "./model.ts";

interface OtpRow {
  id: string;
  tenant_id: string;
  subject: string;
  recipients: string[];
  user_ref: string;
  purpose: string;
  channels: Channel[];
  locale: string;
  template: string;
  params: Record<string, string>;
  metadata: JsonObject;
  client_ip: string | null;
  status: OtpStatus;
  attempts_left: number;
  ttl_seconds: number;
  central: boolean;
  code_given: boolean;
  decoy: boolean;
  like_vendors: boolean;
  via: Via | null;
  sends: string[];
  created_at: string;
  expires_at: string;
  resend_at: string;
  code_sealed: Buffer | null;
}

export interface StoredOtp {
  otp: Otp;
  codeSealed: Buffer | null;
}

/** OTPs by tenant and id, for those who go on with them: `code_sealed` never leaves the gateway. */
export async function loadOtps(
  sql: Sql,
  keyring: Keyring,
  keys: readonly { tenantId: string; id: string }[],
): Promise<Map<string, StoredOtp>> {
  if (keys.length === 0) return new Map();
  const wanted = keys.map((key) => ({ tenant_id: key.tenantId, id: key.id }));
  const rows = await sql<OtpRow[]>`
    select o.id, o.tenant_id, o.subject, o.recipients, o.user_ref, o.purpose, o.channels, o.locale, o.template,
           o.params, o.metadata, o.client_ip, o.status, o.attempts_left, o.ttl_seconds, o.central, o.code_given, o.decoy, o.via,
           o.sends,
           coalesce((o.vendor_checks->'decoy')::boolean, false) as like_vendors,
           extract(epoch from o.created_at) * 1000 as created_at,
           extract(epoch from o.expires_at) * 1000 as expires_at,
           extract(epoch from o.resend_at) * 1000 as resend_at, o.code_sealed
    from json_to_recordset(${rowsOf(sql, wanted)}) as k(tenant_id uuid, id uuid)
    cross join lateral (select * from otps where tenant_id = k.tenant_id and id = k.id offset 0) o`;
  return new Map(
    rows.map((row) => [
      row.id,
      {
        otp: {
          id: row.id,
          tenantId: row.tenant_id,
          subject: row.subject,
          recipients: row.recipients.map((recipient) => keyring.numbers.open(row.tenant_id, recipient)),
          userRef: row.user_ref,
          purpose: row.purpose,
          channels: row.channels,
          locale: row.locale,
          template: row.template,
          params: row.params,
          metadata: row.metadata,
          clientIp: row.client_ip,
          status: row.status,
          attemptsLeft: row.attempts_left,
          ttlSeconds: row.ttl_seconds,
          central: row.central,
          codeGiven: row.code_given,
          decoy: row.decoy,
          likeVendors: row.like_vendors,
          via: row.via,
          sends: row.sends.map(Number),
          createdAt: ms(row.created_at) ?? 0,
          expiresAt: ms(row.expires_at) ?? 0,
          resendAt: ms(row.resend_at) ?? 0,
        },
        codeSealed: row.code_sealed,
      },
    ]),
  );
}

/** The messages of one OTP, oldest first. */
export async function loadMessageSummaries(
  sql: Sql,
  keyring: Keyring,
  tenantId: string,
  otpId: string,
): Promise<MessageSummary[]> {
  const rows = await sql<
    {
      id: string;
      status: MessageStatus;
      channel: Channel;
      recipient: string;
      provider: string | null;
      created_at: string;
      updated_at: string;
    }[]
  >`
    select id, status, channel, recipient, provider, extract(epoch from created_at) * 1000 as created_at,
           extract(epoch from updated_at) * 1000 as updated_at
    from messages where tenant_id = ${tenantId} and otp_id = ${otpId} and id >= ${firstIdNear(otpId)} order by id`;
  return rows.map((row) => ({
    id: row.id,
    status: row.status,
    channel: row.channel,
    recipient: keyring.numbers.open(tenantId, row.recipient),
    provider: row.provider,
    createdAt: ms(row.created_at) ?? 0,
    updatedAt: ms(row.updated_at) ?? 0,
  }));
}
