import type { Sql } from "../db/client.ts";
import type { TenantConfig } from "../settings/snapshot.ts";
import { bucketsOf, type BucketName, type Span, type Wanted } from "./buckets.ts";
import { statsConsumer } from "./consumer.ts";
import { figuresOf, type Figures } from "./figures.ts";
import { countedUntil, keepsLatencies, readSums, type Filter, type Part, type Question } from "./read.ts";
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

/** Latencies by bucket are many: for longer spans there are those of the whole. */
const LATENCIES_BY_BUCKET_MS = 4 * 86_400_000;

/** `withSeries`: where it is false the series is empty, and what a long span costs is what few sums do. */
export async function readStats(
  sql: Sql,
  tenant: TenantConfig,
  asked: StatsQuestion,
  now: number,
  withSeries = true,
): Promise<Stats> {
  const { bucket, buckets } = bucketsOf(asked, tenant.settings.time_zone, now);
  const span = spanOf(buckets, now);
  const question: Question = { tenantId: tenant.id, by: asked.by, filter: asked.filter, buckets, now };
  // What is told of all is not told apart by anything, so that an OTP is one whatever it went through.
  const whole: Question = { ...question, by: [] };
  const [parts, ofBuckets, uncounted] = await Promise.all([
    // The whole span is cut from few sums, its buckets from many.
    readSums(sql, { ...question, buckets: [span] }, { latencies: true }),
    withSeries ? readSums(sql, whole, { latencies: isShort(span) }) : [],
    countedUntil(sql, tenant.id, statsConsumer.name),
  ]);
  const ofGroups = parts.flatMap((part) => (part.group === null ? [] : [{ part, group: part.group }]));
  const groups = ofGroups.map(({ part, group }) => ({ group, ...figuresOf([part], question) }));
  const inBuckets = new Map(ofBuckets.map((part) => [part.bucket, [part]]));
  return {
    ...span,
    bucket,
    asOf: uncounted ?? now,
    totals: figuresOf(parts, whole),
    groups: groups.sort((a, b) => b.sent - a.sent || (JSON.stringify(a.group) < JSON.stringify(b.group) ? -1 : 1)),
    series: (withSeries ? buckets : []).map((one, index) => ({
      ...one,
      ...figuresOf(inBuckets.get(index) ?? [], whole),
      ...(isShort(span) ? {} : { latencies: null }),
    })),
  };
}

function spanOf(buckets: readonly Span[], now: number): Span {
  return { from: buckets[0]?.from ?? now, until: buckets.at(-1)?.until ?? now };
}

function isShort({ from, until }: Span): boolean {
  return until - from <= LATENCIES_BY_BUCKET_MS;
}

export interface Cell extends Figures, Span {
  group: Partial<Key>;
}

/** Each group in each bucket, for a file: those in which nothing was are left out where there are groups. */
export async function readCells(sql: Sql, tenant: TenantConfig, asked: StatsQuestion, now: number): Promise<Cell[]> {
  const { buckets } = bucketsOf(asked, tenant.settings.time_zone, now);
  const question: Question = { tenantId: tenant.id, by: asked.by, filter: asked.filter, buckets, now };
  const parts = await readSums(sql, question, { latencies: keepsLatencies(asked) && isShort(spanOf(buckets, now)) });
  const inBuckets = new Map<number, Part[]>();
  for (const part of parts) inBuckets.set(part.bucket, [...(inBuckets.get(part.bucket) ?? []), part]);
  return buckets.flatMap((span, index) => {
    const here = inBuckets.get(index) ?? [];
    if (asked.by.length === 0) return [{ ...span, group: {}, ...figuresOf(here, question) }];
    return here.map((part) => ({ ...span, group: part.group ?? {}, ...figuresOf([part], question) }));
  });
}
