import { z } from "@hono/zod-openapi";
import type { Ctx } from "../context.ts";
import { writeCorrelation } from "../delivery/correlation.ts";
import { createProviderHttp } from "../delivery/provider-http.ts";
import { trySend } from "../delivery/try-send.ts";
import { GatewayError } from "../errors.ts";
import { newId } from "../kit/id.ts";
import { maskNumbers, maskRecipient } from "../kit/mask.ts";
import { Stop } from "../kit/stop.ts";
import { resolveRecipients } from "../otp/recipient.ts";
import { errorClasses, type Channel, type RenderedMessage, type SendOutcome } from "../providers/provider.ts";
import { name } from "../settings/documents.ts";
import type { ProviderConfig } from "../settings/snapshot.ts";
import { auditRow, writeAudit } from "../tenants/audit.ts";
import { localeChain, matchTemplate } from "../templates/match.ts";
import { renderText } from "../templates/render.ts";
import type { Gateway } from "../wire.ts";
import { badFields, endpoint, replay, type App } from "./endpoint.ts";
import { channel, line } from "./schemas.ts";

const SAMPLE_CODE = "123456";
const TTL_SECONDS = 300;
const LONGEST_WORDS = 1024;

const outcomeSchema = z
  .object({
    ok: z.boolean().describe("The provider took the message"),
    channel,
    to: z.string().describe("Masked"),
    error_class: z.enum(errorClasses).nullable(),
    provider_code: z.string().nullable().describe("The provider's own code, or a word of ours like timeout"),
    provider_message_id: z.string().nullable(),
    latency_ms: z.number().int(),
  })
  .openapi("ProviderTest");

export function providerTestRoute(app: App, gateway: Gateway): void {
  endpoint(app, gateway, {
    method: "post",
    path: "/v1/providers/{name}/test",
    tag: "Providers",
    summary: "Send a real test message through this provider",
    description:
      `Sends the template otp with the code ${SAMPLE_CODE}, whatever the provider's state. No OTP is made, nothing is ` +
      "charged; the vendor may bill it. A refusal by the provider is an answer with `ok: false`.",
    roles: ["ops"],
    params: z.object({ name }),
    body: z.strictObject({ to: line(254), channel: channel.optional() }).openapi("TestProvider"),
    answers: { 200: { description: "What came of it", schema: outcomeSchema } },
    errors: [
      "invalid_request",
      "not_found",
      "invalid_recipient",
      "destination_not_allowed",
      "template_not_found",
      "no_route",
      "idempotency_in_progress",
      "idempotency_mismatch",
    ],
    async handle({ ctx, params, body, claim }) {
      const provider = ctx.tenant.providers.get(params.name);
      // A shared one sends at the first tenant's cost: its own people test it.
      if (provider === undefined || provider.ownerId !== ctx.tenant.id) {
        throw new GatewayError("not_found", `There is no provider ${params.name}.`);
      }
      const message = testMessage(gateway, ctx, provider, body.to, body.channel);
      const answer = (outcome: SendOutcome, latencyMs: number) => ({
        status: 200,
        body: outcomeAnswer(provider, message, outcome, latencyMs),
      });
      // The commit comes first, so that the same key never sends twice; should we die meanwhile, nobody knows.
      const once = claim(provider.adapter.timeoutMs(provider.settings) + 1000);
      const unknown: SendOutcome = { ok: false, errorClass: "ambiguous", scope: "provider", providerCode: "unknown" };
      const began = gateway.clock.now();
      const change = {
        action: "provider.test",
        target: provider.name,
        after: { to: maskRecipient(message.to), channel: message.channel },
      };
      const kept = await gateway.answers.once(once, async (tx) => {
        await writeAudit(tx, auditRow(ctx, change, began));
        return answer(unknown, 0);
      });
      if (kept.replayed) return replay(kept);
      const outcome = await sendOnce(gateway, provider, message);
      const final = answer(outcome, gateway.clock.now() - began);
      await gateway.answers.keepLater(once, final);
      return final;
    },
  });
}

function testMessage(
  gateway: Gateway,
  ctx: Ctx,
  provider: ProviderConfig,
  to: string,
  asked: Channel | undefined,
): RenderedMessage {
  const { channels } = provider.adapter;
  const chosen = asked ?? channels[0];
  if (chosen === undefined || !channels.includes(chosen)) {
    throw badFields([{ path: "channel", message: `${provider.kind} has ${channels.join(", ")}` }]);
  }
  if (to === "central") throw badFields([{ path: "to", message: "must be one number or address" }]);
  const question = { to, user: "", email: chosen === "email", decoy: false };
  const { recipients } = resolveRecipients(ctx.tenant, question, gateway.defaultCountry, gateway.keyring);
  const template = matchTemplate(
    ctx.tenant.templates,
    ["otp"],
    chosen,
    localeChain(undefined, ctx.tenant.settings.default_locale),
  );
  if (template === null) throw new GatewayError("template_not_found", `There is no template otp for ${chosen}.`);
  const bound = provider.adapter.fixedText.includes(chosen) ? template.document.bindings[provider.name] : null;
  if (bound === undefined) {
    throw new GatewayError(
      "no_route",
      `The template otp/${chosen}/${template.locale} is not bound to ${provider.name}; put a binding first.`,
    );
  }
  const values = {
    code: SAMPLE_CODE,
    ttlSeconds: TTL_SECONDS,
    brand: ctx.tenant.settings.brand,
    user: "",
    purpose: "login",
    params: {},
  };
  return {
    channel: chosen,
    to: recipients[0] ?? "",
    code: SAMPLE_CODE,
    text: renderText(template.document, template.locale, values, false),
    user: null,
    locale: template.locale,
    ttlSeconds: TTL_SECONDS,
    binding: bound === null ? null : { name: bound.name, language: bound.language },
    // Of no message: what is reported on it finds nobody.
    correlation: writeCorrelation({ tenantId: ctx.tenant.id, messageId: newId(), n: 1 }),
    tryNumber: 1,
  };
}

/** On a connection of its own, past breaker and pace: an operator wants to know what the provider says now. */
async function sendOnce(gateway: Gateway, provider: ProviderConfig, message: RenderedMessage): Promise<SendOutcome> {
  const http = createProviderHttp({ allowPrivate: gateway.config.allowPrivateTargets, connectionsPerOrigin: 1 });
  try {
    return await trySend(provider, message, {
      http: (request, budget) => http.request(request, budget),
      inbox: (owner) => gateway.inboxes.of(owner),
      log: gateway.log,
      stop: new Stop(),
    });
  } finally {
    await http.close();
  }
}

function outcomeAnswer(provider: ProviderConfig, message: RenderedMessage, outcome: SendOutcome, latencyMs: number) {
  return {
    ok: outcome.ok,
    channel: message.channel,
    to: maskRecipient(message.to),
    error_class: outcome.ok ? null : outcome.errorClass,
    provider_code: outcome.ok ? null : withoutSecrets(outcome.providerCode, provider),
    provider_message_id: outcome.ok ? outcome.providerMessageId : null,
    latency_ms: latencyMs,
  };
}

function withoutSecrets(words: string, provider: ProviderConfig): string {
  let shown = words;
  for (const secret of Object.values(provider.secrets)) shown = shown.replaceAll(secret, "****");
  return maskNumbers(shown).slice(0, LONGEST_WORDS);
}
