import { z } from "@hono/zod-openapi";
import { invalidField } from "../errors.ts";
import { formatAmount } from "../kit/money.ts";
import { readPhone } from "../kit/phone.ts";
import { severities } from "../settings/findings.ts";
import { countFindings, lintTemplates } from "../templates/lint/index.ts";
import type { ProviderPreview } from "../templates/preview-providers.ts";
import { previewTemplate } from "../templates/preview.ts";
import { DEFAULT_LIFE_SECONDS, SAMPLE_CODE } from "../templates/samples.ts";
import type { Gateway } from "../wire.ts";
import { findings } from "./documents.ts";
import { endpoint, type App } from "./endpoint.ts";
import { channel, line } from "./schemas.ts";
import { putSchema, variantParams } from "./templates.ts";

const previewBody = z
  .strictObject({
    template: putSchema
      .optional()
      .describe("In place of the stored one: all that a PUT of it takes, so that it can be tried before it is put"),
    to: z.string().max(64).optional().describe("A number, for its own price; it is neither stored nor sent to"),
    params: z.record(z.string().regex(/^[a-z0-9_]{1,40}$/, "a-z, 0-9 and _"), line(200)).default({}),
    body: z.string().min(1).max(2000).optional().describe("In place of the stored text"),
    subject: z.string().min(1).max(200).optional().describe("In place of the stored subject, of an e-mail"),
    code: z
      .string()
      .regex(/^[0-9]{4,10}$/, "4 to 10 digits 0-9")
      .default(SAMPLE_CODE),
    brand: line(60).optional().describe("In place of the tenant's"),
    user: line(100).default("demo"),
    purpose: z
      .string()
      .regex(/^[a-z][a-z0-9_]{0,39}$/, "1 to 40 of a-z, 0-9 and _, beginning with a letter")
      .default("login"),
    ttl_seconds: z.number().int().min(30).max(600).default(DEFAULT_LIFE_SECONDS),
  })
  .openapi("PreviewTemplate");

const encoding = z.enum(["GSM-7", "UCS-2"]);
const price = z.object({ amount: z.string(), currency: z.string(), charged_on: z.enum(["accepted", "delivered"]) });
const units = z.number().int().describe("Septets of GSM-7, or UTF-16 units of UCS-2");

const providerPreview = z.object({
  provider: z.string(),
  kind: z.string(),
  shows: z
    .enum(["text", "template", "vendor_words"])
    .describe("Our text; the vendor's approved template; or words that the vendor has by a setting of the provider"),
  text: z.string().nullable().describe("Null where the words are the vendor's and not known here"),
  segments: z.number().int().describe("Parts of SMS in this provider's alphabet; 1 on other channels"),
  price: price
    .extend({ per_segment: z.string().nullable().describe("Null where the price is by message") })
    .nullable()
    .describe("Of the whole message; null: this provider has no price, so it is skipped"),
  binding: z
    .object({ name: z.string(), language: z.string(), status: z.string(), reason: z.string().nullable() })
    .nullable()
    .describe("What the provider knows the template as; null where it needs none, or is not bound"),
  skipped: z
    .string()
    .nullable()
    .describe(
      "Why a send would pass it over with this variant: switched off, not bound, paused, no price, …; else null",
    ),
});

const previewSchema = z
  .object({
    text: z.string().describe("Where a provider takes free text: the very words that would be sent"),
    subject: z.string().nullable().describe("Of an e-mail"),
    encoding,
    segments: z.number().int(),
    characters: z.number().int(),
    units,
    parts: z
      .array(z.object({ text: z.string(), characters: z.number().int(), units }))
      .describe("The text as it is split over parts of SMS"),
    whatsapp: z
      .object({
        body: z.string(),
        footer: z.string().nullable(),
        buttons: z.array(z.object({ type: z.enum(["copy_code", "one_tap", "zero_tap"]), text: z.string() })),
      })
      .nullable()
      .describe("As a phone shows it; *…* is bold there"),
    providers: z.array(providerPreview).describe("What each provider of the routes would make of it, in their order"),
    price: price
      .nullable()
      .describe("The dearest of the providers that are not skipped, which is what would be held; null: none"),
    findings: findings.describe("What the linter says of it, errors too"),
  })
  .openapi("TemplatePreview");

const lintSchema = z
  .object({
    counts: z.object({ error: z.number().int(), warning: z.number().int(), info: z.number().int() }),
    data: z.array(
      z.object({
        key: z.string(),
        channel,
        locale: z.string(),
        version: z.number().int(),
        findings: findings.describe("Of this variant; what a template lacks stands with its first"),
      }),
    ),
  })
  .openapi("TemplateLint");

/** What templates say, and what is to be said of them. */
export function templateWordRoutes(app: App, gateway: Gateway): void {
  const readers = ["ops", "auditor"] as const;

  endpoint(app, gateway, {
    method: "post",
    path: "/v1/templates/{key}/{channel}/{locale}/preview",
    tag: "Templates",
    summary: "What a person would read, in how many parts, at what price",
    description:
      "With the functions that send and charge. Amounts are decimal strings in the tenant's currency, for the number " +
      "`to`, else for the country that numbers without a country code belong to. Nothing is stored or sent, so it needs no Idempotency-Key.",
    roles: readers,
    idempotency: "none",
    params: variantParams,
    body: previewBody,
    answers: { 200: { description: "The preview", schema: previewSchema } },
    errors: ["invalid_request", "not_found", "payload_too_large", "unsupported_media_type"],
    async handle({ ctx, params, body }) {
      const { ttl_seconds: ttlSeconds, body: text, subject, brand, template, to, ...values } = body;
      if (template !== undefined && (text !== undefined || subject !== undefined)) {
        throw invalidField("template", "has the body and the subject; leave those out");
      }
      const { currency } = ctx.tenant;
      const preview = previewTemplate(ctx.tenant, {
        ...values,
        variant: params,
        document: template,
        body: text,
        subject,
        brand,
        ttlSeconds,
        ...recipientOf(to, gateway.defaultCountry),
        now: gateway.clock.now(),
      });
      const providers = preview.providers.map((shown) => ({ ...shown, price: providerPrice(shown.price, currency) }));
      return { status: 200, body: { ...preview, providers, price: priceAnswer(preview.price, currency) } };
    },
  });

  endpoint(app, gateway, {
    method: "post",
    path: "/v1/templates/lint",
    tag: "Templates",
    summary: "What the linter says of every variant in use",
    description:
      `By key, channel and locale; severities are ${severities.join(", ")}. Takes no body. Nothing is stored or sent, ` +
      "so it needs no Idempotency-Key.",
    roles: readers,
    idempotency: "none",
    answers: { 200: { description: "All variants, those with nothing to say too", schema: lintSchema } },
    errors: [],
    async handle({ ctx }) {
      const data = lintTemplates(ctx.tenant);
      return { status: 200, body: { counts: countFindings(data), data } };
    },
  });
}

function recipientOf(to: string | undefined, country: string): { country: string; number: string | null } {
  if (to === undefined) return { country, number: null };
  const read = readPhone(to, country);
  if (!read.ok) throw invalidField("to", read.why);
  return { country: read.country, number: read.e164 };
}

type Priced = Pick<NonNullable<ProviderPreview["price"]>, "amount" | "chargedOn">;

function priceAnswer(price: Priced | null, currency: string) {
  return price === null ? null : { amount: formatAmount(price.amount), currency, charged_on: price.chargedOn };
}

function providerPrice(price: ProviderPreview["price"], currency: string) {
  if (price === null) return null;
  const { perSegment } = price;
  return { ...priceAnswer(price, currency), per_segment: perSegment === null ? null : formatAmount(perSegment) };
}
