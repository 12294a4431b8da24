import { exchange } from "../http-kind.ts";
import type { Channel, HttpRequest, Provider, ProviderIo, Secrets, SendOutcome } from "../provider.ts";
import { account, elsewhere, failed, template } from "../verdict.ts";
import { readAnswer } from "./answer.ts";
import { readTwilioHook } from "./report.ts";
import { announceRequest, senderOf, sendRequest, type Sender } from "./request.ts";
import { twilioSecrets, twilioSettings, type TwilioSettings } from "./settings.ts";
import { twilioTemplates } from "./templates.ts";

/** SMS, and WhatsApp content templates, through Twilio's Programmable Messaging. It has no idempotency key. */
export const twilio: Provider<TwilioSettings> = {
  kind: "twilio",
  channels: ["sms", "whatsapp"],
  settings: twilioSettings,
  secrets: twilioSecrets,
  fixedText: ["whatsapp"],
  timeoutMs: (settings) => settings.timeout_ms,

  async send(message, settings, secrets, io) {
    if (message.channel === "whatsapp" && message.binding === null) return failed(template, "no_binding");
    return post(message.channel, settings, secrets, io, (sender, authToken) =>
      sendRequest(message, sender, settings, authToken),
    );
  },

  async announce(announcement, settings, secrets, io) {
    return post("whatsapp", settings, secrets, io, (sender, authToken) =>
      announceRequest(announcement, sender, settings, authToken),
    );
  },

  templates: twilioTemplates,

  readHook: readTwilioHook,
};

async function post(
  channel: Channel,
  settings: TwilioSettings,
  secrets: Secrets,
  io: ProviderIo,
  request: (sender: Sender, authToken: string) => HttpRequest,
): Promise<SendOutcome> {
  const authToken = secrets["auth_token"];
  if (!authToken) return failed(account, "no_auth_token");
  const sender = senderOf(channel, settings);
  if (sender === null) return failed(elsewhere, "no_sender");
  return exchange(io, request(sender, authToken), readAnswer);
}
