import { z } from "@hono/zod-openapi";
import { and, desc, eq } from "drizzle-orm";
import { templateVersions } from "../db/schema/index.ts";
import { GatewayError } from "../errors.ts";
import { isoMs } from "../kit/clock.ts";
import { formatAmount } from "../kit/money.ts";
import { channelName, localeTag, templateDocument } from "../settings/documents.ts";
import { templateId, type TemplateConfig, type TenantConfig } from "../settings/snapshot.ts";
import { normaliseLocale } from "../templates/match.ts";
import { previewTemplate } from "../templates/preview.ts";
import { deleteTemplate, putTemplate } from "../templates/put.ts";
import { variablesOf } from "../templates/render.ts";
import type { Variant } from "../templates/variant.ts";
import type { Gateway } from "../wire.ts";
import { pageByName } from "./cursor.ts";
import { findings, isRecord, putBody } from "./documents.ts";
import { endpoint, type App } from "./endpoint.ts";
import { channel, line, listOf, listQuery } from "./schemas.ts";

const VERSIONS_SHOWN = 50;

export const variantParams = z.object({
  key: z.string().regex(/^[a-z0-9][a-z0-9_-]{0,62}$/, "1 to 63 of a-z, 0-9, - and _"),
  channel: channelName,
  locale: localeTag,
});

export const templateSchema = z
  .object({
    key: z.string(),
    channel,
    locale: z.string(),
    version: z.number().int(),
    variables: z.array(z.string()),
    body: z.string().optional(),
    subject: z.string().optional(),
    category: z.enum(["authentication", "utility"]).optional(),
    button: z.string().optional(),
    apps: z.array(z.object({ package_name: z.string(), signature_hash: z.string() })).optional(),
    zero_tap_terms_accepted: z.boolean().optional(),
    button_text: z.string().optional(),
    autofill_text: z.string().optional(),
    security_line: z.boolean().optional(),
    expiry_line: z.boolean().optional(),
    bindings: z.record(
      z.string(),
      z.object({
        name: z.string(),
        language: z.string(),
        expiry_minutes: z.number().int().optional(),
        status: z.string().describe("What the provider last said; a binding made by hand counts as approved"),
        reason: z.string().nullable(),
      }),
    ),
    shared: z.boolean().describe("The first tenant's, used because this tenant has none of its own"),
    versions: z.array(z.object({ version: z.number().int(), actor: z.string(), at: z.iso.datetime() })).optional(),
  })
  .openapi("Template");

const previewBody = z
  .strictObject({
    params: z.record(z.string().regex(/^[a-z0-9_]{1,40}$/, "a-z, 0-9 and _"), line(200)).default({}),
    body: z.string().min(1).max(2000).optional().describe("In place of the stored text"),
    user: line(100).default("demo"),
    ttl_seconds: z.number().int().min(30).max(600).default(300),
  })
  .openapi("PreviewTemplate");

const previewSchema = z
  .object({
    text: z.string(),
    encoding: z.enum(["GSM-7", "UCS-2"]),
    segments: z.number().int(),
    price: z
      .object({ amount: z.string(), currency: z.string(), charged_on: z.enum(["accepted", "delivered"]) })
      .nullable()
      .describe("The dearest of the route's providers, which is what would be held"),
    findings,
  })
  .openapi("TemplatePreview");

const readOnly = ["key", "channel", "locale", "version", "variables", "shared", "versions", "findings"];
const [textForm, authenticationForm] = templateDocument.options;
const putSchema = putBody(
  templateDocument,
  readOnly,
  (fields) =>
    isRecord(fields["bindings"])
      ? { ...fields, bindings: Object.fromEntries(Object.entries(fields["bindings"]).map(withoutStatus)) }
      : fields,
  (fields) => ("category" in fields ? authenticationForm : textForm),
).openapi("PutTemplate");

function withoutStatus([name, binding]: [string, unknown]): [string, unknown] {
  if (!isRecord(binding)) return [name, binding];
  const { status: _status, reason: _reason, ...rest } = binding;
  return [name, rest];
}

export function templateRoutes(app: App, gateway: Gateway): void {
  const readers = ["ops", "auditor"] as const;
  const path = "/v1/templates/{key}/{channel}/{locale}";

  endpoint(app, gateway, {
    method: "get",
    path: "/v1/templates",
    tag: "Templates",
    summary: "Every variant of every template, by key, channel and locale",
    roles: readers,
    query: listQuery,
    answers: { 200: { description: "The templates", schema: listOf(templateSchema) } },
    errors: ["invalid_request"],
    async handle({ ctx, query }) {
      const page = pageByName([...ctx.tenant.templates.values()], query, "templates", idOf, (template) =>
        templateAnswer(ctx.tenant, template),
      );
      return { status: 200, body: page };
    },
  });

  endpoint(app, gateway, {
    method: "get",
    path,
    tag: "Templates",
    summary: "One variant, with its versions, newest first",
    roles: readers,
    params: variantParams,
    answers: { 200: { description: "The template", schema: templateSchema } },
    errors: ["not_found"],
    async handle({ ctx, params }) {
      return { status: 200, body: await readTemplate(gateway, ctx.tenant, params) };
    },
  });

  endpoint(app, gateway, {
    method: "put",
    path,
    tag: "Templates",
    summary: "Put a new version",
    description:
      "Either a text, or what an authentication template of WhatsApp is made of. Clears what a refusal had flagged.",
    roles: ["ops"],
    params: variantParams,
    body: putSchema,
    answers: { 200: { description: "The template as it is now", schema: templateSchema.extend({ findings }) } },
    errors: ["invalid_request", "payload_too_large", "unsupported_media_type"],
    async handle({ ctx, params, body }) {
      const put = await putTemplate(gateway, ctx, params, body);
      const tenant = gateway.settings.current.tenants.get(ctx.tenant.id) ?? ctx.tenant;
      return { status: 200, body: { ...(await readTemplate(gateway, tenant, params)), findings: put.findings } };
    },
  });

  endpoint(app, gateway, {
    method: "delete",
    path,
    tag: "Templates",
    summary: "Take a variant out of use",
    roles: ["ops"],
    params: variantParams,
    answers: { 204: { description: "Deleted" } },
    errors: ["not_found", "conflict"],
    async handle({ ctx, params }) {
      await deleteTemplate(gateway, ctx, params);
      return { status: 204, body: null };
    },
  });

  endpoint(app, gateway, {
    method: "post",
    path: `${path}/preview`,
    tag: "Templates",
    summary: "What a person would read, in how many parts, at what price",
    description: "Nothing is stored or sent, so it needs no Idempotency-Key.",
    roles: readers,
    params: variantParams,
    body: previewBody,
    answers: { 200: { description: "The preview", schema: previewSchema } },
    errors: ["invalid_request", "not_found", "payload_too_large", "unsupported_media_type"],
    async handle({ ctx, params, body }) {
      const preview = previewTemplate(ctx.tenant, {
        variant: params,
        body: body.body,
        params: body.params,
        user: body.user,
        ttlSeconds: body.ttl_seconds,
        country: gateway.defaultCountry,
        now: gateway.clock.now(),
      });
      const { price } = preview;
      const shown =
        price === null
          ? null
          : { amount: formatAmount(price.amount), currency: ctx.tenant.currency, charged_on: price.chargedOn };
      return { status: 200, body: { ...preview, price: shown } };
    },
  });
}

function idOf({ key, channel: on, locale }: TemplateConfig): string {
  return templateId(key, on, locale);
}

export async function readTemplate(gateway: Gateway, tenant: TenantConfig, asked: Variant) {
  const id = templateId(asked.key, asked.channel, normaliseLocale(asked.locale));
  const template = tenant.templates.get(id);
  if (template === undefined) throw new GatewayError("not_found", `There is no template ${id}.`);
  const { tenantId, key, channel: on, locale, version, actor, at } = templateVersions;
  const versions = await gateway.db.orm
    .select({ version, actor, at })
    .from(templateVersions)
    .where(
      and(eq(tenantId, template.ownerId), eq(key, template.key), eq(on, template.channel), eq(locale, template.locale)),
    )
    .orderBy(desc(version))
    .limit(VERSIONS_SHOWN);
  return {
    ...templateAnswer(tenant, template),
    versions: versions.map((row) => ({ ...row, at: isoMs(row.at.getTime()) })),
  };
}

function templateAnswer(tenant: TenantConfig, template: TemplateConfig) {
  const { document, approvals } = template;
  const text = "body" in document ? `${document.body}${document.subject ?? ""}` : "{{code}}{{ttl_minutes}}";
  return {
    key: template.key,
    channel: template.channel,
    locale: template.locale,
    version: template.version,
    variables: variablesOf(text),
    ...document,
    bindings: Object.fromEntries(
      Object.entries(document.bindings).map(([name, binding]) => {
        const { status, reason } = approvals.get(name) ?? { status: "approved", reason: null };
        return [name, { ...binding, status, reason }];
      }),
    ),
    shared: template.ownerId !== tenant.id,
  };
}
