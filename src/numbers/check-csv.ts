import { readCell, writeCsv } from "../kit/csv.ts";
import { CsvError, readCsv } from "../kit/csv-reader.ts";
import { readPhone } from "../kit/phone.ts";
import type { CheckedNumber, NumberCheck } from "./check.ts";

/** What is added to each row, after its own cells. */
const ADDED = ["number_e164", "number_valid", "number_country", "number_carrier", "number_why", "number_same_as_line"];

/**
 * A CSV file with what is known of the numbers in one `column` added, a piece at a time; without `column` it has only one.
 * Cells are made safe for spreadsheets again, and lose what an earlier writing put before them.
 */
export async function* checkCsv(
  parts: AsyncIterable<Uint8Array>,
  column: string | null,
  numbers: NumberCheck,
): AsyncGenerator<string> {
  let at = -1;
  let width = 0;
  for await (const rows of readCsv(parts)) {
    const written: string[][] = [];
    for (const { line, fields } of rows) {
      const cells = fields.map(readCell);
      if (at < 0) {
        at = columnOf(cells, column, line);
        width = cells.length;
        written.push([...cells, ...ADDED]);
        continue;
      }
      if (cells.length > width) throw new CsvError(line, `has more cells than the header's ${width}`);
      const filled = [...cells, ...Array<string>(width - cells.length).fill("")];
      written.push([...filled, ...addedCells(numbers.check(filled[at] ?? "", line))]);
    }
    yield writeCsv(written);
  }
  if (at < 0) throw new CsvError(1, "is missing: the file is empty");
}

function addedCells({ e164, country, carrier, why, duplicateOf }: CheckedNumber): string[] {
  const same = duplicateOf === null ? "" : String(duplicateOf);
  return [e164 ?? "", why === null ? "yes" : "no", country ?? "", carrier ?? "", why ?? "", same];
}

function columnOf(header: readonly string[], column: string | null, line: number): number {
  const names = header.map((name) => name.trim().toLowerCase());
  if (column === null && names.length > 1) {
    throw new CsvError(line, `has ${names.length} columns; name the one with the numbers: ${header.join(", ")}`);
  }
  const at = column === null ? 0 : names.indexOf(column.trim().toLowerCase());
  if (at < 0) throw new CsvError(line, `has no column ${column ?? ""}; there are ${header.join(", ")}`);
  if (readPhone(header[at] ?? "", "ID").ok) throw new CsvError(line, "is a number; the file needs a header line");
  return at;
}
