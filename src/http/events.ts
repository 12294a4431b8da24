import { z } from "@hono/zod-openapi";
import { KEPT_DAYS, typesOf } from "../events/model.ts";
import { payloadOf, type StoredEvent } from "../events/payload.ts";
import { readFeed, readSpan, type Place } from "../events/read.ts";
import { daySpan } from "../kit/day.ts";
import type { Gateway } from "../wire.ts";
import { csvEndpoint, ROWS_A_PAGE } from "./csv.ts";
import { placeForm, readCursor, writeCursor } from "./cursor.ts";
import { badFields, endpoint, type App } from "./endpoint.ts";
import { describeEvents, eventSchema, typesQuery } from "./event-words.ts";

/** What an event may say, a column each. */
const facts = [
  "otp",
  "message",
  "status",
  "purpose",
  "user",
  "to",
  "channel",
  "provider",
  "template",
  "webhook",
  "reason",
  "kind",
  "reference",
  "amount",
  "available",
  "currency",
  "topup",
  "alert",
  "threshold",
  "runway_hours",
] as const;
const columns = ["id", "timestamp", "type", "tenant", ...facts, "metadata"];

export function eventRoutes(app: App, gateway: Gateway): void {
  describeEvents(app);
  const roles = ["erp", "ops", "auditor"] as const;

  endpoint(app, gateway, {
    method: "get",
    path: "/v1/events",
    tag: "Events",
    summary: "What happened, oldest first: for an ERP that can't receive webhooks",
    description:
      "Keep `next_cursor` and ask with it as `after`: at once while `has_more` is true, later when it is not. No event " +
      "is left out and none comes twice, in whatever order they were written. Without `after` the list begins with the " +
      `oldest event that is kept, ${KEPT_DAYS} days; \`after=now\` answers no events and the cursor of this moment. A cursor ` +
      "that is older than what is kept is an error, never a gap. With `type` a page may be short, or empty, while " +
      "`has_more` is true.",
    roles,
    erp: true,
    query: z.object({
      after: z.string().max(200).optional().describe("`next_cursor` of the page before, or `now`"),
      limit: z.coerce.number().int().min(1).max(200).default(50).describe("1 to 200"),
      type: typesQuery.optional().describe("Types or groups of them, with commas between"),
    }),
    answers: {
      200: {
        description: "The events",
        schema: z.object({
          data: z.array(eventSchema),
          next_cursor: z.string().describe("Always there; the next `after`"),
          has_more: z.boolean(),
        }),
      },
    },
    errors: ["invalid_request"],
    async handle({ ctx, query }) {
      const { after, type, limit } = query;
      const types = type === undefined ? null : typesOf(type);
      const page = await readFeed(gateway.sql, gateway.keyring, ctx.tenant.id, { after: placeOf(after), types, limit });
      const next = writeCursor("events", `${page.next.position}.${page.next.id}`);
      const data = page.events.map(payloadOf);
      return { status: 200, body: { data, next_cursor: next, has_more: page.hasMore } };
    },
  });

  csvEndpoint(app, gateway, {
    path: "/v1/events.csv",
    tag: "Events",
    summary: "The events of a day as a CSV file, oldest first",
    roles,
    query: z.object({
      date: z.string().max(10).describe("A day of the tenant's time zone, like 2026-11-21; fetch it once it is over"),
      type: typesQuery.optional().describe("Types or groups of them, with commas between"),
    }),
    columns,
    money: ["amount", "available", "threshold"],
    file: ({ date }) => `events-${date}.csv`,
    async pages(ctx, { date, type }) {
      const span = daySpan(date, ctx.tenant.settings.time_zone);
      if (span === null) throw badFields([{ path: "date", message: "must be a day, like 2026-11-21" }]);
      const types = type === undefined ? null : typesOf(type);
      return pagesOfDay(gateway, ctx.tenant.id, { ...span, types });
    },
  });
}

function placeOf(after: string | undefined): Place | "now" | null {
  if (after === "now") return "now";
  const text = readCursor(after, "events", placeForm, "after");
  if (text === null) return null;
  const [position = "", id = ""] = text.split(".");
  return { position, id };
}

async function* pagesOfDay(
  gateway: Gateway,
  tenantId: string,
  span: Parameters<typeof readSpan>[3],
): AsyncGenerator<string[][]> {
  let before: { at: number; id: string } | null = null;
  for (;;) {
    const rows: StoredEvent[] = await readSpan(gateway.sql, gateway.keyring, tenantId, span, ROWS_A_PAGE, before);
    if (rows.length > 0) yield rows.map(rowOf);
    const last = rows.at(-1);
    if (rows.length < ROWS_A_PAGE || last === undefined) return;
    before = { at: last.at, id: last.id };
  }
}

function rowOf(event: StoredEvent): string[] {
  const { id, type, timestamp, data } = payloadOf(event);
  const { metadata } = data;
  const cells = facts.map((name) => {
    const value = data[name];
    return typeof value === "string" || typeof value === "number" ? String(value) : "";
  });
  return [id, timestamp, type, data.tenant, ...cells, metadata === undefined ? "" : JSON.stringify(metadata)];
}
