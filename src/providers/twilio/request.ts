import type { HttpRequest, RenderedMessage } from "../provider.ts";
import type { TwilioSettings } from "./settings.ts";

/** Twilio's bounds for its queue, in seconds; below six, messages expire before they are tried. */
const VALIDITY = { min: 6, max: 36_000 };

/** The fields that say who sends, or null: then nobody can. */
export function senderOf(channel: RenderedMessage["channel"], settings: TwilioSettings): Record<string, string> | null {
  const { from, messaging_service_sid: service, whatsapp_from: whatsappFrom } = settings;
  if (channel === "whatsapp" && whatsappFrom !== undefined) return { From: `whatsapp:${whatsappFrom}` };
  if (service !== undefined) return { MessagingServiceSid: service };
  if (channel === "sms" && from !== undefined) return { From: from };
  return null;
}

/** Our own words as SMS; on WhatsApp the approved content template, whose one variable is the code. */
export function sendRequest(
  message: RenderedMessage,
  sender: Record<string, string>,
  settings: TwilioSettings,
  authToken: string,
): HttpRequest {
  const { account_sid: account, status_callback: callback } = settings;
  const fields = {
    To: message.channel === "whatsapp" ? `whatsapp:${message.to}` : message.to,
    ...sender,
    ...(message.binding === null ? textOf(message) : contentOf(message, message.binding.name)),
    ...(callback === undefined ? {} : { StatusCallback: named(callback, message.correlation) }),
  };
  return {
    method: "POST",
    url: `${settings.base_url.replace(/\/+$/, "")}/2010-04-01/Accounts/${account}/Messages.json`,
    headers: {
      authorization: `Basic ${Buffer.from(`${account}:${authToken}`).toString("base64")}`,
      "content-type": "application/x-www-form-urlencoded",
      accept: "application/json",
    },
    body: new URLSearchParams(fields).toString(),
  };
}

function textOf({ text, ttlSeconds }: RenderedMessage): Record<string, string> {
  const seconds = Math.min(VALIDITY.max, Math.max(VALIDITY.min, Math.floor(ttlSeconds)));
  return { Body: text, ValidityPeriod: String(seconds) };
}

function contentOf({ code }: RenderedMessage, contentSid: string): Record<string, string> {
  return { ContentSid: contentSid, ContentVariables: JSON.stringify({ 1: code }) };
}

/** Twilio echoes nothing of ours but the address: it finds the message when the answer with its SID never came. */
function named(callback: string, correlation: string): string {
  const url = new URL(callback);
  url.searchParams.set("attempt", correlation);
  return url.toString();
}
