import type { Ctx } from "../context.ts";
import { GatewayError, invalidField } from "../errors.ts";
import { newId } from "../kit/id.ts";
import type { Log } from "../kit/log.ts";
import { maskNumbers } from "../kit/mask.ts";
import type { Keyring } from "../kit/secret.ts";
import { Stop } from "../kit/stop.ts";
import { resolveRecipients } from "../otp/recipient.ts";
import type { Channel, RenderedMessage, SendOutcome } from "../providers/provider.ts";
import type { ProviderConfig } from "../settings/snapshot.ts";
import { bindingOf } from "../templates/binding.ts";
import { templateChain } from "../templates/choose.ts";
import { renderSubject, renderText } from "../templates/render.ts";
import { writeCorrelation } from "./correlation.ts";
import type { Links } from "./links.ts";
import { createProviderHttp } from "./provider-http.ts";
import { createProviderSockets } from "./provider-sockets.ts";
import type { SandboxInboxes } from "./sandbox-inbox.ts";
import { trySend } from "./try-send.ts";

export const SAMPLE_CODE = "123456";
const TTL_SECONDS = 300;
const LONGEST_WORDS = 1024;

export interface TestDeps {
  readonly config: { readonly allowPrivateTargets: string[] };
  readonly defaultCountry: string;
  readonly keyring: Keyring;
  readonly inboxes: SandboxInboxes;
  readonly log: Log;
  /** A gateway that serves has kept connections. */
  readonly delivery?: { readonly links: Pick<Links, "stateOf" | "send"> };
}

/** The template `otp` with a sample code, for this provider. Throws what a caller can mend. */
export function testMessage(
  deps: Pick<TestDeps, "defaultCountry" | "keyring">,
  ctx: Pick<Ctx, "tenant">,
  provider: ProviderConfig,
  to: string,
  asked: Channel | undefined,
): RenderedMessage {
  const { channels } = provider.adapter;
  const chosen = asked ?? channels[0];
  if (chosen === undefined || !channels.includes(chosen)) {
    throw invalidField("channel", `${provider.kind} has ${channels.join(", ")}`);
  }
  if (to === "central") throw invalidField("to", "must be one number or address");
  const question = { to, user: "", email: chosen === "email", decoy: false };
  const { recipients } = resolveRecipients(ctx.tenant, question, deps.defaultCountry, deps.keyring);
  const asOtp = { template: "otp", purpose: "login", central: false, channel: chosen, locale: undefined };
  const chain = templateChain(ctx.tenant, asOtp);
  const [dearest] = chain;
  if (dearest === undefined) throw new GatewayError("template_not_found", `There is no template otp for ${chosen}.`);
  const fixed = provider.adapter.fixedText.includes(chosen);
  // Also one that was refused: whether it still is, is what an operator wants to know.
  const template = fixed ? chain.find((variant) => bindingOf(ctx.tenant, variant, provider) !== undefined) : dearest;
  if (template === undefined) {
    throw new GatewayError(
      "no_route",
      `The template otp/${chosen}/${dearest.locale} is not bound to ${provider.name}; put a binding first.`,
    );
  }
  const bound = fixed ? bindingOf(ctx.tenant, template, provider) : undefined;
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
    ...(chosen === "email" && { subject: renderSubject(template.document, template.locale, values) }),
    user: null,
    locale: template.locale,
    ttlSeconds: TTL_SECONDS,
    binding: bound === undefined ? null : { name: bound.name, language: bound.language },
    // Of no message: what is reported on it finds nobody.
    correlation: writeCorrelation({ tenantId: ctx.tenant.id, messageId: newId(), n: 1 }),
    tryNumber: 1,
  };
}

/**
 * Past breaker and pace: an operator wants to know what the provider says now. Many vendors allow an account a single
 * connection, so where one is kept, or is being made, the test goes over that, else over one of its own.
 */
export async function sendTest(
  deps: TestDeps,
  provider: ProviderConfig,
  message: RenderedMessage,
): Promise<SendOutcome> {
  const allowPrivate = deps.config.allowPrivateTargets;
  const http = createProviderHttp({ allowPrivate, connectionsPerOrigin: 1 });
  const sockets = createProviderSockets({ allowPrivate });
  const links = deps.delivery?.links;
  const kept = links?.stateOf(provider)?.state ?? "down";
  try {
    return await trySend(provider, message, {
      http: (request, budget) => http.request(request, budget),
      connect: (target, budget) => sockets.connect(target, budget),
      links: kept === "down" ? undefined : links,
      inbox: (owner) => deps.inboxes.of(owner),
      log: deps.log,
      stop: new Stop(),
    });
  } finally {
    await http.close();
    sockets.close();
  }
}

/** The provider's own words, as far as an operator may see them. */
export function providerWords(words: string, provider: ProviderConfig): string {
  let shown = words;
  for (const secret of Object.values(provider.secrets)) shown = shown.replaceAll(secret, "****");
  return maskNumbers(shown).slice(0, LONGEST_WORDS);
}
