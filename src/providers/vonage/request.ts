import { addressOf } from "../http-kind.ts";
import type { Announcement, HttpRequest, RenderedMessage } from "../provider.ts";
import type { VonageSettings } from "./settings.ts";

export type TemplateBinding = NonNullable<RenderedMessage["binding"]>;

export function smsRequest(message: RenderedMessage, settings: VonageSettings, authorization: string): HttpRequest {
  const { to, text, correlation } = message;
  return request({ message_type: "text", channel: "sms", to, text, client_ref: correlation }, settings, authorization);
}

/**
 * An authentication template, in Meta's own shape: Vonage's for templates knows no button, and without the code in the
 * button as well as in the body Meta refuses it.
 */
export function whatsappRequest(
  message: RenderedMessage,
  binding: TemplateBinding,
  settings: VonageSettings,
  authorization: string,
): HttpRequest {
  const code = [{ type: "text", text: message.code }];
  const components = [
    { type: "body", parameters: code },
    { type: "button", sub_type: "url", index: "0", parameters: code },
  ];
  return templateRequest(message.to, binding, components, message.correlation, settings, authorization);
}

/** A utility template whose one variable is the user's name. Its reports are nobody's, so it names no attempt. */
export function announceRequest(
  announcement: Announcement,
  settings: VonageSettings,
  authorization: string,
): HttpRequest {
  const components = [{ type: "body", parameters: [{ type: "text", text: announcement.user }] }];
  return templateRequest(announcement.to, announcement.binding, components, undefined, settings, authorization);
}

function templateRequest(
  to: string,
  { name, language }: TemplateBinding,
  components: object[],
  correlation: string | undefined,
  settings: VonageSettings,
  authorization: string,
): HttpRequest {
  const template = { name, language: { policy: "deterministic", code: language }, components };
  const custom = { type: "template", template };
  return request(
    { message_type: "custom", channel: "whatsapp", to, client_ref: correlation, custom },
    settings,
    authorization,
  );
}

function request(
  message: { to: string; [field: string]: unknown },
  settings: VonageSettings,
  authorization: string,
): HttpRequest {
  return {
    method: "POST",
    url: addressOf(settings.base_url, "/v1/messages"),
    headers: { authorization, "content-type": "application/json", accept: "application/json" },
    body: JSON.stringify({ ...message, to: withoutPlus(message.to), from: withoutPlus(settings.from) }),
  };
}

/** Vonage writes numbers as bare digits. */
function withoutPlus(number: string): string {
  return number.replace(/^\+/, "");
}
