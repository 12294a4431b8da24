import type { Sql } from "../db/client.ts";
import { ms, rowsOf } from "../db/rows.ts";
import { FIRST_ID } from "../events/read.ts";
import { guardConsumer } from "../guard/consume.ts";
import { guardStates, type GuardState } from "../guard/model.ts";
import { loadSpends, type AccountSpend } from "../ledger/balances.ts";
import { statsConsumer } from "../stats/consumer.ts";

/** Rows are counted so far and no further: a queue of a million is no more alarming than one of ten thousand. */
export const MOST_COUNTED = 10_000;

/** What only the database knows of the whole installation. */
export interface DatabaseFacts {
  messages: { due: number; leased: number; oldestDueMs: number | null };
  webhooks: { pending: number; dead: number; disabled: number; oldestPendingMs: number | null };
  ledger: { problems: number; checkedAt: number | null };
  accounts: AccountSpend[];
  connections: { state: string; count: number }[];
  /** What the fraud guard holds something against, of all tenants. */
  guardKeys: { state: GuardState; count: number }[];
  /** Of each consumer of the feed, how old the oldest event is that it is yet to take. */
  feedLags: { consumer: string; lagMs: number }[];
}

/** Few statements, each a look into an index for each thing it counts, all on the way at once. */
export async function loadFacts(sql: Sql, now: number): Promise<DatabaseFacts> {
  const [messages, webhooks, ledger, accounts, connections, guardKeys, feedLags] = await Promise.all([
    loadQueue(sql, now),
    loadWebhooks(sql, now),
    loadLedgerState(sql),
    loadSpends(sql, now),
    loadConnections(sql),
    loadGuardKeys(sql),
    loadFeedLags(sql, now),
  ]);
  return { messages, webhooks, ledger, accounts, connections, guardKeys, feedLags };
}

async function loadQueue(sql: Sql, now: number): Promise<DatabaseFacts["messages"]> {
  const [row] = await sql<{ due: number; leased: number; oldest: string | null }[]>`
    select
      (select count(*)::int from (
         select from messages where lease_owner is null and due_at <= to_timestamp(${now}::float8 / 1000)
         limit ${MOST_COUNTED}) d) as due,
      (select count(*)::int from (
         select from messages where lease_owner is not null limit ${MOST_COUNTED}) l) as leased,
      (select extract(epoch from due_at) * 1000 from messages
       where lease_owner is null and due_at <= to_timestamp(${now}::float8 / 1000)
       order by due_at limit 1) as oldest`;
  const oldest = ms(row?.oldest ?? null);
  return { due: row?.due ?? 0, leased: row?.leased ?? 0, oldestDueMs: oldest === null ? null : now - oldest };
}

async function loadWebhooks(sql: Sql, now: number): Promise<DatabaseFacts["webhooks"]> {
  const counted = (status: "pending" | "dead") => sql`
    select count(*)::int as n from (
      select from webhook_deliveries
      where tenant_id = w.tenant_id and webhook = w.name and status = ${status} limit ${MOST_COUNTED}) c`;
  const [row] = await sql<{ pending: number; dead: number; disabled: number; oldest: string | null }[]>`
    select coalesce(sum(p.n), 0)::int as pending, coalesce(sum(d.n), 0)::int as dead,
           (count(*) filter (where w.disabled_reason is not null))::int as disabled,
           extract(epoch from min(o.created_at)) * 1000 as oldest
    from webhooks w
    cross join lateral (${counted("pending")}) p
    cross join lateral (${counted("dead")}) d
    left join lateral (
      select created_at from webhook_deliveries
      where tenant_id = w.tenant_id and webhook = w.name and status = 'pending'
      order by event_position, event_id limit 1) o on true`;
  const { pending = 0, dead = 0, disabled = 0 } = row ?? {};
  const oldest = ms(row?.oldest ?? null);
  return { pending, dead, disabled, oldestPendingMs: oldest === null ? null : now - oldest };
}

async function loadLedgerState(sql: Sql): Promise<DatabaseFacts["ledger"]> {
  const [row] = await sql<{ problems: number; checked: string | null }[]>`
    select (count(*) filter (where problem is not null))::int as problems,
           extract(epoch from min(checked_at)) * 1000 as checked
    from ledger_checks`;
  return { problems: row?.problems ?? 0, checkedAt: ms(row?.checked ?? null) };
}

async function loadConnections(sql: Sql): Promise<DatabaseFacts["connections"]> {
  const rows = await sql<{ state: string; count: number }[]>`
    select coalesce(state, 'unknown') as state, count(*)::int as count from pg_stat_activity
    where datname = current_database() and application_name = 'gerbang' group by 1`;
  return rows.map(({ state, count }) => ({ state, count }));
}

async function loadGuardKeys(sql: Sql): Promise<DatabaseFacts["guardKeys"]> {
  const rows = await sql<{ state: GuardState; count: number }[]>`
    select state, count(*)::int as count from guard_states group by state`;
  const counts = new Map(rows.map(({ state, count }) => [state, count]));
  return guardStates.map((state) => ({ state, count: counts.get(state) ?? 0 }));
}

const consumers = [statsConsumer, guardConsumer].map(({ name }) => ({ name }));

async function loadFeedLags(sql: Sql, now: number): Promise<DatabaseFacts["feedLags"]> {
  const rows = await sql<{ consumer: string; oldest: string | null }[]>`
    select c.name as consumer, extract(epoch from min(e.at)) * 1000 as oldest
    from json_to_recordset(${rowsOf(sql, consumers)}) as c(name text)
    left join feed_followers f on f.name = c.name
    left join lateral (
      select n.at from tenants t cross join lateral (
        select at from events
        where tenant_id = t.id and (position, id) > (coalesce(f.position, 0), coalesce(f.id, ${FIRST_ID}::uuid))
        order by position, id limit 1) n) e on true
    group by c.name`;
  return rows.map(({ consumer, oldest }) => ({ consumer, lagMs: Math.max(0, now - (ms(oldest) ?? now)) }));
}
