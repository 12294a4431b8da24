import { z } from "@hono/zod-openapi";
import { isIP } from "node:net";
import ipaddr from "ipaddr.js";
import { iso } from "../kit/clock.ts";
import { parsePublicId, publicId } from "../kit/id.ts";
import { roles } from "../tenants/actor.ts";
import { facades } from "../tenants/facades.ts";
import { createKey, listKeys, revokeKey, type StoredKey } from "../tenants/keys.ts";
import type { Gateway } from "../wire.ts";
import { pageOf, readTimeCursor } from "./cursor.ts";
import { badFields, endpoint, replay, type App } from "./endpoint.ts";
import { line, listOf, listQuery } from "./schemas.ts";

const keySchema = z
  .object({
    id: z.string().openapi({ example: "key_0199f0c2a1b27c3d8e4f5a6b7c8d9e0f" }),
    role: z.enum(roles),
    name: z.string(),
    facade: z.string().nullable(),
    ips: z.array(z.string()),
    expires_at: z.iso.datetime().nullable(),
    created_at: z.iso.datetime(),
  })
  .openapi("Key");

const range = z.string().max(49).refine(isRange, "must be an address or a range, like 203.0.113.7 or 10.0.0.0/8");

const body = z
  .strictObject({
    role: z.enum(roles),
    name: line(100),
    expires_at: z.iso
      .datetime({ offset: true, message: "an ISO 8601 time with a zone, like 2027-01-01T00:00:00Z" })
      .nullable()
      .default(null),
    facade: z
      .enum(facades)
      .nullable()
      .default(null)
      .describe("The façade it is made for, of role erp; it is valid nowhere else"),
    ips: z.array(range).max(100).default([]).describe("Addresses and ranges it may be used from; empty: any"),
  })
  .openapi("CreateKey");

export function keyRoutes(app: App, gateway: Gateway): void {
  endpoint(app, gateway, {
    method: "get",
    path: "/v1/keys",
    tag: "Keys",
    summary: "The tenant's API keys that are not revoked, newest first; never the keys themselves",
    roles: ["auditor"],
    query: listQuery,
    answers: { 200: { description: "The keys", schema: listOf(keySchema) } },
    errors: ["invalid_request"],
    async handle({ ctx, query }) {
      const before = readTimeCursor(query.cursor, "keys");
      const rows = await listKeys(gateway.db.orm, ctx.tenant.id, query.limit + 1, before);
      const positionOf = (row: StoredKey) => `${row.createdAt.getTime()}.${row.id}`;
      return { status: 200, body: pageOf(rows, query.limit, "keys", positionOf, keyAnswer) };
    },
  });

  endpoint(app, gateway, {
    method: "post",
    path: "/v1/keys",
    tag: "Keys",
    summary: "Make an API key; it is in this answer only",
    roles: [],
    body,
    answers: {
      201: {
        description: "Made; `key` is null in an idempotent replay",
        schema: keySchema.extend({ key: z.string().nullable() }),
      },
    },
    errors: [
      "invalid_request",
      "idempotency_in_progress",
      "idempotency_mismatch",
      "payload_too_large",
      "unsupported_media_type",
    ],
    async handle({ ctx, body: request, claim }) {
      const now = gateway.clock.now();
      const expiresAt = request.expires_at === null ? null : Date.parse(request.expires_at);
      if (expiresAt !== null && expiresAt <= now) {
        throw badFields([{ path: "expires_at", message: "must be in the future" }]);
      }
      const { role, name: label, facade, ips } = request;
      if (facade !== null && role !== "erp") {
        throw badFields([{ path: "role", message: "a key of a façade has role erp" }]);
      }
      const kept = await gateway.answers.once(
        claim(),
        async (tx) => {
          const made = await createKey(tx, ctx, { role, name: label, facade, ips, expiresAt }, now);
          return { status: 201, body: { ...keyAnswer(made.stored), key: made.key } };
        },
        (answer) => ({ ...answer, body: { ...(answer.body as object), key: null } }),
      );
      if (kept.replayed) return replay(kept);
      await gateway.settings.reload();
      return { status: kept.status, body: kept.body };
    },
  });

  endpoint(app, gateway, {
    method: "delete",
    path: "/v1/keys/{id}",
    tag: "Keys",
    summary: "Revoke a key, at once on every replica",
    roles: [],
    params: z.object({ id: z.string().max(64) }),
    answers: { 204: { description: "Revoked" } },
    errors: ["not_found", "conflict"],
    async handle({ ctx, params }) {
      await revokeKey(gateway, ctx, parsePublicId("key", params.id));
      return { status: 204, body: null };
    },
  });
}

/** `isIP` first: ipaddr.js would also read 010.0.0.1 and 10.1. */
function isRange(text: string): boolean {
  const [address = "", bits] = text.split("/", 2);
  return isIP(address) !== 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && ipaddr.isValidCIDR(text)));
}

function keyAnswer(row: StoredKey) {
  return {
    id: publicId("key", row.id),
    role: row.role,
    name: row.name,
    facade: row.facade,
    ips: row.ips,
    expires_at: row.expiresAt === null ? null : iso(row.expiresAt.getTime()),
    created_at: iso(row.createdAt.getTime()),
  };
}
