import { z } from "@hono/zod-openapi";
import { documentTag } from "../settings/document-tag.ts";
import { limitsDocument, presetNames } from "../settings/documents.ts";
import { fillFromPreset, listPresets } from "../settings/limit-presets.ts";
import { putLimits } from "../settings/put-limits.ts";
import type { Gateway } from "../wire.ts";
import { etag, expectedOf, matchHeaders } from "./conditional.ts";
import { findings, putBody } from "./documents.ts";
import { endpoint, type App } from "./endpoint.ts";

const presetsSchema = z
  .object({
    data: z.array(
      z.object({
        name: z.enum(presetNames),
        about: z.string().describe("For people"),
        limits: limitsDocument.describe("The whole document that a put of the preset alone makes"),
      }),
    ),
  })
  .openapi("LimitPresets");

export function limitsRoutes(app: App, gateway: Gateway): void {
  endpoint(app, gateway, {
    method: "get",
    path: "/v1/limits",
    tag: "Limits",
    summary: "Rate limits, allowed countries, ceilings on money",
    roles: ["ops", "auditor"],
    answers: {
      200: { description: "The limits in force, defaults included", schema: limitsDocument.openapi("Limits") },
    },
    errors: [],
    async handle({ ctx }) {
      return { status: 200, body: ctx.tenant.limits, headers: etag(documentTag(ctx.tenant.limits)) };
    },
  });

  endpoint(app, gateway, {
    method: "put",
    path: "/v1/limits",
    tag: "Limits",
    summary: "Replace the limits; what is left out has its default",
    description:
      "Defaults are those of the `preset` (`normal` where none is named). Every window is decided in the commit of the issue, " +
      "exact over replicas; a refusal is 429 `rate_limited`, names the limit, says when the next try is allowed, and costs and " +
      "counts nothing. Amounts are decimal strings in the account's currency, spans are seconds. `gateway` and " +
      "`ceilings.gateway` may be set by the first tenant alone: another's are 400. With `If-Match` and the `ETag` of a read it is " +
      "done only if the limits are still as they were read, else 409 `conflict`.",
    roles: ["ops"],
    headers: matchHeaders,
    body: putBody(limitsDocument, ["findings"], fillFromPreset).openapi("PutLimits"),
    answers: { 200: { description: "The limits as they are now", schema: limitsDocument.extend({ findings }) } },
    errors: ["invalid_request", "conflict", "payload_too_large", "unsupported_media_type"],
    async handle({ ctx, body, c }) {
      const put = await putLimits(gateway, ctx, body, expectedOf(c));
      return { status: 200, body: { ...body, findings: put.findings }, headers: etag(documentTag(body)) };
    },
  });

  endpoint(app, gateway, {
    method: "get",
    path: "/v1/limits/presets",
    tag: "Limits",
    summary: "Documents to begin with: normal, strict, open",
    description: "`PUT /v1/limits` with `preset` takes what it leaves out from one of these.",
    roles: ["ops", "auditor"],
    answers: { 200: { description: "The presets, whole", schema: presetsSchema } },
    errors: [],
    async handle() {
      return { status: 200, body: { data: listPresets() } };
    },
  });
}
