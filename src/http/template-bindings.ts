import { z } from "@hono/zod-openapi";
import { channels } from "../providers/provider.ts";
import { otpButtons } from "../providers/template-verbs.ts";
import { binding, name } from "../settings/documents.ts";
import type { ProviderConfig } from "../settings/snapshot.ts";
import { bindByHand } from "../templates/bind.ts";
import type { Variant } from "../templates/variant.ts";
import type { Gateway } from "../wire.ts";
import { conditional, expectedOf, matchHeaders } from "./conditional.ts";
import { findings } from "./documents.ts";
import { endpoint, type App, type Call } from "./endpoint.ts";
import { channel } from "./schemas.ts";
import { readTagged, templateSchema, variantParams, variantPath } from "./templates.ts";

const keeperSchema = z
  .object({
    provider: z.string(),
    kind: z.string(),
    state: z.enum(["on", "drain", "off"]),
    shared: z.boolean().describe("The first tenant's, whose templates are approved at the first tenant's account"),
    channels: z
      .array(channel)
      .describe("On which it sends nothing but templates that it knows: a variant needs a binding"),
    vendor: z
      .object({
        binds_by: z
          .enum(["name", "id"])
          .describe("What a binding names: the template's own name, or the vendor's id of it"),
        buttons: z.array(z.enum(otpButtons)),
        several_languages: z.boolean().describe("One submission may have several locales"),
        deletes: z
          .enum(["language", "name"])
          .nullable()
          .describe("What a withdrawal deletes there; null: nothing can be"),
      })
      .nullable()
      .describe("What its vendor's calls for templates can do; null: it has none, or the provider is shared"),
  })
  .openapi("TemplateProvider");

const boundAnswer = { description: "The template as it is now", schema: templateSchema.extend({ findings }) };

/** What providers know templates as, where a person says it. */
export function templateBindingRoutes(app: App, gateway: Gateway): void {
  endpoint(app, gateway, {
    method: "get",
    path: "/v1/templates/providers",
    tag: "Templates",
    summary: "The providers that need templates of their own, and what they can do with them",
    roles: ["ops", "auditor"],
    answers: { 200: { description: "By name", schema: z.object({ data: z.array(keeperSchema) }) } },
    errors: [],
    async handle({ ctx }) {
      const keepers = [...ctx.tenant.providers.values()]
        .filter(({ adapter }) => adapter.fixedText.length > 0 || adapter.templates !== undefined)
        .sort((a, b) => (a.name < b.name ? -1 : 1));
      return { status: 200, body: { data: keepers.map((provider) => keeperAnswer(provider, ctx.tenant.id)) } };
    },
  });

  const path = `${variantPath}/bindings/{provider}`;
  const params = variantParams.extend({ provider: name });
  const answer = async (
    { ctx, params: of }: Pick<Call<Variant, unknown, unknown>, "ctx" | "params">,
    said: unknown,
  ) => {
    const tenant = gateway.settings.current.tenants.get(ctx.tenant.id) ?? ctx.tenant;
    const { body, headers } = await readTagged(gateway, tenant, of);
    return { status: 200, body: { ...body, findings: said }, headers };
  };

  endpoint(app, gateway, {
    method: "put",
    path,
    tag: "Templates",
    summary: "Bind a variant to one provider by hand",
    description:
      "Of what the provider knows already. It counts as approved until a send, a hook or a sync says otherwise, so the " +
      "same binding again approves by hand what was paused or rejected. The other bindings stay as they are, with what " +
      `providers said of them.\n\n${conditional}`,
    roles: ["ops"],
    params,
    headers: matchHeaders,
    body: binding,
    answers: { 200: boundAnswer },
    errors: ["invalid_request", "not_found", "conflict", "payload_too_large", "unsupported_media_type"],
    async handle({ ctx, params: of, body, c }) {
      const bound = { provider: of.provider, binding: body };
      const { findings: said } = await bindByHand(gateway, ctx, of, bound, expectedOf(c));
      return answer({ ctx, params: of }, said);
    },
  });

  endpoint(app, gateway, {
    method: "delete",
    path,
    tag: "Templates",
    summary: "Unbind a variant from one provider",
    description: `With the provider nothing changes; \`…/withdraw\` deletes it there too.\n\n${conditional}`,
    roles: ["ops"],
    params,
    headers: matchHeaders,
    answers: { 200: boundAnswer },
    errors: ["invalid_request", "not_found", "conflict"],
    async handle({ ctx, params: of, c }) {
      const unbound = { provider: of.provider, binding: null };
      const { findings: said } = await bindByHand(gateway, ctx, of, unbound, expectedOf(c));
      return answer({ ctx, params: of }, said);
    },
  });
}

function keeperAnswer({ name: provider, kind, state, ownerId, adapter }: ProviderConfig, tenantId: string) {
  const shared = ownerId !== tenantId;
  const verbs = shared ? undefined : adapter.templates;
  return {
    provider,
    kind,
    state,
    shared,
    channels: channels.filter((on) => adapter.fixedText.includes(on)),
    vendor:
      verbs === undefined
        ? null
        : {
            binds_by: verbs.bindsBy,
            buttons: verbs.buttons,
            several_languages: verbs.severalLanguages,
            deletes: verbs.remove === undefined ? null : (verbs.removes ?? null),
          },
  };
}
