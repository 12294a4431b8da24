import type { Sql } from "../db/client.ts";
import { ms } from "../db/rows.ts";
import { loadSpends, type AccountSpend } from "../ledger/balances.ts";

/** Rows are counted so far and no further: a queue of a million is no more alarming than one of ten thousand. */
export const MOST_COUNTED = 10_000;

/** What only the database knows of the whole installation. */
export interface DatabaseFacts {
  messages: { due: number; leased: number; oldestDueMs: number | null };
  webhooks: { pending: number; dead: number; disabled: number; oldestPendingMs: number | null };
  ledger: { problems: number; checkedAt: number | null };
  accounts: AccountSpend[];
  connections: { state: string; count: number }[];
}

/** Few statements, each a look into an index for each thing it counts, all on the way at once. */
export async function loadFacts(sql: Sql, now: number): Promise<DatabaseFacts> {
  const [messages, webhooks, ledger, accounts, connections] = await Promise.all([
    loadQueue(sql, now),
    loadWebhooks(sql, now),
    loadLedgerState(sql),
    loadSpends(sql, now),
    loadConnections(sql),
  ]);
  return { messages, webhooks, ledger, accounts, connections };
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
