import type { Sql, Tx } from "./client.ts";

/**
 * Multi-row parameters of the hot statements. Rows go as one JSON text that `json_to_recordset` unfolds: one parameter
 * of any length, so that one prepared statement serves every batch. Times are milliseconds, bytes hex, money text.
 */
export function rowsOf(tx: Tx | Sql, rows: readonly object[]) {
  // Cast from text, so that no client's own way with JSON parameters matters.
  return tx`${JSON.stringify(rows)}::text::json`;
}

/** Reads `at` columns selected as milliseconds: the driver hands numerics over as text. */
export function ms(value: string | number | null): number | null {
  return value === null ? null : Math.round(Number(value));
}
