import { z } from "@hono/zod-openapi";
import { formatAmount } from "../kit/money.ts";
import { readBalance } from "../ledger/balance.ts";
import type { Gateway } from "../wire.ts";
import { endpoint, type App } from "./endpoint.ts";

const balanceSchema = z
  .object({
    available: z.string().openapi({ example: "99650" }),
    held: z.string().describe("Promised to messages under way"),
    total: z.string(),
    currency: z.string(),
    low_threshold: z.string(),
    runway_hours: z.number().int().nullable().describe("At the rate of the last days; null when nothing was spent"),
  })
  .openapi("Balance");

export function balanceRoutes(app: App, gateway: Gateway): void {
  endpoint(app, gateway, {
    method: "get",
    path: "/v1/balance",
    tag: "ERP",
    summary: "The balance, and how long it lasts",
    roles: ["erp", "finance", "ops", "auditor"],
    erp: true,
    answers: { 200: { description: "The balance", schema: balanceSchema } },
    errors: [],
    async handle({ ctx }) {
      const balance = await readBalance(gateway.sql, ctx.tenant, gateway.clock.now());
      return {
        status: 200,
        body: {
          available: formatAmount(balance.available),
          held: formatAmount(balance.held),
          total: formatAmount(balance.available + balance.held),
          currency: balance.currency,
          low_threshold: formatAmount(balance.lowThreshold),
          runway_hours: balance.runwayHours,
        },
      };
    },
  });
}
