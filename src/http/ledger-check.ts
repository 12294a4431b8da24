import { z } from "@hono/zod-openapi";
import { isoMs } from "../kit/clock.ts";
import { readCheck } from "../ledger/check.ts";
import type { Gateway } from "../wire.ts";
import { endpoint, type App } from "./endpoint.ts";

const checkSchema = z
  .object({
    ok: z.boolean().nullable().describe("Null until it has been checked"),
    checked_seq: z.number().int().describe("Number of the newest entry that is proven to follow from all before it"),
    entries: z.number().int().describe("How many entries there are; the newer ones are checked at the next turn"),
    checked_at: z.iso.datetime().nullable(),
    problem: z
      .object({
        entry: z.number().int().nullable().describe("Number of the first entry that is wrong, where it is one"),
        message: z.string(),
      })
      .nullable(),
  })
  .openapi("LedgerCheck");

export function ledgerCheckRoutes(app: App, gateway: Gateway): void {
  endpoint(app, gateway, {
    method: "get",
    path: "/v1/balance/check",
    tag: "Finance",
    summary: "Whether the ledger adds up",
    description:
      "Each hour every entry since the last check is proven to follow from the one before it, and the account to be what " +
      "its newest entry says. What is wrong is logged, told to `alert_to` of kind `balance`, and shown here.",
    roles: ["finance", "auditor"],
    answers: { 200: { description: "What the last check came to", schema: checkSchema } },
    errors: [],
    async handle({ ctx }) {
      const { seq, entries, checkedAt, problem } = await readCheck(gateway.sql, ctx.tenant.id);
      return {
        status: 200,
        body: {
          ok: checkedAt === null ? null : problem === null,
          checked_seq: seq,
          entries,
          checked_at: checkedAt === null ? null : isoMs(checkedAt),
          problem: problem === null ? null : { entry: problem.badSeq, message: problem.text },
        },
      };
    },
  });
}
