import { z } from "@hono/zod-openapi";
import { GatewayError } from "../errors.ts";
import { templateId } from "../settings/snapshot.ts";
import { deleteDraft, listDrafts, putDraft, readDraft, type Draft, type DraftNote } from "../templates/draft.ts";
import { publishDraft } from "../templates/publish.ts";
import { documentFindings } from "../templates/put.ts";
import { readState, stateTag } from "../templates/state.ts";
import { ownVariant, type OwnVariant } from "../templates/variant.ts";
import type { Gateway } from "../wire.ts";
import { conditional, etag, expectedOf, matchHeaders } from "./conditional.ts";
import { pageOf, readCursor } from "./cursor.ts";
import { findings } from "./documents.ts";
import { endpoint, type App } from "./endpoint.ts";
import { channel, listOf, listQuery } from "./schemas.ts";
import { publishedAnswer, publishedOnce } from "./template-versions.ts";
import { contentSchema, draftNote, putSchema, templateSchema, variantParams, variantPath } from "./templates.ts";

const draftSchema = contentSchema
  .extend({
    base_version: z.number().int().describe("The version that was in use when it was begun; 0: none"),
    actor: z.string(),
    at: z.iso.datetime(),
  })
  .openapi("TemplateDraft");

const listedDraft = z
  .object({
    key: z.string(),
    channel,
    locale: z.string(),
    base_version: draftSchema.shape.base_version,
    actor: z.string(),
    at: z.iso.datetime(),
  })
  .openapi("ListedTemplateDraft");
const VARIANT_FORM = /^[a-z0-9_-]{1,63}\/[a-z]{1,20}\/[A-Za-z0-9-]{1,35}$/;

/** One draft a variant: what somebody writes before it is used. */
export function templateDraftRoutes(app: App, gateway: Gateway): void {
  endpoint(app, gateway, {
    method: "get",
    path: "/v1/templates/drafts",
    tag: "Templates",
    summary: "Every draft: who is writing what",
    description:
      "By key, channel and locale, those of variants that have no version yet too; each has its text at `…/draft`.",
    roles: ["ops", "auditor"],
    query: listQuery,
    answers: { 200: { description: "The drafts", schema: listOf(listedDraft) } },
    errors: ["invalid_request"],
    async handle({ ctx, query }) {
      const [key, on, locale] = readCursor(query.cursor, "template-drafts", VARIANT_FORM)?.split("/") ?? [];
      const after = key === undefined || on === undefined || locale === undefined ? null : ([key, on, locale] as const);
      const rows = await listDrafts(gateway.db.orm, ctx.tenant.id, query.limit + 1, after);
      return { status: 200, body: pageOf(rows, query.limit, "template-drafts", variantId, listedAnswer) };
    },
  });

  const path = `${variantPath}/draft`;

  endpoint(app, gateway, {
    method: "get",
    path,
    tag: "Templates",
    summary: "The draft of a variant",
    roles: ["ops", "auditor"],
    params: variantParams,
    answers: { 200: { description: "The draft", schema: draftSchema } },
    errors: ["not_found"],
    async handle({ ctx, params }) {
      const variant = ownVariant(ctx, params);
      const draft = await readDraft(gateway.db.orm, variant);
      if (draft === null) throw new GatewayError("not_found", `Template ${idOf(variant)} has no draft.`);
      return { status: 200, body: draftAnswer(variant, draft), headers: await tagNow(gateway, variant) };
    },
  });

  endpoint(app, gateway, {
    method: "put",
    path,
    tag: "Templates",
    summary: "Keep what is being written; nothing is sent with it",
    description: `Checked as a version is. The variant need not exist yet.\n\n${conditional}`,
    roles: ["ops"],
    params: variantParams,
    headers: matchHeaders,
    body: putSchema,
    answers: { 200: { description: "The draft as it is now", schema: draftSchema.extend({ findings }) } },
    errors: ["invalid_request", "conflict", "payload_too_large", "unsupported_media_type"],
    async handle({ ctx, params, body, c }) {
      const variant = ownVariant(ctx, params);
      const draft = await putDraft(gateway, ctx, params, body, expectedOf(c));
      const said = documentFindings(ctx.tenant, variant, body);
      const headers = await tagNow(gateway, variant);
      return { status: 200, body: { ...draftAnswer(variant, draft), findings: said }, headers };
    },
  });

  endpoint(app, gateway, {
    method: "delete",
    path,
    tag: "Templates",
    summary: "Throw the draft away",
    description: conditional,
    roles: ["ops"],
    params: variantParams,
    headers: matchHeaders,
    answers: { 204: { description: "Deleted" } },
    errors: ["invalid_request", "not_found", "conflict"],
    async handle({ ctx, params, c }) {
      await deleteDraft(gateway, ctx, params, expectedOf(c));
      return { status: 204, body: null };
    },
  });

  endpoint(app, gateway, {
    method: "post",
    path: `${variantPath}/publish`,
    tag: "Templates",
    summary: "Make the draft the next version, in use at once",
    description:
      "What providers said of bindings that it leaves as they were stays; of the others it is forgotten. A version that " +
      `somebody put since the draft was begun is named under \`findings\`.\n\n${conditional}`,
    roles: ["ops"],
    params: variantParams,
    headers: matchHeaders,
    body: z.strictObject({}).default({}),
    answers: { 200: { description: "The template as it is now", schema: templateSchema.extend({ findings }) } },
    errors: [
      "invalid_request",
      "conflict",
      "idempotency_in_progress",
      "idempotency_mismatch",
      "payload_too_large",
      "unsupported_media_type",
    ],
    async handle({ ctx, params, claim, c }) {
      const done = await publishDraft(gateway, ctx, params, expectedOf(c), publishedOnce(claim()));
      return publishedAnswer(done);
    },
  });
}

/** After a change too: the tag is of the variant and its draft together. */
async function tagNow(gateway: Gateway, variant: OwnVariant): Promise<Record<string, string>> {
  const { firstTenantId } = gateway.settings.current;
  return etag(stateTag(await readState(gateway.db.orm, variant, firstTenantId)));
}

function listedAnswer({ key, channel: on, locale, ...draft }: DraftNote) {
  return { key, channel: on, locale, ...draftNote(draft) };
}

const variantId = ({ key, channel: on, locale }: DraftNote): string => `${key}/${on}/${locale}`;

function draftAnswer({ tenantId: _, ...variant }: OwnVariant, draft: Draft) {
  return { ...variant, ...draft.document, ...draftNote(draft) };
}

function idOf({ key, channel, locale }: OwnVariant): string {
  return templateId(key, channel, locale);
}
