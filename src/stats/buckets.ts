import { invalidField } from "../errors.ts";
import { iso } from "../kit/clock.ts";
import { endOf, startOf, type Grain } from "./sums.ts";

export const bucketNames = ["hour", "day", "month"] as const;
export type BucketName = (typeof bucketNames)[number];

/** `until` is exclusive. Milliseconds. */
export interface Span {
  from: number;
  until: number;
}

export interface Wanted {
  from: number | null;
  until: number | null;
  bucket: BucketName | null;
}

/** Sums of quarters are kept for so long, and so are all others: longer than two years, to compare a month with its like. */
export const QUARTERS_KEPT_DAYS = 40;
export const KEPT_DAYS = 760;

const QUARTER_MS = 900_000;
const DAY_MS = 86_400_000;
const longestDays: Record<BucketName, number> = { hour: 31, day: 92, month: KEPT_DAYS };

/**
 * Pure: the whole buckets of a time zone that hold what was asked for, oldest first. Without a span: the last day by hours;
 * without a bucket: the finest that the span allows without becoming long.
 */
export function bucketsOf(wanted: Wanted, timeZone: string, now: number): { bucket: BucketName; buckets: Span[] } {
  // A day or a month that is not over is asked for as a whole: what is yet to come has no buckets.
  const until = Math.min(wanted.until ?? now, now + DAY_MS);
  const from = wanted.from ?? until - DAY_MS;
  if (from >= (wanted.until ?? now)) throw invalidField("from", "must be before until");
  if (from >= until) throw invalidField("from", `must not be after tomorrow; it is ${iso(now)} now`);
  if (from < now - KEPT_DAYS * DAY_MS) {
    throw invalidField("from", `statistics are kept for ${KEPT_DAYS} days: from ${iso(now - KEPT_DAYS * DAY_MS)} on`);
  }
  const bucket = wanted.bucket ?? usual((until - from) / DAY_MS);
  if ((until - from) / DAY_MS > longestDays[bucket]) {
    throw invalidField("bucket", `${bucket} is for at most ${longestDays[bucket]} days; use a longer one`);
  }
  const nameOf = calendarOf(bucket, timeZone);
  const buckets: Span[] = [];
  for (let start = beginning(nameOf, from, bucket); start < until;) {
    const end = beginning(nameOf, ending(nameOf, start, bucket), bucket);
    buckets.push({ from: start, until: end });
    start = end;
  }
  return { bucket, buckets };
}

function usual(days: number): BucketName {
  if (days <= 3) return "hour";
  return days <= longestDays.day ? "day" : "month";
}

type Calendar = (at: number) => string;

/** What the bucket that a time lies in is called there: times of one bucket have one name. */
function calendarOf(bucket: BucketName, timeZone: string): Calendar {
  const format = new Intl.DateTimeFormat("en-CA-u-ca-gregory-nu-latn", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    ...(bucket === "month" ? {} : { day: "2-digit" }),
    // With its offset: an hour that comes twice when clocks are put back is two.
    ...(bucket === "hour" ? { hour: "2-digit", hourCycle: "h23", timeZoneName: "longOffset" } : {}),
  });
  return (at) => format.format(at);
}

/** The first quarter of an hour that has the same name. Looked for: some days have no midnight, offsets are quarters. */
function beginning(nameOf: Calendar, at: number, bucket: BucketName): number {
  const name = nameOf(at);
  const step = stepOf[bucket];
  let inside = Math.floor(at / QUARTER_MS) * QUARTER_MS;
  let outside = inside - step;
  while (nameOf(outside) === name) [inside, outside] = [outside, outside - step];
  while (inside - outside > QUARTER_MS) {
    const middle = outside + Math.floor((inside - outside) / (2 * QUARTER_MS)) * QUARTER_MS;
    if (nameOf(middle) === name) inside = middle;
    else outside = middle;
  }
  return inside;
}

/** Some time in the next bucket. */
function ending(nameOf: Calendar, start: number, bucket: BucketName): number {
  const name = nameOf(start);
  let at = start + stepOf[bucket];
  while (nameOf(at) === name) at += stepOf[bucket] / 4;
  return at;
}

/** No shorter than most buckets, and never as long as two. */
const stepOf: Record<BucketName, number> = { hour: 4 * QUARTER_MS, day: DAY_MS, month: 28 * DAY_MS };

export interface Piece extends Span {
  grain: Grain;
}

/**
 * Pure: the sums that make up a span, as few as there are: whole months, days and hours, and quarters at the ends where
 * clocks are not whole hours apart. Where quarters are no longer kept, an end is that of its hour.
 */
export function piecesOf({ from, until }: Span, now: number): Piece[] {
  const oldest = now - QUARTERS_KEPT_DAYS * DAY_MS;
  const edge = (at: number): number => (at < oldest ? startOf(at, "hour") : at);
  return cut({ from: edge(from), until: edge(until) }, ["month", "day", "hour", "quarter"]);
}

function cut({ from, until }: Span, grains: readonly Grain[]): Piece[] {
  const [grain, ...finer] = grains;
  if (grain === undefined || from >= until) return [];
  const down = startOf(from, grain);
  const first = down === from ? from : endOf(down, grain);
  const last = startOf(until, grain);
  if (first >= last) return cut({ from, until }, finer);
  return [
    ...cut({ from, until: first }, finer),
    { grain, from: first, until: last },
    ...cut({ from: last, until }, finer),
  ];
}
