import type { Sql, Tx } from "../db/client.ts";
import { ms, rowsOf } from "../db/rows.ts";
import { firstIdAt } from "../kit/id.ts";
import { isSealed, sealedForm } from "../kit/number-seal.ts";
import type { Log } from "../kit/log.ts";
import type { Keyring } from "../kit/secret.ts";
import { lockAccounts } from "../ledger/accounts.ts";
import { endTwins, mergeStreaks, type Resealed } from "./seal-clashes.ts";

const SLICE = 5000;
/** Rows between two lines of the log. */
const TOLD_EVERY = 100_000;
/** Two gateways' clocks differ by less, and no commit takes longer. */
const LOOK_BACK_MS = 86_400_000;

/** A table with numbers in it: its key beside the tenant, and the columns that hold one number, or a list of them. */
interface Numbered {
  table: string;
  key: { column: string; type: "uuid" | "text" };
  /** The key is a UUIDv7 of the row's time, so that what is newer than the mark is found by it. */
  byTime: boolean;
  columns: readonly string[];
  lists: readonly string[];
  /** What else is read, to see which rows clash. */
  also: readonly string[];
}

const tables: readonly Numbered[] = [
  {
    table: "otps",
    key: { column: "id", type: "uuid" },
    byTime: true,
    columns: ["subject"],
    lists: ["recipients"],
    also: ["status", "user_ref", "purpose"],
  },
  numbered("messages", { column: "id", type: "uuid" }, "recipient", true),
  // Few: of an hour, of those who guessed wrong, of those the ERP stored.
  numbered("sandbox_messages", { column: "id", type: "uuid" }, "recipient"),
  numbered("guess_streaks", { column: "subject", type: "text" }, "subject"),
  numbered("users", { column: "id", type: "text" }, "number"),
];

function numbered(table: string, key: Numbered["key"], column: string, byTime = false): Numbered {
  return { table, key, byTime, columns: [column], lists: [], also: [] };
}

/**
 * Seals the numbers that a version before this one kept in clear: before any traffic, since what limits count by is one
 * of them, in slices of their own commits, so that a start that is broken off goes on where it was. And again later,
 * since such a version may have been gone back to, or still run beside this one; of what is logged, what is newer than
 * the last time, `numbers_sealed_at`.
 */
export async function sealOldNumbers(sql: Sql, keyring: Keyring, log: Log, now: number): Promise<void> {
  const [state] = await sql<{ at: string | null }[]>`
    select extract(epoch from numbers_sealed_at) * 1000 as at from config_version`;
  const sealedAt = ms(state?.at ?? null);
  const since = firstIdAt(sealedAt === null ? 0 : sealedAt - LOOK_BACK_MS);
  const tenants = await sql<{ id: string }[]>`select id from tenants order by id`;
  for (const table of tables) {
    const told = tally(log, table.table);
    for (const { id } of tenants) await sealTable({ sql, keyring, table, tenantId: id, now, told }, since);
    told.end();
  }
  await sql`update config_version set numbers_sealed_at = to_timestamp(${now}::float8 / 1000)`;
}

interface Turn {
  sql: Sql;
  keyring: Keyring;
  table: Numbered;
  tenantId: string;
  now: number;
  told: ReturnType<typeof tally>;
}

async function sealTable(turn: Turn, since: string): Promise<void> {
  const { key, byTime } = turn.table;
  let after: string | undefined = byTime ? since : key.type === "uuid" ? firstIdAt(0) : "";
  while (after !== undefined) {
    const keys: string[] = await sealSlice(turn, after);
    turn.told.add(keys.length);
    after = keys.at(-1);
  }
}

/** Tells how far it is: of ten million rows it takes minutes. */
function tally(log: Log, table: string) {
  const began = performance.now();
  let rows = 0;
  return {
    add(more: number): void {
      const before = rows;
      rows += more;
      if (Math.floor(rows / TOLD_EVERY) === Math.floor(before / TOLD_EVERY)) return;
      const perSecond = Math.round(rows / ((performance.now() - began) / 1000));
      log.info({ table, rows, per_second: perSecond }, "sealing numbers");
    },
    end(): void {
      if (rows > 0) log.info({ table, rows }, "numbers are sealed");
    },
  };
}

/** The keys of the next rows with a number in clear, in their order. Another replica that seals waits for them, and passes them over. */
async function sealSlice({ sql, keyring, table: from, tenantId, now }: Turn, after: string): Promise<string[]> {
  const { table, key, columns, lists, also } = from;
  const all = [...columns, ...lists];
  const [name, type] = [sql(key.column), sql.unsafe(key.type)];
  const held = [...columns.map((column) => sql`${sql(column)}`), ...lists.map((column) => sql`${sql(column)}[1]`)];
  const inClear = held
    .map((number) => sql`(${number} <> '' and ${number} !~ ${sealedForm.source})`)
    .reduce((one, other) => sql`${one} or ${other}`);
  const next = (tx: Tx | Sql, what: string[], limit: number) => tx<Resealed[]>`
    select tenant_id, ${name}::text as key, ${tx(what)} from ${tx(table)}
    where tenant_id = ${tenantId} and ${name} > ${after}::${type} and (${inClear}) order by ${name} limit ${limit}`;
  // As a rule there is none, and no lock is taken.
  if ((await next(sql, [...all], 1)).length === 0) return [];
  return sql.begin(async (tx) => {
    // By the key, row by row: no statistics may make a slice of it read the whole table.
    await tx`set local enable_seqscan = off`;
    await tx`set local enable_hashjoin = off`;
    await tx`set local enable_mergejoin = off`;
    // Issues of this tenant are decided before or after, never between.
    await lockAccounts(tx, [tenantId]);
    const rows = await tx<Resealed[]>`${next(tx, [...all, ...also], SLICE)} for update`;
    const seal = (text: string): string => (isSealed(text) ? text : keyring.numbers.seal(tenantId, text));
    const sealed = rows.map((row): Resealed => {
      const made: Resealed = { ...row };
      for (const column of all) {
        const value = row[column] ?? null;
        made[`new_${column}`] = value === null ? null : Array.isArray(value) ? value.map(seal) : seal(value);
      }
      return made;
    });
    if (table === "guess_streaks") {
      await mergeStreaks(tx, sealed);
    } else {
      if (table === "otps") await endTwins(tx, sealed, now);
      await update(tx, from, sealed);
    }
    return rows.map((row) => row.key);
  });
}

async function update(tx: Tx, { table, key, columns, lists }: Numbered, sealed: readonly Resealed[]): Promise<void> {
  const [name, type] = [tx(key.column), tx.unsafe(key.type)];
  const set = [...columns, ...lists].map((column) => tx`${tx(column)} = s.${tx(`new_${column}`)}`);
  const given = [
    ...columns.map((column) => tx`, ${tx(`new_${column}`)} text`),
    ...lists.map((column) => tx`, ${tx(`new_${column}`)} text[]`),
  ];
  await tx`
    update ${tx(table)} t set ${set.reduce((one, other) => tx`${one}, ${other}`)}
    from json_to_recordset(${rowsOf(tx, sealed)}) as s(
      tenant_id uuid, key ${type} ${given.reduce((one, other) => tx`${one} ${other}`)})
    where t.tenant_id = s.tenant_id and t.${name} = s.key`;
}
