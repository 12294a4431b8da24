import { z } from "@hono/zod-openapi";
import type { Ctx } from "../context.ts";
import type { Tx } from "../db/client.ts";
import type { ErrorCode } from "../errors.ts";
import { decideTopUp, noTopUp } from "../ledger/decide-top-up.ts";
import { decideReversal, reverseTopUp } from "../ledger/reverse-top-up.ts";
import { readTopUp, type TopUp } from "../ledger/top-up-rows.ts";
import type { Gateway } from "../wire.ts";
import { endpoint, type App } from "./endpoint.ts";
import { movement } from "./movement.ts";
import { reasonBody, topUpAnswer, topUpId, topUpParams, topUpSchema } from "./topup-answer.ts";

const errors: ErrorCode[] = [
  "invalid_request",
  "not_found",
  "conflict",
  "idempotency_in_progress",
  "idempotency_mismatch",
  "payload_too_large",
  "unsupported_media_type",
];

const anotherKey =
  "By another key than the one that requested it, else 403. By the same key again it changes nothing; once somebody " +
  "has decided, 409.";

export function topUpDecisionRoutes(app: App, gateway: Gateway): void {
  const { clock } = gateway;

  endpoint(app, gateway, {
    method: "get",
    path: "/v1/balance/topups/{id}",
    tag: "Finance",
    summary: "One top-up, with who requested and who decided it",
    roles: ["finance", "auditor"],
    params: topUpParams,
    answers: { 200: { description: "The top-up", schema: topUpSchema } },
    errors: ["not_found"],
    async handle({ ctx, params }) {
      const row = await readTopUp(gateway.sql, ctx.tenant.id, topUpId(params.id));
      if (row === null) throw noTopUp();
      return { status: 200, body: topUpAnswer(row) };
    },
  });

  const step = <B extends z.ZodType>(
    path: string,
    told: { summary: string; description: string; done: string },
    body: B,
    verb: (tx: Tx, ctx: Ctx, id: string, fields: z.output<B>) => Promise<TopUp>,
  ): void =>
    endpoint(app, gateway, {
      method: "post",
      path: `/v1/balance/topups/{id}/${path}`,
      tag: "Finance",
      summary: told.summary,
      description: told.description,
      roles: ["finance"],
      params: topUpParams,
      body,
      answers: { 200: { description: told.done, schema: topUpSchema } },
      errors,
      async handle({ ctx, params, body: fields, claim }) {
        const id = topUpId(params.id);
        return movement(gateway, claim(), async (tx) => {
          return { status: 200, body: topUpAnswer(await verb(tx, ctx, id, fields)) };
        });
      },
    });

  const reversalMeant = {
    requested_at: z.iso
      .datetime()
      .optional()
      .describe("The reversal's `requested_at` as it was read: 409 when another one has been requested since"),
  };
  const instant = (time: string | undefined): number | undefined => (time === undefined ? undefined : Date.parse(time));
  step(
    "approve",
    {
      summary: "Approve a requested top-up: its money is added now",
      description: anotherKey,
      done: "Posted, by an entry of the approver",
    },
    z.strictObject({
      proof_version: z
        .number()
        .int()
        .min(0)
        .optional()
        .describe("The version of the proof that was looked at, 0 for none: 409 when another has come since"),
    }),
    (tx, ctx, id, { proof_version: proofVersion }) =>
      decideTopUp(tx, clock, ctx, { id, decision: "approve", reason: null, proofVersion }),
  );
  step(
    "refuse",
    {
      summary: "Refuse a requested top-up: nothing is added",
      description: `${anotherKey} Its reference stays taken; a new request needs a new one.`,
      done: "Refused",
    },
    reasonBody,
    (tx, ctx, id, { reason }) => decideTopUp(tx, clock, ctx, { id, decision: "refuse", reason }),
  );
  step(
    "reverse",
    {
      summary: "Take a posted top-up back, as when its transfer bounced",
      description:
        "An entry of kind `adjustment` takes the whole amount back, once. 409 when so much is no longer there. Where " +
        "the tenant has `topup_approval`, the top-up is `reversal_requested` until another key approves that.",
      done: "Reversed, or to be approved",
    },
    reasonBody,
    (tx, ctx, id, { reason }) => reverseTopUp(tx, clock, ctx, { id, reason }),
  );
  step(
    "reversal/approve",
    { summary: "Approve a requested reversal", description: anotherKey, done: "Reversed" },
    z.strictObject(reversalMeant),
    (tx, ctx, id, { requested_at: at }) =>
      decideReversal(tx, clock, ctx, { id, decision: "approve", reason: null, requestedAt: instant(at) }),
  );
  step(
    "reversal/refuse",
    {
      summary: "Refuse a requested reversal: the top-up stays posted",
      description: anotherKey,
      done: "Posted as before",
    },
    reasonBody.extend(reversalMeant),
    (tx, ctx, id, { reason, requested_at: at }) =>
      decideReversal(tx, clock, ctx, { id, decision: "refuse", reason, requestedAt: instant(at) }),
  );
}
