import { z } from "@hono/zod-openapi";
import { GatewayError } from "../errors.ts";
import { templateId } from "../settings/snapshot.ts";
import { deleteDraft, putDraft, readDraft, type Draft } from "../templates/draft.ts";
import { publishDraft } from "../templates/publish.ts";
import { documentFindings } from "../templates/put.ts";
import { readState, stateTag } from "../templates/state.ts";
import { ownVariant, type OwnVariant } from "../templates/variant.ts";
import type { Gateway } from "../wire.ts";
import { conditional, etag, expectedOf, matchHeaders } from "./conditional.ts";
import { findings } from "./documents.ts";
import { endpoint, type App } from "./endpoint.ts";
import { publishedAnswer, publishedOnce } from "./template-versions.ts";
import { contentSchema, draftNote, putSchema, templateSchema, variantParams, variantPath } from "./templates.ts";

const draftSchema = contentSchema
  .extend({
    base_version: z.number().int().describe("The version that was in use when it was begun; 0: none"),
    actor: z.string(),
    at: z.iso.datetime(),
  })
  .openapi("TemplateDraft");

/** One draft a variant: what somebody writes before it is used. */
export function templateDraftRoutes(app: App, gateway: Gateway): void {
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

function draftAnswer({ tenantId: _, ...variant }: OwnVariant, draft: Draft) {
  return { ...variant, ...draft.document, ...draftNote(draft) };
}

function idOf({ key, channel, locale }: OwnVariant): string {
  return templateId(key, channel, locale);
}
