/** What a test speaks for in the table; one may speak for several. */
export const columns = ["send", "errors", "reports", "signature", "balance", "health", "template", "verbs"] as const;
export type Column = (typeof columns)[number];

const passed = new Map<string, Map<Column, number>>();

/** Counts a case that held. */
export function tally(kind: string, spoken: readonly Column[]): void {
  const row = passed.get(kind) ?? new Map<Column, number>();
  passed.set(kind, row);
  for (const column of spoken) row.set(column, (row.get(column) ?? 0) + 1);
}

/** Kinds and the cases that held, as text. */
export function table(): string {
  const rows = [...passed].map(([kind, row]) => [kind, ...columns.map((column) => String(row.get(column) ?? "-"))]);
  const width = Math.max(...rows.map(([kind = ""]) => kind.length), "kind".length);
  const line = ([kind = "", ...cells]: readonly string[]) =>
    `${kind.padEnd(width)}${cells.map((cell) => cell.padStart(11)).join("")}\n`;
  return [["kind", ...columns], ...rows].map(line).join("");
}
