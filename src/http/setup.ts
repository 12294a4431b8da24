import { z } from "@hono/zod-openapi";
import { readSetup, setupSteps } from "../insight/setup.ts";
import type { Gateway } from "../wire.ts";
import { endpoint, type App } from "./endpoint.ts";

const done = {
  provider: "A provider is on",
  price: "Every provider in the routes has a price",
  route: "A channel of the fallback can carry a message",
  balance: "The balance can pay the cheapest issue",
  key: "The ERP has a key that is valid",
  message: "A message was made, ever",
} satisfies Record<(typeof setupSteps)[number], string>;

const setupSchema = z
  .object(
    Object.fromEntries(setupSteps.map((step) => [step, z.boolean().describe(done[step])])) as Record<
      (typeof setupSteps)[number],
      z.ZodBoolean
    >,
  )
  .openapi("Setup");

export function setupRoutes(app: App, gateway: Gateway): void {
  endpoint(app, gateway, {
    method: "get",
    path: "/v1/setup",
    tag: "Messages",
    summary: "What is set of that which a first code needs",
    description: "For a new installation or tenant. What was set and works no longer is under GET /v1/attention.",
    roles: ["ops", "finance", "auditor"],
    answers: { 200: { description: "Each step, in the order in which people set it up", schema: setupSchema } },
    errors: [],
    async handle({ ctx }) {
      const body = await readSetup(gateway.sql, ctx.tenant, gateway.settings.current, gateway.clock.now());
      return { status: 200, body };
    },
  });
}
