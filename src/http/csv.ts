import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { Ctx } from "../context.ts";
import { languageOf, languages, type Language } from "../kit/language.ts";
import type { Role } from "../tenants/actor.ts";
import type { Gateway } from "../wire.ts";
import type { App, Env } from "./endpoint.ts";
import { rawEndpoint } from "./raw-endpoint.ts";
import { streamedFile } from "./stream.ts";

export const ROWS_A_PAGE = 1000;

/** How a spreadsheet of a country expects its numbers, and with them its columns. */
export interface CsvStyle {
  delimiter: "," | ";";
  decimal: "." | ",";
  /** Without a byte order mark Excel takes UTF-8 for the code page of its machine. */
  mark: boolean;
}

/** For programs: RFC 4180. */
export const plainCsv: CsvStyle = { delimiter: ",", decimal: ".", mark: false };
export const csvStyles: Record<Language, CsvStyle> = {
  id: { delimiter: ";", decimal: ",", mark: true },
  en: { delimiter: ",", decimal: ".", mark: true },
};

interface Export<Q extends z.ZodObject> {
  path: string;
  tag: string;
  summary: string;
  roles: readonly Role[];
  query: Q;
  columns: readonly string[];
  /** Columns of decimal amounts, which are written as the locale has them. */
  money?: readonly string[];
  /** Made for people: without `locale` the tenant's own is meant, not a program's. */
  forPeople?: boolean;
  file?: (query: z.output<Q>) => string;
  /** Page after page of rows, until there are none; only one page is in memory. Throws first what a caller should see. */
  pages: (ctx: Ctx, query: z.output<Q>) => Promise<AsyncIterable<string[][]>>;
}

export const localeQuery = z.object({ locale: z.enum(languages).optional() });

/** A list as a streamed CSV file. */
export function csvEndpoint<Q extends z.ZodObject>(app: App, gateway: Gateway, spec: Export<Q>): void {
  const usual = spec.forPeople === true ? "the tenant's own" : "none: RFC 4180, for programs";
  rawEndpoint(app, gateway, {
    method: "get",
    path: spec.path,
    tag: spec.tag,
    summary: spec.summary,
    description:
      "Cells that a spreadsheet would run get a leading `'`; negative amounts are numbers and get none. " +
      `\`locale\` makes a file for a spreadsheet, with a byte order mark: \`id\` with \`;\` and a decimal comma, \`en\` ` +
      `with \`,\` and a decimal point. Without it: ${usual}.`,
    roles: spec.roles,
    query: spec.query.extend(localeQuery.shape),
    content: "text/csv",
    errors: ["invalid_request"],
    async handle({ c, ctx, query: asked }) {
      const { locale } = asked as z.output<typeof localeQuery>;
      const query = asked as z.output<Q>;
      const own = spec.forPeople === true ? languageOf(ctx.tenant.settings.default_locale) : undefined;
      const { columns, money = [] } = spec;
      const name = spec.file?.(query) ?? spec.path.split("/").at(-1) ?? "export.csv";
      return await csvFile(gateway, c, { name, columns, money, locale: locale ?? own }, await spec.pages(ctx, query));
    },
  });
}

/** The answer that is a CSV file, made as it is taken. */
export function csvFile(
  gateway: Gateway,
  c: Context<Env>,
  file: { name: string; columns: readonly string[]; money: readonly string[]; locale: Language | undefined },
  pages: AsyncIterable<string[][]>,
): Promise<Response> {
  const { name, columns, money, locale } = file;
  const style = locale === undefined ? plainCsv : csvStyles[locale];
  const amounts = new Set(money.map((column) => columns.indexOf(column)));
  const styled = (row: string[]): string[] =>
    row.map((cell, index) => (amounts.has(index) ? cell.replace(".", style.decimal) : cell));
  const toText = (rows: string[][]): string => rows.map((row) => csvLine(styled(row), style)).join("");
  const header = (style.mark ? "\uFEFF" : "") + csvLine(columns, style);
  const lines = linesOf(header, pages, toText);
  return streamedFile(gateway, c, { name, contentType: "text/csv; charset=utf-8; header=present" }, lines);
}

async function* linesOf(
  header: string,
  pages: AsyncIterable<string[][]>,
  toText: (rows: string[][]) => string,
): AsyncGenerator<string> {
  // With the first page: a file of which nothing can be read never begins.
  let before = header;
  for await (const rows of pages) {
    yield before + toText(rows);
    before = "";
  }
  if (before !== "") yield before;
}

export function csvLine(cells: readonly string[], style: CsvStyle = plainCsv): string {
  return `${cells.map((cell) => csvCell(cell, style)).join(style.delimiter)}\r\n`;
}

const numbers = { ".": /^-?\d+(\.\d+)?$/, ",": /^-?\d+(,\d+)?$/ };

/** What a spreadsheet would run is made text; a plain number is no formula. */
export function csvCell(value: string, style: CsvStyle = plainCsv): string {
  const number = numbers[style.decimal].test(value);
  const safe = !number && /^[\s]*[=+\-@]|^[\t\r\n]/u.test(value) ? `'${value}` : value;
  const quoted = /["\r\n]/.test(safe) || safe.includes(style.delimiter);
  return quoted ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Pages of a list, one after another, each from where the one before ended. */
export async function* pagesOf<R>(
  read: (limit: number, before: string | null) => Promise<R[]>,
  positionOf: (row: R) => string,
  rowOf: (row: R) => string[],
): AsyncGenerator<string[][]> {
  let before: string | null = null;
  for (;;) {
    const rows: R[] = await read(ROWS_A_PAGE, before);
    if (rows.length > 0) yield rows.map(rowOf);
    const last = rows.at(-1);
    if (rows.length < ROWS_A_PAGE || last === undefined) return;
    before = positionOf(last);
  }
}
