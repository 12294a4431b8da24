import { transportFailure } from "../http-kind.ts";
import type { HttpAnswer, Provider } from "../provider.ts";
import { account, failed, template } from "../verdict.ts";
import { readAnswer } from "./answer.ts";
import { readTwilioHook } from "./report.ts";
import { senderOf, sendRequest } from "./request.ts";
import { twilioSecrets, twilioSettings, type TwilioSettings } from "./settings.ts";

/** SMS, and WhatsApp content templates, through Twilio's Programmable Messaging. It has no idempotency key. */
export const twilio: Provider<TwilioSettings> = {
  kind: "twilio",
  channels: ["sms", "whatsapp"],
  settings: twilioSettings,
  secrets: twilioSecrets,
  fixedText: ["whatsapp"],
  timeoutMs: (settings) => settings.timeout_ms,

  async send(message, settings, secrets, io) {
    const authToken = secrets["auth_token"];
    if (!authToken) return failed(account, "no_auth_token");
    if (message.channel === "whatsapp" && message.binding === null) return failed(template, "no_binding");
    const sender = senderOf(message.channel, settings);
    if (sender === null) return failed(account, "no_sender");
    let answer: HttpAnswer;
    try {
      answer = await io.http(sendRequest(message, sender, settings, authToken));
    } catch (error) {
      return transportFailure(error);
    }
    return readAnswer(answer);
  },

  readHook: readTwilioHook,
};
