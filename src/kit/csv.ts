/**
 * CSV (RFC 4180) that is read back as it was written, by us or after a spreadsheet has had it. A cell that a spreadsheet
 * would run gets a leading `'`, and loses that one again; one that looks as if it had got one gets another.
 */
export function writeCsv(rows: readonly (readonly string[])[]): string {
  return rows.map((cells) => `${cells.map(writeCell).join(",")}\r\n`).join("");
}

function writeCell(value: string): string {
  const safe = runs(value.replace(/^'+/, "")) ? `'${value}` : value;
  return /[",;\r\n]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** What was meant by a cell that `writeCsv` wrote, whoever read the file. */
export function readCell(cell: string): string {
  // Some programs rewrite the line ends inside cells.
  const value = cell.replaceAll("\r\n", "\n");
  return value.startsWith("'") && runs(value.replace(/^'+/, "")) ? value.slice(1) : value;
}

function runs(value: string): boolean {
  return !/^-?\d+(\.\d+)?$/.test(value) && /^\s*[=+\-@]|^[\t\r\n]/u.test(value);
}

export interface CsvRow {
  /** As a spreadsheet counts them: the header is row 1, and a cell of several lines is in one row. */
  row: number;
  cells: string[];
}
export type CsvReading = { ok: true; rows: CsvRow[] } | { ok: false; row: number; message: string };

/** Far more than any sheet of ours has; a file that has more is not read on. */
const MOST_CELLS = 100;
/** The empty ones too. */
const MOST_ROWS = 20_000;
const LONGEST_HEADER = 10_000;

/**
 * Pure: the rows that are not empty. Excel's line `sep=…` tells what divides cells, else the header does: `,`, `;` or a tab,
 * as spreadsheets of different countries write. Stops at `most` rows.
 */
export function readCsv(given: string, most = MOST_ROWS): CsvReading {
  const { text, delimiter } = beginning(given.startsWith("\uFEFF") ? given.slice(1) : given);
  const rows: CsvRow[] = [];
  let row = 1;
  let cells: string[] = [];
  const endRow = (): void => {
    if (cells.some((cell) => cell !== "")) rows.push({ row, cells });
    cells = [];
    row += 1;
  };
  for (let at = 0; at < text.length && rows.length < most;) {
    if (row > MOST_ROWS) return { ok: false, row, message: `is one more than the ${MOST_ROWS} that a file may have` };
    if (cells.length >= MOST_CELLS) return { ok: false, row, message: `has more than ${MOST_CELLS} cells` };
    let end: number;
    if (text[at] === '"') {
      end = closingQuote(text, at + 1);
      if (end < 0) return { ok: false, row, message: "has a quote that is never closed" };
      cells.push(readCell(text.slice(at + 1, end).replaceAll('""', '"')));
      end += 1;
      if (end < text.length && ![delimiter, "\r", "\n"].includes(text[end] ?? "")) {
        return { ok: false, row, message: `has text after a closing quote, in cell ${cells.length}` };
      }
    } else {
      end = at;
      while (end < text.length && text[end] !== delimiter && text[end] !== "\r" && text[end] !== "\n") end += 1;
      cells.push(readCell(text.slice(at, end)));
    }
    if (text[end] === delimiter) {
      at = end + 1;
      // What ends with a delimiter has one more cell, an empty one.
      if (at < text.length) continue;
      cells.push("");
    } else at = end + (text.startsWith("\r\n", end) ? 2 : 1);
    endRow();
  }
  return { ok: true, rows };
}

function closingQuote(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 2)) {
    if (text[at + 1] !== '"') return at;
  }
  return -1;
}

function beginning(text: string): { text: string; delimiter: string } {
  const named = /^sep=([,;\t])(?:\r\n|\r|\n)/i.exec(text);
  if (named !== null) return { text: text.slice(named[0].length), delimiter: named[1] as string };
  const header = /^[^\r\n]*/.exec(text.slice(0, LONGEST_HEADER))?.[0] ?? "";
  const count = (delimiter: string): number => header.split(delimiter).length;
  const delimiter = [",", ";", "\t"].reduce((best, one) => (count(one) > count(best) ? one : best));
  return { text, delimiter };
}
