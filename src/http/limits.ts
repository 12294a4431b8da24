import { limitsDocument } from "../settings/documents.ts";
import { putLimits } from "../settings/put-limits.ts";
import type { Gateway } from "../wire.ts";
import { findings, putBody } from "./documents.ts";
import { endpoint, type App } from "./endpoint.ts";

export function limitsRoutes(app: App, gateway: Gateway): void {
  endpoint(app, gateway, {
    method: "get",
    path: "/v1/limits",
    tag: "Limits",
    summary: "Rate limits, allowed countries, ceilings on money",
    roles: ["ops", "auditor"],
    answers: {
      200: { description: "The limits in force, defaults included", schema: limitsDocument.openapi("Limits") },
    },
    errors: [],
    async handle({ ctx }) {
      return { status: 200, body: ctx.tenant.limits };
    },
  });

  endpoint(app, gateway, {
    method: "put",
    path: "/v1/limits",
    tag: "Limits",
    summary: "Replace the limits; what is left out has its default",
    roles: ["ops"],
    body: putBody(limitsDocument, ["findings"]).openapi("PutLimits"),
    answers: { 200: { description: "The limits as they are now", schema: limitsDocument.extend({ findings }) } },
    errors: ["invalid_request", "payload_too_large", "unsupported_media_type"],
    async handle({ ctx, body }) {
      const put = await putLimits(gateway, ctx, body);
      return { status: 200, body: { ...body, findings: put.findings } };
    },
  });
}
