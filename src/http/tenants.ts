import { z } from "@hono/zod-openapi";
import type { Ctx } from "../context.ts";
import { GatewayError } from "../errors.ts";
import { name, tenantDocument } from "../settings/documents.ts";
import { documentTag } from "../settings/document-tag.ts";
import type { TenantConfig } from "../settings/snapshot.ts";
import { maskTenant, putTenant } from "../tenants/put-tenant.ts";
import type { Gateway } from "../wire.ts";
import { pageOf, readCursor, uuidForm } from "./cursor.ts";
import { createHeaders, etag, expectedOf } from "./conditional.ts";
import { findings, putBody } from "./documents.ts";
import { endpoint, type App } from "./endpoint.ts";
import { line, listOf, listQuery } from "./schemas.ts";

const tenantFields = tenantDocument.extend({
  name: z.string(),
  currency: z.string(),
  first: z.boolean().describe("Its settings serve the others"),
});
const tenantSchema = tenantFields.openapi("Tenant");
// Of its own: as Tenant and one field more it would be a thing that Tenant, which knows no others, refuses.
const tenantPutSchema = tenantFields.extend({ findings }).openapi("TenantAsPut");
const nameParams = z.object({ name });

export function tenantRoutes(app: App, gateway: Gateway): void {
  endpoint(app, gateway, {
    method: "get",
    path: "/v1/tenants",
    tag: "Tenants",
    summary: "The tenants, newest first; only its own for a key that does not manage tenants",
    roles: ["auditor"],
    query: listQuery.extend({ q: line(100).optional().describe("Part of a name or brand, whatever its case") }),
    answers: { 200: { description: "The tenants", schema: listOf(tenantSchema) } },
    errors: ["invalid_request"],
    async handle({ ctx, query }) {
      const before = readCursor(query.cursor, "tenants", uuidForm);
      const text = query.q?.toLowerCase() ?? "";
      const rows = [...gateway.settings.current.tenants.values()]
        .filter((tenant) => manages(gateway, ctx) || tenant.id === ctx.tenant.id)
        .filter(({ name, settings }) => `${name}\n${settings.brand}`.toLowerCase().includes(text))
        .filter((tenant) => before === null || tenant.id < before)
        .sort((a, b) => (a.id < b.id ? 1 : -1));
      const page = pageOf(
        rows,
        query.limit,
        "tenants",
        (tenant) => tenant.id,
        (tenant) => tenantAnswer(ctx, tenant),
      );
      return { status: 200, body: page };
    },
  });

  endpoint(app, gateway, {
    method: "get",
    path: "/v1/tenants/{name}",
    tag: "Tenants",
    summary: "One tenant's settings; its numbers are masked for auditors",
    roles: ["auditor"],
    params: nameParams,
    answers: { 200: { description: "The tenant", schema: tenantSchema } },
    errors: ["not_found"],
    async handle({ ctx, params }) {
      const tenant = gateway.settings.current.tenantsByName.get(params.name);
      if (tenant === undefined || (tenant.id !== ctx.tenant.id && !manages(gateway, ctx))) {
        throw new GatewayError("not_found", `There is no tenant ${params.name}.`);
      }
      return { status: 200, body: tenantAnswer(ctx, tenant), headers: etag(documentTag(tenant.settings)) };
    },
  });

  endpoint(app, gateway, {
    method: "put",
    path: "/v1/tenants/{name}",
    tag: "Tenants",
    summary: "Create a tenant, with an account in the gateway's currency, or replace its settings",
    description:
      "Only admin keys of the first tenant may name a tenant other than their own. With `If-Match` and the `ETag` of a read " +
      "it is done only if the settings are still as they were read, with `If-None-Match: *` only if there is no such tenant " +
      "yet; else 409 `conflict`.",
    roles: [],
    params: nameParams,
    headers: createHeaders,
    body: putBody(tenantDocument, ["name", "currency", "first", "findings"]).openapi("PutTenant"),
    answers: { 200: { description: "The tenant as it is now", schema: tenantPutSchema } },
    errors: ["invalid_request", "conflict", "payload_too_large", "unsupported_media_type"],
    async handle({ ctx, params, body, c }) {
      if (params.name !== ctx.tenant.name && !manages(gateway, ctx)) {
        throw new GatewayError("forbidden", "Only admin keys of the first tenant manage other tenants.");
      }
      const { currency, defaultCountry } = gateway.config;
      const request = { name: params.name, document: body, currency, defaultCountry, expected: expectedOf(c) };
      const put = await putTenant(gateway, ctx, request);
      const tenant = gateway.settings.current.tenantsByName.get(params.name);
      if (tenant === undefined) throw new Error(`tenant ${params.name} was put and is not there`);
      return {
        status: 200,
        body: { ...tenantAnswer(ctx, tenant), findings: put.findings },
        headers: etag(documentTag(tenant.settings)),
      };
    },
  });
}

/** Whether who acts is an admin of the first tenant, by a key or at the console, whichever tenant they act for. */
export function manages(gateway: Gateway, { actor }: Ctx): boolean {
  const { firstTenantId } = gateway.settings.current;
  return actor.role === "admin" && firstTenantId !== null && actor.tenantId === firstTenantId;
}

function tenantAnswer(ctx: Ctx, tenant: TenantConfig) {
  const document = ctx.actor.role === "admin" ? tenant.settings : maskTenant(tenant.settings);
  return { name: tenant.name, currency: tenant.currency, first: tenant.first, ...document };
}
