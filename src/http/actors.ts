import { z } from "@hono/zod-openapi";
import { actorNames } from "../tenants/actor-names.ts";
import type { Gateway } from "../wire.ts";
import { endpoint, type App } from "./endpoint.ts";

const MOST = 200;

const ids = z
  .string()
  .transform((text) => text.split(","))
  .pipe(z.array(z.string().regex(/^[a-z]{1,10}(?:_[0-9a-f]{32})?$/, "an actor, like key_… or cli")).max(MOST))
  .describe(`Actors as answers name them, with commas between them; at most ${MOST}`)
  .openapi({ type: "string", example: "key_0199f0c2a1b27c3d8e4f5a6b7c8d9e0f,cli" });

const actorsSchema = z
  .object({ data: z.array(z.object({ actor: z.string(), name: z.string() })).describe("Those that have a name") })
  .openapi("Actors");

/** Lists and entries name who acted by an id that never changes; people want to read who that is. */
export function actorRoutes(app: App, gateway: Gateway): void {
  endpoint(app, gateway, {
    method: "get",
    path: "/v1/actors",
    tag: "Audit",
    summary: "What people call those who acted: the names of keys and of people",
    description:
      "For the fields `actor`, `requested_by`, `decided_by` and their like. A key, revoked or not, and a console user have " +
      "the name that they bear now; a person who was removed, or another tenant's, the one that the tenant's audit had " +
      "last. Whoever is not known there is left out.",
    roles: ["finance", "ops", "auditor"],
    query: z.object({ ids }),
    answers: { 200: { description: "The names, in no order", schema: actorsSchema } },
    errors: ["invalid_request"],
    async handle({ ctx, query }) {
      const names = await actorNames(gateway.sql, ctx.tenant.id, query.ids);
      return { status: 200, body: { data: [...names].map(([actor, name]) => ({ actor, name })) } };
    },
  });
}
