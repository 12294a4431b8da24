import type { Sql } from "../db/client.ts";
import { rowsOf } from "../db/rows.ts";
import { heardBy, type Hook } from "./hooks.ts";
import type { StoredEvent } from "./payload.ts";
import { settledBefore } from "./position.ts";
import { eventColumns, eventOf, withFacts, type EventRow } from "./rows.ts";
import type { Verdict } from "./verdict.ts";

/** Events that a webhook is given at once. */
export const FAN_OUT = 500;
/** Longer than a try may take: then whoever was posting is dead, and another may. */
const CLAIM_MS = 30_000;
/** Posts on their way to one webhook; to one that fails, a single one. */
const LANES = 16;

const at = (sql: Sql, ms: number) => sql`to_timestamp(${ms}::float8 / 1000)`;

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
      -- A replay may have been there first.
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

/** What is due, as much as its webhook has lanes free: by this statement each is ours for half a minute. */
export async function takeDue(
  sql: Sql,
  hooks: readonly Hook[],
  busy: (hook: Hook) => number,
  now: number,
): Promise<DueDelivery[]> {
  const rows = hooks.map((hook) => ({ tenant_id: hook.tenantId, name: hook.name, busy: busy(hook) }));
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
        for update skip locked) d),
    taken as (
      update webhook_deliveries d
      set tries = tries + 1, next_at = ${at(sql, now + CLAIM_MS)}, tried_at = ${at(sql, now)}
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
    event: row.found === null ? null : eventOf(row),
  }));
}

export interface PostResult extends Verdict {
  tenantId: string;
  webhook: string;
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
 * What came of posts: of a delivery that was taken up by another meanwhile, nothing. Answers the webhooks that failed, and
 * since when.
 */
export async function writeResults(sql: Sql, results: readonly PostResult[], now: number): Promise<FailingHook[]> {
  const rows = results.map((result) => ({
    tenant_id: result.tenantId,
    webhook: result.webhook,
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
    with result as (
      select * from json_to_recordset(${rowsOf(sql, rows)}) as r(
        tenant_id uuid, webhook text, event_id uuid, tries int, status text, next_at float8, latency_ms int,
        answer_status int, answer text, slow_until float8)),
    written as (
      update webhook_deliveries d
      set status = r.status, next_at = to_timestamp(r.next_at / 1000), latency_ms = r.latency_ms,
          answer_status = r.answer_status, answer = r.answer
      from result r
      where d.tenant_id = r.tenant_id and d.webhook = r.webhook and d.event_id = r.event_id and d.tries = r.tries
        and d.status = 'pending'),
    told as (
      update webhooks w
      set failing_since = case when h.well then null else coalesce(w.failing_since, ${at(sql, now)}) end,
          slow_until = coalesce(to_timestamp(h.slow_until / 1000), w.slow_until)
      from (select tenant_id, webhook, bool_or(status = 'delivered') as well, max(slow_until) as slow_until
            from result group by tenant_id, webhook) h
      where w.tenant_id = h.tenant_id and w.name = h.webhook
        -- While all is well there is nothing to write.
        and (not h.well or w.failing_since is not null or h.slow_until is not null)
      returning w.tenant_id, w.name, w.failing_since)
    select tenant_id, name, extract(epoch from failing_since) * 1000 as failing_since
    from told where failing_since is not null`;
  return failing.map((row) => ({
    tenantId: row.tenant_id,
    name: row.name,
    failingSince: Math.round(Number(row.failing_since)),
  }));
}
