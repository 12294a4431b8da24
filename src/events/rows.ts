import type { Sql, Tx } from "../db/client.ts";
import { ms } from "../db/rows.ts";
import type { JsonObject } from "../kit/json.ts";
import type { Keyring } from "../kit/secret.ts";
import type { StoredEvent } from "./payload.ts";

export interface EventRow {
  position: string;
  id: string;
  type: string;
  at: string;
  tenant: string;
  tenant_id: string;
  otp_id: string | null;
  message_id: string | null;
  data: JsonObject;
  otp: { recipient: string; user_ref: string; purpose: string; metadata: JsonObject } | null;
  message: { recipient: string; channel: string } | null;
}

/** A time, as the database's. */
export function at(sql: Sql | Tx, ms: number) {
  return sql`to_timestamp(${ms}::float8 / 1000)`;
}

/** The columns of an `EventRow`, of events `e` with what `withFacts` joins. */
export function eventColumns(sql: Sql | Tx) {
  return sql`
    e.position::text as position, e.id, e.type, extract(epoch from e.at) * 1000 as at, t.name as tenant, e.tenant_id,
    e.otp_id, e.message_id, e.data, o.facts as otp, m.facts as message`;
}

/** What never changes of an OTP and a message: a look into an index for each event. */
export function withFacts(sql: Sql | Tx) {
  return sql`
    join tenants t on t.id = e.tenant_id
    left join lateral (
      select json_build_object('recipient', recipients[1], 'user_ref', user_ref, 'purpose', purpose,
                               'metadata', metadata) as facts
      from otps where tenant_id = e.tenant_id and id = e.otp_id offset 0) o on true
    left join lateral (
      select json_build_object('recipient', recipient, 'channel', channel) as facts
      from messages where tenant_id = e.tenant_id and id = e.message_id offset 0) m on true`;
}

export function eventOf(row: EventRow, keyring: Keyring): StoredEvent {
  const { tenant_id: tenantId, otp_id: otpId, message_id: messageId, otp, message, at, ...rest } = row;
  const { position, id, type, tenant, data } = rest;
  const open = (recipient: string): string => keyring.numbers.open(tenantId, recipient);
  const facts =
    otp === null
      ? null
      : { recipient: open(otp.recipient), userRef: otp.user_ref, purpose: otp.purpose, metadata: otp.metadata };
  const told = message === null ? null : { ...message, recipient: open(message.recipient) };
  return { position, id, type, at: ms(at) ?? 0, tenant, otpId, messageId, data, otp: facts, message: told };
}
