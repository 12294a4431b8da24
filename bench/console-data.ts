import type { Sql } from "../src/db/client.ts";
import { raiseBase } from "../src/events/position.ts";
import { LAST_ID } from "../src/events/read.ts";
import { rollUp } from "../src/ledger/statement/roll-up.ts";
import { addSmallTenants } from "./ledger-data.ts";

const CHUNK = 100_000;

/**
 * What the console shows beside a delivery log that is there: statistics of its thirteen months, the ledger of the newest
 * tenth of its messages (a page of a ledger costs the same however long that is), a hundred thousand changes, half a
 * million deliveries to webhooks, guarded prefixes, templates, and a thousand tenants beside it.
 */
export async function fillBeside(sql: Sql, tenantId: string, messages: number): Promise<void> {
  const [filled] = await sql`select from tenants where name = 'small-1'`;
  if (filled !== undefined) return;
  await fillSettings(sql, tenantId);
  await fillStats(sql, tenantId, messages);
  await fillEntries(sql, tenantId, Math.ceil(messages / 10));
  await fillAudit(sql, tenantId);
  await fillWebhooks(sql, tenantId, Math.ceil(messages / 40));
  await fillGuard(sql, tenantId);
  await addSmallTenants(sql, 1000);
  await sql`vacuum analyze`;
  await sql`checkpoint`;
}

/** The providers that the log names, and thirty templates as the first. */
async function fillSettings(sql: Sql, tenantId: string): Promise<void> {
  await sql`
    insert into providers (tenant_id, name, kind, state, settings, updated_at)
    select ${tenantId}, name, 'sandbox', 'on', '{}', now() from unnest(array['meta', 'qontak', 'twilio', 'infobip']) name`;
  await sql`
    insert into templates (tenant_id, key, channel, locale, version, content, updated_at)
    select tenant_id, 'event-' || n, channel, locale, version, content, updated_at
    from templates, generate_series(1, 30) n where tenant_id = ${tenantId}`;
  await sql`
    insert into template_versions (tenant_id, key, channel, locale, version, content, actor, at)
    select tenant_id, key, channel, locale, version + n, content, 'bench', now()
    from templates, generate_series(0, 30) n where tenant_id = ${tenantId} and key <> 'otp'`;
  await sql`
    update templates set version = version + 30 where tenant_id = ${tenantId} and key <> 'otp'`;
}

/** Four routes with two templates and two purposes each. */
async function fillStats(sql: Sql, tenantId: string, messages: number): Promise<void> {
  const times = sql`
    (select grain, generate_series(date_trunc(grain, now() - since, 'UTC'), now(), step) as at, share
     from (values ('month', interval '395 days', interval '1 month', 13.0),
                  ('day', interval '395 days', interval '1 day', 395.0),
                  ('hour', interval '395 days', interval '1 hour', 9480.0),
                  ('quarter', interval '40 days', interval '15 minutes', 37920.0)) g(grain, since, step, share)) t`;
  const routes = sql`
    (values ('whatsapp', 'meta'), ('whatsapp', 'qontak'), ('sms', 'twilio'), ('sms', 'infobip')) r(channel, provider)`;
  const startsAt = sql`case grain when 'quarter' then to_timestamp(floor(extract(epoch from at) / 900) * 900) else at end`;
  await sql`
    insert into stats_sums (tenant_id, grain, starts_at, channel, provider, country, template, purpose, sent, delivered,
                            read, failed, otps, otps_by_channel, otps_by_provider, otps_by_route, verified, charged, cost)
    select ${tenantId}, grain, ${startsAt}, channel, provider, 'ID', template, purpose, n, n * 9 / 10, n * 7 / 10, n / 25,
           n, n, n, n, n * 8 / 10, n * 350000000, n * 300000000
    from ${times} cross join ${routes} cross join unnest(array['otp/id', 'otp/en']) template
    cross join unnest(array['login', 'transaction']) purpose
    cross join lateral (select ceil(${messages}::int / share / 16)::bigint as n) s
    on conflict do nothing`;
  await sql`
    insert into stats_latencies (tenant_id, grain, starts_at, kind, channel, provider, country, slots, counts)
    select ${tenantId}, grain, ${startsAt}, kind, channel, provider, 'ID', array(select generate_series(30, 65)),
           array(select 1 + generate_series(30, 65) % 7)
    from ${times} cross join ${routes}
    cross join unnest(array['issue_to_wire', 'wire_to_delivered', 'issue_to_verified']) kind
    on conflict do nothing`;
}

/** A hold and what became of it for each message, a top-up and a correction for every thousand; and their sums. */
async function fillEntries(sql: Sql, tenantId: string, messages: number): Promise<void> {
  let [after] = await sql<{ id: string }[]>`
    select id from messages where tenant_id = ${tenantId} order by id desc offset ${messages} limit 1`;
  while (after !== undefined) {
    const since: string = after.id;
    [after] = await sql.begin(async (tx) => {
      await tx`set local synchronous_commit = off`;
      await tx`
        create temp table chunk on commit drop as
        select row_number() over (order by id) as n, id, created_at as at, hold_state, charged
        from (select * from messages where tenant_id = ${tenantId} and id > ${since}::uuid order by id limit ${CHUNK}) m`;
      await tx`
        insert into entries (tenant_id, seq, id, kind, amount, held_delta, available_after, held_after, spent_after,
                             actor, reference, message_id, at)
        select ${tenantId}, a.seq + row_number() over w, gen_random_uuid(), kind, amount, held_delta,
               a.available + sum(amount) over w, a.held + sum(held_delta) over w, a.spent + sum(paid) over w,
               case when message is null then 'bench' else 'gateway' end, reference, message, chunk.at
        from chunk
        cross join lateral (
          select 1 as step, 'topup' as kind, 350000000000 as amount, 0 as held_delta, 0 as paid,
                 'transfer ' || id as reference, null::uuid as message where n % 1000 = 1
          union all select 2, 'adjustment', -1000000, 0, 0, 'correction ' || id, null where n % 1000 = 1
          union all select 3, 'hold', -350000000, 350000000, 0, null, id
          union all select 4, case when charged > 0 then 'capture' else 'release' end, 350000000 - charged, -350000000,
                           charged, null, id) e
        cross join (select seq, available, held, spent from accounts where tenant_id = ${tenantId}) a
        window w as (order by n, step)`;
      await tx`
        insert into topups (tenant_id, reference, id, amount, currency, actor, at, posted_at, status)
        select ${tenantId}, 'transfer ' || id, gen_random_uuid(), 350000000000, 'IDR', 'bench', at, at, 'posted'
        from chunk where n % 1000 = 1`;
      await tx`
        insert into adjustments (tenant_id, reference, id, amount, currency, reason, actor, at)
        select ${tenantId}, 'correction ' || id, gen_random_uuid(), -1000000, 'IDR', 'a rounding', 'bench', at
        from chunk where n % 1000 = 1`;
      await tx`
        update accounts a set available = e.available_after, held = e.held_after, spent = e.spent_after, seq = e.seq
        from (select * from entries where tenant_id = ${tenantId} order by seq desc limit 1) e where a.tenant_id = ${tenantId}`;
      return tx<{ id: string }[]>`select id from chunk where n = ${CHUNK}`;
    });
  }
  await sql`
    insert into stats_money (tenant_id, seq) select tenant_id, seq from accounts where tenant_id = ${tenantId}
    on conflict (tenant_id) do update set seq = excluded.seq`;
  while ((await rollUp(sql)) > 0);
}

async function fillAudit(sql: Sql, tenantId: string): Promise<void> {
  await sql`
    insert into audit (tenant_id, id, actor, actor_name, action, target, before, after, request_id, address, at)
    select ${tenantId}, ${idOfMs(sql)}, 'key_' || n % 20, 'key ' || n % 20,
           (array['provider.put', 'routes.put', 'template.put', 'prices.put', 'message.reveal'])[1 + n % 5], 'target-' || n % 50,
           jsonb_build_object('state', 'on', 'words', repeat(md5(n::text), 10)),
           jsonb_build_object('state', 'off', 'words', repeat(md5((n + 1)::text), 10)), 'req-' || n, '10.0.0.1',
           to_timestamp(ms / 1000.0)
    from (select n, (extract(epoch from now()) * 1000 - n * 340000.0)::bigint as ms from generate_series(1, 100000) n) rows`;
}

/** Two webhooks, each of which is owed what is told of the newest messages; one delivery of fifty was given up. */
async function fillWebhooks(sql: Sql, tenantId: string, messages: number): Promise<void> {
  await sql`
    insert into events (tenant_id, position, id, type, at, otp_id, message_id, data)
    select ${tenantId}, 1 + n / 20, ${idOfMs(sql)}, 'message.delivered', at, otp_id, message_id, '{}'
    from (select row_number() over (order by id) as n, (extract(epoch from created_at) * 1000)::bigint as ms,
                 created_at as at, otp_id, id as message_id
          from (select * from messages where tenant_id = ${tenantId} order by id desc limit ${messages}) m) rows`;
  await sql`
    insert into webhooks (tenant_id, name, url, events, state, position, position_id, created_at, updated_at)
    select ${tenantId}, name, 'http://127.0.0.1:9/', '{*}', 'on', max.position, ${LAST_ID}::uuid, now(), now()
    from unnest(array['erp', 'warehouse']) name,
         (select max(position) as position from events where tenant_id = ${tenantId}) max`;
  await sql`
    insert into webhook_deliveries (tenant_id, webhook, event_id, event_tenant_id, event_position, type, status, tries,
                                    next_at, tried_at, latency_ms, answer_status, answer, created_at)
    select ${tenantId}, name, id, ${tenantId}, position, type, case when position % 50 = 0 then 'dead' else 'delivered' end,
           1, null, at, 40, 200, 'ok', now()
    from events, unnest(array['erp', 'warehouse']) name where tenant_id = ${tenantId}`;
  await sql`
    insert into feed_followers (name, position, id)
    select name, max.position, ${LAST_ID}::uuid from unnest(array['stats', 'guard']) name,
      (select max(position) as position from events where tenant_id = ${tenantId}) max
    on conflict (name) do update set position = excluded.position, id = excluded.id`;
  await raiseBase(sql);
}

/** Three hundred prefixes in the hour that is judged; forty are blocked. */
async function fillGuard(sql: Sql, tenantId: string): Promise<void> {
  await sql`
    insert into guard_prefixes (tenant_id, prefix, country, since, last_minute)
    select ${tenantId}, '+62' || n, 'ID', now() - interval '90 days', date_trunc('minute', now())
    from generate_series(811, 1110) n`;
  await sql`
    insert into guard_sums (tenant_id, prefix, country, minute, sent, verified, ended, arrived, reported)
    select ${tenantId}, '+62' || n, 'ID', date_trunc('minute', now()) - make_interval(mins => m), 20, 15, 18, 17, 17
    from generate_series(811, 1110) n, generate_series(0, 59) m`;
  const figures = { sent: 1200, verified: 20, ended: 1100, arrived: 900, reported: 900 };
  const kept = sql`${JSON.stringify(figures)}::text::jsonb`;
  await sql`
    insert into guard_states (tenant_id, key, state, because, since, until, evidence_from, figures)
    select ${tenantId}, '+62' || n, 'blocked', 'conversion', now() - interval '1 hour', now() + interval '1 day',
           now() - interval '1 hour', ${kept}
    from generate_series(811, 850) n`;
  await sql`
    insert into guard_decisions (tenant_id, id, key, decision, because, mode, actor, figures, at, untold)
    select ${tenantId}, ${idOfMs(sql)}, '+62' || 811 + n % 300, 'cleared', 'conversion', 'block', 'gateway', ${kept},
           to_timestamp(ms / 1000.0), false
    from (select n, (extract(epoch from now()) * 1000 - n * 60000)::bigint as ms from generate_series(1, 5000) n) rows`;
}

/** A UUIDv7 of the row's millisecond, distinct by its number. */
function idOfMs(sql: Sql) {
  return sql`(lpad(to_hex(ms), 12, '0') || '700c8' || lpad(to_hex(n), 15, '0'))::uuid`;
}
