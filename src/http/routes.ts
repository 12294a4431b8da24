import { routesDocument } from "../settings/documents.ts";
import { putRoutes } from "../settings/put-routes.ts";
import type { Gateway } from "../wire.ts";
import { findings, putBody } from "./documents.ts";
import { endpoint, type App } from "./endpoint.ts";

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
      return { status: 200, body: ctx.tenant.routes };
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
      "template that is not approved) is said under `findings`, and refused when no channel of the fallback carries.",
    roles: ["ops"],
    body: putBody(routesDocument, ["findings"]).openapi("PutRoutes"),
    answers: { 200: { description: "The routes as they are now", schema: routesDocument.extend({ findings }) } },
    errors: ["invalid_request", "no_route", "payload_too_large", "unsupported_media_type"],
    async handle({ ctx, body }) {
      const put = await putRoutes(gateway, ctx, body);
      return { status: 200, body: { ...body, findings: put.findings } };
    },
  });
}
