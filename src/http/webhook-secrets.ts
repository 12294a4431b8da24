import { z } from "@hono/zod-openapi";
import { addSecret, endSecret, MOST_SECRETS } from "../events/webhook-secrets.ts";
import { isoMs } from "../kit/clock.ts";
import { parsePublicId, publicId } from "../kit/id.ts";
import { name } from "../settings/documents.ts";
import type { Gateway } from "../wire.ts";
import { endpoint, replay, type App } from "./endpoint.ts";

export const secretSchema = z.object({
  id: z.string().openapi({ example: "whs_0199f0c2a1b27c3d8e4f5a6b7c8d9e0f" }),
  created_at: z.iso.datetime(),
});
export const secret = z.string().nullable().describe("`whsec_…`, in the answer that made it only; else null");

const nameParams = z.object({ name });

export function webhookSecretRoutes(app: App, gateway: Gateway): void {
  endpoint(app, gateway, {
    method: "post",
    path: "/v1/webhooks/{name}/secrets",
    tag: "Events",
    summary: "Make a further secret; it is in this answer only",
    description: `Every live secret signs, ${MOST_SECRETS} at most. To change one: make another, have the receiver use it, end the first.`,
    roles: ["ops"],
    params: nameParams,
    answers: {
      201: { description: "Made; `secret` is null in an idempotent replay", schema: secretSchema.extend({ secret }) },
    },
    errors: ["not_found", "conflict", "idempotency_in_progress", "idempotency_mismatch"],
    async handle({ ctx, params, claim }) {
      const kept = await gateway.answers.once(
        claim(),
        async (tx) => {
          const made = await addSecret(tx, gateway.keyring, ctx, params.name, gateway.clock.now());
          const shown = { id: publicId("whs", made.id), created_at: isoMs(made.createdAt), secret: made.secret };
          return { status: 201, body: shown };
        },
        (answer) => ({ ...answer, body: { ...(answer.body as object), secret: null } }),
      );
      if (kept.replayed) return replay(kept);
      await gateway.settings.reload();
      return { status: kept.status, body: kept.body };
    },
  });

  endpoint(app, gateway, {
    method: "delete",
    path: "/v1/webhooks/{name}/secrets/{id}",
    tag: "Events",
    summary: "End a secret; the last one stays",
    roles: ["ops"],
    params: nameParams.extend({ id: z.string().max(64) }),
    answers: { 204: { description: "Ended" } },
    errors: ["not_found", "conflict"],
    async handle({ ctx, params }) {
      await endSecret(gateway, ctx, { webhook: params.name, id: parsePublicId("whs", params.id) });
      return { status: 204, body: null };
    },
  });
}
