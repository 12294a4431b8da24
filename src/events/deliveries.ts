import type { Sql } from "../db/client.ts";
import { rowsOf } from "../db/rows.ts";
import type { Keyring } from "../kit/secret.ts";
import { heardBy, type Hook } from "./hooks.ts";
import type { StoredEvent } from "./payload.ts";
import { settledBefore } from "./position.ts";
import { at, eventColumns, eventOf, withFacts, type EventRow } from "./rows.ts";
import type { Verdict } from "./verdict.ts";

/** Events that a webhook is given at once. */
export const FAN_OUT = 500;
/** Longer than a try may take: then whoever was posting is dead, and another may. */
const CLAIM_MS = 30_000;
/** Posts on their way to one webhook; to one that fails, a single one. */
const LANES = 16;

/**
 * Gives each webhook the events that came since its own place: what it wants becomes a delivery, and the place moves, in
 * one commit, so of several replicas each event is one's. True where a webhook has more to come.
 */
export async function fanOut(sql: Sql, hooks: readonly Hook[], now: number): Promise<boolean> {
  const rows = hooks.map(({ tenantId, name, types }) => ({ tenant_id: tenantId, name, types }));
  const moved = await sql<{ count: number }[]>`
    with hook as (
      select w.*, h.types
      from json_to_recordset(${rowsOf(sql, rows)}) as h(tenant_id uuid, name text, types text[])
      cross join lateral (
        select tenant_id, name, position, position_id from webhooks
        where tenant_id = h.tenant_id and name = h.name and state = 'on' offset 0 for update skip locked) w),
    fresh as (
      select hook.tenant_id as owner_id, hook.name, hook.types, e.*
      from hook cross join lateral (
        select found.* from (${heardBy(sql, sql`hook.tenant_id`)}) as source cross join lateral (
          select tenant_id, position, id, type from events
          where tenant_id = source.id and (position, id) > (hook.position, hook.position_id)
            and position < ${settledBefore(sql)}
          order by position, id limit ${FAN_OUT}) found
        order by found.position, found.id limit ${FAN_OUT}) e),
    owed as (
      insert into webhook_deliveries (tenant_id, webhook, event_id, event_tenant_id, event_position, type, status,
                                      next_at, created_at)
      select owner_id, name, id, tenant_id, position, type, 'pending', ${at(sql, now)}, ${at(sql, now)}
      from fresh where types is null or type = any(types)
      -- In the order of a replay, which may have been there first.
      order by owner_id, name, id
      on conflict do nothing),
    moved as (
      update webhooks w set position = last.position, position_id = last.id
      from (select distinct on (owner_id, name) owner_id, name, position, id from fresh
            order by owner_id, name, position desc, id desc) last
      where w.tenant_id = last.owner_id and w.name = last.name)
    select count(*)::int as count from fresh group by owner_id, name`;
  return moved.some(({ count }) => count === FAN_OUT);
}

export interface DueDelivery {
  tenantId: string;
  webhook: string;
  eventId: string;
  /** With this one. */
  tries: number;
  /** Null: it is past its time, and gone. */
  event: StoredEvent | null;
}

/**
 * What is due, as much as its webhook has lanes free, and `most` in all: by this statement each is ours for half a minute.
 * Who has the fewest on their way comes first, so that slow servers which fill their lanes keep nobody else waiting.
 */
export async function takeDue(
  sql: Sql,
  keyring: Keyring,
  hooks: readonly Hook[],
  busy: (hook: Hook) => number,
  most: number,
  now: number,
): Promise<DueDelivery[]> {
  const rows = hooks
    .map((hook) => ({ tenant_id: hook.tenantId, name: hook.name, busy: busy(hook) }))
    .sort((a, b) => a.busy - b.busy);
  const taken = await sql<
    ({ owner_id: string; webhook: string; event_id: string; tries: number; found: string | null } & EventRow)[]
  >`
    with due as (
      select d.row
      from json_to_recordset(${rowsOf(sql, rows)}) as h(tenant_id uuid, name text, busy int)
      cross join lateral (
        select tenant_id, name, failing_since from webhooks
        where tenant_id = h.tenant_id and name = h.name and state = 'on'
          and (slow_until is null or slow_until <= ${at(sql, now)}) offset 0) w
      cross join lateral (
        select ctid as row from webhook_deliveries
        where tenant_id = w.tenant_id and webhook = w.name and status = 'pending' and next_at <= ${at(sql, now)}
        order by next_at
        limit greatest(0, case when w.failing_since is null then ${LANES}::int else 1 end - h.busy)
        for update skip locked) d
      limit ${most}),
    taken as (
      update webhook_deliveries d
      set tries = tries + 1, next_at = ${at(sql, now + CLAIM_MS)}, tried_at = ${at(sql, now)}, latency_ms = null
      from due where d.ctid = due.row
      returning d.tenant_id as owner_id, d.webhook, d.event_id, d.tries, d.event_tenant_id, d.event_position)
    select taken.owner_id, taken.webhook, taken.event_id, taken.tries, found.*
    from taken left join lateral (
      select e.id as found, ${eventColumns(sql)}
      from (select * from events where tenant_id = taken.event_tenant_id and position = taken.event_position
              and id = taken.event_id offset 0) e
      ${withFacts(sql)}) found on true`;
  return taken.map((row) => ({
    tenantId: row.owner_id,
    webhook: row.webhook,
    eventId: row.event_id,
    tries: row.tries,
    event: row.found === null ? null : eventOf(row, keyring),
  }));
}

export type Claim = Pick<DueDelivery, "tenantId" | "webhook" | "eventId" | "tries">;

/** On a stop: what was broken off is due at once, for whoever comes next, and that try was none. */
export async function putBack(sql: Sql, claims: readonly Claim[], now: number): Promise<void> {
  const rows = claims.map(({ tenantId, webhook, eventId, tries }) => ({
    tenant_id: tenantId,
    webhook,
    event_id: eventId,
    tries,
  }));
  await sql`
    update webhook_deliveries d set tries = d.tries - 1, next_at = ${at(sql, now)}
    from (
      select found.row from json_to_recordset(${rowsOf(sql, rows)}) as c(
        tenant_id uuid, webhook text, event_id uuid, tries int)
      cross join lateral (
        select ctid as row from webhook_deliveries
        where tenant_id = c.tenant_id and webhook = c.webhook and event_id = c.event_id and tries = c.tries
          and status = 'pending' offset 0 for update) found) c
    where d.ctid = c.row`;
}

export interface PostResult extends Verdict {
  tenantId: string;
  webhook: string;
  /** Where it was posted to. */
  url: string;
  eventId: string;
  tries: number;
  latencyMs: number;
  answerStatus: number | null;
  answer: string | null;
}

export interface FailingHook {
  tenantId: string;
  name: string;
  failingSince: number;
}

/**
 * What came of posts: of a delivery that was taken up by another meanwhile, nothing; of one that ended while it was on its
 * way, that it came. Answers the webhooks that failed, and since when: of one that has another address now, nothing is said.
 * Rows are locked in the order of their keys, so that two batches never wait for each other in a circle.
 */
export async function writeResults(sql: Sql, results: readonly PostResult[], now: number): Promise<FailingHook[]> {
  const rows = results.map((result) => ({
    tenant_id: result.tenantId,
    webhook: result.webhook,
    url: result.url,
    event_id: result.eventId,
    tries: result.tries,
    status: result.status,
    next_at: result.nextAt,
    latency_ms: Math.round(result.latencyMs),
    answer_status: result.answerStatus,
    answer: result.answer,
    slow_until: result.slowUntil,
  }));
  const failing = await sql<{ tenant_id: string; name: string; failing_since: string }[]>`
    with result as materialized (
      select * from json_to_recordset(${rowsOf(sql, rows)}) as r(
        tenant_id uuid, webhook text, url text, event_id uuid, tries int, status text, next_at float8, latency_ms int,
        answer_status int, answer text, slow_until float8)
      order by tenant_id, webhook, event_id),
    written as (
      update webhook_deliveries d
      set status = r.status, next_at = to_timestamp(r.next_at / 1000), latency_ms = r.latency_ms,
          answer_status = r.answer_status, answer = r.answer
      from (
        select result.*, found.row from result cross join lateral (
          select ctid as row from webhook_deliveries
          where tenant_id = result.tenant_id and webhook = result.webhook and event_id = result.event_id
            and tries = result.tries and (status = 'pending' or (status = 'dead' and result.status = 'delivered'))
          offset 0 for update) found) r
      where d.ctid = r.row),
    hook as materialized (
      select tenant_id, webhook, url, bool_or(status = 'delivered') as well, max(slow_until) as slow_until
      from result group by tenant_id, webhook, url order by tenant_id, webhook),
    told as (
      update webhooks w
      set failing_since = case when h.well then null else coalesce(w.failing_since, ${at(sql, now)}) end,
          slow_until = coalesce(to_timestamp(h.slow_until / 1000), w.slow_until)
      from (
        select hook.* from hook cross join lateral (
          select from webhooks
          where tenant_id = hook.tenant_id and name = hook.webhook and url = hook.url
            -- While all is well there is nothing to write.
            and (not hook.well or failing_since is not null or hook.slow_until is not null)
          offset 0 for update) found) h
      -- By key: another may have changed the row while we waited for it, and so moved it.
      where w.tenant_id = h.tenant_id and w.name = h.webhook
      returning w.tenant_id, w.name, w.failing_since)
    select tenant_id, name, extract(epoch from failing_since) * 1000 as failing_since
    from told where failing_since is not null`;
  return failing.map((row) => ({
    tenantId: row.tenant_id,
    name: row.name,
    failingSince: Math.round(Number(row.failing_since)),
  }));
}
