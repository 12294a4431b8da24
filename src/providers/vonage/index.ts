import { systemClock } from "../../kit/clock.ts";
import { exchange } from "../http-kind.ts";
import type { HttpRequest, Provider, ProviderIo, Secrets, SendOutcome } from "../provider.ts";
import { account, failed, template } from "../verdict.ts";
import { readAnswer } from "./answer.ts";
import { authorize } from "./credentials.ts";
import { readVonageHook } from "./report.ts";
import { announceRequest, smsRequest, whatsappRequest } from "./request.ts";
import { accountSecrets, vonageSecrets, vonageSettings, type VonageSettings } from "./settings.ts";

/**
 * SMS and WhatsApp through Vonage's Messages API. It has no idempotency key. Its Verify API, which makes codes and
 * falls back between channels by itself, is not used.
 */
export const vonage: Provider<VonageSettings> = {
  kind: "vonage",
  channels: ["sms", "whatsapp"],
  settings: vonageSettings,
  secrets: vonageSecrets,
  fixedText: ["whatsapp"],
  configured: ({ application_id: application }) => (application === undefined ? ofAccount : vonage),
  timeoutMs: (settings) => settings.timeout_ms,

  async send(message, settings, secrets, io) {
    const { binding, channel } = message;
    if (channel !== "whatsapp")
      return post(settings, secrets, io, (authorization) => smsRequest(message, settings, authorization));
    if (binding === null) return failed(template, "no_binding");
    return post(settings, secrets, io, (authorization) => whatsappRequest(message, binding, settings, authorization));
  },

  async announce(announcement, settings, secrets, io) {
    return post(settings, secrets, io, (authorization) => announceRequest(announcement, settings, authorization));
  },

  readHook: readVonageHook,
};

const ofAccount: Provider<VonageSettings> = { ...vonage, secrets: accountSecrets };

async function post(
  settings: VonageSettings,
  secrets: Secrets,
  io: ProviderIo,
  request: (authorization: string) => HttpRequest,
): Promise<SendOutcome> {
  const authorization = await authorize(settings, secrets, systemClock.now());
  if (authorization === null) return failed(account, "no_credentials");
  return exchange(io, request(authorization), readAnswer);
}
