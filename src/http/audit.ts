import { z } from "@hono/zod-openapi";
import { isoMs } from "../kit/clock.ts";
import { searchAudit, type Audited, type AuditQuery } from "../tenants/search-audit.ts";
import type { Gateway } from "../wire.ts";
import { csvEndpoint, ROWS_A_PAGE } from "./csv.ts";
import { readCursor, spanQuery, uuidForm, writeCursor } from "./cursor.ts";
import { endpoint, type App } from "./endpoint.ts";
import { listOf, listQuery, wellFormed } from "./schemas.ts";

const auditSchema = z
  .object({
    id: z.string(),
    at: z.iso.datetime(),
    actor: z.string().describe("A key's id, cli, gateway or page"),
    actor_name: z
      .string()
      .nullable()
      .describe("The key's name at that time; of a command, who was logged in on the host"),
    action: z.string().openapi({ example: "provider.put" }),
    target: z.string(),
    before: z.unknown(),
    after: z.unknown(),
    request_id: z.string().nullable().describe("As in the answer's X-Request-Id and in the log"),
    address: z.string().nullable().describe("Where it came from, as far as TRUST_PROXY believes it"),
  })
  .openapi("AuditEntry");

const word = z.string().min(1).max(200).refine(wellFormed, "is not valid Unicode");
const filters = z.object({
  actor: word.optional().describe("A key's id (`key_…`), `cli` or `gateway`"),
  action: word.optional().describe("As in an entry: `provider.put`"),
  target: word.optional().describe("What was changed, as in an entry"),
  request_id: word.optional().describe("Of the request that changed it"),
  ...spanQuery,
  q: z
    .string()
    .min(2)
    .max(100)
    .refine(wellFormed, "is not valid Unicode")
    .optional()
    .describe("Text anywhere in an entry, whatever its case"),
});

/** Failed authentications are counted and logged, not kept here: who has no key could fill it. */
export function auditRoutes(app: App, gateway: Gateway): void {
  endpoint(app, gateway, {
    method: "get",
    path: "/v1/audit",
    tag: "Audit",
    summary: "Who changed what, newest first; secrets and full numbers are never in it",
    description:
      "Append-only: the database itself refuses to change or delete an entry. With `q` two thousand entries are looked " +
      "through for a page, so it may be short, or empty, and not the last: go on while there is a `next_cursor`.",
    roles: ["auditor"],
    query: listQuery.extend(filters.shape),
    answers: { 200: { description: "The changes", schema: listOf(auditSchema) } },
    errors: ["invalid_request"],
    async handle({ ctx, query }) {
      const before = readCursor(query.cursor, "audit", uuidForm);
      const { rows, next } = await searchAudit(gateway.sql, ctx.tenant.id, queryOf(query), query.limit, before);
      const cursor = next === null ? null : writeCursor("audit", next);
      return { status: 200, body: { data: rows.map(entry), next_cursor: cursor } };
    },
  });

  csvEndpoint(app, gateway, {
    path: "/v1/audit.csv",
    tag: "Audit",
    summary: "The same as a file, whole, newest first; before and after as JSON",
    roles: ["auditor"],
    query: filters,
    columns: ["id", "at", "actor", "actor_name", "action", "target", "before", "after", "request_id", "address"],
    pages: async (ctx, query) => pages(gateway, ctx.tenant.id, queryOf(query)),
  });
}

function queryOf({ request_id: requestId, q: text, ...query }: z.output<typeof filters>): AuditQuery {
  const { actor, action, target, from, until } = query;
  return { actor, action, target, requestId, from, until, text };
}

async function* pages(gateway: Gateway, tenantId: string, query: AuditQuery): AsyncGenerator<string[][]> {
  let before: string | null = null;
  do {
    const { rows, next } = await searchAudit(gateway.sql, tenantId, query, ROWS_A_PAGE, before);
    if (rows.length > 0) yield rows.map(cells);
    before = next;
  } while (before !== null);
}

function entry({ actorName: actor_name, requestId: request_id, id, at, ...row }: Audited) {
  const { actor, action, target, before, after, address } = row;
  return {
    id: publicAuditId(id),
    at: isoMs(at),
    actor,
    actor_name,
    action,
    target,
    before,
    after,
    request_id,
    address,
  };
}

function cells(row: Audited): string[] {
  const side = (value: unknown): string => (value === null ? "" : JSON.stringify(value));
  const { actor, actorName, action, target, requestId, address } = row;
  const who = [publicAuditId(row.id), isoMs(row.at), actor, actorName ?? "", action, target];
  return [...who, side(row.before), side(row.after), requestId ?? "", address ?? ""];
}

function publicAuditId(id: string): string {
  return `aud_${id.replaceAll("-", "")}`;
}
