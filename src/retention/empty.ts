import type { Sql, Statement, Tx } from "../db/client.ts";
import { rowsOf } from "../db/rows.ts";
import { firstIdAt } from "../kit/id.ts";
import type { Keyring } from "../kit/secret.ts";
import { eraseProviderIds } from "../privacy/provider-ids.ts";
import type { EmptiedClass } from "./rules.ts";

/** Rows of one commit: locked for milliseconds. */
const SLICE = 200;
const LEAST_ID = "00000000-0000-0000-0000-000000000000";

interface Emptying {
  /** What becomes of a row. The others of its columns name nobody, or are money. */
  set: (sql: Sql | Tx) => Statement;
  /** Whether there is anything left to empty. */
  full: (sql: Sql | Tx) => Statement;
}

const emptied: Record<EmptiedClass, Partial<Record<"otps" | "messages", Emptying>>> = {
  codes: {
    otps: {
      set: (sql) => sql`
        code_hash = '', vendor_checks = null, params = '{}', metadata = '{}', client_ip = null, via = via - 'text'`,
      full: (sql) => sql`
        (code_hash <> '' or vendor_checks is not null or params <> '{}' or metadata <> '{}' or client_ip is not null
          or coalesce(via ? 'text', false))`,
    },
  },
  numbers: {
    otps: {
      set: (sql) => sql`
        subject = '', recipients = array_fill(''::text, array[cardinality(recipients)]), user_ref = '',
        via = via - 'userName' - 'otpgateway'`,
      full: (sql) => sql`
        (subject <> '' or user_ref <> '' or array_to_string(recipients, '') <> ''
          or coalesce(via ?| array['userName', 'otpgateway'], false))`,
    },
    messages: { set: (sql) => sql`recipient = ''`, full: (sql) => sql`recipient <> ''` },
  },
};

/** A row that somebody is not done with, which takes a clock that was wrong, keeps what it needs. */
const open = {
  otps: (sql: Sql | Tx) => sql`status = 'pending'`,
  messages: (sql: Sql | Tx) => sql`hold_state = 'held'`,
} as const;

export interface EmptyOptions {
  sql: Sql;
  keyring: Keyring;
  /** Between two commits: what is done for years of rows leaves traffic its disk. */
  pause: () => Promise<void>;
  stopped: () => boolean;
}

/** Empties what is older than `until` in every tenant, from where the last run came to. Answers with the count of rows. */
export async function emptyBefore(options: EmptyOptions, kept: EmptiedClass, until: number): Promise<number> {
  const tenants = await options.sql<{ id: string }[]>`select id from tenants order by id`;
  let rows = 0;
  for (const { id } of tenants) {
    // Messages first: the ids of their attempts are judged by their numbers.
    for (const table of ["messages", "otps"] as const) {
      const emptying = emptied[kept][table];
      if (emptying === undefined) continue;
      rows += await emptyTable(options, { tenantId: id, kept, table, emptying, until: firstIdAt(until) });
    }
  }
  return rows;
}

interface Turn {
  tenantId: string;
  kept: EmptiedClass;
  table: "otps" | "messages";
  emptying: Emptying;
  until: string;
}

async function emptyTable({ sql, keyring, pause, stopped }: EmptyOptions, turn: Turn): Promise<number> {
  const [mark] = await sql<{ id: string }[]>`
    select id from retention_marks
    where tenant_id = ${turn.tenantId} and class = ${turn.kept} and "table" = ${turn.table}`;
  let walk: Walk = { last: mark?.id ?? LEAST_ID, mark: mark?.id ?? LEAST_ID, left: false, more: true, emptied: 0 };
  let rows = 0;
  while (walk.more && !stopped()) {
    const from = walk;
    walk = await sql.begin((tx) => emptySlice(tx, keyring, turn, from));
    rows += walk.emptied;
    if (walk.more && walk.emptied > 0) await pause();
  }
  return rows;
}

interface Walk {
  /** The last row that was looked at. */
  last: string;
  /** The last one before which nothing was left: where the next run begins. */
  mark: string;
  /** A row was left: the mark stays before it. */
  left: boolean;
  more: boolean;
  emptied: number;
}

/** Locked first, as they then are: whoever was changing one of them is waited for, and no row is passed by. */
async function emptySlice(tx: Tx, keyring: Keyring, turn: Turn, walk: Walk): Promise<Walk> {
  const { tenantId, kept, table, emptying, until } = turn;
  const recipient = table === "messages" ? tx`, recipient` : tx``;
  const rows = await tx<{ id: string; open: boolean; full: boolean; recipient?: string }[]>`
    select id, ${open[table](tx)} as open, ${emptying.full(tx)} as full ${recipient} from ${tx(table)}
    where tenant_id = ${tenantId} and id > ${walk.last} and id < ${until}
    order by id limit ${SLICE} for update`;
  const last = rows.at(-1);
  if (last === undefined) return { ...walk, more: false, emptied: 0 };
  const due = rows.filter((row) => row.full && !row.open);
  if (due.length > 0) {
    if (table === "messages") {
      const messages = due.map(({ id, recipient: number = "" }) => ({ id, recipient: number }));
      await eraseProviderIds(tx, keyring, tenantId, messages);
    }
    await tx`
      update ${tx(table)} o set ${emptying.set(tx)}
      from json_to_recordset(${rowsOf(tx, due)}) as k(id uuid)
      where o.tenant_id = ${tenantId} and o.id = k.id and o.id >= ${due[0]?.id ?? last.id} and o.id <= ${last.id}`;
  }
  const firstLeft = rows.findIndex((row) => row.full && row.open);
  const passed = firstLeft === -1 ? rows : rows.slice(0, firstLeft);
  const mark = walk.left ? walk.mark : (passed.at(-1)?.id ?? walk.mark);
  if (mark !== walk.mark) {
    await tx`
      insert into retention_marks (tenant_id, class, "table", id) values (${tenantId}, ${kept}, ${table}, ${mark})
      on conflict (tenant_id, class, "table") do update set id = excluded.id`;
  }
  const left = walk.left || firstLeft !== -1;
  return { last: last.id, mark, left, more: rows.length === SLICE, emptied: due.length };
}

/** How many rows a run would empty now. */
export async function countBefore(sql: Sql, kept: EmptiedClass, until: number): Promise<number> {
  const counts = await Promise.all(
    (["messages", "otps"] as const).map(async (table) => {
      const emptying = emptied[kept][table];
      if (emptying === undefined) return 0;
      const [row] = await sql<{ rows: string }[]>`
        select coalesce(sum(o.rows), 0) as rows from tenants t
        left join retention_marks m on m.tenant_id = t.id and m.class = ${kept} and m."table" = ${table}
        cross join lateral (
          select count(*) as rows from ${sql(table)}
          where tenant_id = t.id and id > coalesce(m.id, ${LEAST_ID}) and id < ${firstIdAt(until)}
            and ${emptying.full(sql)} and not (${open[table](sql)}) offset 0) o`;
      return Number(row?.rows ?? 0);
    }),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}
