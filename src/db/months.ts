import type { Sql } from "./client.ts";
import { sqlState } from "./coalesce.ts";

/**
 * What is logged lies in months, by the time that ids carry, so that a month is dropped as a whole; the functions are in
 * `migrations/`. What was there before is one part, "before" the first month. What finds no month of its own, since a
 * clock is wrong or nobody made one in time, goes to the default part: there is always room for an OTP.
 */
export const inMonths = ["otps", "messages", "attempts", "reports", "audit"] as const;
export type InMonths = (typeof inMonths)[number];

/** Months that are there before they are needed. */
const AHEAD = 3;
const LOCK_NOT_AVAILABLE = "55P03";

/**
 * Makes what is missing of this month and the next ones; safe on every replica at once. Each by itself, and only if its
 * lock is to be had soon: what waits for a lock keeps others waiting. Answers with those made and those left for later.
 */
export async function makeMonths(sql: Sql, now: number): Promise<{ made: string[]; left: string[] }> {
  const done = { made: [] as string[], left: [] as string[] };
  for (const { parent, month } of await missing(sql, now)) {
    try {
      const made = await sql.begin(async (tx) => {
        await tx`set local lock_timeout = '100ms'`;
        const [row] = await tx<{ made: boolean }[]>`select make_month(${parent}, ${month}::date) as made`;
        return row?.made ?? false;
      });
      if (made) done.made.push(nameOf(parent, month));
    } catch (error) {
      if (sqlState(error) !== LOCK_NOT_AVAILABLE) throw error;
      done.left.push(nameOf(parent, month));
    }
  }
  return done;
}

function nameOf(parent: string, month: string): string {
  return `${parent}_${month.slice(0, 7).replace("-", "_")}`;
}

async function missing(sql: Sql, now: number): Promise<{ parent: InMonths; month: string }[]> {
  const parts = await listParts(sql);
  const has = (parent: InMonths, month: string): boolean =>
    parts.some(
      (part) =>
        part.name === nameOf(parent, month) ||
        (part.parent === parent && part.name.includes("_before_") && (part.until ?? 0) > Date.parse(month)),
    );
  return monthsFrom(now).flatMap((month) =>
    inMonths.flatMap((parent) => (has(parent, month) ? [] : [{ parent, month }])),
  );
}

/** First days, `2026-11-01`. */
function monthsFrom(now: number): string[] {
  const today = new Date(now);
  return Array.from({ length: AHEAD + 1 }, (_, ahead) =>
    new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() + ahead)).toISOString().slice(0, 10),
  );
}

export interface Part {
  parent: InMonths;
  name: string;
  /** The end of its span, milliseconds; null: the default part. */
  until: number | null;
}

/** All parts, oldest first. */
export async function listParts(sql: Sql): Promise<Part[]> {
  const rows = await sql<{ parent: InMonths; name: string }[]>`
    select p.relname as parent, c.relname as name
    from json_array_elements_text(${JSON.stringify(inMonths)}::text::json) as t(name)
    join pg_class p on p.oid = to_regclass(t.name)
    join pg_inherits on inhparent = p.oid
    join pg_class c on c.oid = inhrelid`;
  return rows
    .map((row) => ({ ...row, until: endOf(row.name) }))
    .sort((a, b) => (a.until ?? Infinity) - (b.until ?? Infinity) || (a.name < b.name ? -1 : 1));
}

/** `otps_2026_11` ends with its month, `otps_before_2026_12` with the one before. */
function endOf(name: string): number | null {
  const found = /_(before_)?(\d{4})_(\d{2})$/.exec(name);
  if (found === null) return null;
  const [, before, year, month] = found;
  return Date.UTC(Number(year), Number(month) - (before === undefined ? 0 : 1));
}
