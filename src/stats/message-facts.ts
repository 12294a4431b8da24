import type { Tx } from "../db/client.ts";
import { rowsOf } from "../db/rows.ts";
import type { FollowedEvent } from "../events/follow.ts";
import type { Counts } from "./sums.ts";
import type { Fact } from "./tally.ts";

export const messageEvents = ["message.sent", "message.delivered", "message.read", "message.failed"] as const;
export type MessageEvent = FollowedEvent & { type: (typeof messageEvents)[number]; messageId: string };

/** What is on record of a message, as it was when the event happened. */
export interface MessageRecord {
  channel: string;
  country: string;
  template: string;
  purpose: string;
  /** When its OTP was asked for. */
  askedAt: number;
  /** When the message was: with its OTP, as a resend, or as the next channel. */
  createdAt: number;
  /** When its first try began, and the one that was taken, or else the last one. Null: there was none. */
  firstTryAt: number | null;
  takenTryAt: number | null;
  /** A provider had taken it before a report said that it arrived. */
  takenBefore: boolean;
  /** The report of its arrival that came first. */
  firstArrival: "delivered" | "read" | null;
  /** Channel and provider of the OTP's other messages that a provider had taken before. */
  earlier: readonly { channel: string; provider: string }[];
}

/**
 * Pure: what an event of a message adds. A provider that answers too late, or not at all, is known to have taken the
 * message by the report of its arrival, and one that reports only `read` has delivered as well.
 */
export function messageFact(event: MessageEvent, record: MessageRecord): Fact {
  const provider = typeof event.data["provider"] === "string" ? event.data["provider"] : "";
  const { channel, country, template, purpose } = record;
  const arrived =
    event.type === "message.delivered" || (event.type === "message.read" && record.firstArrival === "read");
  const sent = event.type === "message.sent" || (arrived && !record.takenBefore);
  const counts: Partial<Counts> = {
    ...(sent ? { sent: 1, ...otpCounts(channel, provider, record.earlier) } : {}),
    ...(arrived ? { delivered: 1 } : {}),
    ...(event.type === "message.read" ? { read: 1 } : {}),
    ...(event.type === "message.failed" ? { failed: 1 } : {}),
  };
  const { firstTryAt, takenTryAt, createdAt } = record;
  const latencies = {
    ...(sent && firstTryAt !== null ? { issue_to_wire: Math.max(0, firstTryAt - createdAt) } : {}),
    ...(arrived && takenTryAt !== null ? { wire_to_delivered: Math.max(0, event.at - takenTryAt) } : {}),
  };
  const key = { channel, provider, country, template, purpose };
  return { tenantId: event.tenantId, at: record.askedAt, key, counts, latencies };
}

/** Pure: an OTP counts where it was sent first: in all, on the channel, by the provider, and on this channel by it. */
function otpCounts(channel: string, provider: string, earlier: MessageRecord["earlier"]): Partial<Counts> {
  const first = (same: (other: { channel: string; provider: string }) => boolean): number =>
    earlier.some(same) ? 0 : 1;
  return {
    otps: first(() => true),
    otps_by_channel: first((other) => other.channel === channel),
    otps_by_provider: first((other) => other.provider === provider),
    otps_by_route: first((other) => other.channel === channel && other.provider === provider),
  };
}

interface Row extends Omit<MessageRecord, "askedAt" | "createdAt" | "firstTryAt" | "takenTryAt"> {
  n: number;
  asked_at: string;
  created_at: string;
  first_try_at: string | null;
  taken_try_at: string | null;
  taken_before: boolean;
  first_arrival: "delivered" | "read" | null;
}

/** What was cleared away meanwhile is left out. */
export async function readMessageFacts(tx: Tx, events: readonly MessageEvent[]): Promise<Fact[]> {
  if (events.length === 0) return [];
  const keys = events.map(({ tenantId, messageId, at }, n) => ({ n, tenant_id: tenantId, message_id: messageId, at }));
  const rows = await tx<Row[]>`
    select e.n, m.channel, coalesce(m.country, '') as country, m.template || '/' || m.locale as template, o.purpose,
           extract(epoch from o.created_at) * 1000 as asked_at, extract(epoch from m.created_at) * 1000 as created_at,
           a.first_try_at, a.taken_try_at, r.first_arrival, x.earlier,
           -- When a provider took it: set by its answer, or by the first report, which then says nothing of an answer (once
           -- with the report's own time).
           coalesce(a.taken, false) or coalesce(r.said_sent, false)
             or coalesce(m.accepted_at < to_timestamp(e.at / 1000) and m.accepted_at is distinct from r.arrived_at, false)
               as taken_before
    from json_to_recordset(${rowsOf(tx, keys)}) as e(n int, tenant_id uuid, message_id uuid, at float8)
    cross join lateral (
      select id, otp_id, channel, country, template, locale, created_at, accepted_at from messages
      where tenant_id = e.tenant_id and id = e.message_id offset 0) m
    cross join lateral (
      select purpose, created_at from otps where tenant_id = e.tenant_id and id = m.otp_id offset 0) o
    cross join lateral (
      select extract(epoch from min(started_at)) * 1000 as first_try_at,
             extract(epoch from coalesce(max(started_at) filter (where outcome = 'accepted'), max(started_at))) * 1000
               as taken_try_at,
             bool_or(outcome = 'accepted'
                     and started_at + latency_ms * interval '1 millisecond' <= to_timestamp(e.at / 1000)) as taken
      from attempts where tenant_id = e.tenant_id and message_id = e.message_id) a
    cross join lateral (
      select (array_agg(status order by received_at, id) filter (where status in ('delivered', 'read')))[1]
               as first_arrival,
             (array_agg(at order by received_at, id) filter (where status in ('delivered', 'read')))[1] as arrived_at,
             bool_or(status = 'sent' and received_at <= to_timestamp(e.at / 1000)) as said_sent
      from reports where tenant_id = e.tenant_id and message_id = e.message_id) r
    cross join lateral (
      select coalesce(json_agg(json_build_object('channel', channel, 'provider', provider)), '[]') as earlier
      from messages
      where tenant_id = e.tenant_id and otp_id = m.otp_id and id <> e.message_id
        and (accepted_at, id) < (to_timestamp(e.at / 1000), e.message_id)) x`;
  return rows.flatMap(({ n, ...row }) => {
    const event = events[n];
    if (event === undefined) return [];
    const number = (text: string | null): number | null => (text === null ? null : Math.round(Number(text)));
    const record = {
      ...row,
      askedAt: Math.round(Number(row.asked_at)),
      createdAt: Math.round(Number(row.created_at)),
      firstTryAt: number(row.first_try_at),
      takenTryAt: number(row.taken_try_at),
      takenBefore: row.taken_before,
      firstArrival: row.first_arrival,
    };
    return [messageFact(event, record)];
  });
}
