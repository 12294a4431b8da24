import { z } from "@hono/zod-openapi";
import { isoMs } from "../kit/clock.ts";
import { addPrice, withdrawPrice, type PriceChanged } from "../settings/change-prices.ts";
import type { Done, Once } from "../settings/change.ts";
import { checkPrefix, priceDocument, pricesDocument } from "../settings/documents.ts";
import { priceDocumentOf, putPrices } from "../settings/put-prices.ts";
import type { TenantConfig } from "../settings/snapshot.ts";
import type { Gateway } from "../wire.ts";
import { findings, putBody } from "./documents.ts";
import type { ErrorCode } from "../errors.ts";
import type { IdempotencyClaim } from "../tenants/idempotency.ts";
import { endpoint, replay, type Answer, type App } from "./endpoint.ts";

const errors: ErrorCode[] = [
  "invalid_request",
  "conflict",
  "idempotency_in_progress",
  "idempotency_mismatch",
  "payload_too_large",
  "unsupported_media_type",
];
const changed = z.object({ price: priceDocument, findings });
const addedPrice = z
  .strictObject({
    ...priceDocument.shape,
    valid_from: priceDocument.shape.valid_from.unwrap().optional().describe("Left out: from now on"),
  })
  .superRefine(checkPrefix)
  .openapi("AddPrice");
const { channel, provider, country, prefix } = priceDocument.shape;
const priceName = z
  .strictObject({ channel, provider, country, prefix, valid_from: priceDocument.shape.valid_from.unwrap() })
  .openapi("WithdrawPrice");

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

  endpoint(app, gateway, {
    method: "post",
    path: "/v1/prices",
    tag: "Finance",
    summary: "Add one price, which takes effect at a time",
    description:
      "At the end of the list; the one that it follows stays as history. 400 when the list has one for the same from the " +
      "same moment. 409 for a tenant that has no list of its own and uses the first tenant's: put a whole one first.",
    roles: ["finance"],
    body: addedPrice,
    answers: { 201: { description: "The price", schema: changed } },
    errors,
    async handle({ ctx, body, claim }) {
      const price = { ...body, valid_from: body.valid_from ?? isoMs(gateway.clock.now()) };
      return answerOf(await addPrice(gateway, ctx, price, once(claim(), 201)), 201);
    },
  });

  endpoint(app, gateway, {
    method: "post",
    path: "/v1/prices/withdraw",
    tag: "Finance",
    summary: "Take back a price whose time has not come",
    description: "Named by what it is for and its `valid_from`. 409 when it holds already: add one that follows it.",
    roles: ["finance"],
    body: priceName,
    answers: { 200: { description: "The price that was taken back", schema: changed } },
    errors: ["not_found", ...errors],
    async handle({ ctx, body, claim }) {
      return answerOf(await withdrawPrice(gateway, ctx, body, once(claim(), 200)), 200);
    },
  });
}

function once(claim: IdempotencyClaim | null, status: number): Once<PriceChanged> {
  return { claim, answer: (body) => ({ status, body }) };
}

function answerOf({ replay: before, ...done }: Done<PriceChanged>, status: number): Answer {
  return before === null ? { status, body: done } : replay(before);
}

function pricesAnswer(tenant: TenantConfig) {
  return { prices: tenant.prices.map(priceDocumentOf) };
}
