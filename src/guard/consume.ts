import type { Sql, Statement, Tx } from "../db/client.ts";
import { byKey, ms, rowsOf } from "../db/rows.ts";
import type { EventType } from "../events/model.ts";
import {
  countSpan,
  otpKey,
  takenBy,
  type CountableEvent,
  type CountedOtp,
  type SentMessage,
  type SumDelta,
} from "./count.ts";
import { NEW_AFTER_MS } from "./model.ts";

const telling: ReadonlySet<EventType> = new Set([
  "message.sent",
  "message.delivered",
  "message.read",
  "otp.verified",
  "otp.expired",
  "otp.locked",
]);

interface SpanEvent extends Omit<CountableEvent, "otpId"> {
  otpId: string | null;
  at: number;
}
type ToldEvent = CountableEvent & { at: number };

/** A person who asks again and types the last code is a person all along. */
const ASKED_BEFORE_MS = 1_800_000;

/** Keeps the guard's sums by following the feed of events, so that nothing is added to the commits of issue and verify. */
export const guardConsumer = {
  name: "guard",
  async take(tx: Tx, span: readonly SpanEvent[]): Promise<Statement[]> {
    const told = span.flatMap(({ otpId, ...event }) =>
      otpId !== null && telling.has(event.type) ? [{ ...event, otpId }] : [],
    );
    if (told.length === 0) return [];
    const events = [...told, ...(await loadAskedBefore(tx, told))];
    const [counted, sent] = await Promise.all([loadCounted(tx, events), loadSent(tx, told)]);
    const { otps, sums } = countSpan(events, counted, sent);
    return sums.length === 0 ? [] : [keepOtps(tx, otps), addSums(tx, sums), touchPrefixes(tx, sums)];
  },
};

async function loadCounted(tx: Tx, events: readonly CountableEvent[]): Promise<Map<string, CountedOtp>> {
  const keys = byKey(events.map(({ tenantId, otpId }) => ({ tenantId, id: otpId })));
  const rows = await tx<
    {
      tenant_id: string;
      otp_id: string;
      message_id: string;
      prefix: string;
      country: string;
      minute: string;
      verified: boolean;
      ended: boolean;
      reported: boolean;
    }[]
  >`
    select g.tenant_id, g.otp_id, g.message_id, g.prefix, g.country, extract(epoch from g.minute) * 1000 as minute,
           g.verified, g.ended, g.reported
    from json_to_recordset(${rowsOf(tx, keys)}) as k(tenant_id uuid, id uuid)
    cross join lateral (select * from guard_otps where tenant_id = k.tenant_id and otp_id = k.id offset 0) g`;
  const counted = rows.map(({ tenant_id: tenantId, otp_id: otpId, message_id: messageId, minute, ...row }) => ({
    ...row,
    tenantId,
    otpId,
    messageId,
    minute: ms(minute) ?? 0,
  }));
  return new Map(counted.map((otp) => [otpKey(otp), otp]));
}

/** Who verified had asked before: those codes were got, or were not needed any more. */
async function loadAskedBefore(tx: Tx, events: readonly ToldEvent[]): Promise<CountableEvent[]> {
  const keys = events.flatMap(({ type, tenantId, otpId }) =>
    type === "otp.verified" ? [{ tenant_id: tenantId, id: otpId }] : [],
  );
  if (keys.length === 0) return [];
  const rows = await tx<{ tenant_id: string; otp_id: string }[]>`
    select k.tenant_id, b.id as otp_id
    from json_to_recordset(${rowsOf(tx, keys)}) as k(tenant_id uuid, id uuid)
    cross join lateral (
      select subject, created_at from otps where tenant_id = k.tenant_id and id = k.id offset 0) o
    cross join lateral (
      select id from otps
      where tenant_id = k.tenant_id and subject = o.subject and o.subject <> '' and id <> k.id
        and created_at <= o.created_at and created_at >= o.created_at - ${ASKED_BEFORE_MS}::float8 * interval '1 millisecond'
      offset 0) b`;
  return rows.map((row) => ({
    tenantId: row.tenant_id,
    type: "otp.verified",
    otpId: row.otp_id,
    messageId: null,
  }));
}

/** Messages of which an event tells first that a provider took them: a report does where nothing was known before. */
async function loadSent(tx: Tx, events: readonly ToldEvent[]): Promise<Map<string, SentMessage>> {
  const keys = events.flatMap(({ type, tenantId, messageId, otpId, at }) =>
    takenBy.has(type) && messageId !== null
      ? [{ tenant_id: tenantId, id: messageId, otp_id: otpId, at, sent: type === "message.sent" }]
      : [],
  );
  if (keys.length === 0) return new Map();
  const rows = await tx<
    { id: string; prefix: string | null; country: string | null; status: string; issued_at: string }[]
  >`
    select k.id, m.prefix, m.country, o.status, extract(epoch from o.created_at) * 1000 as issued_at
    from json_to_recordset(${rowsOf(tx, keys)}) as k(
      tenant_id uuid, id uuid, otp_id uuid, at float8, sent boolean)
    cross join lateral (
      select prefix, country from messages
      where tenant_id = k.tenant_id and id = k.id and (k.sent or accepted_at >= to_timestamp(k.at / 1000)) offset 0) m
    cross join lateral (select status, created_at from otps where tenant_id = k.tenant_id and id = k.otp_id offset 0) o`;
  return new Map(rows.map(({ id, issued_at: at, ...row }) => [id, { ...row, issuedAt: ms(at) ?? 0 }]));
}

function keepOtps(sql: Tx | Sql, otps: readonly CountedOtp[]): Statement {
  const rows = otps.map((otp) => ({
    tenant_id: otp.tenantId,
    otp_id: otp.otpId,
    message_id: otp.messageId,
    prefix: otp.prefix,
    country: otp.country,
    minute: otp.minute,
    verified: otp.verified,
    ended: otp.ended,
    reported: otp.reported,
  }));
  return sql`
    insert into guard_otps (tenant_id, otp_id, message_id, prefix, country, minute, verified, ended, reported)
    select tenant_id, otp_id, message_id, prefix, country, to_timestamp(minute / 1000), verified, ended, reported
    from json_to_recordset(${rowsOf(sql, rows)}) as g(
      tenant_id uuid, otp_id uuid, message_id uuid, prefix text, country text, minute float8, verified boolean,
      ended boolean, reported boolean)
    on conflict (tenant_id, otp_id) do update
    set verified = excluded.verified, ended = excluded.ended, reported = excluded.reported`;
}

function addSums(sql: Tx | Sql, sums: readonly SumDelta[]): Statement {
  const rows = sums.map(({ tenantId, ...sum }) => ({ tenant_id: tenantId, ...sum }));
  return sql`
    insert into guard_sums as s (tenant_id, prefix, country, minute, sent, verified, ended, arrived, reported)
    select tenant_id, prefix, country, to_timestamp(minute / 1000), sent, verified, ended, arrived, reported
    from json_to_recordset(${rowsOf(sql, rows)}) as g(
      tenant_id uuid, prefix text, country text, minute float8, sent int, verified int, ended int, arrived int,
      reported int)
    on conflict (tenant_id, prefix, country, minute) do update
    set sent = s.sent + excluded.sent, verified = s.verified + excluded.verified, ended = s.ended + excluded.ended,
        arrived = s.arrived + excluded.arrived, reported = s.reported + excluded.reported`;
}

function touchPrefixes(sql: Tx | Sql, sums: readonly SumDelta[]): Statement {
  const spans = new Map<string, { tenant_id: string; prefix: string; country: string; first: number; last: number }>();
  for (const { tenantId, prefix, country, minute } of sums) {
    const key = `${tenantId}/${prefix}/${country}`;
    const known = spans.get(key) ?? { tenant_id: tenantId, prefix, country, first: minute, last: minute };
    spans.set(key, { ...known, first: Math.min(known.first, minute), last: Math.max(known.last, minute) });
  }
  return sql`
    insert into guard_prefixes as p (tenant_id, prefix, country, since, last_minute)
    select tenant_id, prefix, country, to_timestamp(first / 1000), to_timestamp(last / 1000)
    from json_to_recordset(${rowsOf(sql, [...spans.values()])}) as g(
      tenant_id uuid, prefix text, country text, first float8, last float8)
    on conflict (tenant_id, prefix, country) do update
    set since = case when excluded.since > p.last_minute + ${NEW_AFTER_MS}::float8 * interval '1 millisecond'
                     then excluded.since else least(p.since, excluded.since) end,
        last_minute = greatest(p.last_minute, excluded.last_minute)`;
}
