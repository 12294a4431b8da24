import type { Sql, Tx } from "../db/client.ts";
import { sqlState } from "../db/coalesce.ts";
import { listParts, type InMonths, type Part } from "../db/months.ts";
import { firstIdAt } from "../kit/id.ts";
import type { DroppedClass } from "./rules.ts";

/** What goes together: a message without its OTP, or its attempts, tells nothing. */
const tables: Record<DroppedClass, readonly InMonths[]> = {
  reports: ["reports"],
  messages: ["attempts", "messages", "otps"],
  audit: ["audit"],
};

const LOCK_NOT_AVAILABLE = "55P03";
const DAY_MS = 86_400_000;

export interface Left {
  part: string;
  why: string;
}

export interface Dropped {
  parts: string[];
  rows: number;
  bytes: number;
  left: Left[];
}

/** Parts of a class that lie before `until` as a whole; those of one month are dropped in one commit. */
async function dueParts(sql: Sql, kept: DroppedClass, until: number): Promise<Part[][]> {
  const due = (await listParts(sql)).filter(
    ({ parent, until: end }) => tables[kept].includes(parent) && end !== null && end <= until,
  );
  const ends = [...new Set(due.map(({ until: end }) => end))];
  return ends.map((end) => due.filter((part) => part.until === end));
}

/** Drops the months of a class that are past their time; with `dry`, says only what it would do. */
export async function dropBefore(sql: Sql, kept: DroppedClass, until: number, dry: boolean): Promise<Dropped> {
  const dropped: Dropped = { parts: [], rows: 0, bytes: 0, left: [] };
  for (const month of await dueParts(sql, kept, until)) {
    const names = month.map(({ name }) => name);
    const why = kept === "messages" ? await stillNeeded(sql, month[0]?.until ?? until) : null;
    if (why !== null) {
      dropped.left.push(...names.map((part) => ({ part, why })));
      continue;
    }
    const size = await sizeOf(sql, names);
    if (dry || (await dropParts(sql, names))) {
      dropped.parts.push(...names);
      dropped.rows += size.rows;
      dropped.bytes += size.bytes;
    } else {
      dropped.left.push(
        ...names.map((part) => ({ part, why: "somebody reads or writes it; the next run tries again" })),
      );
    }
  }
  return dropped;
}

/**
 * Nothing that holds money, or that somebody is still to do something about, and nothing that is yet to be added up for
 * the statements and the statistics, which look at a message once for each of its entries. Followers of the feed need not
 * be waited for: events go after 30 days, a month after three at least.
 */
async function stillNeeded(sql: Sql, until: number): Promise<string | null> {
  const [row] = await sql<{ held: boolean; due: boolean; open: boolean; not_summed: boolean; not_counted: boolean }[]>`
    select
      exists (select from messages where hold_state = 'held' and lease_owner is null and due_at is null
                and id < ${firstIdAt(until + DAY_MS)}) as held,
      exists (select from messages where due_at is not null and lease_owner is null
                and id < ${firstIdAt(until + DAY_MS)})
        or exists (select from messages where lease_owner is not null and id < ${firstIdAt(until + DAY_MS)}) as due,
      exists (select from otps where status = 'pending' and id < ${firstIdAt(until)})
        or exists (select from otps where unsettled_since is not null and status <> 'pending'
                     and id < ${firstIdAt(until)}) as open,
      exists (
        select from accounts a
        left join ledger_rollups r on r.tenant_id = a.tenant_id
        cross join lateral (
          select at from entries where tenant_id = a.tenant_id and seq > coalesce(r.seq, 0) order by seq limit 1) e
        where e.at < to_timestamp(${until + DAY_MS}::float8 / 1000)) as not_summed,
      exists (
        select from stats_money s
        cross join lateral (
          select at from entries where tenant_id = s.tenant_id and seq > s.seq order by seq limit 1) e
        where e.at < to_timestamp(${until + DAY_MS}::float8 / 1000)) as not_counted`;
  if (row?.held === true) return "a message holds money";
  if (row?.due === true) return "a message is still to be sent or settled";
  if (row?.open === true) return "an OTP is not settled";
  if (row?.not_summed === true) return "its charges are not added up yet";
  return row?.not_counted === true ? "its charges are not in the statistics yet" : null;
}

async function sizeOf(sql: Sql, names: readonly string[]): Promise<{ rows: number; bytes: number }> {
  let [rows, bytes] = [0, 0];
  for (const name of names) {
    const [size] = await sql<{ rows: string; bytes: string }[]>`
      select (select count(*) from ${sql(name)}) as rows, pg_total_relation_size(${name}::regclass) as bytes`;
    rows += Number(size?.rows ?? 0);
    bytes += Number(size?.bytes ?? 0);
  }
  return { rows, bytes };
}

/** Whoever waits for a lock of a whole table makes everybody after it wait: so it waits hardly at all. */
async function dropParts(sql: Sql, names: readonly string[]): Promise<boolean> {
  try {
    await sql.begin(async (tx: Tx) => {
      await tx`set local lock_timeout = '100ms'`;
      await tx`drop table ${tx(names)}`;
    });
    return true;
  } catch (error) {
    if (sqlState(error) === LOCK_NOT_AVAILABLE) return false;
    throw error;
  }
}
