import type { Sql } from "../db/client.ts";
import type { TenantConfig } from "../settings/snapshot.ts";
import { bucketsOf, type BucketName, type Span, type Wanted } from "./buckets.ts";
import { statsConsumer } from "./consumer.ts";
import { figuresOf, type Figures } from "./figures.ts";
import { countedUntil, readSums, type Filter, type Part, type Question } from "./read.ts";
import type { Dimension, Key } from "./sums.ts";

export interface StatsQuestion extends Wanted {
  by: readonly Dimension[];
  filter: Filter;
}

export interface Stats extends Span {
  bucket: BucketName;
  /** All that happened before is counted. Milliseconds. */
  asOf: number;
  totals: Figures;
  /** By `by`, those with the most messages first. */
  groups: (Figures & { group: Partial<Key> })[];
  /** Oldest first, none left out. */
  series: (Figures & Span)[];
}

export async function readStats(sql: Sql, tenant: TenantConfig, asked: StatsQuestion, now: number): Promise<Stats> {
  const { bucket, buckets } = bucketsOf(asked, tenant.settings.time_zone, now);
  const question: Question = { tenantId: tenant.id, by: asked.by, filter: asked.filter, buckets, now };
  const [parts, uncounted] = await Promise.all([
    readSums(sql, question, "apart"),
    countedUntil(sql, tenant.id, statsConsumer.name),
  ]);
  const ofBuckets = new Map(parts.flatMap((part) => (part.bucket === null ? [] : [[part.bucket, part] as const])));
  const ofGroups = parts.flatMap((part) => (part.group === null ? [] : [{ part, group: part.group }]));
  const groups = ofGroups.map(({ part, group }) => ({ group, ...figuresOf([part], question) }));
  // What is told of all is not told apart by anything, so that an OTP is one whatever it went through.
  const whole = { ...question, by: [] };
  return {
    from: buckets[0]?.from ?? now,
    until: buckets.at(-1)?.until ?? now,
    bucket,
    asOf: uncounted ?? now,
    totals: figuresOf([...ofBuckets.values()], whole),
    groups: groups.sort((a, b) => b.sent - a.sent || (JSON.stringify(a.group) < JSON.stringify(b.group) ? -1 : 1)),
    series: buckets.map((span, index) => ({ ...span, ...figuresOf(partsAt(ofBuckets, index), whole) })),
  };
}

function partsAt(parts: ReadonlyMap<number, Part>, index: number): Part[] {
  const part = parts.get(index);
  return part === undefined ? [] : [part];
}

export interface Cell extends Figures, Span {
  group: Partial<Key>;
}

/** Each group in each bucket, for a file: those in which nothing was are left out where there are groups. */
export async function readCells(sql: Sql, tenant: TenantConfig, asked: StatsQuestion, now: number): Promise<Cell[]> {
  const { buckets } = bucketsOf(asked, tenant.settings.time_zone, now);
  const question: Question = { tenantId: tenant.id, by: asked.by, filter: asked.filter, buckets, now };
  const parts = await readSums(sql, question, "crossed");
  return buckets.flatMap((span, index) => {
    const here = parts.filter(({ bucket }) => bucket === index);
    if (asked.by.length === 0) return [{ ...span, group: {}, ...figuresOf(here, question) }];
    return here.map((part) => ({ ...span, group: part.group ?? {}, ...figuresOf([part], question) }));
  });
}
