import type { Sql } from "../db/client.ts";
import { rowsOf } from "../db/rows.ts";
import { isSealed } from "../kit/number-seal.ts";
import type { Log } from "../kit/log.ts";
import type { Keyring } from "../kit/secret.ts";

const SLICE = 5000;
/** Rows between two lines of the log. */
const TOLD_EVERY = 100_000;

/** A table with numbers in it: its key beside the tenant, and the columns that hold one number, or a list of them. */
interface Numbered {
  table: string;
  key: { column: string; type: "uuid" | "text" };
  columns: readonly string[];
  lists: readonly string[];
}

const tables: readonly Numbered[] = [
  { table: "otps", key: { column: "id", type: "uuid" }, columns: ["subject"], lists: ["recipients"] },
  { table: "messages", key: { column: "id", type: "uuid" }, columns: ["recipient"], lists: [] },
  { table: "sandbox_messages", key: { column: "id", type: "uuid" }, columns: ["recipient"], lists: [] },
  { table: "guess_streaks", key: { column: "subject", type: "text" }, columns: ["subject"], lists: [] },
  { table: "users", key: { column: "id", type: "text" }, columns: ["number"], lists: [] },
];

/**
 * Seals the numbers that a version before this one kept in clear. Before any traffic, since what limits count by is one
 * of them; in slices of their own commits, so that a start that is broken off goes on where it was. Done once.
 */
export async function sealOldNumbers(sql: Sql, keyring: Keyring, log: Log): Promise<void> {
  const [state] = await sql<{ done: boolean }[]>`select numbers_sealed_at is not null as done from config_version`;
  if (state?.done === true) return;
  for (const table of tables) await sealTable(sql, keyring, log, table);
  await sql`update config_version set numbers_sealed_at = now() where numbers_sealed_at is null`;
}

type OldRow = { tenant_id: string; key: string } & Record<string, string | string[] | null>;

async function sealTable(sql: Sql, keyring: Keyring, log: Log, from: Numbered): Promise<void> {
  const began = performance.now();
  let after: { tenant: string; key: string } | null = null;
  let sealed = 0;
  for (;;) {
    const rows: OldRow[] = await sealSlice(sql, keyring, from, after);
    const last = rows.at(-1);
    if (last === undefined) break;
    after = { tenant: last.tenant_id, key: last.key };
    if (Math.floor((sealed + rows.length) / TOLD_EVERY) > Math.floor(sealed / TOLD_EVERY)) {
      const perSecond = Math.round((sealed + rows.length) / ((performance.now() - began) / 1000));
      log.info({ table: from.table, rows: sealed + rows.length, per_second: perSecond }, "sealing numbers");
    }
    sealed += rows.length;
  }
  if (sealed > 0) log.info({ table: from.table, rows: sealed }, "numbers are sealed");
}

/** The next rows with a number in clear, in the order of their key. Another replica that starts waits for them, and passes them over. */
async function sealSlice(
  sql: Sql,
  keyring: Keyring,
  { table, key, columns, lists }: Numbered,
  after: { tenant: string; key: string } | null,
): Promise<OldRow[]> {
  const all = [...columns, ...lists];
  const [name, type] = [sql(key.column), sql.unsafe(key.type)];
  const held = [...columns.map((column) => sql`${sql(column)}`), ...lists.map((column) => sql`${sql(column)}[1]`)];
  const inClear = held.map((number) => sql`(${number} <> '' and ${number} not like 'n1.%')`);
  return sql.begin(async (tx) => {
    // By the key, row by row: no statistics may make a slice of it read the whole table.
    await tx`set local enable_seqscan = off`;
    await tx`set local enable_hashjoin = off`;
    await tx`set local enable_mergejoin = off`;
    const rows = await tx<OldRow[]>`
      select tenant_id, ${name}::text as key, ${tx(all)} from ${tx(table)}
      where ${inClear.reduce((one, other) => tx`${one} or ${other}`)}
        ${after === null ? tx`` : tx`and (tenant_id, ${name}) > (${after.tenant}::uuid, ${after.key}::${type})`}
      order by tenant_id, ${name} limit ${SLICE} for update`;
    if (rows.length === 0) return rows;
    const seal = (tenantId: string, text: string): string =>
      isSealed(text) ? text : keyring.numbers.seal(tenantId, text);
    const sealed = rows.map((row) => ({
      tenant_id: row.tenant_id,
      key: row.key,
      ...Object.fromEntries(
        all.map((column) => {
          const value = row[column] ?? null;
          if (value === null) return [`new_${column}`, null];
          const made = Array.isArray(value) ? value.map((one) => seal(row.tenant_id, one)) : seal(row.tenant_id, value);
          return [`new_${column}`, made];
        }),
      ),
    }));
    const set = all.map((column) => tx`${tx(column)} = s.${tx(`new_${column}`)}`);
    const given = [
      ...columns.map((column) => tx`, ${tx(`new_${column}`)} text`),
      ...lists.map((column) => tx`, ${tx(`new_${column}`)} text[]`),
    ];
    await tx`
      update ${tx(table)} t set ${set.reduce((one, other) => tx`${one}, ${other}`)}
      from json_to_recordset(${rowsOf(tx, sealed)}) as s(
        tenant_id uuid, key ${type} ${given.reduce((one, other) => tx`${one} ${other}`)})
      where t.tenant_id = s.tenant_id and t.${name} = s.key`;
    return rows;
  });
}
