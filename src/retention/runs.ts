import type { Sql } from "../db/client.ts";
import { ms, rowsOf } from "../db/rows.ts";
import type { Left } from "./drop.ts";
import type { RetentionClass } from "./rules.ts";
import type { ClassRun } from "./run.ts";

/** Of a class whose turn the gateway's stop ended. */
export const BROKEN_OFF = "the gateway was stopped; the next turn goes on";

export async function writeRuns(sql: Sql, runs: readonly ClassRun[]): Promise<void> {
  await sql`
    insert into retention_runs (id, class, at, until, rows, parts, bytes, ms, "left")
    select id, class, to_timestamp(at / 1000), to_timestamp(until / 1000), rows, parts, bytes, ms, "left"
    from json_to_recordset(${rowsOf(sql, runs)}) as r(
      id uuid, class text, at float8, until float8, rows bigint, parts text[], bytes bigint, ms int, "left" jsonb)`;
}

/** When each class was last gone through to its end. */
export async function lastRuns(sql: Sql): Promise<Map<RetentionClass, number>> {
  const rows = await sql<{ class: RetentionClass; at: string }[]>`
    select class, extract(epoch from max(at)) * 1000 as at from retention_runs
    where not "left" @> ${JSON.stringify([{ why: BROKEN_OFF }])}::text::jsonb group by class`;
  return new Map(rows.map((row) => [row.class, ms(row.at) ?? 0]));
}

/** Newest first, from before the run `before`. */
export async function listRuns(sql: Sql, limit: number, before: string | null): Promise<ClassRun[]> {
  const rows = await sql<
    {
      id: string;
      class: RetentionClass;
      at: string;
      until: string;
      rows: string;
      parts: string[];
      bytes: string;
      ms: number;
      left: string;
    }[]
  >`
    select id, class, extract(epoch from at) * 1000 as at, extract(epoch from until) * 1000 as until, rows, parts, bytes,
           ms, "left"::text as "left"
    from retention_runs ${before === null ? sql`` : sql`where id < ${before}`}
    order by id desc limit ${limit}`;
  return rows.map((row) => ({
    ...row,
    at: ms(row.at) ?? 0,
    until: ms(row.until) ?? 0,
    rows: Number(row.rows),
    bytes: Number(row.bytes),
    left: JSON.parse(row.left) as Left[],
  }));
}
