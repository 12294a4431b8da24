import { z } from "@hono/zod-openapi";
import type { Ctx } from "../context.ts";
import { templateStatuses } from "../providers/template-verbs.ts";
import { name } from "../settings/documents.ts";
import type { ProviderConfig } from "../settings/snapshot.ts";
import type { BoundTemplate } from "../templates/approve.ts";
import { keeperNamed } from "../templates/submit.ts";
import { syncProvider, type Synced } from "../templates/sync.ts";
import type { Gateway } from "../wire.ts";
import { askingErrors, askProvider, outcome, outcomeOf, unanswered } from "./ask-provider.ts";
import { endpoint, type Answer, type App } from "./endpoint.ts";
import { channel } from "./schemas.ts";

const status = z.enum(templateStatuses);
const variant = { key: z.string(), channel, locale: z.string() };
const synced = z
  .object({
    ...outcome,
    complete: z.boolean().describe("False: what is absent from the provider's list may still be there"),
    changed: z.array(
      z.object({
        ...variant,
        name: z.string(),
        language: z.string(),
        before: status,
        status,
        reason: z.string().nullable(),
      }),
    ),
    corrected: z
      .array(
        z.object({
          ...variant,
          name: z.string(),
          language: z.string(),
          before: z.number().int().nullable(),
          expiry_minutes: z.number().int().nullable().describe("What its text says; null: nothing"),
        }),
      )
      .describe("Whose text says another life of the code than the binding said: bound as it is"),
    missing: z
      .array(z.object({ ...variant, name: z.string(), language: z.string() }))
      .describe("Bound here and not with the provider: out of the plan as `disabled`"),
    unbound: z
      .array(
        z.object({
          name: z.string().describe("What a binding would name"),
          title: z.string().describe("Its name with the provider"),
          language: z.string(),
          status: status.nullable(),
          reason: z.string().nullable(),
        }),
      )
      .describe("With the provider and bound nowhere, the first 200; put a binding by hand to use one"),
  })
  .openapi("TemplateSync");

export function templateSyncRoute(app: App, gateway: Gateway): void {
  endpoint(app, gateway, {
    method: "post",
    path: "/v1/templates/sync",
    tag: "Templates",
    summary: "Read back what a provider says of its templates",
    description:
      "Happens by itself every ten minutes. A bound template that is not approved leaves the plan, and returns when it " +
      "is. A provider that does not answer is an answer with `ok: false` and changes nothing.",
    roles: ["ops"],
    body: z.strictObject({ provider: name }).openapi("SyncTemplates"),
    answers: { 200: { description: "What it said", schema: synced } },
    errors: ["invalid_request", "not_found", ...askingErrors],
    async handle({ ctx, body, claim }) {
      const { provider } = keeperNamed(ctx, body.provider);
      const began = { action: "template.sync", target: provider.name };
      return askProvider(gateway, ctx, provider, claim, began, syncAnswer(ctx, provider, unanswered), async (io) => {
        const result = await syncProvider(gateway, provider, io, { periodic: false, ctx });
        return syncAnswer(ctx, provider, result);
      });
    },
  });
}

/** Of templates that other tenants send with this provider nothing is shown. */
function syncAnswer({ tenant }: Pick<Ctx, "tenant">, provider: ProviderConfig, result: Synced): Answer {
  const said = outcomeOf(result, provider);
  if (!result.ok)
    return { status: 200, body: { ...said, complete: false, changed: [], corrected: [], missing: [], unbound: [] } };
  const isOwn = ({ template }: BoundTemplate): boolean => template.ownerId === tenant.id;
  const { complete } = result;
  const unbound = result.unbound.map(({ name: bindAs, title, language, status: stands, reason }) => {
    return { name: bindAs, title, language, status: stands, reason };
  });
  const changed = result.changed
    .filter(({ bound }) => isOwn(bound))
    .map(({ bound, status: after, reason }) => {
      const before = bound.template.approvals.get(provider.name)?.status ?? "approved";
      return { ...boundAnswer(bound), before, status: after, reason };
    });
  const corrected = result.otherExpiry
    .filter(({ bound }) => isOwn(bound))
    .map(({ bound, expiryMinutes }) => {
      const before = bound.binding.expiry_minutes ?? null;
      return { ...boundAnswer(bound), before, expiry_minutes: expiryMinutes };
    });
  const missing = result.missing.filter(isOwn).map(boundAnswer);
  return { status: 200, body: { ...said, complete, changed, corrected, missing, unbound } };
}

function boundAnswer({ template, binding }: BoundTemplate) {
  const { key, channel: on, locale } = template;
  return { key, channel: on, locale, name: binding.name, language: binding.language };
}
