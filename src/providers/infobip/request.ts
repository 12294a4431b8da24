import { addressOf } from "../http-kind.ts";
import type { HttpRequest, RenderedMessage } from "../provider.ts";
import type { InfobipSettings } from "./settings.ts";

export type TemplateBinding = NonNullable<RenderedMessage["binding"]>;

/** Sent as the message's id and as callback data: reports carry both, and name the attempt even when no answer came. */
type Correlation = string | undefined;

export function smsRequest(message: RenderedMessage, settings: InfobipSettings, apiKey: string): HttpRequest {
  return post("/sms/3/messages", settings, apiKey, {
    sender: settings.from,
    destinations: [{ to: digits(message.to), messageId: message.correlation }],
    content: { text: message.text },
    // An SMS that comes after its code has died helps nobody; without this, operators try for 48 hours.
    options: { validityPeriod: { amount: message.ttlSeconds, timeUnit: "SECONDS" } },
    webhooks: { contentType: "application/json", callbackData: message.correlation },
  });
}

/** An authentication template. As with Meta, the code is given twice: for the body, and for the copy-code button. */
export function whatsappRequest(
  message: RenderedMessage,
  binding: TemplateBinding,
  settings: InfobipSettings,
  apiKey: string,
): HttpRequest {
  const templateData = {
    body: { placeholders: [message.code] },
    buttons: [{ type: "URL", parameter: message.code }],
  };
  return templateRequest(message.to, binding, templateData, message.correlation, settings, apiKey);
}

/** A utility template whose one placeholder is the user's name. Its reports are nobody's, so it names no attempt. */
export function announceRequest(
  to: string,
  user: string,
  binding: TemplateBinding,
  settings: InfobipSettings,
  apiKey: string,
): HttpRequest {
  return templateRequest(to, binding, { body: { placeholders: [user] } }, undefined, settings, apiKey);
}

/** Without `smsFailover`: falling back is the route's work, and two of them would fight. */
function templateRequest(
  to: string,
  binding: TemplateBinding,
  templateData: object,
  correlation: Correlation,
  settings: InfobipSettings,
  apiKey: string,
): HttpRequest {
  return post("/whatsapp/1/message/template", settings, apiKey, {
    from: digits(settings.from),
    to: digits(to),
    messageId: correlation,
    content: { templateName: binding.name, templateData, language: binding.language },
    callbackData: correlation,
  });
}

function post(path: string, settings: InfobipSettings, apiKey: string, message: object): HttpRequest {
  return {
    method: "POST",
    url: address(settings, path),
    headers: { ...authorized(apiKey), "content-type": "application/json" },
    body: JSON.stringify({ messages: [message] }),
  };
}

export function balanceRequest(settings: InfobipSettings, apiKey: string): HttpRequest {
  return { method: "GET", url: address(settings, "/account/1/balance"), headers: authorized(apiKey) };
}

function address(settings: InfobipSettings, path: string): string {
  return addressOf(settings.base_url, path);
}

function authorized(apiKey: string): Record<string, string> {
  return { authorization: `App ${apiKey}`, accept: "application/json" };
}

function digits(phone: string): string {
  return phone.replace(/^\+/, "");
}
