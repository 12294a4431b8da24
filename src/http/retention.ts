import { z } from "@hono/zod-openapi";
import { GatewayError } from "../errors.ts";
import { isoMs } from "../kit/clock.ts";
import { putRules } from "../retention/put-rules.ts";
import { droppedClasses, emptiedClasses, readRules, retentionRules } from "../retention/rules.ts";
import type { ClassRun } from "../retention/run.ts";
import { listRuns } from "../retention/runs.ts";
import type { Gateway } from "../wire.ts";
import { pageOf, readCursor, uuidForm } from "./cursor.ts";
import { putBody } from "./documents.ts";
import { endpoint, type App } from "./endpoint.ts";
import { listOf, listQuery } from "./schemas.ts";
import { manages } from "./tenants.ts";

/** What no rule changes. */
const fixed = { events_days: 30, hooks_days: 1, sandbox_hours: 1, money: "always" } as const;

const fixedSchema = z
  .object({
    events_days: z.number().int().describe("Days that events are told again"),
    hooks_days: z.number().int().describe("Days that providers' calls are kept, sealed, after they were applied"),
    sandbox_hours: z.number().int().describe("Hours that the sandbox shows what it delivered"),
    money: z.literal("always").describe("Entries and top-ups stay: they prove every figure, and name no person"),
  })
  .openapi("RetentionFixed");
const retentionSchema = z.object({ ...retentionRules.shape, fixed: fixedSchema }).openapi("Retention");

const runSchema = z
  .object({
    id: z.string(),
    at: z.iso.datetime(),
    class: z.enum([...emptiedClasses, ...droppedClasses]),
    until: z.iso.datetime().describe("What is older was due"),
    rows: z.number().int().describe("Emptied, or dropped with their month"),
    months: z.array(z.string()).describe("Dropped, by the names of their tables"),
    bytes: z.number().int().describe("Freed on disk; rows that are emptied free theirs for rows to come"),
    ms: z.number().int().describe("How long it took, milliseconds"),
    left: z
      .array(z.object({ month: z.string(), why: z.string() }).openapi("RetentionLeft"))
      .describe("Was due and is still there; the next run tries again"),
  })
  .openapi("RetentionRun");

export function retentionRoutes(app: App, gateway: Gateway): void {
  endpoint(app, gateway, {
    method: "get",
    path: "/v1/retention",
    tag: "Privacy",
    summary: "How long the installation keeps what it logs",
    description: "One answer for all tenants: what they log lies in the same months.",
    roles: ["auditor"],
    answers: { 200: { description: "The rules in force, defaults included", schema: retentionSchema } },
    errors: [],
    async handle() {
      return { status: 200, body: { ...(await readRules(gateway.sql)), fixed } };
    },
  });

  endpoint(app, gateway, {
    method: "put",
    path: "/v1/retention",
    tag: "Privacy",
    summary: "Replace the rules; what is left out has its default",
    description:
      "Only admin keys of the first tenant may. The next run, within a day, goes by them; what was emptied or dropped does " +
      "not come back.",
    roles: [],
    body: putBody(retentionRules, ["fixed"]).openapi("PutRetention"),
    answers: { 200: { description: "The rules as they are now", schema: retentionSchema } },
    errors: ["invalid_request", "payload_too_large", "unsupported_media_type"],
    async handle({ ctx, body }) {
      if (!manages(gateway, ctx)) {
        throw new GatewayError("forbidden", "Only admin keys of the first tenant say how long the installation keeps.");
      }
      await putRules(gateway, ctx, body);
      return { status: 200, body: { ...body, fixed } };
    },
  });

  endpoint(app, gateway, {
    method: "get",
    path: "/v1/retention/runs",
    tag: "Privacy",
    summary: "What was emptied and dropped, newest first",
    description:
      "A row a day for each class of what is kept, also where nothing was due. It is about the whole installation, so it takes " +
      "a key of the first tenant.",
    roles: ["auditor"],
    query: listQuery,
    answers: { 200: { description: "The runs", schema: listOf(runSchema) } },
    errors: ["invalid_request"],
    async handle({ ctx, query }) {
      if (ctx.actor.tenantId !== gateway.settings.current.firstTenantId) {
        throw new GatewayError("forbidden", "The runs are the whole installation's: use a key of the first tenant.");
      }
      const before = readCursor(query.cursor, "retention-runs", uuidForm);
      const rows = await listRuns(gateway.sql, query.limit + 1, before);
      return { status: 200, body: pageOf(rows, query.limit, "retention-runs", (row) => row.id, runAnswer) };
    },
  });
}

function runAnswer({ id, at, class: kept, until, rows, parts, bytes, ms, left }: ClassRun) {
  return {
    id: `run_${id.replaceAll("-", "")}`,
    at: isoMs(at),
    class: kept,
    until: isoMs(until),
    rows,
    months: parts,
    bytes,
    ms,
    left: left.map(({ part, why }) => ({ month: part, why })),
  };
}
