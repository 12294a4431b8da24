import { z } from "@hono/zod-openapi";
import type { Ctx } from "../context.ts";
import type { Tx } from "../db/client.ts";
import type { ErrorCode } from "../errors.ts";
import { isoMs } from "../kit/clock.ts";
import { formatAmount, parseAmount } from "../kit/money.ts";
import { listAdjustments } from "../ledger/list-adjustments.ts";
import { referenceOf } from "../ledger/reference.ts";
import { adjust, topUp, type Adjustment } from "../ledger/top-up.ts";
import { listTopUps, topUpStatuses } from "../ledger/top-up-rows.ts";
import { auditRow, writeAudit } from "../tenants/audit.ts";
import type { Gateway } from "../wire.ts";
import { pageOf, readTimeCursor } from "./cursor.ts";
import { endpoint, type App } from "./endpoint.ts";
import { movement } from "./movement.ts";
import { line, listOf, listQuery } from "./schemas.ts";
import { topUpAnswer, topUpSchema } from "./topup-answer.ts";

/** A JSON number has lost its cents before we see it, so only text is an amount. Written without trailing zeros. */
function amountField(sign: "positive" | "signed") {
  return z
    .unknown()
    .transform((value, context): string => {
      const say = (message: string): string => {
        context.addIssue({ code: "custom", message });
        return z.NEVER;
      };
      if (value === undefined) return say("is required");
      if (typeof value !== "string") return say('must be a string, like "50000" or "356.65", not a JSON number');
      const micros = parseAmount(value);
      if (micros === null) return say('must be a decimal of at most twelve digits and six places, like "356.65"');
      if (sign === "positive" && micros <= 0n) return say("must be more than zero");
      return micros === 0n ? say("must not be zero") : formatAmount(micros);
    })
    .openapi({ type: "string", example: sign === "positive" ? "50000" : "-356.65" });
}

const reference = line(100)
  .trim()
  .refine((text) => referenceOf(text) !== null, "must be visible characters")
  .describe("Spaces around it don't count");

const adjustmentSchema = z
  .object({
    id: z.string(),
    amount: z.string().describe("Signed"),
    currency: z.string(),
    reference: z.string(),
    reason: z.string(),
    actor: z.string(),
    at: z.iso.datetime(),
  })
  .openapi("Adjustment");

const errors: ErrorCode[] = [
  "invalid_request",
  "conflict",
  "idempotency_in_progress",
  "idempotency_mismatch",
  "payload_too_large",
  "unsupported_media_type",
];

export function topUpRoutes(app: App, gateway: Gateway): void {
  endpoint(app, gateway, {
    method: "post",
    path: "/v1/balance/topups",
    tag: "Finance",
    summary: "Add money",
    description:
      "Where the tenant has `topup_approval`, it is `requested` and adds nothing until another key approves it. The same " +
      "reference again adds nothing and answers 200 with the same top-up, a refused one too; with another amount it is a " +
      "conflict.",
    roles: ["finance"],
    body: z
      .strictObject({ amount: amountField("positive"), reference, note: line(500).optional() })
      .openapi("CreateTopUp"),
    answers: {
      201: { description: "Posted, or requested", schema: topUpSchema },
      200: { description: "Came before under this reference", schema: topUpSchema },
    },
    errors,
    async handle({ ctx, body, claim }) {
      const input = { amount: microsOf(body.amount), reference: body.reference, note: body.note ?? null };
      return movement(gateway, claim(), async (tx) => {
        const { topUp: row, created } = await topUp(tx, gateway.clock, ctx, input);
        if (created) await audited(tx, gateway, ctx, "balance.topup", topUpAnswer(row));
        return { status: created ? 201 : 200, body: topUpAnswer(row) };
      });
    },
  });

  endpoint(app, gateway, {
    method: "get",
    path: "/v1/balance/topups",
    tag: "Finance",
    summary: "Top-ups, newest first",
    roles: ["finance", "auditor"],
    query: listQuery.extend({ status: z.enum(topUpStatuses).optional() }),
    answers: { 200: { description: "The top-ups", schema: listOf(topUpSchema) } },
    errors: ["invalid_request"],
    async handle({ ctx, query }) {
      const before = readTimeCursor(query.cursor, "topups");
      const question = { status: query.status, limit: query.limit + 1, before };
      const rows = await listTopUps(gateway.sql, ctx.tenant.id, question);
      return { status: 200, body: pageOf(rows, query.limit, "topups", (row) => `${row.at}.${row.id}`, topUpAnswer) };
    },
  });

  endpoint(app, gateway, {
    method: "post",
    path: "/v1/balance/adjustments",
    tag: "Finance",
    summary: "A signed correction",
    description:
      "Never takes the balance below zero or the tenant's credit line. References count as those of top-ups do. Where " +
      "the tenant has `topup_approval`, one that adds money takes an admin's key, else 403: it needs no second person.",
    roles: ["finance"],
    body: z.strictObject({ amount: amountField("signed"), reason: line(500), reference }).openapi("CreateAdjustment"),
    answers: {
      201: { description: "Made", schema: adjustmentSchema },
      200: { description: "Was made before under this reference", schema: adjustmentSchema },
    },
    errors,
    async handle({ ctx, body, claim }) {
      return movement(gateway, claim(), async (tx) => {
        const { adjustment, created } = await adjust(tx, gateway.clock, ctx, {
          ...body,
          amount: microsOf(body.amount),
        });
        if (created) await audited(tx, gateway, ctx, "balance.adjust", adjustmentAnswer(adjustment));
        return { status: created ? 201 : 200, body: adjustmentAnswer(adjustment) };
      });
    },
  });

  endpoint(app, gateway, {
    method: "get",
    path: "/v1/balance/adjustments",
    tag: "Finance",
    summary: "Corrections that were made by hand, newest first",
    description: "Each with its reason. Those that the gateway makes of late reports are in the ledger alone.",
    roles: ["finance", "auditor"],
    query: listQuery,
    answers: { 200: { description: "The adjustments", schema: listOf(adjustmentSchema) } },
    errors: ["invalid_request"],
    async handle({ ctx, query }) {
      const before = readTimeCursor(query.cursor, "adjustments");
      const rows = await listAdjustments(gateway.sql, ctx.tenant.id, { limit: query.limit + 1, before });
      const positionOf = (row: Adjustment) => `${row.at}.${row.id}`;
      return { status: 200, body: pageOf(rows, query.limit, "adjustments", positionOf, adjustmentAnswer) };
    },
  });
}

function microsOf(amount: string): bigint {
  const micros = parseAmount(amount);
  if (micros === null) throw new Error("an amount passed its check and is none");
  return micros;
}

async function audited(
  tx: Tx,
  gateway: Gateway,
  ctx: Ctx,
  action: string,
  after: ReturnType<typeof topUpAnswer> | ReturnType<typeof adjustmentAnswer>,
): Promise<void> {
  await writeAudit(tx, auditRow(ctx, { action, target: after.reference, after }, gateway.clock.now()));
}

function adjustmentAnswer(row: Adjustment) {
  const { amount, currency, reference, reason, actor, at } = row;
  const id = `adj_${row.id.replaceAll("-", "")}`;
  return { id, amount: formatAmount(amount), currency, reference, reason, actor, at: isoMs(at) };
}
