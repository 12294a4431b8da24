import { z } from "@hono/zod-openapi";
import type { Ctx } from "../context.ts";
import { GatewayError } from "../errors.ts";
import { readMessage, type LoggedMessage, type MessageStory } from "../insight/messages.ts";
import { loadMoney } from "../insight/money.ts";
import { batchesOf } from "../insight/walk.ts";
import { isoMs } from "../kit/clock.ts";
import { parsePublicId, timeOfId } from "../kit/id.ts";
import type { Gateway } from "../wire.ts";
import { csvEndpoint, ROWS_A_PAGE } from "./csv.ts";
import { readCursor, uuidForm, writeCursor } from "./cursor.ts";
import { endpoint, type App } from "./endpoint.ts";
import { messageAnswer, storyAnswer, timelineAnswer, type Showing } from "./message-answer.ts";
import { csvRows, jsonLines } from "./message-files.ts";
import {
  boxQuery,
  meanings,
  messageColumns,
  messageFilters,
  messageSchema,
  storySchema,
  takenForSchema,
  timelineSchema,
} from "./message-schemas.ts";
import { filterOf, nothing, readBox, search, searchBox, takenFor } from "./message-search.ts";
import { rawEndpoint } from "./raw-endpoint.ts";
import { revealed, revealQuery } from "./reveal.ts";
import { listOf, listQuery } from "./schemas.ts";
import { streamedFile } from "./stream.ts";

const roles = ["ops", "auditor"] as const;
/** Of an export with attempts and reports, whose rows are ten times as long as those of the list. */
const STORIES_A_BATCH = 250;
/** Of a page of `q`, with what it was taken for. */
const boxForm = new RegExp(`^(?:${meanings.join("|")})\\.${uuidForm.source.slice(1)}`);

const SEARCH =
  "Filters add up. By `message`, `otp`, `provider_message_id`, `user`, `to`, `error_class`, `provider_code` and the statuses " +
  "failed, expired, cancelled and unknown the log is found at once, however long it is. What no index serves is looked for " +
  "newest first, for about 50 ms a page: such a page may hold fewer messages than `limit`, even none, and yet not be the " +
  "last; `searched_back_to` says how far it looked, and `next_cursor` goes on from there until it is null. `from` and " +
  "`until` bound the search.";

const listSchema = listOf(messageSchema).extend({
  searched_back_to: z.iso
    .datetime()
    .nullable()
    .describe("All messages made since then were looked at; null: all of the log, or of `from` and `until`"),
  taken_for: takenForSchema,
});

export function messageRoutes(app: App, gateway: Gateway): void {
  endpoint(app, gateway, {
    method: "get",
    path: "/v1/messages",
    tag: "Messages",
    summary: "The delivery log, newest first",
    description: SEARCH,
    roles,
    query: listQuery.extend(messageFilters.shape).extend(revealQuery).extend(boxQuery).strict(),
    answers: { 200: { description: "The messages", schema: listSchema } },
    errors: ["invalid_request"],
    async handle({ ctx, query }) {
      const { q, limit, cursor, reveal: asked, ...filters } = query;
      if (q === undefined) {
        const before = readCursor(cursor, "messages", uuidForm);
        const reveal = await revealed(gateway, ctx, asked, reveals("messages"));
        const { rows, next } = await search(gateway, ctx, filters, limit, before);
        return { status: 200, body: page(rows, next, "", { currency: ctx.tenant.currency, reveal }) };
      }
      const position = readCursor(cursor, "messages", boxForm)?.split(".");
      const as = meanings.find((meaning) => meaning === position?.[0]);
      const after = as === undefined ? null : { as, before: position?.[1] ?? "" };
      const reveal = await revealed(gateway, ctx, asked, reveals("messages"));
      const { found, reading } = await searchBox(gateway, ctx, { ...filters, q }, limit, after);
      const showing = { currency: ctx.tenant.currency, reveal };
      const body = page(found.rows, found.next, reading === null ? "" : `${reading.as}.`, showing);
      return { status: 200, body: { ...body, taken_for: reading === null ? null : takenFor(reading, reveal) } };
    },
  });

  endpoint(app, gateway, {
    method: "get",
    path: "/v1/messages/{id}",
    tag: "Messages",
    summary: "One message with every attempt and report",
    roles,
    params: z.object({ id: z.string().max(64) }),
    query: z.object(revealQuery),
    answers: { 200: { description: "The message", schema: storySchema } },
    errors: ["invalid_request", "not_found"],
    async handle({ ctx, params, query }) {
      const story = await known(gateway, ctx, params.id);
      const reveal = await revealed(gateway, ctx, query.reveal, reveals(params.id));
      return { status: 200, body: storyAnswer(story, { currency: ctx.tenant.currency, reveal }) };
    },
  });

  endpoint(app, gateway, {
    method: "get",
    path: "/v1/messages/{id}/timeline",
    tag: "Messages",
    summary: "Every status a message had, when, and by whose word",
    description:
      "What is on record, replayed by the rules that settled it. `accepted` is not `delivered`; `read` implies delivered; " +
      "reports that came late, again or against what was known stay in it, marked; silence ends as `unknown`.",
    roles,
    params: z.object({ id: z.string().max(64) }),
    answers: { 200: { description: "The timeline", schema: timelineSchema } },
    errors: ["not_found"],
    async handle({ ctx, params }) {
      const story = await known(gateway, ctx, params.id);
      const money = await loadMoney(gateway.sql, ctx.tenant.id, [story.message]);
      return { status: 200, body: timelineAnswer(story, money, ctx.tenant.currency) };
    },
  });

  csvEndpoint(app, gateway, {
    path: "/v1/messages.csv",
    tag: "Messages",
    summary: "The delivery log as a CSV file, newest first",
    roles,
    query: messageFilters.extend(revealQuery).extend(boxQuery).strict(),
    columns: messageColumns,
    money: ["price", "charged"],
    async pages(ctx, query) {
      const rows = await batches(ctx, query, ROWS_A_PAGE);
      const reveal = await revealed(gateway, ctx, query.reveal, reveals("messages.csv"));
      return csvRows(rows, { currency: ctx.tenant.currency, reveal });
    },
  });

  rawEndpoint(app, gateway, {
    method: "get",
    path: "/v1/messages.ndjson",
    tag: "Messages",
    summary: "The delivery log as one JSON object a line, newest first",
    description:
      "Each line is a message as GET /v1/messages/{id} answers it, with attempts, reports and skips. It is made while it is " +
      "read, whatever its length; messages made since it began are not in it. A file that breaks off ends without its last " +
      "chunk: the connection is cut, and a client sees an error.",
    roles,
    query: messageFilters.extend(revealQuery).extend(boxQuery).strict(),
    content: "application/x-ndjson",
    errors: ["invalid_request"],
    async handle({ c, ctx, query }) {
      const rows = await batches(ctx, query, STORIES_A_BATCH);
      const reveal = await revealed(gateway, ctx, query.reveal, reveals("messages.ndjson"));
      const file = { name: "messages.ndjson", contentType: "application/x-ndjson; charset=utf-8" };
      const showing = { currency: ctx.tenant.currency, reveal };
      const lines = jsonLines(gateway.sql, ctx.tenant.id, rows, showing);
      return await streamedFile(gateway, c, file, lines);
    },
  });

  async function batches(
    ctx: Ctx,
    { q, ...query }: z.output<typeof messageFilters> & { q?: string | undefined },
    rowsABatch: number,
  ): Promise<AsyncIterable<LoggedMessage[]>> {
    // What is wrong with a filter is said before anything is shown.
    filterOf(query, gateway.defaultCountry);
    const taken = q === undefined ? {} : await readBox(gateway, ctx, { ...query, q });
    const filters = { ...query, ...taken };
    return batchesOf(
      (limit, before) => (taken === null ? Promise.resolve(nothing) : search(gateway, ctx, filters, limit, before)),
      rowsABatch,
    );
  }
}

async function known(gateway: Gateway, ctx: Ctx, id: string): Promise<MessageStory> {
  const story = await readMessage(gateway.sql, gateway.keyring, ctx.tenant.id, parsePublicId("msg", id));
  if (story === null) throw new GatewayError("not_found", "There is no such message.");
  return story;
}

/** `found`: what the cursor says beside the position. */
function page(rows: readonly LoggedMessage[], next: string | null, found: string, showing: Showing) {
  return {
    data: rows.map((row) => messageAnswer(row, showing)),
    next_cursor: next === null ? null : writeCursor("messages", found + next),
    searched_back_to: next === null ? null : isoMs(timeOfId(next)),
  };
}

const reveals = (target: string) => ({ action: "messages.reveal", target });
