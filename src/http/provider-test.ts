import { z } from "@hono/zod-openapi";
import { providerWords, sendTest, testMessage } from "../delivery/test-provider.ts";
import { GatewayError } from "../errors.ts";
import { maskMessageId, maskRecipient } from "../kit/mask.ts";
import { errorClasses, type RenderedMessage, type SendOutcome } from "../providers/provider.ts";
import { name } from "../settings/documents.ts";
import type { ProviderConfig } from "../settings/snapshot.ts";
import { SAMPLE_CODE } from "../templates/samples.ts";
import { auditRow, writeAudit } from "../tenants/audit.ts";
import type { Gateway } from "../wire.ts";
import { endpoint, replay, type App } from "./endpoint.ts";
import { channel, line } from "./schemas.ts";

const outcomeSchema = z
  .object({
    ok: z.boolean().describe("The provider took the message"),
    channel,
    to: z.string().describe("Masked"),
    error_class: z.enum(errorClasses).nullable(),
    provider_code: z.string().nullable().describe("The provider's own code, or a word of ours like timeout"),
    provider_message_id: z
      .string()
      .nullable()
      .describe("Null too when the number can be read from it, as from a wamid"),
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
      const outcome = await sendTest(gateway, provider, message);
      const final = answer(outcome, gateway.clock.now() - began);
      await gateway.answers.keepLater(once, final);
      return final;
    },
  });
}

function outcomeAnswer(provider: ProviderConfig, message: RenderedMessage, outcome: SendOutcome, latencyMs: number) {
  return {
    ok: outcome.ok,
    channel: message.channel,
    to: maskRecipient(message.to),
    error_class: outcome.ok ? null : outcome.errorClass,
    provider_code: outcome.ok ? null : providerWords(outcome.providerCode, provider),
    provider_message_id: outcome.ok ? maskMessageId(outcome.providerMessageId, message.to) : null,
    latency_ms: latencyMs,
  };
}
