import { z } from "@hono/zod-openapi";
import type { Ctx } from "../context.ts";
import { name, routesDocument } from "../settings/documents.ts";
import { routesTag } from "../settings/if-match.ts";
import { putFirst, putRoutes } from "../settings/put-routes.ts";
import type { Gateway } from "../wire.ts";
import { etag, expectedOf, matchHeaders } from "./conditional.ts";
import { findings, putBody } from "./documents.ts";
import { endpoint, type App } from "./endpoint.ts";
import { channel } from "./schemas.ts";

const routesSchema = routesDocument.openapi("Routes");

export function routesRoutes(app: App, gateway: Gateway): void {
  endpoint(app, gateway, {
    method: "get",
    path: "/v1/routes",
    tag: "Routes",
    summary: "Per channel the providers in order, and the order of channels",
    roles: ["ops", "auditor"],
    answers: { 200: { description: "The routes in force", schema: routesSchema } },
    errors: [],
    async handle({ ctx }) {
      return { status: 200, body: ctx.tenant.routes, headers: etag(routesTag(ctx.tenant.routes)) };
    },
  });

  endpoint(app, gateway, {
    method: "put",
    path: "/v1/routes",
    tag: "Routes",
    summary: "Replace the routes",
    description:
      "A plan that can't work is refused with 422 and names each step: an unknown or repeated provider, one that lacks the " +
      "channel, no country that the limits allow, countries on e-mail, no price or one above the ceiling, no template, no " +
      "binding, a fallback channel without providers. What carries nothing now (a provider that is off or drains, a " +
      "template that is not approved) is said under `findings`, and refused when no channel of the fallback carries. With " +
      "`If-Match` and the `ETag` of a read it is done only if the routes are still as they were read, else 409 `conflict`.",
    roles: ["ops"],
    headers: matchHeaders,
    body: putBody(routesDocument, ["findings"]).openapi("PutRoutes"),
    answers: { 200: { description: "The routes as they are now", schema: routesDocument.extend({ findings }) } },
    errors: ["invalid_request", "no_route", "conflict", "payload_too_large", "unsupported_media_type"],
    async handle({ ctx, body, c }) {
      const put = await putRoutes(gateway, ctx, body, expectedOf(c));
      return {
        status: 200,
        body: { ...body, findings: put.findings },
        headers: etag(routesTag(inForce(gateway, ctx))),
      };
    },
  });

  endpoint(app, gateway, {
    method: "put",
    path: "/v1/routes/{channel}/first",
    tag: "Routes",
    summary: "Put a provider first on a channel: a swap in one call",
    description:
      "All first tries of the channel go to this provider; the others become standby (weight 0), in the order they had, " +
      "and one that was not in the routes comes in. Nothing else of the routes changes, whoever puts them at the same " +
      "moment; messages under way are finished. A plan that can't work is refused with 422, as by `PUT /v1/routes`.",
    roles: ["ops"],
    params: z.object({ channel: channel.openapi({ param: { name: "channel", in: "path" } }) }),
    body: z.strictObject({ provider: name }).openapi("PutFirst"),
    answers: { 200: { description: "The routes as they are now", schema: routesDocument.extend({ findings }) } },
    errors: ["invalid_request", "no_route", "payload_too_large", "unsupported_media_type"],
    async handle({ ctx, params, body }) {
      const put = await putFirst(gateway, ctx, params.channel, body.provider);
      const now = inForce(gateway, ctx);
      return { status: 200, body: { ...now, findings: put.findings }, headers: etag(routesTag(now)) };
    },
  });
}

/** As this replica works by them now. */
function inForce(gateway: Gateway, { tenant }: Ctx) {
  return (gateway.settings.current.tenants.get(tenant.id) ?? tenant).routes;
}
