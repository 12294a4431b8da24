import { z } from "zod";
import type { FieldError } from "../../errors.ts";
import { readCsv, writeCsv } from "../../kit/csv.ts";
import { templateDocument } from "../../settings/documents.ts";
import { MOST_ERRORS, type RawEntry } from "./check.ts";
import { LARGEST_SET, type SetEntry } from "./entry.ts";

const named = ["key", "channel", "locale"] as const;
/** Every field that a document may have, with what is in its cell: a text as it is, all else as JSON. */
const fields = new Map<string, "text" | "json">(
  templateDocument.options.flatMap((form) =>
    Object.entries(form.shape as Record<string, z.ZodType>).map(([name, schema]) => [name, cellOf(schema)] as const),
  ),
);
export const csvColumns: readonly string[] = [...named, "version", ...fields.keys()];

function cellOf(schema: z.ZodType): "text" | "json" {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return cellOf(schema.unwrap() as z.ZodType);
  return schema instanceof z.ZodString || schema instanceof z.ZodEnum ? "text" : "json";
}

/** Pure: one row a variant. */
export function setToCsv(entries: readonly (SetEntry & { version: number })[]): string {
  const rows = entries.map(({ document, ...variant }) => {
    const all: Record<string, unknown> = { ...variant, ...document };
    return csvColumns.map((column) => {
      const value = all[column];
      if (value === undefined) return "";
      return typeof value === "string" && fields.get(column) !== "json" ? value : JSON.stringify(value);
    });
  });
  return writeCsv([csvColumns, ...rows]);
}

/**
 * Pure: rows as fields, not checked yet; an empty cell is a field that is not there. Throws nothing: says what is wrong, and
 * reads no further than there is something to say.
 */
export function csvToSet(text: string): { entries: RawEntry[]; errors: FieldError[] } {
  // The header, and one too many, which is how it is known that there are.
  const read = readCsv(text, LARGEST_SET + 2);
  if (!read.ok) return { entries: [], errors: [{ path: `rows.${read.row}`, message: read.message }] };
  const [header, ...rows] = read.rows;
  if (header === undefined) return { entries: [], errors: [{ path: "rows.1", message: "must name the columns" }] };
  const columns = withoutEmptyEnd(header.cells).map((cell) => cell.trim().toLowerCase());
  const errors = columnErrors(columns, header.row);
  if (errors.length > 0) return { entries: [], errors };
  const entries: RawEntry[] = [];
  for (const { row, cells } of rows) {
    const path = `rows.${row}`;
    const found: Record<string, unknown> = {};
    if (withoutEmptyEnd(cells).length > columns.length) {
      errors.push({ path, message: "has more cells than the header has columns" });
    }
    columns.forEach((column, index) => {
      const cell = cells[index] ?? "";
      if (cell === "") return;
      found[column] = fields.get(column) === "json" ? jsonIn(cell, `${path}.${column}`, errors) : cell;
    });
    entries.push({ path, fields: found });
    if (errors.length >= MOST_ERRORS) break;
  }
  return { entries, errors };
}

/** Spreadsheets write the cells beside a table too, when there once was something in them. */
function withoutEmptyEnd(cells: readonly string[]): readonly string[] {
  return cells.slice(0, cells.findLastIndex((cell) => cell.trim() !== "") + 1);
}

function columnErrors(columns: readonly string[], row: number): FieldError[] {
  const path = `rows.${row}`;
  if (columns.includes("")) return [{ path, message: `has no name for column ${columns.indexOf("") + 1}` }];
  const missing = named.filter((name) => !columns.includes(name));
  const wrong = columns.filter((name, index) => !csvColumns.includes(name) || columns.indexOf(name) < index);
  return [
    ...missing.map((name) => ({ path, message: `has no column ${name}` })),
    ...wrong.map((name) => ({
      path,
      message: csvColumns.includes(name)
        ? `has the column ${name} twice`
        : `${name.slice(0, 40)} is not a column; there are ${csvColumns.join(", ")}`,
    })),
  ];
}

function jsonIn(cell: string, path: string, errors: FieldError[]): unknown {
  try {
    // Spreadsheets shout them.
    return JSON.parse(/^(true|false)$/i.test(cell) ? cell.toLowerCase() : cell);
  } catch {
    errors.push({ path, message: 'must be JSON, like true or {"meta": {"name": "otp", "language": "id"}}' });
    return undefined;
  }
}
