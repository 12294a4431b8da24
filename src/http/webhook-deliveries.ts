import { z } from "@hono/zod-openapi";
import type { Ctx } from "../context.ts";
import { findDelivery, listDeliveries, type LoggedDelivery } from "../events/replay.ts";
import type { TestResult } from "../events/test-webhook.ts";
import { GatewayError } from "../errors.ts";
import { findWebhook, noWebhook, type StoredWebhook } from "../events/webhooks.ts";
import { isoMs } from "../kit/clock.ts";
import { newId, parsePublicId, publicId } from "../kit/id.ts";
import { name } from "../settings/documents.ts";
import { auditRow, writeAudit } from "../tenants/audit.ts";
import type { Gateway } from "../wire.ts";
import { pageOf, placeForm, readCursor } from "./cursor.ts";
import { endpoint, replay, type App } from "./endpoint.ts";
import { eventSchema } from "./event-words.ts";
import { listOf, listQuery } from "./schemas.ts";

export const deliverySchema = z
  .object({
    id: z.string().describe("The event's").openapi({ example: "evt_0199f0c2a1b27c3d8e4f5a6b7c8d9e0f" }),
    type: z.string(),
    status: z
      .enum(["pending", "delivered", "dead"])
      .describe("dead: given up, after ten tries in three days, or since the webhook was put off"),
    tries: z.number().int().describe("Since it was owed, or replayed"),
    next_at: z.iso.datetime().nullable().describe("When it is tried next"),
    tried_at: z.iso.datetime().nullable(),
    latency_ms: z.number().int().nullable().describe("Of the last try; null while one is on its way"),
    answer_status: z.number().int().nullable().describe("The last answer's HTTP status; null: none came"),
    answer: z.string().nullable().describe("How the last answer began, secrets and numbers masked; or why none came"),
    created_at: z.iso.datetime(),
  })
  .openapi("WebhookDelivery");

const shownDeliverySchema = deliverySchema
  .extend({ event: eventSchema.nullable().describe("The body; null: it is older than 30 days and cleared away") })
  .openapi("ShownWebhookDelivery");

const nameParams = z.object({ name });
/** A test may take so long; until then a second request with its key is told to come back. */
const TEST_MS = 20_000;
const onceErrors = ["idempotency_in_progress", "idempotency_mismatch"] as const;

export function webhookDeliveryRoutes(app: App, gateway: Gateway): void {
  endpoint(app, gateway, {
    method: "get",
    path: "/v1/webhooks/{name}/deliveries",
    tag: "Events",
    summary: "What a webhook was owed, newest event first",
    roles: ["ops", "auditor"],
    params: nameParams,
    query: listQuery.extend({ status: z.enum(["pending", "delivered", "dead"]).optional() }),
    answers: { 200: { description: "The deliveries", schema: listOf(deliverySchema) } },
    errors: ["invalid_request", "not_found"],
    async handle({ ctx, params, query }) {
      const text = readCursor(query.cursor, "deliveries", placeForm);
      const [position = "", id = ""] = text?.split(".") ?? [];
      const before = text === null ? null : { position, id };
      const webhook = await ownWebhook(gateway, ctx, params.name);
      const question = { status: query.status, limit: query.limit + 1, before };
      const rows = await listDeliveries(gateway.sql, webhook, question);
      const positionOf = (row: LoggedDelivery) => `${row.position}.${row.id}`;
      return { status: 200, body: pageOf(rows, query.limit, "deliveries", positionOf, deliveryAnswer) };
    },
  });

  endpoint(app, gateway, {
    method: "get",
    path: "/v1/webhooks/{name}/deliveries/{id}",
    tag: "Events",
    summary: "One delivery, with the event as it is posted",
    description: "What is posted is the same at each try, but for its time and signature.",
    roles: ["ops", "auditor"],
    params: nameParams.extend({ id: z.string().max(64).describe("The event's") }),
    answers: { 200: { description: "The delivery", schema: shownDeliverySchema } },
    errors: ["not_found"],
    async handle({ ctx, params }) {
      const webhook = await ownWebhook(gateway, ctx, params.name);
      const found = await findDelivery(gateway.sql, gateway.keyring, webhook, parsePublicId("evt", params.id));
      if (found === null) throw new GatewayError("not_found", "There is no such delivery.");
      return { status: 200, body: { ...deliveryAnswer(found.delivery), event: found.event } };
    },
  });

  endpoint(app, gateway, {
    method: "post",
    path: "/v1/webhooks/{name}/test",
    tag: "Events",
    summary: "Post an event of type `webhook.test` now, and answer what the server said",
    description: "Whether the webhook is on or off. It is not in the feed, and a failure has no consequence.",
    roles: ["ops"],
    params: nameParams,
    answers: {
      200: {
        description: "What came of it",
        schema: z.object({
          ok: z.boolean().describe("The server answered 2xx"),
          id: z.string(),
          latency_ms: z.number().int(),
          answer_status: z.number().int().nullable(),
          answer: z.string().describe("How the answer began, secrets and numbers masked; or why none came"),
        }),
      },
    },
    errors: ["not_found", ...onceErrors],
    async handle({ ctx, params, claim }) {
      const webhook = await ownWebhook(gateway, ctx, params.name);
      const id = publicId("evt", newId());
      const answerOf = ({ ok, latencyMs, answerStatus, answer }: TestResult) => ({
        status: 200,
        body: { ok, id, latency_ms: latencyMs, answer_status: answerStatus, answer },
      });
      // The commit comes first, so that the same key never posts twice; should we die meanwhile, nobody knows.
      const unknown: TestResult = { ok: false, latencyMs: 0, answerStatus: null, answer: "unknown" };
      const once = claim(TEST_MS);
      const kept = await gateway.answers.once(once, async (tx) => {
        const change = { action: "webhook.test", target: webhook.name };
        await writeAudit(tx, auditRow(ctx, change, gateway.clock.now()));
        return answerOf(unknown);
      });
      if (kept.replayed) return replay(kept);
      const final = answerOf(await gateway.webhookPosts.test({ id, tenant: ctx.tenant.name }, webhook));
      await gateway.answers.keepLater(once, final);
      return final;
    },
  });
}

/** One that the tenant shares is the first tenant's to look after. */
async function ownWebhook(gateway: Gateway, ctx: Ctx, webhook: string): Promise<StoredWebhook> {
  const row = await findWebhook(gateway.db.orm, ctx.tenant.id, webhook);
  if (row === null) throw noWebhook(webhook);
  return row;
}

export function deliveryAnswer(row: LoggedDelivery) {
  const time = (at: number | null): string | null => (at === null ? null : isoMs(at));
  return {
    id: publicId("evt", row.id),
    type: row.type,
    status: row.status,
    tries: row.tries,
    next_at: time(row.nextAt),
    tried_at: time(row.triedAt),
    latency_ms: row.latencyMs,
    answer_status: row.answerStatus,
    answer: row.answer,
    created_at: isoMs(row.createdAt),
  };
}
