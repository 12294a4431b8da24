import type { Sql, Statement, Tx } from "./client.ts";

/**
 * Multi-row parameters of the hot statements. Rows go as one JSON text that `json_to_recordset` unfolds: one parameter
 * of any length, so that one prepared statement serves every batch. Times are milliseconds, bytes hex, money text.
 */
export function rowsOf(tx: Tx | Sql, rows: readonly object[]) {
  // Cast from text, so that no client's own way with JSON parameters matters.
  return tx`${JSON.stringify(rows)}::text::json`;
}

/**
 * Two shapes keep the hot statements fast from the first row to the ten-millionth. A plan is prepared while tables are
 * empty and kept while they grow, and on an empty table reading all of it looks cheapest. So rows are looked up by
 * `cross join lateral (… offset 0)`, which leaves no choice but the index, once for each key; and rows that this
 * transaction has locked are updated by their `ctid`. In a table that lies in months (`db/months.ts`) a `ctid` is one
 * month's alone, so the id goes with it: it says which month, and the others are not looked at.
 */
export function byKey<T extends { tenantId: string; id: string }>(
  keys: readonly T[],
): { tenant_id: string; id: string }[] {
  const unique = new Map(keys.map((key) => [`${key.tenantId}/${key.id}`, { tenant_id: key.tenantId, id: key.id }]));
  // Locks are taken in this order, so that two batches never wait for each other in a circle.
  return [...unique.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, key]) => key);
}

/**
 * The least id of a batch. As a bound of its statement it keeps months before from being opened at all: a join prunes
 * only once all of them are, for each execution.
 */
export function leastId(rows: readonly { id: string }[]): string {
  return rows.reduce((least, { id }) => (id < least ? id : least), rows[0]?.id ?? NO_ID);
}

const NO_ID = "00000000-0000-0000-0000-000000000000";

/**
 * Sends the writes of a batch as one statement: for a few rows, the way there and back costs more than the work. All of
 * them see the state before any of them, so what depends on another's write goes before, by itself.
 */
export function together(tx: Tx, writes: readonly Statement[]): Statement[] {
  const [first, ...others] = writes;
  if (first === undefined) return [];
  if (others.length === 0) return [first];
  const parts = others.reduce(
    (sum, write, index) => tx`${sum}, ${tx(`write_${index + 2}`)} as (${write})`,
    tx`with write_1 as (${first})`,
  );
  return [tx`${parts} select`];
}

/** Reads `at` columns selected as milliseconds: the driver hands numerics over as text. */
export function ms(value: string | number | null): number | null {
  return value === null ? null : Math.round(Number(value));
}
