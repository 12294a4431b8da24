import { z } from "@hono/zod-openapi";
import { isoMs } from "../kit/clock.ts";
import { listAudit } from "../tenants/audit.ts";
import type { Gateway } from "../wire.ts";
import { pageOf, readCursor, uuidForm } from "./cursor.ts";
import { endpoint, type App } from "./endpoint.ts";
import { listOf, listQuery } from "./schemas.ts";

const auditSchema = z
  .object({
    id: z.string(),
    at: z.iso.datetime(),
    actor: z.string().describe("A key's id, cli or gateway"),
    action: z.string().openapi({ example: "provider.put" }),
    target: z.string(),
    before: z.unknown(),
    after: z.unknown(),
    request_id: z.string().nullable(),
    address: z.string().nullable(),
  })
  .openapi("AuditEntry");

export function auditRoutes(app: App, gateway: Gateway): void {
  endpoint(app, gateway, {
    method: "get",
    path: "/v1/audit",
    tag: "Audit",
    summary: "Who changed what, newest first; secrets and full numbers are never in it",
    roles: ["auditor"],
    query: listQuery,
    answers: { 200: { description: "The changes", schema: listOf(auditSchema) } },
    errors: ["invalid_request"],
    async handle({ ctx, query }) {
      const before = readCursor(query.cursor, "audit", uuidForm);
      const rows = await listAudit(gateway.sql, ctx.tenant.id, query.limit + 1, before);
      const page = pageOf(
        rows,
        query.limit,
        "audit",
        (row) => row.id,
        (row) => ({
          id: `aud_${row.id.replaceAll("-", "")}`,
          at: isoMs(row.at),
          actor: row.actor,
          action: row.action,
          target: row.target,
          before: row.before,
          after: row.after,
          request_id: row.requestId,
          address: row.address,
        }),
      );
      return { status: 200, body: page };
    },
  });
}
