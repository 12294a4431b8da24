import { z } from "@hono/zod-openapi";
import { balanceNotice } from "../delivery/balance-notice.ts";
import type { Told } from "../delivery/operators.ts";
import { isoMs } from "../kit/clock.ts";
import { parsePublicId, publicId } from "../kit/id.ts";
import { formatAmount } from "../kit/money.ts";
import { readBalance } from "../ledger/balance.ts";
import { acknowledgeAlert, listAlerts, noAlert, type ListedAlert } from "../ledger/list-alerts.ts";
import { alertKinds } from "../ledger/running-out.ts";
import { auditRow, writeAudit } from "../tenants/audit.ts";
import type { Gateway } from "../wire.ts";
import { pageOf, readCursor, uuidForm } from "./cursor.ts";
import { endpoint, replay, type App } from "./endpoint.ts";
import { channel, listOf, listQuery } from "./schemas.ts";

const addressSchema = z.object({
  channel,
  to: z.string().describe("Masked"),
  ok: z.boolean().describe("A provider took it"),
  provider: z.string().nullable(),
  provider_code: z.string().nullable().describe("The vendor's own word on its refusal, or ours, like no_provider"),
});

const alertSchema = z
  .object({
    id: z.string().openapi({ example: "alr_0199f0c2a1b27c3d8e4f5a6b7c8d9e0f" }),
    kind: z
      .enum(alertKinds)
      .describe(
        "`low`: available is below the threshold; `runway`: at this rate it is empty in fewer hours than the tenant's " +
          "`low_runway_hours`; `empty`: not even the cheapest issue by the routes' fallback can be paid",
      ),
    provider: z.string().nullable().describe("Whose credit it is; null: the balance"),
    since: z.iso.datetime(),
    figures: z
      .object({
        available: z.string(),
        currency: z
          .string()
          .nullable()
          .describe("Of a provider's credit, the vendor's own; null: units that it counts"),
        threshold: z.string(),
        runway_hours: z.number().int().nullable().describe("By the faster of the last day's and the last week's rate"),
      })
      .describe("When it began, was last told, or ended"),
    told: z.boolean().describe("Somebody heard of it the last time it was told"),
    told_at: z.iso.datetime().nullable().describe("When somebody last heard that it stands"),
    untold: z.string().nullable().describe("Why nobody heard of it the last time"),
    addresses: z.array(addressSchema).describe("What became of it at each address the last time"),
    acknowledged_at: z.iso.datetime().nullable(),
    acknowledged_by: z.string().nullable(),
    ended_at: z.iso.datetime().nullable(),
  })
  .openapi("BalanceAlert");

const testSchema = z
  .object({ told: z.boolean(), reason: z.string().nullable(), addresses: z.array(addressSchema) })
  .openapi("BalanceAlertTest");

/** How long a test may take: every provider of every channel may use up its time. */
const TEST_MS = 60_000;

export function balanceAlertRoutes(app: App, gateway: Gateway): void {
  endpoint(app, gateway, {
    method: "get",
    path: "/v1/balance/alerts",
    tag: "Finance",
    summary: "Warnings that money runs out, newest first: the balance, and the credit with providers",
    description:
      "Looked at each minute. Told to the addresses of the tenant's `alert_to` (kind `balance`; of a provider's credit, " +
      "kind `provider`) when one begins or gets worse, then again each hour (`empty`), six hours (`runway`) or day (`low`) " +
      "until it is acknowledged or over.",
    roles: ["finance", "ops", "auditor"],
    query: listQuery.extend({
      open: z.enum(["true", "false"]).optional().describe("Only those that stand, or only those that are over"),
    }),
    answers: { 200: { description: "The alerts", schema: listOf(alertSchema) } },
    errors: ["invalid_request"],
    async handle({ ctx, query }) {
      const before = readCursor(query.cursor, "alerts", uuidForm);
      const open = query.open === undefined ? undefined : query.open === "true";
      const rows = await listAlerts(gateway.sql, ctx.tenant.id, { open, limit: query.limit + 1, before });
      return { status: 200, body: pageOf(rows, query.limit, "alerts", (row) => row.id, alertAnswer) };
    },
  });

  endpoint(app, gateway, {
    method: "post",
    path: "/v1/balance/alerts/test",
    tag: "Finance",
    summary: "Send a test notice to every address that would be warned",
    description:
      "To every address of `alert_to` that wants `balance`, by the ways a warning goes. Nothing is charged; the vendor " +
      "may bill it. What a provider refuses is an answer with `ok: false`.",
    roles: ["finance", "ops"],
    body: z.strictObject({}),
    answers: { 200: { description: "What became of it at each address", schema: testSchema } },
    errors: ["invalid_request", "idempotency_in_progress", "idempotency_mismatch"],
    async handle({ ctx, claim }) {
      const now = gateway.clock.now();
      const once = claim(TEST_MS);
      // The commit comes first, so that the same key never sends twice; should we die meanwhile, nobody knows.
      const kept = await gateway.answers.once(once, async (tx) => {
        await writeAudit(tx, auditRow(ctx, { action: "balance.alerts.test", target: ctx.tenant.name }, now));
        return { status: 200, body: { told: false, reason: "unknown", addresses: [] } };
      });
      if (kept.replayed) return replay(kept);
      const balance = await readBalance(gateway.sql, ctx.tenant, now);
      const figures = {
        available: formatAmount(balance.available),
        currency: balance.currency,
        threshold: formatAmount(balance.lowThreshold),
        runway_hours: balance.runwayHours,
      };
      const notice = balanceNotice({ kind: "test", provider: "", figures }, ctx.tenant, gateway.config.publicUrl);
      const answer = { status: 200, body: testAnswer(await gateway.delivery.operators.tellEach(ctx.tenant, notice)) };
      await gateway.answers.keepLater(once, answer);
      return answer;
    },
  });

  endpoint(app, gateway, {
    method: "post",
    path: "/v1/balance/alerts/{id}/acknowledge",
    tag: "Finance",
    summary: "Say that somebody sees to it: it is not repeated, unless it gets worse",
    description: "The first who acknowledges it is kept; again it changes nothing.",
    roles: ["finance", "ops"],
    params: z.object({ id: z.string().max(64) }),
    body: z.strictObject({}),
    answers: { 200: { description: "The alert", schema: alertSchema } },
    errors: ["invalid_request", "not_found", "idempotency_in_progress", "idempotency_mismatch"],
    async handle({ ctx, params, claim }) {
      const id = parsePublicId("alr", params.id);
      if (id === null) throw noAlert();
      const kept = await gateway.answers.once(claim(), async (tx) => ({
        status: 200,
        body: alertAnswer(await acknowledgeAlert(tx, ctx, id, gateway.clock.now())),
      }));
      return kept.replayed ? replay(kept) : { status: kept.status, body: kept.body };
    },
  });
}

function testAnswer(told: readonly Told[]) {
  const addresses = told.map(({ providerCode, ...rest }) => ({ ...rest, provider_code: providerCode }));
  const reached = told.some(({ ok }) => ok);
  const reason = reached ? null : told.length === 0 ? "nobody in alert_to wants balance" : "no provider took it";
  return { told: reached, reason, addresses };
}

function alertAnswer(row: ListedAlert) {
  return {
    id: publicId("alr", row.id),
    kind: row.kind,
    provider: row.provider === "" ? null : row.provider,
    since: isoMs(row.since),
    figures: row.figures,
    told: row.toldAt !== null && row.untold === null,
    told_at: isoOrNull(row.toldAt),
    untold: row.untold,
    addresses: row.addresses,
    acknowledged_at: isoOrNull(row.acknowledgedAt),
    acknowledged_by: row.acknowledgedBy,
    ended_at: isoOrNull(row.endedAt),
  };
}

function isoOrNull(ms: number | null): string | null {
  return ms === null ? null : isoMs(ms);
}
