import { z } from "@hono/zod-openapi";
import { iso } from "../kit/clock.ts";
import { readCells, readStats } from "../stats/answer.ts";
import { KEPT_DAYS } from "../stats/buckets.ts";
import type { Gateway } from "../wire.ts";
import { csvEndpoint } from "./csv.ts";
import { endpoint, type App } from "./endpoint.ts";
import { seesMargin } from "./sees-margin.ts";
import {
  figuresAnswer,
  groupAnswer,
  questionOf,
  statsColumns,
  statsQuery,
  statsRow,
  statsSchema,
} from "./stats-words.ts";

const roles = ["ops", "finance", "auditor"] as const;

export function statsRoutes(app: App, gateway: Gateway): void {
  endpoint(app, gateway, {
    method: "get",
    path: "/v1/stats",
    tag: "Messages",
    summary: "How many were sent, delivered and verified, at what cost, and how long it took",
    description:
      "Counts and latencies are of the OTPs that were asked for in a bucket, whatever came later: a report that comes " +
      "tomorrow counts for today. Money is of the ledger's entries that were written in it, as on " +
      "the statement. Buckets are whole hours, days or months of the tenant's time zone; without `from` and `until` the " +
      `last 24 hours. Kept for ${KEPT_DAYS} days.`,
    roles,
    query: statsQuery.extend({
      series: z
        .enum(["true", "false"])
        .default("true")
        .describe("`false`: leave `series` empty, where totals and groups are enough; quicker over long spans"),
    }),
    answers: { 200: { description: "The statistics", schema: statsSchema } },
    errors: ["invalid_request"],
    async handle({ ctx, query }) {
      const { tenant } = ctx;
      const stats = await readStats(
        gateway.sql,
        tenant,
        questionOf(query),
        gateway.clock.now(),
        query.series === "true",
      );
      const cost = seesMargin(gateway, ctx);
      return {
        status: 200,
        body: {
          from: iso(stats.from),
          until: iso(stats.until),
          bucket: stats.bucket,
          time_zone: tenant.settings.time_zone,
          currency: tenant.currency,
          as_of: new Date(stats.asOf).toISOString(),
          totals: figuresAnswer(stats.totals, cost),
          groups: stats.groups.map((one) => ({ ...groupAnswer(one.group), ...figuresAnswer(one, cost) })),
          series: stats.series.map((one) => ({
            from: iso(one.from),
            until: iso(one.until),
            ...figuresAnswer(one, cost),
          })),
        },
      };
    },
  });

  csvEndpoint(app, gateway, {
    path: "/v1/stats.csv",
    tag: "Messages",
    summary: "The statistics for a spreadsheet: a row for each bucket and group",
    roles,
    query: statsQuery,
    columns: statsColumns,
    money: ["charged", "cost", "conversion"],
    async pages(ctx, query) {
      const { tenant } = ctx;
      const cells = await readCells(gateway.sql, tenant, questionOf(query), gateway.clock.now());
      return (async function* () {
        yield cells.map((cell) => statsRow(cell, tenant.currency, seesMargin(gateway, ctx)));
      })();
    },
  });
}
