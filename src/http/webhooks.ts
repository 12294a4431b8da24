import { z } from "@hono/zod-openapi";
import {
  deleteWebhook,
  listWebhooks,
  noWebhook,
  putWebhook,
  webhookTag,
  type ListedWebhook,
} from "../events/webhooks.ts";
import { isoMs } from "../kit/clock.ts";
import { publicId } from "../kit/id.ts";
import { name } from "../settings/documents.ts";
import type { TenantConfig } from "../settings/snapshot.ts";
import type { Gateway } from "../wire.ts";
import { pageByName } from "./cursor.ts";
import { createHeaders, etag, expectedOf } from "./conditional.ts";
import { putBody } from "./documents.ts";
import { endpoint, type App } from "./endpoint.ts";
import { eventPattern } from "./event-words.ts";
import { listOf, listQuery } from "./schemas.ts";
import { secret, secretSchema } from "./webhook-secrets.ts";

const webhookSchema = z
  .object({
    name: z.string(),
    url: z.string().optional().describe("Not shown of a shared webhook"),
    events: z.array(z.string()),
    state: z.enum(["on", "off"]),
    shared: z.boolean().describe("The first tenant's, which hears of this tenant since it has none of its own"),
    disabled: z
      .object({ reason: z.enum(["gone", "failing"]), at: z.iso.datetime() })
      .nullable()
      .describe("Put off by the gateway: its server answered 410, or nothing got through for five days"),
    failing_since: z.iso.datetime().nullable().describe("Nothing got through since then; null while all is well"),
    slow_until: z.iso.datetime().nullable().describe("Nothing is posted before: its server asked for a rest"),
    pending: z.number().int().optional().describe("Deliveries that are owed; counted to 1000"),
    dead: z.number().int().optional().describe("Deliveries that were given up; counted to 1000"),
    secrets: z.array(secretSchema).optional().describe("Each signs; a secret is never read back"),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
  })
  .openapi("Webhook");

const readOnly = [
  "name",
  "shared",
  "disabled",
  "failing_since",
  "slow_until",
  "pending",
  "dead",
  "secrets",
  "secret",
  "created_at",
  "updated_at",
];
const url = z
  .url({ protocol: /^https?$/, error: "must be an http or https address" })
  .max(2000)
  .refine((text) => {
    // One that is none is told of already.
    if (!URL.canParse(text)) return true;
    const { username, password, hash } = new URL(text);
    return username === "" && password === "" && hash === "";
  }, "must not hold a user, a password or a fragment");
const body = putBody(
  z.strictObject({
    url,
    events: z.array(eventPattern).min(1).max(30).default(["*"]).describe("Types, groups like `otp.*`, or `*`"),
    state: z.enum(["on", "off"]).default("on"),
  }),
  readOnly,
).openapi("PutWebhook");

const nameParams = z.object({ name });

export function webhookRoutes(app: App, gateway: Gateway): void {
  const readers = ["ops", "auditor"] as const;

  endpoint(app, gateway, {
    method: "get",
    path: "/v1/webhooks",
    tag: "Events",
    summary: "The webhooks, by name, with how they do",
    roles: readers,
    query: listQuery,
    answers: { 200: { description: "The webhooks", schema: listOf(webhookSchema) } },
    errors: ["invalid_request"],
    async handle({ ctx, query }) {
      const rows = await heardBy(gateway, ctx.tenant);
      const answerOf = (row: ListedWebhook) => webhookAnswer(row, ctx.tenant);
      return { status: 200, body: pageByName(rows, query, "webhooks", (row) => row.name, answerOf) };
    },
  });

  endpoint(app, gateway, {
    method: "get",
    path: "/v1/webhooks/{name}",
    tag: "Events",
    summary: "One webhook; its secrets are never read back",
    roles: readers,
    params: nameParams,
    answers: { 200: { description: "The webhook", schema: webhookSchema } },
    errors: ["not_found"],
    async handle({ ctx, params }) {
      const { body, headers } = await readOne(gateway, ctx.tenant, params.name);
      return { status: 200, body, headers };
    },
  });

  endpoint(app, gateway, {
    method: "put",
    path: "/v1/webhooks/{name}",
    tag: "Events",
    summary: "Make a webhook or replace it; the secret is in the answer that makes it only",
    description:
      "Each event is posted until an answer is 2xx: at once, after 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h and 24 h. " +
      "A new webhook, and one that is put on again, hears of what happens from then on: what it was owed when it was put " +
      "off is dead, and may be replayed. Another `url` begins without what its old server did. The first tenant's webhooks also " +
      "hear of every tenant that has none of its own; `data.tenant` says which. Its secrets stay as they are. With `If-Match` and " +
      "the `ETag` of a read it is done only if the webhook is still as it was read, with `If-None-Match: *` only if there is " +
      "none of this name yet; else 409 `conflict`.",
    roles: ["ops"],
    params: nameParams,
    headers: createHeaders,
    body,
    answers: { 200: { description: "The webhook as it is now", schema: webhookSchema.extend({ secret }) } },
    errors: ["invalid_request", "conflict", "payload_too_large", "unsupported_media_type"],
    async handle({ ctx, params, body: document, c }) {
      const { allowPrivateTargets } = gateway.config;
      const put = await putWebhook(gateway, ctx, {
        name: params.name,
        document,
        allowPrivateTargets,
        expected: expectedOf(c),
      });
      const { body: webhook, headers } = await readOne(gateway, ctx.tenant, params.name);
      return { status: 200, body: { ...webhook, secret: put.secret }, headers };
    },
  });

  endpoint(app, gateway, {
    method: "delete",
    path: "/v1/webhooks/{name}",
    tag: "Events",
    summary: "Delete a webhook, with its secrets and deliveries",
    roles: ["ops"],
    params: nameParams,
    answers: { 204: { description: "Deleted" } },
    errors: ["not_found"],
    async handle({ ctx, params }) {
      await deleteWebhook(gateway, ctx, params.name);
      return { status: 204, body: null };
    },
  });
}

/** The tenant's own, or the first tenant's, which then hears of it. */
async function heardBy(gateway: Gateway, tenant: TenantConfig): Promise<ListedWebhook[]> {
  const own = await listWebhooks(gateway, tenant.id);
  const { firstTenantId } = gateway.settings.current;
  if (own.length > 0 || firstTenantId === null || firstTenantId === tenant.id) return own;
  return listWebhooks(gateway, firstTenantId);
}

async function readOne(gateway: Gateway, tenant: TenantConfig, webhook: string) {
  const row = (await heardBy(gateway, tenant)).find((one) => one.name === webhook);
  if (row === undefined) throw noWebhook(webhook);
  // A shared one is another tenant's to change.
  const headers = row.tenantId === tenant.id ? etag(webhookTag(row)) : {};
  return { body: webhookAnswer(row, tenant), headers };
}

function webhookAnswer(row: ListedWebhook, tenant: TenantConfig) {
  const shared = row.tenantId !== tenant.id;
  const { disabledReason: reason, disabledAt, failingSince, slowUntil } = row;
  return {
    name: row.name,
    ...(shared ? {} : { url: row.url }),
    events: row.events,
    state: row.state,
    shared,
    disabled: reason === null || disabledAt === null ? null : { reason, at: isoMs(disabledAt.getTime()) },
    failing_since: failingSince === null ? null : isoMs(failingSince.getTime()),
    slow_until: slowUntil === null ? null : isoMs(slowUntil.getTime()),
    ...(shared
      ? {}
      : {
          pending: row.pending,
          dead: row.dead,
          secrets: row.secrets.map(({ id, createdAt }) => ({
            id: publicId("whs", id),
            created_at: isoMs(createdAt.getTime()),
          })),
        }),
    created_at: isoMs(row.createdAt.getTime()),
    updated_at: isoMs(row.updatedAt.getTime()),
  };
}
