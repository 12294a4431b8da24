import type { Sql, Tx } from "../db/client.ts";
import { ms } from "../db/rows.ts";
import { GatewayError, invalidField } from "../errors.ts";
import type { Keyring } from "../kit/secret.ts";
import { heardBy } from "./hooks.ts";
import { typesOf } from "./model.ts";
import { payloadOf, type EventPayload } from "./payload.ts";
import { at, eventColumns, eventOf, withFacts, type EventRow } from "./rows.ts";
import { noWebhook } from "./webhooks.ts";

export interface LoggedDelivery {
  /** The event's: an event is owed to a webhook once. */
  id: string;
  type: string;
  position: string;
  status: "pending" | "delivered" | "dead";
  tries: number;
  nextAt: number | null;
  triedAt: number | null;
  latencyMs: number | null;
  answerStatus: number | null;
  answer: string | null;
  createdAt: number;
}

interface DeliveryRow {
  event_id: string;
  type: string;
  event_position: string;
  status: LoggedDelivery["status"];
  tries: number;
  next_at: string | null;
  tried_at: string | null;
  latency_ms: number | null;
  answer_status: number | null;
  answer: string | null;
  created_at: string;
}

function columns(sql: Sql | Tx) {
  return sql`
    event_id, type, event_position::text as event_position, status, tries, extract(epoch from next_at) * 1000 as next_at,
    extract(epoch from tried_at) * 1000 as tried_at, latency_ms, answer_status, answer,
    extract(epoch from created_at) * 1000 as created_at`;
}

/** One delivery, with the event as it is posted at each try; null: there is none. */
export async function findDelivery(
  sql: Sql,
  keyring: Keyring,
  webhook: { tenantId: string; name: string },
  eventId: string | null,
): Promise<{ delivery: LoggedDelivery; event: EventPayload | null } | null> {
  const [row] = await sql<(DeliveryRow & { event_tenant_id: string })[]>`
    select ${columns(sql)}, event_tenant_id from webhook_deliveries
    where tenant_id = ${webhook.tenantId} and webhook = ${webhook.name} and event_id = ${eventId}`;
  if (row === undefined) return null;
  const [event] = await sql<EventRow[]>`
    select ${eventColumns(sql)}
    from (select * from events
          where tenant_id = ${row.event_tenant_id} and position = ${row.event_position}::bigint and id = ${eventId}) e
    ${withFacts(sql)}`;
  return { delivery: deliveryOf(row), event: event === undefined ? null : payloadOf(eventOf(event, keyring)) };
}

/** Newest event first. */
export async function listDeliveries(
  sql: Sql,
  webhook: { tenantId: string; name: string },
  question: {
    status: LoggedDelivery["status"] | undefined;
    limit: number;
    before: { position: string; id: string } | null;
  },
): Promise<LoggedDelivery[]> {
  const { status, limit, before } = question;
  const rows = await sql<DeliveryRow[]>`
    select ${columns(sql)} from webhook_deliveries d
    where tenant_id = ${webhook.tenantId} and webhook = ${webhook.name}
      ${status === undefined ? sql`` : sql`and status = ${status}`}
      ${before === null ? sql`` : sql`and (d.event_position, d.event_id) < (${before.position}::bigint, ${before.id}::uuid)`}
    order by d.event_position desc, d.event_id desc limit ${limit}`;
  return rows.map(deliveryOf);
}

/**
 * Posts one again, from the beginning of its schedule, with the same id: a receiver who had it knows that. One that is on
 * its way this moment is answered as it is.
 */
export async function replayDelivery(
  tx: Tx,
  name: { tenantId: string; name: string },
  eventId: string | null,
  now: number,
): Promise<LoggedDelivery> {
  const webhook = await onWebhook(tx, name);
  const mine = tx`tenant_id = ${name.tenantId} and webhook = ${webhook.name} and event_id = ${eventId}`;
  const [row] = await tx<DeliveryRow[]>`
    update webhook_deliveries set status = 'pending', tries = 0, next_at = ${at(tx, now)}
    where ${mine} and not (status = 'pending' and tries > 0 and latency_ms is null and next_at > ${at(tx, now)})
    returning ${columns(tx)}`;
  if (row !== undefined) return deliveryOf(row);
  const [posted] = await tx<DeliveryRow[]>`select ${columns(tx)} from webhook_deliveries where ${mine}`;
  if (posted === undefined) throw new GatewayError("not_found", "There is no such delivery.");
  return deliveryOf(posted);
}

const MOST_REPLAYED = 10_000;

/**
 * Posts the events of a span of time again, those that the webhook never got too: it was off, or was not there yet. What
 * is owed already is left alone, its row unlocked; the others are locked in the order of their keys, as results are.
 */
export async function replaySpan(
  tx: Tx,
  name: { tenantId: string; name: string },
  span: { from: number; until: number; types: readonly string[] },
  now: number,
): Promise<number> {
  const webhook = await onWebhook(tx, name);
  const { tenantId } = name;
  const wanted = typesOf(span.types);
  const heard = typesOf(webhook.events);
  const types = wanted === null ? heard : wanted.filter((type) => heard === null || heard.includes(type));
  const replayed = await tx`
    insert into webhook_deliveries as d (tenant_id, webhook, event_id, event_tenant_id, event_position, type, status,
                                         next_at, created_at)
    select ${tenantId}, ${webhook.name}, e.id, e.tenant_id, e.position, e.type, 'pending', ${at(tx, now)}, ${at(tx, now)}
    from (${heardBy(tx, tx`${tenantId}::uuid`)}) as source
    cross join lateral (
      select * from events
      where tenant_id = source.id and at >= ${at(tx, span.from)} and at < ${at(tx, span.until)}
        ${types === null ? tx`` : tx`and type = any(array(select json_array_elements_text(${JSON.stringify(types)}::text::json)))`}
        and not exists (
          select from webhook_deliveries
          where tenant_id = ${tenantId} and webhook = ${webhook.name} and event_id = events.id and status = 'pending')
      order by at, id limit ${MOST_REPLAYED + 1}) e
    order by e.id limit ${MOST_REPLAYED + 1}
    on conflict (tenant_id, webhook, event_id) do update
      set status = 'pending', tries = 0, next_at = excluded.next_at where d.status <> 'pending'`;
  if (replayed.count <= MOST_REPLAYED) return replayed.count;
  throw invalidField("until", `the span has more than ${MOST_REPLAYED} events; replay it in shorter ones`);
}

/**
 * Posts again what was given up, oldest event first; a call takes so many at most, and `more` says that there are others.
 * Rows are locked in the order of their keys, as results are.
 */
export async function replayDead(
  tx: Tx,
  name: { tenantId: string; name: string },
  now: number,
): Promise<{ replayed: number; more: boolean }> {
  const webhook = await onWebhook(tx, name);
  const mine = tx`tenant_id = ${name.tenantId} and webhook = ${webhook.name}`;
  const rows = await tx<{ more: boolean }[]>`
    with dead as materialized (
      select event_id, row_number() over (order by event_position, event_id) as n from webhook_deliveries
      where ${mine} and status = 'dead'
      order by event_position, event_id limit ${MOST_REPLAYED + 1}),
    locked as materialized (
      select event_id from webhook_deliveries
      where ${mine} and event_id = any(array(select event_id from dead where n <= ${MOST_REPLAYED})) and status = 'dead'
      order by event_id for update),
    replayed as (
      update webhook_deliveries set status = 'pending', tries = 0, next_at = ${at(tx, now)}
      where ${mine} and event_id in (select event_id from locked) returning 1)
    select exists (select from dead where n > ${MOST_REPLAYED}) as more from replayed`;
  return { replayed: rows.length, more: rows[0]?.more ?? false };
}

/** As it is in this transaction. */
async function onWebhook(tx: Tx, { tenantId, name }: { tenantId: string; name: string }) {
  const [row] = await tx<{ name: string; state: string; events: string[] }[]>`
    select name, state, events from webhooks where tenant_id = ${tenantId} and name = ${name}`;
  if (row === undefined) throw noWebhook(name);
  if (row.state !== "on") throw new GatewayError("conflict", `The webhook ${name} is off; put it on first.`);
  return row;
}

function deliveryOf(row: DeliveryRow): LoggedDelivery {
  return {
    id: row.event_id,
    type: row.type,
    position: row.event_position,
    status: row.status,
    tries: row.tries,
    nextAt: ms(row.next_at),
    triedAt: ms(row.tried_at),
    latencyMs: row.latency_ms,
    answerStatus: row.answer_status,
    answer: row.answer,
    createdAt: ms(row.created_at) ?? 0,
  };
}
