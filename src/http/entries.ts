import { z } from "@hono/zod-openapi";
import { isoMs } from "../kit/clock.ts";
import { publicId } from "../kit/id.ts";
import { formatAmount } from "../kit/money.ts";
import { listEntries, type ListedEntry } from "../ledger/list.ts";
import type { Gateway } from "../wire.ts";
import { pageOf, readCursor, seqForm, spanQuery } from "./cursor.ts";
import { csvEndpoint, pagesOf } from "./csv.ts";
import { endpoint, type App } from "./endpoint.ts";
import { line, listOf, listQuery } from "./schemas.ts";

const kinds = ["topup", "hold", "capture", "release", "refund", "adjustment"] as const;

const entrySchema = z
  .object({
    id: z.string(),
    kind: z.enum(kinds),
    amount: z.string().describe("What it adds to `available`"),
    held_delta: z.string().describe("What it adds to `held`"),
    available_after: z.string(),
    held_after: z.string(),
    currency: z.string(),
    actor: z.string(),
    reference: z.string().nullable(),
    message: z.string().nullable(),
    at: z.iso.datetime(),
  })
  .openapi("Entry");

const filters = z.object({
  kind: z.enum(kinds).optional(),
  reference: line(100).trim().optional().describe("Of a top-up or an adjustment, whole; with the reversal of it"),
  ...spanQuery,
});
const columns = Object.keys(entrySchema.shape) as (keyof z.infer<typeof entrySchema>)[];

export function entryRoutes(app: App, gateway: Gateway): void {
  endpoint(app, gateway, {
    method: "get",
    path: "/v1/balance/entries",
    tag: "Finance",
    summary: "The ledger, newest entry first",
    roles: ["finance", "auditor"],
    query: listQuery.extend(filters.shape),
    answers: { 200: { description: "The entries", schema: listOf(entrySchema) } },
    errors: ["invalid_request"],
    async handle({ ctx, query }) {
      const before = readCursor(query.cursor, "entries", seqForm);
      const question = { ...questionOf(query), before, limit: query.limit + 1 };
      const rows = await listEntries(gateway.sql, ctx.tenant.id, question);
      const answerOf = (row: ListedEntry) => entryAnswer(row, ctx.tenant.currency);
      return { status: 200, body: pageOf(rows, query.limit, "entries", (row) => row.seq, answerOf) };
    },
  });

  csvEndpoint(app, gateway, {
    path: "/v1/balance/entries.csv",
    tag: "Finance",
    summary: "The ledger as a CSV file, newest entry first",
    roles: ["finance", "auditor"],
    query: filters,
    columns,
    money: ["amount", "held_delta", "available_after", "held_after"],
    async pages(ctx, query) {
      return pagesOf(
        (limit, before) => listEntries(gateway.sql, ctx.tenant.id, { ...questionOf(query), before, limit }),
        (row) => row.seq,
        (row) => {
          const entry = entryAnswer(row, ctx.tenant.currency);
          return columns.map((column) => entry[column] ?? "");
        },
      );
    },
  });
}

function questionOf({ kind, reference, from, until }: z.infer<typeof filters>) {
  return { kind, reference, from: from ?? null, until: until ?? null };
}

function entryAnswer(row: ListedEntry, currency: string) {
  return {
    id: publicId("ent", row.id),
    kind: row.kind,
    amount: formatAmount(row.amount),
    held_delta: formatAmount(row.heldDelta),
    available_after: formatAmount(row.availableAfter),
    held_after: formatAmount(row.heldAfter),
    currency,
    actor: row.actor,
    reference: row.reference,
    message: row.messageId === null ? null : publicId("msg", row.messageId),
    at: isoMs(row.at),
  };
}
