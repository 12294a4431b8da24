import { z } from "@hono/zod-openapi";
import { GatewayError } from "../errors.ts";
import { isoMs } from "../kit/clock.ts";
import { channelName, localeTag, templateDocument } from "../settings/documents.ts";
import { templateId, type TemplateConfig, type TenantConfig } from "../settings/snapshot.ts";
import { bindingOf } from "../templates/binding.ts";
import { readDraft, type Draft } from "../templates/draft.ts";
import { lintDocument } from "../templates/lint/index.ts";
import { setFindings } from "../templates/lint/set.ts";
import { normaliseLocale } from "../templates/match.ts";
import { deleteTemplate, putTemplate } from "../templates/put.ts";
import { variablesOf } from "../templates/render.ts";
import { tagOf } from "../templates/state.ts";
import { ownVariant, type Variant } from "../templates/variant.ts";
import { listVersions, type VersionRow } from "../templates/versions.ts";
import { versionChanges } from "../templates/write-version.ts";
import type { Gateway } from "../wire.ts";
import { conditional, createHeaders, etag, expectedOf, matchHeaders } from "./conditional.ts";
import { pageByName } from "./cursor.ts";
import { findings, isRecord, putBody } from "./documents.ts";
import { endpoint, type App } from "./endpoint.ts";
import { channel, listOf, listQuery } from "./schemas.ts";

const VERSIONS_SHOWN = 50;

export const variantPath = "/v1/templates/{key}/{channel}/{locale}";
export const variantParams = z.object({
  key: z.string().regex(/^[a-z0-9][a-z0-9_-]{0,62}$/, "1 to 63 of a-z, 0-9, - and _"),
  channel: channelName,
  locale: localeTag,
});

export const versionSchema = z
  .object({
    version: z.number().int(),
    change: z.enum(versionChanges).describe("What made it"),
    from_version: z.number().int().nullable().describe("Of a rollback: the version whose content it has again"),
    actor: z.string(),
    at: z.iso.datetime(),
  })
  .openapi("TemplateVersion");

export const templateSchema = z
  .object({
    key: z.string(),
    channel,
    locale: z.string(),
    version: z.number().int(),
    variables: z.array(z.string()),
    body: z.string().optional(),
    subject: z.string().optional(),
    webotp_domain: z.string().optional().describe("SMS: the site whose browser fills the code in"),
    app_hash: z.string().optional().describe("SMS: the Android app that the text is handed to"),
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
        status: z
          .string()
          .describe(
            "What the provider last said; a binding made by hand counts as approved, and one of a shared template to a " +
              "provider that this tenant has another of the same name of is `unbound`",
          ),
        reason: z.string().nullable(),
      }),
    ),
    shared: z.boolean().describe("The first tenant's, used because this tenant has none of its own"),
    draft: z
      .object({ actor: z.string(), at: z.iso.datetime(), base_version: z.number().int() })
      .nullable()
      .optional()
      .describe("Who is writing the next version; `GET …/draft` has its text"),
    versions: z.array(versionSchema).optional().describe("The newest ones; `GET …/versions` has all"),
  })
  .openapi("Template");

const listedSchema = templateSchema.extend({ findings: findings.optional().describe("When asked for") });

/** What a variant holds, where what is said of its use is left out. */
export const contentSchema = templateSchema
  .omit({ version: true, variables: true, shared: true, draft: true, versions: true })
  .extend({
    bindings: z.record(
      z.string(),
      z.object({ name: z.string(), language: z.string(), expiry_minutes: z.number().int().optional() }),
    ),
  });

const readOnly = [
  ...["key", "channel", "locale", "version", "variables", "shared", "versions", "findings"],
  ...["draft", "base_version", "actor", "at", "change", "from_version"],
];
const [textForm, authenticationForm] = templateDocument.options;
export const putSchema = putBody(
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
  const path = variantPath;

  endpoint(app, gateway, {
    method: "get",
    path: "/v1/templates",
    tag: "Templates",
    summary: "Every variant of every template, by key, channel and locale",
    description: "The tenant's own, and those of the first tenant's that it has none of.",
    roles: readers,
    query: listQuery.extend({
      key: variantParams.shape.key.optional(),
      channel: channelName.optional(),
      locale: localeTag.optional(),
      q: z.string().max(100).optional().describe("Text in the key, the locale, the words or what it is bound as"),
      findings: z.enum(["true", "false"]).default("false").describe("`true`: with what the linter says of each"),
    }),
    answers: { 200: { description: "The templates", schema: listOf(listedSchema) } },
    errors: ["invalid_request"],
    async handle({ ctx, query }) {
      const locale = query.locale === undefined ? undefined : normaliseLocale(query.locale);
      const sought = query.q?.trim().toLowerCase() ?? "";
      const wanted = [...ctx.tenant.templates.values()].filter(
        (template) =>
          (sought === "" || searchedText(template).includes(sought)) &&
          (query.key === undefined || template.key === query.key) &&
          (query.channel === undefined || template.channel === query.channel) &&
          (locale === undefined || template.locale === locale),
      );
      const page = pageByName(wanted, query, "templates", idOf, (template) => ({
        ...templateAnswer(ctx.tenant, template),
        ...(query.findings === "true" ? { findings: findingsOf(ctx.tenant, template) } : {}),
      }));
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
      const { body, headers } = await readTagged(gateway, ctx.tenant, params);
      return { status: 200, body, headers };
    },
  });

  endpoint(app, gateway, {
    method: "put",
    path,
    tag: "Templates",
    summary: "Put a new version",
    description:
      "Either a text, or what an authentication template of WhatsApp is made of. In use at once; `…/draft` keeps what " +
      "is not ready. Clears what a refusal had flagged.\n\n" +
      conditional,
    roles: ["ops"],
    params: variantParams,
    headers: createHeaders,
    body: putSchema,
    answers: { 200: { description: "The template as it is now", schema: templateSchema.extend({ findings }) } },
    errors: ["invalid_request", "conflict", "payload_too_large", "unsupported_media_type"],
    async handle({ ctx, params, body, c }) {
      const put = await putTemplate(gateway, ctx, params, body, expectedOf(c));
      const tenant = gateway.settings.current.tenants.get(ctx.tenant.id) ?? ctx.tenant;
      const { body: read, headers } = await readTagged(gateway, tenant, params);
      return { status: 200, body: { ...read, findings: put.findings }, headers };
    },
  });

  endpoint(app, gateway, {
    method: "delete",
    path,
    tag: "Templates",
    summary: "Take a variant out of use",
    description: `Its versions stay, and so does its draft; putting it again goes on counting.\n\n${conditional}`,
    roles: ["ops"],
    params: variantParams,
    headers: matchHeaders,
    answers: { 204: { description: "Deleted" } },
    errors: ["invalid_request", "not_found", "conflict"],
    async handle({ ctx, params, c }) {
      await deleteTemplate(gateway, ctx, params, expectedOf(c));
      return { status: 204, body: null };
    },
  });
}

function idOf({ key, channel: on, locale }: Variant): string {
  return templateId(key, on, locale);
}

export async function readTemplate(gateway: Gateway, tenant: TenantConfig, asked: Variant) {
  return (await readTagged(gateway, tenant, asked)).body;
}

/** Judged by the tenant that uses it, be it its own or shared. */
function findingsOf(tenant: TenantConfig, template: TemplateConfig) {
  return [...lintDocument(tenant, template, template.document), ...setFindings(tenant, template)];
}

function searchedText({ key, locale, document }: TemplateConfig): string {
  const words = "body" in document ? [document.subject ?? "", document.body] : [document.category];
  const bound = Object.entries(document.bindings).flatMap(([provider, { name }]) => [provider, name]);
  return [key, locale, ...words, ...bound].join("\n").toLowerCase();
}

/** With the tag of what is shown. */
export async function readTagged(gateway: Gateway, tenant: TenantConfig, asked: Variant) {
  const variant = ownVariant({ tenant }, asked);
  const id = idOf(variant);
  const template = tenant.templates.get(id);
  if (template === undefined) throw new GatewayError("not_found", `There is no template ${id}.`);
  const [versions, draft] = await Promise.all([
    listVersions(gateway.db.orm, { ...variant, tenantId: template.ownerId }, VERSIONS_SHOWN),
    readDraft(gateway.db.orm, variant),
  ]);
  const body = {
    ...templateAnswer(tenant, template),
    draft: draft === null ? null : draftNote(draft),
    versions: versions.map(versionAnswer),
  };
  return { body, headers: etag(tagOf(template, tenant.id, draft)) };
}

export function draftNote({ actor, at, baseVersion }: Pick<Draft, "actor" | "at" | "baseVersion">) {
  return { actor, at: isoMs(at.getTime()), base_version: baseVersion };
}

export function versionAnswer({ version, change, fromVersion, actor, at }: VersionRow) {
  return { version, change, from_version: fromVersion, actor, at: isoMs(at.getTime()) };
}

/** What the tenant's provider of this name says of the template; a shared one may never have been shown to it. */
function wordOn(tenant: TenantConfig, template: TemplateConfig, name: string) {
  const provider = tenant.providers.get(name);
  const another = provider !== undefined && bindingOf(tenant, template, provider) === undefined;
  if (!another) return template.approvals.get(name);
  return { status: "unbound", reason: `bound to the first tenant's provider ${name}, which is not this tenant's` };
}

export function templateAnswer(tenant: TenantConfig, template: TemplateConfig) {
  const { document } = template;
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
        const { status, reason } = wordOn(tenant, template, name) ?? { status: "approved", reason: null };
        return [name, { ...binding, status, reason }];
      }),
    ),
    shared: template.ownerId !== tenant.id,
  };
}
