import { pricesDocument } from "../settings/documents.ts";
import { priceDocumentOf, putPrices } from "../settings/put-prices.ts";
import type { TenantConfig } from "../settings/snapshot.ts";
import type { Gateway } from "../wire.ts";
import { findings, putBody } from "./documents.ts";
import { endpoint, type App } from "./endpoint.ts";

export function pricesRoutes(app: App, gateway: Gateway): void {
  endpoint(app, gateway, {
    method: "get",
    path: "/v1/prices",
    tag: "Finance",
    summary: "The price list",
    description:
      "A price is found by provider and prefix (the longest), provider and country, provider, prefix, country, any; of " +
      "equals the newest `valid_from` that has come. A provider without a price is skipped. `cost` is what the provider " +
      "takes for the same: beside `amount` it is the margin.",
    roles: ["finance", "auditor"],
    answers: { 200: { description: "The prices in force", schema: pricesDocument.openapi("Prices") } },
    errors: [],
    async handle({ ctx }) {
      return { status: 200, body: pricesAnswer(ctx.tenant) };
    },
  });

  endpoint(app, gateway, {
    method: "put",
    path: "/v1/prices",
    tag: "Finance",
    summary: "Replace the price list",
    description:
      "Amounts and costs are decimal strings in the account's currency, for a message or for each SMS segment. A hold that " +
      "is made keeps its price. 400 for a `prefix` outside its `country`, or two prices for the same from the same moment.",
    roles: ["finance"],
    body: putBody(pricesDocument, ["findings"]).openapi("PutPrices"),
    answers: { 200: { description: "The prices as they are now", schema: pricesDocument.extend({ findings }) } },
    errors: ["invalid_request", "payload_too_large", "unsupported_media_type"],
    async handle({ ctx, body }) {
      const put = await putPrices(gateway, ctx, body);
      const tenant = gateway.settings.current.tenants.get(ctx.tenant.id) ?? ctx.tenant;
      return { status: 200, body: { ...pricesAnswer(tenant), findings: put.findings } };
    },
  });
}

function pricesAnswer(tenant: TenantConfig) {
  return { prices: tenant.prices.map(priceDocumentOf) };
}
