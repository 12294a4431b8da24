import { z } from "@hono/zod-openapi";
import { GatewayError } from "../errors.ts";
import { deleteService, putService } from "../settings/put-service.ts";
import { purposeOf, serviceDocument, serviceSid, type ServiceDocument } from "../settings/service-document.ts";
import type { Gateway } from "../wire.ts";
import { pageByName } from "./cursor.ts";
import { putBody } from "./documents.ts";
import { endpoint, type App } from "./endpoint.ts";
import { listOf, listQuery } from "./schemas.ts";

const serviceSchema = serviceDocument.extend({ sid: z.string(), purpose: z.string() }).openapi("Service");
const params = z.object({ sid: serviceSid });
const path = "/v1/services/{sid}";

/** Settings of services that the Twilio Verify façade is called with. */
export function serviceRoutes(app: App, gateway: Gateway): void {
  endpoint(app, gateway, {
    method: "get",
    path: "/v1/services",
    tag: "Façades",
    summary: "The Twilio Verify services that have settings of their own, by sid",
    description: "Any other `VA…` works too, by the tenant's settings.",
    roles: ["ops", "auditor"],
    query: listQuery,
    answers: { 200: { description: "The services", schema: listOf(serviceSchema) } },
    errors: ["invalid_request"],
    async handle({ ctx, query }) {
      const page = pageByName(
        [...ctx.tenant.services],
        query,
        "services",
        ([sid]) => sid,
        ([sid, service]) => serviceAnswer(sid, service),
      );
      return { status: 200, body: page };
    },
  });

  endpoint(app, gateway, {
    method: "get",
    path,
    tag: "Façades",
    summary: "What one service has of its own",
    roles: ["ops", "auditor"],
    params,
    answers: { 200: { description: "The service", schema: serviceSchema } },
    errors: ["invalid_request", "not_found"],
    async handle({ ctx, params: { sid } }) {
      const service = ctx.tenant.services.get(sid);
      if (service === undefined) throw new GatewayError("not_found", `The service ${sid} has no settings of its own.`);
      return { status: 200, body: serviceAnswer(sid, service) };
    },
  });

  endpoint(app, gateway, {
    method: "put",
    path,
    tag: "Façades",
    summary: "Replace what a service has of its own; what is left out is the tenant's, or the default",
    description:
      "`VA…` is any of 32 hexadecimal digits: the one the ERP was configured with at Twilio can stay. Live on every " +
      "replica within a second; pending OTPs stay as they were issued.",
    roles: ["ops"],
    params,
    body: putBody(serviceDocument, ["sid"]).openapi("PutService"),
    answers: { 200: { description: "The service as it is now", schema: serviceSchema } },
    errors: ["invalid_request", "payload_too_large", "unsupported_media_type"],
    async handle({ ctx, params: { sid }, body }) {
      await putService(gateway, ctx, sid, body);
      return { status: 200, body: serviceAnswer(sid, body) };
    },
  });

  endpoint(app, gateway, {
    method: "delete",
    path,
    tag: "Façades",
    summary: "Take a service's settings away; it then works by the tenant's",
    roles: ["ops"],
    params,
    answers: { 204: { description: "Deleted" } },
    errors: ["invalid_request", "not_found"],
    async handle({ ctx, params: { sid } }) {
      await deleteService(gateway, ctx, sid);
      return { status: 204, body: null };
    },
  });
}

function serviceAnswer(sid: string, service: ServiceDocument) {
  return { sid, ...service, purpose: purposeOf(sid, service) };
}
