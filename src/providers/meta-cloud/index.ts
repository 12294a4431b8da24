import { exchange } from "../http-kind.ts";
import type { HttpRequest, Provider, ProviderIo, Secrets, SendOutcome } from "../provider.ts";
import { readAnswer, templateStates } from "./answer.ts";
import { readMetaHook } from "./report.ts";
import { announceRequest, sendRequest } from "./request.ts";
import { metaSecrets, metaSettings, type MetaSettings } from "./settings.ts";
import { metaTemplates } from "./templates.ts";

/** WhatsApp through Meta's own Cloud API (Graph API). Meta has no idempotency key and no way to ask for a status. */
export const metaCloud: Provider<MetaSettings> = {
  kind: "meta-cloud",
  channels: ["whatsapp"],
  settings: metaSettings,
  secrets: metaSecrets,
  fixedText: ["whatsapp"],
  // Meta's docs, "Pair rate limits".
  recipientEveryMs: 6000,
  timeoutMs: (settings) => settings.timeout_ms,

  async send(message, settings, secrets, io) {
    // Routes choose only templates bound to this provider, so a missing binding is our bug; the message loses least so.
    if (message.binding === null) {
      return { ok: false, errorClass: "rejected", scope: "template", providerCode: "no_binding" };
    }
    const { binding } = message;
    return post(secrets, io, (accessToken) => sendRequest(message, binding, settings, accessToken));
  },

  async announce(announcement, settings, secrets, io) {
    return post(secrets, io, (accessToken) => announceRequest(announcement, settings, accessToken));
  },

  readHook: readMetaHook,
  templates: metaTemplates,
  templateStates,
};

async function post(
  secrets: Secrets,
  io: ProviderIo,
  request: (accessToken: string) => HttpRequest,
): Promise<SendOutcome> {
  const accessToken = secrets["access_token"];
  if (!accessToken) {
    return { ok: false, errorClass: "credentials", scope: "provider", providerCode: "no_access_token" };
  }
  return exchange(io, request(accessToken), readAnswer);
}
