import type { Statement, Tx } from "../db/client.ts";
import { rowsOf } from "../db/rows.ts";
import { countryOf, prefixOf } from "../kit/phone.ts";
import type { Keyring } from "../kit/secret.ts";
import type { NewMessage } from "../otp/decide-issue.ts";

/** Inserts messages with their lease: the process that commits them sends them. */
export function insertMessages(
  tx: Tx,
  keyring: Keyring,
  messages: readonly (NewMessage & { expiresAt: number })[],
  worker: string,
  now: number,
): Statement[] {
  if (messages.length === 0) return [];
  const rows = messages.map((message) => ({
    tenant_id: message.tenantId,
    id: message.id,
    otp_id: message.otpId,
    channel: message.channel,
    recipient: keyring.numbers.seal(message.tenantId, message.recipient),
    country: countryOf(message.recipient),
    prefix: prefixOf(message.recipient),
    template: message.template,
    locale: message.locale,
    template_version: message.templateVersion,
    prices: message.prices,
    first_provider: message.order[0],
    counted: message.counted,
    skips: message.skips,
    hold: message.hold.toString(),
    expires_at: message.expiresAt,
  }));
  return [
    tx`
      insert into messages (tenant_id, id, otp_id, channel, recipient, country, prefix, status, provider, template,
                            locale, template_version, prices, first_provider, counted, skips, hold, hold_state, charged, tries, advanced,
                            lease_owner, due, due_at, created_at, accepted_at, updated_at, expires_at)
      select tenant_id, id, otp_id, channel, recipient, country, prefix, 'queued', null, template, locale,
             template_version, prices, first_provider, counted, skips, hold, 'held', 0, 0, false, ${worker}::uuid,
             'send', to_timestamp(${now}::float8 / 1000), to_timestamp(${now}::float8 / 1000), null,
             to_timestamp(${now}::float8 / 1000), to_timestamp(expires_at / 1000.0)
      from json_to_recordset(${rowsOf(tx, rows)}) as m(
        tenant_id uuid, id uuid, otp_id uuid, channel text, recipient text, country text, prefix text,
        template text, locale text, template_version int, prices jsonb, first_provider text,
        counted smallint, skips jsonb, hold bigint, expires_at float8)`,
  ];
}
