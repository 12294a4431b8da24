import type { Tx } from "../db/client.ts";
import { byKey, leastId, ms, rowsOf } from "../db/rows.ts";
import { firstIdNear } from "../kit/id.ts";
import { dueByEnd, type FixedPrice } from "../ledger/fixed-price.ts";
import type { MessageStatus, OtpStatus } from "../otp/model.ts";
import type { Due, Lapse, SettledMessage } from "./decide-settle.ts";
import type { Rival } from "./message-money.ts";
import type { Skip } from "./route.ts";

export interface MessageKey {
  tenantId: string;
  id: string;
}

interface MessageRow {
  row: string;
  tenant_id: string;
  id: string;
  otp_id: string;
  channel: string;
  recipient: string;
  country: string | null;
  prefix: string | null;
  created_at: string;
  counted: number;
  status: MessageStatus;
  provider: string | null;
  prices: Record<string, FixedPrice>;
  first_provider: string | null;
  skips: Skip[];
  hold: string;
  hold_state: SettledMessage["holdState"];
  charged: string;
  cost: string | null;
  tries: number;
  advanced: boolean;
  lease_owner: string | null;
  due: Due | null;
  due_at: string | null;
  accepted_at: string | null;
  report_by: string | null;
  lapsed: Lapse["status"] | null;
  lapsed_at: string | null;
  expires_at: string;
  otp_status: OtpStatus;
  copy_charged: boolean;
}

/** Locked in the order of their ids, after their accounts. */
export async function loadMessages(tx: Tx, keys: readonly MessageKey[]): Promise<Map<string, SettledMessage>> {
  const least = firstIdNear(leastId(keys));
  const rows = await tx<MessageRow[]>`
    select m.row, m.tenant_id, m.id, m.otp_id, m.channel, m.recipient, m.country, m.prefix,
           extract(epoch from m.created_at) * 1000 as created_at, m.counted, m.status, m.provider, m.prices, m.first_provider,
           m.skips, m.hold, m.hold_state, m.charged, m.cost, m.tries, m.advanced, m.lease_owner, m.due,
           extract(epoch from m.due_at) * 1000 as due_at, extract(epoch from m.accepted_at) * 1000 as accepted_at,
           extract(epoch from m.report_by) * 1000 as report_by, extract(epoch from m.expires_at) * 1000 as expires_at,
           m.lapsed, extract(epoch from m.lapsed_at) * 1000 as lapsed_at, o.status as otp_status,
           -- Of two copies the earlier one had its hold released when the plan went on. A first channel has no earlier.
           (m.hold_state = 'released' or m.channel <> o.channels[1]) and exists (
             select 1 from messages s where s.tenant_id = m.tenant_id and s.otp_id = m.otp_id and s.id >= ${least}
               and s.recipient = m.recipient and s.charged > 0
               and case when s.id > m.id then m.hold_state else s.hold_state end = 'released'
               and s.id <> m.id) as copy_charged
    from json_to_recordset(${rowsOf(tx, byKey(keys))}) as k(tenant_id uuid, id uuid)
    cross join lateral (
      select ctid::text as row, messages.* from messages
      where tenant_id = k.tenant_id and id = k.id and id >= ${least} offset 0 for update) m
    cross join lateral (
      select status, channels from otps where tenant_id = m.tenant_id and id = m.otp_id and id >= ${least} offset 0) o`;
  return new Map(
    rows.map((row) => [
      `${row.tenant_id}/${row.id}`,
      {
        row: row.row,
        tenantId: row.tenant_id,
        id: row.id,
        otpId: row.otp_id,
        channel: row.channel,
        recipient: row.recipient,
        place: { country: row.country, prefix: row.prefix },
        createdAt: ms(row.created_at) ?? 0,
        counted: row.counted,
        firstProvider: row.first_provider,
        status: row.status,
        provider: row.provider,
        prices: row.prices,
        skips: row.skips,
        hold: BigInt(row.hold),
        holdState: row.hold_state,
        charged: BigInt(row.charged),
        cost: row.cost === null ? null : BigInt(row.cost),
        tries: row.tries,
        advanced: row.advanced,
        leaseOwner: row.lease_owner,
        due: row.due,
        dueAt: ms(row.due_at),
        acceptedAt: ms(row.accepted_at),
        reportBy: ms(row.report_by),
        lapse: row.lapsed === null ? null : { status: row.lapsed, at: ms(row.lapsed_at) ?? 0 },
        expiresAt: ms(row.expires_at) ?? 0,
        otpStatus: row.otp_status,
        copyCharged: row.copy_charged,
        rivals: [],
        changed: false,
        repriced: false,
      },
    ]),
  );
}

/**
 * The other messages of their OTPs, for those whose OTP's end decides what is paid, and for `asked`. Not locked: whoever
 * changes what money looks at has the account's lock, as this transaction does. Of those in hand it is the row in hand.
 */
export async function loadRivals(
  tx: Tx,
  messages: ReadonlyMap<string, SettledMessage>,
  asked: ReadonlySet<SettledMessage>,
): Promise<void> {
  const settled = [...messages.values()].filter(
    (message) => message.otpStatus !== "pending" && (dueByEnd(message.prices) || asked.has(message)),
  );
  if (settled.length === 0) return;
  const otps = byKey(settled.map(({ tenantId, otpId }) => ({ tenantId, id: otpId })));
  const rows = await tx<
    {
      tenant_id: string;
      otp_id: string;
      id: string;
      status: MessageStatus;
      provider: string | null;
      prices: Record<string, FixedPrice>;
      hold_state: SettledMessage["holdState"];
      charged: string;
      accepted_at: string | null;
    }[]
  >`
    select m.* from json_to_recordset(${rowsOf(tx, otps)}) as k(tenant_id uuid, id uuid)
    cross join lateral (
      select tenant_id, otp_id, id, status, provider, prices, hold_state, charged,
             extract(epoch from accepted_at) * 1000 as accepted_at
      from messages where tenant_id = k.tenant_id and otp_id = k.id and id >= ${firstIdNear(leastId(otps))} offset 0) m`;
  const ofOtp = new Map<string, Rival[]>();
  for (const row of rows) {
    const { id, status, provider, prices, hold_state: holdState } = row;
    const stored = {
      id,
      status,
      provider,
      prices,
      holdState,
      charged: BigInt(row.charged),
      acceptedAt: ms(row.accepted_at),
    };
    const key = `${row.tenant_id}/${row.otp_id}`;
    ofOtp.set(key, [...(ofOtp.get(key) ?? []), messages.get(`${row.tenant_id}/${id}`) ?? stored]);
  }
  for (const message of settled) {
    const all = ofOtp.get(`${message.tenantId}/${message.otpId}`) ?? [];
    message.rivals = all.filter(({ id }) => id !== message.id);
  }
}
