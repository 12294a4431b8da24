import { z } from "@hono/zod-openapi";
import { replayDead, replayDelivery, replaySpan } from "../events/replay.ts";
import { isoMs } from "../kit/clock.ts";
import { parsePublicId } from "../kit/id.ts";
import { name } from "../settings/documents.ts";
import { auditRow, writeAudit } from "../tenants/audit.ts";
import type { Gateway } from "../wire.ts";
import { spanQuery } from "./cursor.ts";
import { badFields, endpoint, replay, type App } from "./endpoint.ts";
import { typesQuery } from "./event-words.ts";
import { deliveryAnswer, deliverySchema } from "./webhook-deliveries.ts";

const nameParams = z.object({ name });
const onceErrors = ["idempotency_in_progress", "idempotency_mismatch"] as const;

/** What an ERP missed, told again: one event, those of a span of time, all that were given up. */
export function webhookReplayRoutes(app: App, gateway: Gateway): void {
  endpoint(app, gateway, {
    method: "post",
    path: "/v1/webhooks/{name}/deliveries/{id}/replay",
    tag: "Events",
    summary: "Post an event again, with the id that it had",
    roles: ["ops"],
    params: nameParams.extend({ id: z.string().max(64) }),
    answers: { 200: { description: "On its way", schema: deliverySchema } },
    errors: ["not_found", "conflict", ...onceErrors],
    async handle({ ctx, params, claim }) {
      const webhook = { tenantId: ctx.tenant.id, name: params.name };
      const now = gateway.clock.now();
      const kept = await gateway.answers.once(claim(), async (tx) => {
        const delivery = await replayDelivery(tx, webhook, parsePublicId("evt", params.id), now);
        const change = { action: "webhook.replay", target: webhook.name, after: { delivery: params.id } };
        await writeAudit(tx, auditRow(ctx, change, now));
        return { status: 200, body: deliveryAnswer(delivery) };
      });
      gateway.webhookPosts.wake();
      return kept.replayed ? replay(kept) : { status: kept.status, body: kept.body };
    },
  });

  endpoint(app, gateway, {
    method: "post",
    path: "/v1/webhooks/{name}/replay",
    tag: "Events",
    summary: "Post the events of a span of time again",
    description:
      "Those of the webhook's `events`, or of `type` among them, that it had, that were given up, and that it never got, " +
      "since it was off; at most 10,000. Each comes with the id that it had.",
    roles: ["ops"],
    params: nameParams,
    body: z
      .strictObject({
        from: spanQuery.from.unwrap().describe("From this time on"),
        until: spanQuery.until.unwrap().describe("Before this time"),
        type: typesQuery.optional().describe("Types or groups of them, with commas between"),
      })
      .openapi("ReplayWebhook"),
    answers: { 200: { description: "On their way", schema: z.object({ replayed: z.number().int() }) } },
    errors: ["invalid_request", "not_found", "conflict", "payload_too_large", "unsupported_media_type", ...onceErrors],
    async handle({ ctx, params, body, claim }) {
      const { from, until, type } = body;
      if (from >= until) throw badFields([{ path: "until", message: "must be after from" }]);
      const webhook = { tenantId: ctx.tenant.id, name: params.name };
      const now = gateway.clock.now();
      const kept = await gateway.answers.once(claim(), async (tx) => {
        const span = { from, until, types: type ?? ["*"] };
        const replayed = await replaySpan(tx, webhook, span, now);
        const after = { from: isoMs(from), until: isoMs(until), type: type ?? null, replayed };
        await writeAudit(tx, auditRow(ctx, { action: "webhook.replay", target: webhook.name, after }, now));
        return { status: 200, body: { replayed } };
      });
      gateway.webhookPosts.wake();
      return kept.replayed ? replay(kept) : { status: kept.status, body: kept.body };
    },
  });

  endpoint(app, gateway, {
    method: "post",
    path: "/v1/webhooks/{name}/replay/dead",
    tag: "Events",
    summary: "Post everything again that was given up",
    description:
      "Once the server works again. Oldest event first, at most 10,000 a call; with `more` there are others: call again, " +
      "with another key. Each comes with the id that it had.",
    roles: ["ops"],
    params: nameParams,
    answers: {
      200: {
        description: "On their way",
        schema: z.object({ replayed: z.number().int(), more: z.boolean() }).openapi("ReplayedDead"),
      },
    },
    errors: ["not_found", "conflict", ...onceErrors],
    async handle({ ctx, params, claim }) {
      const webhook = { tenantId: ctx.tenant.id, name: params.name };
      const now = gateway.clock.now();
      const kept = await gateway.answers.once(claim(), async (tx) => {
        const done = await replayDead(tx, webhook, now);
        const after = { status: "dead", ...done };
        await writeAudit(tx, auditRow(ctx, { action: "webhook.replay", target: webhook.name, after }, now));
        return { status: 200, body: { ...done } };
      });
      gateway.webhookPosts.wake();
      return kept.replayed ? replay(kept) : { status: kept.status, body: kept.body };
    },
  });
}
