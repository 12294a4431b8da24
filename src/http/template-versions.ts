import { z } from "@hono/zod-openapi";
import { GatewayError } from "../errors.ts";
import { templateId, type TenantConfig } from "../settings/snapshot.ts";
import { rollBack, type Published } from "../templates/publish.ts";
import { tagOf } from "../templates/state.ts";
import { ownVariant, type OwnVariant, type Variant } from "../templates/variant.ts";
import { listVersions, readVersion } from "../templates/versions.ts";
import type { Done, Once } from "../settings/change.ts";
import type { IdempotencyClaim } from "../tenants/idempotency.ts";
import type { Gateway } from "../wire.ts";
import { conditional, etag, expectedOf, matchHeaders } from "./conditional.ts";
import { pageOf, readCursor } from "./cursor.ts";
import { findings } from "./documents.ts";
import { endpoint, replay, type Answer, type App } from "./endpoint.ts";
import { listOf, listQuery } from "./schemas.ts";
import {
  contentSchema,
  draftNote,
  templateAnswer,
  templateSchema,
  variantParams,
  variantPath,
  versionAnswer,
  versionSchema,
} from "./templates.ts";

const versionNumber = z.coerce.number().int().min(1).max(2_147_483_647);
const rollbackBody = z
  .strictObject({ version: z.number().int().min(1).max(2_147_483_647).describe("Whose content comes back") })
  .openapi("RollBackTemplate");
const wholeVersion = contentSchema.extend(versionSchema.shape).openapi("WholeTemplateVersion");

export function templateVersionRoutes(app: App, gateway: Gateway): void {
  const readers = ["ops", "auditor"] as const;
  const path = `${variantPath}/versions`;

  endpoint(app, gateway, {
    method: "get",
    path,
    tag: "Templates",
    summary: "Every version of a variant, newest first",
    description: "They stay when it is deleted. Those of the first tenant's, when the tenant has had none of its own.",
    roles: readers,
    params: variantParams,
    query: listQuery,
    answers: { 200: { description: "The versions", schema: listOf(versionSchema) } },
    errors: ["invalid_request", "not_found"],
    async handle({ ctx, params, query }) {
      const before = readCursor(query.cursor, "template-versions", /^[0-9]{1,10}$/);
      const from = before === null ? null : Number(before);
      const variant = await versionsOf(gateway, ctx.tenant, params);
      const rows = await listVersions(gateway.db.orm, variant, query.limit + 1, from);
      const body = pageOf(rows, query.limit, "template-versions", ({ version }) => String(version), versionAnswer);
      return { status: 200, body };
    },
  });

  endpoint(app, gateway, {
    method: "get",
    path: `${path}/{version}`,
    tag: "Templates",
    summary: "One version with its whole content",
    roles: readers,
    params: variantParams.extend({ version: versionNumber }),
    answers: { 200: { description: "The version", schema: wholeVersion } },
    errors: ["not_found"],
    async handle({ ctx, params }) {
      const variant = await versionsOf(gateway, ctx.tenant, params);
      const found = await readVersion(gateway.db.orm, variant, params.version);
      if (found === null) {
        throw new GatewayError("not_found", `Template ${idOf(variant)} has no version ${params.version}.`);
      }
      const { key, channel, locale } = variant;
      return { status: 200, body: { key, channel, locale, ...versionAnswer(found), ...found.document } };
    },
  });

  endpoint(app, gateway, {
    method: "post",
    path: `${variantPath}/rollback`,
    tag: "Templates",
    summary: "Make the content of an older version the next one, in use at once",
    description:
      "Versions only grow: the new one says from which it is. What providers said of bindings that it leaves as they were " +
      `stays; of the others it is forgotten. A draft is left as it is.\n\n${conditional}`,
    roles: ["ops"],
    params: variantParams,
    headers: matchHeaders,
    body: rollbackBody,
    answers: { 200: { description: "The template as it is now", schema: templateSchema.extend({ findings }) } },
    errors: [
      "invalid_request",
      "not_found",
      "conflict",
      "idempotency_in_progress",
      "idempotency_mismatch",
      "payload_too_large",
      "unsupported_media_type",
    ],
    async handle({ ctx, params, body, claim, c }) {
      const done = await rollBack(gateway, ctx, params, body.version, expectedOf(c), publishedOnce(claim()));
      return publishedAnswer(done);
    },
  });
}

export function publishedOnce(claim: IdempotencyClaim | null): Once<Published> {
  return { claim, answer: (published) => ({ status: 200, body: publishedBody(published) }) };
}

export function publishedAnswer(done: Done<Published>): Answer {
  if (done.replay !== null) return replay(done.replay);
  const { template, tenant, draft } = done;
  return { status: 200, body: publishedBody(done), headers: etag(tagOf(template, tenant.id, draft)) };
}

function publishedBody({ tenant, template, draft, findings: said }: Published) {
  return {
    ...templateAnswer(tenant, template),
    draft: draft === null ? null : draftNote(draft),
    findings: said,
  };
}

/** The variant whose versions are meant: the tenant's own when there has ever been one, else the one it shares. */
async function versionsOf(gateway: Gateway, tenant: TenantConfig, asked: Variant): Promise<OwnVariant> {
  const variant = ownVariant({ tenant }, asked);
  const own = await listVersions(gateway.db.orm, variant, 1);
  if (own.length > 0) return variant;
  const shared = tenant.templates.get(idOf(variant));
  if (shared === undefined) throw new GatewayError("not_found", `There is no template ${idOf(variant)}.`);
  return { ...variant, tenantId: shared.ownerId };
}

function idOf({ key, channel, locale }: Variant): string {
  return templateId(key, channel, locale);
}
