import { addressOf } from "../http-kind.ts";
import type { Announcement, HttpRequest, RenderedMessage } from "../provider.ts";
import type { TwilioSettings } from "./settings.ts";

/** Twilio's bounds for its queue, in seconds; below six, messages expire before they are tried. */
const VALIDITY = { min: 6, max: 36_000 };

/** The field that says who sends. */
export type Sender = Record<string, string>;

/** Null when nobody can send on this channel. */
export function senderOf(channel: RenderedMessage["channel"], settings: TwilioSettings): Sender | null {
  const { from, messaging_service_sid: service, whatsapp_from: whatsappFrom } = settings;
  if (channel === "whatsapp" && whatsappFrom !== undefined) return { From: `whatsapp:${whatsappFrom}` };
  if (service !== undefined) return { MessagingServiceSid: service };
  if (channel === "sms" && from !== undefined) return { From: from };
  return null;
}

/** Our own words as SMS; on WhatsApp the approved content template, whose one variable is the code. */
export function sendRequest(
  message: RenderedMessage,
  sender: Sender,
  settings: TwilioSettings,
  authToken: string,
): HttpRequest {
  const { binding, channel, code, correlation, to } = message;
  const callback = settings.status_callback;
  const fields = {
    To: channel === "whatsapp" ? `whatsapp:${to}` : to,
    ...sender,
    ...(binding === null ? textOf(message) : contentOf(binding.name, code)),
    ...(callback === undefined ? {} : { StatusCallback: named(callback, correlation) }),
  };
  return request(fields, settings, authToken);
}

/** A content template whose one variable is the user's name. Its reports are nobody's, so it asks for none. */
export function announceRequest(
  { binding, to, user }: Announcement,
  sender: Sender,
  settings: TwilioSettings,
  authToken: string,
): HttpRequest {
  return request({ To: `whatsapp:${to}`, ...sender, ...contentOf(binding.name, user) }, settings, authToken);
}

function request(fields: Record<string, string>, settings: TwilioSettings, authToken: string): HttpRequest {
  const { account_sid: account, base_url: baseUrl } = settings;
  return {
    method: "POST",
    url: addressOf(baseUrl, `/2010-04-01/Accounts/${account}/Messages.json`),
    headers: {
      authorization: authorization(account, authToken),
      "content-type": "application/x-www-form-urlencoded",
      accept: "application/json",
    },
    body: new URLSearchParams(fields).toString(),
  };
}

export function authorization(accountSid: string, authToken: string): string {
  return `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString("base64")}`;
}

function textOf({ text, ttlSeconds }: RenderedMessage): Record<string, string> {
  const seconds = Math.min(VALIDITY.max, Math.max(VALIDITY.min, Math.floor(ttlSeconds)));
  return { Body: text, ValidityPeriod: String(seconds) };
}

function contentOf(contentSid: string, variable: string): Record<string, string> {
  return { ContentSid: contentSid, ContentVariables: JSON.stringify({ 1: variable }) };
}

/** Twilio echoes nothing of ours but the address: it finds the message when the answer with its SID never came. */
function named(callback: string, correlation: string): string {
  const url = new URL(callback);
  url.searchParams.set("attempt", correlation);
  return url.toString();
}
