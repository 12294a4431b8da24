import type { Sql, Statement } from "../db/client.ts";
import { firstIdAt } from "../kit/id.ts";
import type { EmptiedClass } from "./rules.ts";

/** Rows of one commit: locked for milliseconds. */
const SLICE = 200;
const LEAST_ID = "00000000-0000-0000-0000-000000000000";

/** What becomes of a row. The others of its columns name nobody, or are money. */
const emptied = {
  codes: {
    otps: (sql: Sql) => sql`
      code_hash = '', vendor_checks = null, params = '{}', metadata = '{}', client_ip = null, via = via - 'text'`,
  },
  numbers: {
    otps: (sql: Sql) => sql`
      subject = '', recipients = array_fill(''::text, array[cardinality(recipients)]), user_ref = '',
      via = via - 'userName' - 'otpgateway'`,
    messages: (sql: Sql) => sql`recipient = ''`,
  },
} as const;

type Emptying = (sql: Sql) => Statement;

export interface EmptyOptions {
  sql: Sql;
  /** Between two commits: what is done for years of rows leaves traffic its disk. */
  pause: () => Promise<void>;
  stopped: () => boolean;
}

/** Empties what is older than `until` in every tenant, from where the last run came to. Answers with the count of rows. */
export async function emptyBefore(options: EmptyOptions, kept: EmptiedClass, until: number): Promise<number> {
  const tenants = await options.sql<{ id: string }[]>`select id from tenants order by id`;
  let rows = 0;
  for (const { id } of tenants) {
    for (const [table, set] of Object.entries<Emptying>(emptied[kept])) {
      rows += await emptyTable(options, { tenantId: id, kept, table, set, until: firstIdAt(until) });
    }
  }
  return rows;
}

interface Turn {
  tenantId: string;
  kept: EmptiedClass;
  table: string;
  set: Emptying;
  until: string;
}

async function emptyTable({ sql, pause, stopped }: EmptyOptions, turn: Turn): Promise<number> {
  let rows = 0;
  while (!stopped()) {
    const done = await emptySlice(sql, turn);
    rows += done;
    if (done < SLICE) break;
    await pause();
  }
  return rows;
}

/** The mark moves with the rows. One that is pending still, which takes a clock that was wrong, keeps what it needs. */
async function emptySlice(sql: Sql, { tenantId, kept, table, set, until }: Turn): Promise<number> {
  const open = table === "otps" ? sql`and o.status <> 'pending'` : sql`and o.hold_state <> 'held'`;
  const [row] = await sql<{ rows: number }[]>`
    with mark as materialized (
      select coalesce(max(id::text), ${LEAST_ID})::uuid as id from retention_marks
      where tenant_id = ${tenantId} and class = ${kept} and "table" = ${table}),
    slice as materialized (
      select ctid as row, id from ${sql(table)}
      where tenant_id = ${tenantId} and id > (select id from mark) and id < ${until}
      order by id limit ${SLICE} for update),
    done as (
      update ${sql(table)} o set ${set(sql)} from slice x where o.ctid = x.row and o.id = x.id ${open}),
    moved as (
      insert into retention_marks (tenant_id, class, "table", id)
      select ${tenantId}, ${kept}, ${table}, id from slice order by id desc limit 1
      on conflict (tenant_id, class, "table") do update set id = excluded.id)
    select count(*)::int as rows from slice`;
  return row?.rows ?? 0;
}

/** How many rows a run would empty now. */
export async function countBefore(sql: Sql, kept: EmptiedClass, until: number): Promise<number> {
  const counts = await Promise.all(
    Object.keys(emptied[kept]).map(async (table) => {
      const [row] = await sql<{ rows: string }[]>`
        select coalesce(sum(o.rows), 0) as rows from tenants t
        left join retention_marks m on m.tenant_id = t.id and m.class = ${kept} and m."table" = ${table}
        cross join lateral (
          select count(*) as rows from ${sql(table)}
          where tenant_id = t.id and id > coalesce(m.id, ${LEAST_ID}) and id < ${firstIdAt(until)} offset 0) o`;
      return Number(row?.rows ?? 0);
    }),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}
