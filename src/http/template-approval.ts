import { z } from "@hono/zod-openapi";
import { localeTag, name } from "../settings/documents.ts";
import { templateId } from "../settings/snapshot.ts";
import { readySubmission, submitTemplate, type SubmitResult } from "../templates/submit.ts";
import type { Variant } from "../templates/variant.ts";
import { readyWithdrawal, withdrawTemplate, type WithdrawResult } from "../templates/withdraw.ts";
import type { Gateway } from "../wire.ts";
import { findings } from "./documents.ts";
import { askingErrors, askProvider, outcome, outcomeOf, unanswered } from "./ask-provider.ts";
import { endpoint, replay, type Answer, type App } from "./endpoint.ts";
import { readTemplate, templateSchema, variantParams } from "./templates.ts";

const submitted = z
  .object({
    ...outcome,
    templates: z.array(templateSchema).describe("As they are now, with the state of each binding"),
    previews: z
      .array(
        z.object({
          language: z.string(),
          body: z.string(),
          footer: z.string().nullable(),
          button: z.string().nullable(),
          autofill: z.string().nullable(),
        }),
      )
      .describe("The words that the provider makes, where it tells them"),
    findings,
  })
  .openapi("TemplateSubmission");
const withdrawn = z.object({ ...outcome, template: templateSchema, findings }).openapi("TemplateWithdrawal");

const submitBody = z
  .strictObject({
    provider: name,
    name: z
      .string()
      .regex(/^[a-z0-9_]{1,512}$/, "1 to 512 of a-z, 0-9 and _")
      .optional()
      .describe("Its name with the provider; default: the binding's, else the key"),
    language: z
      .string()
      .regex(/^[a-z]{2,3}(_[A-Z]{2})?$/, "a WhatsApp language like id or en_US")
      .optional()
      .describe("Default: the binding's, else the locale's"),
    expiry_minutes: z.number().int().min(1).max(90).optional().describe("Default: the binding's, else 5 minutes"),
    locales: z
      .array(localeTag)
      .min(1)
      .max(20)
      .optional()
      .describe("More locales of this key, in the same submission; `meta-cloud` only"),
  })
  .openapi("SubmitTemplate");

export function templateApprovalRoutes(app: App, gateway: Gateway): void {
  const path = "/v1/templates/{key}/{channel}/{locale}";

  endpoint(app, gateway, {
    method: "post",
    path: `${path}/submit`,
    tag: "Templates",
    summary: "Hand an authentication template to a provider for approval",
    description:
      "Creates it there, or updates the one of that name and language, then binds it: it serves once it is approved. " +
      "`meta-cloud` gives a message up after the expiry shown, at most 15 minutes; the other kinds after WhatsApp's ten. " +
      "A refusal by the provider is an answer with `ok: false`, and so is one that is there, can't be changed and says " +
      "something else (`other_words`); a lost answer is found by a later sync.",
    roles: ["ops"],
    params: variantParams,
    body: submitBody,
    answers: { 200: { description: "What came of it", schema: submitted } },
    errors: ["invalid_request", "not_found", "conflict", ...askingErrors],
    async handle({ ctx, params, body, claim }) {
      const { expiry_minutes: expiryMinutes, ...asked } = body;
      const ready = await gateway.answers.orReplay(claim(), async () =>
        readySubmission(gateway, ctx, params, { ...asked, expiryMinutes }),
      );
      if ("replay" in ready) return replay(ready.replay);
      const { provider, variants } = ready;
      const answer = async (result: SubmitResult): Promise<Answer> => {
        const tenant = gateway.settings.current.tenants.get(ctx.tenant.id) ?? ctx.tenant;
        const left = variants.filter((template) => tenant.templates.has(idOf(template)));
        const templates = await Promise.all(left.map((template) => readTemplate(gateway, tenant, template)));
        const previews = result.ok ? result.previews : [];
        return {
          status: 200,
          body: { ...outcomeOf(result, provider), templates, previews, findings: result.findings },
        };
      };
      const began = { action: "template.submit", target: idOf(params), after: { ...body } };
      const meanwhile = await answer({ ...unanswered, findings: [] });
      const done = await gateway.answers.orReplay(claim(), () =>
        gateway.submissions.run(ready, () =>
          askProvider(gateway, ctx, provider, claim, began, meanwhile, (io) =>
            submitTemplate(gateway, ctx, ready, io).then(answer),
          ),
        ),
      );
      return "replay" in done ? replay(done.replay) : done;
    },
  });

  endpoint(app, gateway, {
    method: "post",
    path: `${path}/withdraw`,
    tag: "Templates",
    summary: "Delete the template at a provider and unbind it",
    description:
      "The last way that a channel of the routes has is in use: 409, unless `force` is true. WhatsApp keeps the name of " +
      "an approved template for 30 days before it may be used again.",
    roles: ["ops"],
    params: variantParams,
    body: z
      .strictObject({ provider: name, force: z.boolean().default(false).describe("Also the last way of a channel") })
      .openapi("WithdrawTemplate"),
    answers: { 200: { description: "What came of it", schema: withdrawn } },
    errors: ["invalid_request", "not_found", "conflict", ...askingErrors],
    async handle({ ctx, params, body, claim }) {
      const ready = await gateway.answers.orReplay(claim(), async () => readyWithdrawal(gateway, ctx, params, body));
      if ("replay" in ready) return replay(ready.replay);
      const { provider, binding } = ready;
      const answer = async (result: WithdrawResult): Promise<Answer> => {
        const tenant = gateway.settings.current.tenants.get(ctx.tenant.id) ?? ctx.tenant;
        const template = await readTemplate(gateway, tenant, params);
        return { status: 200, body: { ...outcomeOf(result, provider), template, findings: result.findings } };
      };
      const began = {
        action: "template.withdraw",
        target: idOf(params),
        after: { provider: provider.name, ...binding },
      };
      return askProvider(gateway, ctx, provider, claim, began, await answer({ ...unanswered, findings: [] }), (io) =>
        withdrawTemplate(gateway, ctx, ready, io).then(answer),
      );
    },
  });
}

function idOf({ key, channel, locale }: Variant): string {
  return templateId(key, channel, locale);
}
