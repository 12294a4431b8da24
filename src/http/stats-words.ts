import { z } from "@hono/zod-openapi";
import { isoMs } from "../kit/clock.ts";
import { formatAmount } from "../kit/money.ts";
import type { StatsQuestion } from "../stats/answer.ts";
import { bucketNames } from "../stats/buckets.ts";
import type { Figures } from "../stats/figures.ts";
import { dimensions, latencyKinds, type Dimension, type Key } from "../stats/sums.ts";
import { spanQuery } from "./cursor.ts";
import { channel, line } from "./schemas.ts";

const count = (what: string) => z.number().int().describe(what);

const quantiles = z
  .object({
    count: count("How many were measured"),
    p50: count("Milliseconds; half took no longer"),
    p95: count("Milliseconds"),
    p99: count("Milliseconds"),
  })
  .nullable()
  .describe("Within 5 %; null: nothing was measured")
  .openapi("LatencyQuantiles");

export const figuresSchema = z
  .object({
    sent: count(
      "Messages that a provider took, by its answer or by a later report; resends and fallbacks are messages",
    ),
    delivered: count(
      "Of these, reported to have arrived; a read message was delivered, whether that was reported or not",
    ),
    read: count("Of these, reported to have been read"),
    failed: count("Messages that failed, taken or not; one that arrived after all is among `delivered` too"),
    otps: count(
      "OTPs of which a message was sent, each once: in a group or under a filter of channel or provider, once for that " +
        "channel or provider; decoys are none",
    ),
    verified: count(
      "OTPs that were verified, counted for the channel and provider of the message that was taken last before the check",
    ),
    conversion: z.number().min(0).max(1).nullable().describe("`verified` ÷ `otps`; null: none was sent"),
    charged: z
      .string()
      .describe("What was captured and charged late, less refunds, at the time of the ledger's entry")
      .openapi({ example: "356.65" }),
    cost: z
      .string()
      .optional()
      .describe("What the providers take for it, where the price list knew; for keys of the first tenant alone"),
    latencies: z
      .object({
        issue_to_wire: quantiles.describe("From the issue, resend or fallback to the first try at a provider"),
        wire_to_delivered: quantiles.describe(
          "From the try that was taken to the report of its arrival, as it came in",
        ),
        issue_to_verified: quantiles.describe("From the issue to the right code"),
      })
      .nullable()
      .describe(
        "Null where told apart or filtered by template or purpose, by which they are not kept; and of buckets of more than four days",
      ),
  })
  .openapi("StatsFigures");

const named = z.string().nullable().optional();

export const statsSchema = z
  .object({
    from: z.iso.datetime().describe("The start of the first bucket"),
    until: z.iso.datetime().describe("The end of the last one, exclusive"),
    bucket: z.enum(bucketNames),
    time_zone: z.string().openapi({ example: "Asia/Jakarta" }),
    currency: z.string(),
    as_of: z.iso.datetime().describe("All that happened before is counted; a second or two ago"),
    totals: figuresSchema,
    groups: z
      .array(
        figuresSchema.extend(
          Object.fromEntries(dimensions.map((name) => [name, named])) as Record<Dimension, typeof named>,
        ),
      )
      .describe("By `by`, the most sent first; null: does not apply. Empty without `by`"),
    series: z
      .array(figuresSchema.extend({ from: z.iso.datetime(), until: z.iso.datetime() }))
      .describe("Each bucket, all groups together, oldest first; those in which nothing was too"),
  })
  .openapi("Stats");

export const statsQuery = z.object({
  ...spanQuery,
  bucket: z
    .enum(bucketNames)
    .optional()
    .describe("`hour` for up to 31 days, `day` for up to 92; without it the finest of which there are few"),
  by: z
    .string()
    .transform((text) => (text === "" ? [] : text.split(",")))
    .pipe(z.array(z.enum(dimensions, { error: `of ${dimensions.join(", ")}, with commas between` })))
    .default(["channel", "provider"])
    .describe(
      `What to tell apart by, with commas between: ${dimensions.join(", ")}; the default is \`channel,provider\`, empty: by nothing`,
    )
    .openapi({ type: "string", example: "channel,provider" }),
  channel: channel.optional(),
  provider: line(64).optional(),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, "two letters, as in ID")
    .optional(),
  template: line(100).optional().describe("A key and a locale, as in `otp/id`"),
  purpose: line(64).optional(),
});

export function questionOf(query: z.output<typeof statsQuery>): StatsQuestion {
  const { from, until, bucket, by } = query;
  const filter = Object.fromEntries(
    dimensions.flatMap((name) => (query[name] === undefined ? [] : [[name, query[name]]])),
  );
  return { from: from ?? null, until: until ?? null, bucket: bucket ?? null, by: [...new Set(by)], filter };
}

export function figuresAnswer(figures: Figures, seesCost: boolean) {
  const { charged, cost, sent, delivered, read, failed, otps, verified, conversion, latencies } = figures;
  const counts = { sent, delivered, read, failed, otps, verified, conversion };
  return {
    ...counts,
    charged: formatAmount(charged),
    ...(seesCost ? { cost: formatAmount(cost) } : {}),
    latencies,
  };
}

export function groupAnswer(group: Partial<Key>) {
  return Object.fromEntries(Object.entries(group).map(([name, value]) => [name, value === "" ? null : value]));
}

export const statsColumns = [
  "from",
  "until",
  ...dimensions,
  ...["sent", "delivered", "read", "failed", "otps", "verified", "conversion", "charged", "cost", "currency"],
  ...latencyKinds.flatMap((kind) => ["p50", "p95", "p99"].map((quantile) => `${kind}_${quantile}_ms`)),
];

export function statsRow(
  cell: Figures & { from: number; until: number; group: Partial<Key> },
  currency: string,
  seesCost: boolean,
): string[] {
  const { from, until, group, sent, delivered, read, failed, otps, verified, conversion, latencies } = cell;
  const quantilesOf = latencyKinds.flatMap((kind) => {
    const found = latencies?.[kind];
    return found == null ? ["", "", ""] : [found.p50, found.p95, found.p99].map(String);
  });
  return [
    isoMs(from),
    isoMs(until),
    ...dimensions.map((name) => group[name] ?? ""),
    ...[sent, delivered, read, failed, otps, verified].map(String),
    conversion === null ? "" : String(conversion),
    formatAmount(cell.charged),
    seesCost ? formatAmount(cell.cost) : "",
    currency,
    ...quantilesOf,
  ];
}
