export type Row = Record<string, string | number | boolean | null | undefined>;

/** One field of every row of an answer. */
export function pick(rows: unknown, field: string): unknown[] {
  return (rows as Row[]).map((row) => row[field]);
}

/** The rows that have these values. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a test reads what it expects
export function having(rows: unknown, wanted: Row): any[] {
  return (rows as Row[]).filter((row) => Object.entries(wanted).every(([field, value]) => row[field] === value));
}
