import type { Sql } from "../db/client.ts";
import { rowsOf } from "../db/rows.ts";
import { FIRST_ID } from "../events/read.ts";
import { piecesOf, type Span } from "./buckets.ts";
import type { Slots } from "./latency.ts";
import {
  counters,
  dimensions,
  latencyDimensions,
  type Counts,
  type Dimension,
  type Key,
  type LatencyKind,
  type Money,
} from "./sums.ts";

/** Only what has these values; one that is left out may be any. */
export type Filter = Partial<Key>;

export interface Question {
  tenantId: string;
  /** What to tell apart by. */
  by: readonly Dimension[];
  filter: Filter;
  buckets: readonly Span[];
  now: number;
}

/** Sums of one group in one bucket. */
export interface Part {
  bucket: number;
  /** The values of `by`. Null: of all. */
  group: Partial<Key> | null;
  counts: Counts;
  money: Money;
  latencies: Map<LatencyKind, Slots>;
}

/**
 * Each group in each bucket. Of sums alone: how many messages there were matters nothing, only of how many kinds. Latencies
 * are not kept by template or purpose: groups by these have none, and what is of all has them apart.
 */
export async function readSums(sql: Sql, question: Question, { latencies }: { latencies: boolean }): Promise<Part[]> {
  const pieces = question.buckets.flatMap((span, bucket) =>
    piecesOf(span, question.now).map((piece) => ({ bucket, ...piece })),
  );
  const parts = new Map<string, Part>();
  const partOf = (row: GroupRow, by: readonly Dimension[]): Part => {
    const id = JSON.stringify([row.bucket, ...by.map((name) => row[name])]);
    const there = parts.get(id) ?? emptyPart(row, by);
    parts.set(id, there);
    return there;
  };
  const latenciesBy = keepsLatencies(question) ? question.by : [];
  const [sums, counts] = await Promise.all([
    sumRows(sql, question, pieces),
    latencies && keepsLatencies({ ...question, by: [] })
      ? latencyRows(sql, { ...question, by: latenciesBy }, pieces)
      : [],
  ]);
  for (const row of sums) {
    const part = partOf(row, question.by);
    for (const name of counters) part.counts[name] = Number(row[name]);
    part.money = { charged: BigInt(row.charged), cost: BigInt(row.cost) };
  }
  for (const row of counts) {
    const { latencies: kinds } = partOf(row, latenciesBy);
    const slots: Slots = kinds.get(row.kind) ?? new Map<number, number>();
    slots.set(row.slot, Number(row.n));
    kinds.set(row.kind, slots);
  }
  return [...parts.values()];
}

/** Whether the question can be answered by what latencies are kept by. */
export function keepsLatencies({ by, filter }: Pick<Question, "by" | "filter">): boolean {
  const kept: readonly Dimension[] = latencyDimensions;
  return [...by, ...filtered(filter)].every((name) => kept.includes(name));
}

function filtered(filter: Filter): Dimension[] {
  return dimensions.filter((name) => filter[name] !== undefined);
}

interface GroupRow extends Partial<Record<Dimension, string>> {
  bucket: number;
}

type SumRow = GroupRow & Record<keyof Counts | keyof Money, string>;
type LatencyRow = GroupRow & { kind: LatencyKind; slot: number; n: string };
type PieceRow = Span & { bucket: number; grain: string };

function sumRows(sql: Sql, question: Question, pieces: readonly PieceRow[]) {
  const summed = [...counters, "charged", "cost"].map((name) => `sum(s.${name}) as ${name}`).join(", ");
  return sql<SumRow[]>`
    select ${groupColumns(sql, question.by)}, ${sql.unsafe(summed)}
    from ${piecesTable(sql, pieces)}
    cross join lateral (
      select * from stats_sums
      where tenant_id = ${question.tenantId} and grain = p.grain and starts_at >= p.first and starts_at < p.last
        ${onlyThose(sql, question.filter)} offset 0) s
    group by ${groupColumns(sql, question.by)}`;
}

function latencyRows(sql: Sql, question: Question, pieces: readonly PieceRow[]) {
  return sql<LatencyRow[]>`
    select ${groupColumns(sql, question.by)}, s.kind, u.slot, sum(u.n) as n
    from ${piecesTable(sql, pieces)}
    cross join lateral (
      select * from stats_latencies
      where tenant_id = ${question.tenantId} and grain = p.grain and starts_at >= p.first and starts_at < p.last
        ${onlyThose(sql, question.filter)} offset 0) s
    cross join lateral unnest(s.slots, s.counts) u(slot, n)
    group by ${groupColumns(sql, question.by)}, s.kind, u.slot`;
}

function piecesTable(sql: Sql, pieces: readonly PieceRow[]) {
  return sql`(
    select bucket, grain, to_timestamp("from" / 1000) as first, to_timestamp("until" / 1000) as last
    from json_to_recordset(${rowsOf(sql, pieces)}) as p(bucket int, grain text, "from" float8, "until" float8)) p`;
}

function groupColumns(sql: Sql, by: readonly Dimension[]) {
  return sql.unsafe(["p.bucket", ...by.map((name) => `s.${name}`)].join(", "));
}

function onlyThose(sql: Sql, filter: Filter) {
  return filtered(filter).reduce((sum, name) => sql`${sum} and ${sql.unsafe(name)} = ${filter[name] ?? ""}`, sql``);
}

function emptyPart(row: GroupRow, by: readonly Dimension[]): Part {
  const group = by.length === 0 ? null : Object.fromEntries(by.map((name) => [name, row[name] ?? ""]));
  return {
    bucket: row.bucket,
    group,
    counts: Object.fromEntries(counters.map((name) => [name, 0])) as Counts,
    money: { charged: 0n, cost: 0n },
    latencies: new Map(),
  };
}

/** Up to when all that happened is counted: the time of the oldest event or entry that is not; null: there is none. */
export async function countedUntil(sql: Sql, tenantId: string, follower: string): Promise<number | null> {
  const [row] = await sql<{ at: string | null }[]>`
    select extract(epoch from least(
      (select e.at
       from (select 1) here
       left join feed_followers f on f.name = ${follower}
       cross join lateral (
         select at from events
         where tenant_id = ${tenantId} and (position, id) > (coalesce(f.position, 0), coalesce(f.id, ${FIRST_ID}::uuid))
         order by position, id limit 1) e),
      (select at from entries
       where tenant_id = ${tenantId}
         and seq = 1 + coalesce((select seq from stats_money where tenant_id = ${tenantId}), 0)))) * 1000 as at`;
  return row?.at == null ? null : Math.round(Number(row.at));
}
