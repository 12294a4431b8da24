import { z } from "@hono/zod-openapi";
import type { Ctx } from "../context.ts";
import { providerWords } from "../delivery/test-provider.ts";
import { templateBudgetMs, withProviderIo } from "../delivery/provider-io.ts";
import { errorClasses, type ProviderIo } from "../providers/provider.ts";
import type { TemplateFailure } from "../providers/template-verbs.ts";
import type { ProviderConfig } from "../settings/snapshot.ts";
import { auditRow, writeAudit, type AuditedChange } from "../tenants/audit.ts";
import type { IdempotencyClaim } from "../tenants/idempotency.ts";
import type { Gateway } from "../wire.ts";
import { replay, type Answer } from "./endpoint.ts";

/** What came of asking a provider for something: its refusal is an answer too. */
export const outcome = {
  ok: z.boolean().describe("The provider did it"),
  error_class: z.enum(errorClasses).nullable().describe("`ambiguous`: it may have done it; sync later"),
  provider_code: z.string().nullable().describe("The provider's own code, or a word of ours like timeout"),
  provider_words: z.string().nullable().describe("What the provider said, up to 1 KiB, secrets masked"),
};

/** What is known until it has answered. */
export const unanswered: TemplateFailure = { ok: false, errorClass: "ambiguous", providerCode: "unknown", words: null };

export const askingErrors = [
  "idempotency_in_progress",
  "idempotency_mismatch",
  "payload_too_large",
  "unsupported_media_type",
] as const;

export function outcomeOf(result: { ok: true } | TemplateFailure, provider: ProviderConfig) {
  if (result.ok) return { ok: true, error_class: null, provider_code: null, provider_words: null };
  const { errorClass, providerCode, words } = result;
  return {
    ok: false,
    error_class: errorClass,
    provider_code: providerWords(providerCode, provider),
    provider_words: words === null ? null : providerWords(words, provider),
  };
}

/**
 * Asks a vendor for what must not be done twice. The commit comes first, so that the same key never asks again; should we
 * die meanwhile, nobody knows.
 */
export async function askProvider(
  gateway: Gateway,
  ctx: Ctx,
  provider: ProviderConfig,
  claim: (busyMs?: number) => IdempotencyClaim | null,
  began: AuditedChange,
  meanwhile: Answer,
  ask: (io: ProviderIo) => Promise<Answer>,
): Promise<Answer> {
  const budgetMs = templateBudgetMs(provider);
  const once = claim(budgetMs + 1000);
  const kept = await gateway.answers.once(once, async (tx) => {
    await writeAudit(tx, auditRow(ctx, began, gateway.clock.now()));
    return meanwhile;
  });
  if (kept.replayed) return replay(kept);
  const answer = await withProviderIo(gateway, provider, budgetMs, ask);
  await gateway.answers.keepLater(once, answer);
  return answer;
}
