import { readPhone } from "../../kit/phone.ts";
import { addressOf } from "../http-kind.ts";
import type { HttpRequest, RenderedMessage } from "../provider.ts";
import type { MessageCentralSettings } from "./settings.ts";

const flows = { sms: "SMS", whatsapp: "WHATSAPP" } as const;

export interface Destination {
  countryCode: string;
  mobileNumber: string;
  flowType: (typeof flows)[keyof typeof flows];
}

/** The number in two parts, as VerifyNow wants it; null for what it can't reach. */
export function destinationOf({ to, channel }: Pick<RenderedMessage, "to" | "channel">): Destination | null {
  const phone = readPhone(to, "ID");
  if (!phone.ok || (channel !== "sms" && channel !== "whatsapp")) return null;
  return {
    countryCode: phone.callingCode,
    flowType: flows[channel],
    mobileNumber: phone.e164.slice(1 + phone.callingCode.length),
  };
}

/** Asks them to make a code of so many digits and to send it. All of it goes in the query; the body is empty. */
export function sendRequest(
  destination: Destination,
  digits: number,
  settings: MessageCentralSettings,
  token: string,
): HttpRequest {
  const query = new URLSearchParams({ ...destination, otpLength: String(digits) });
  return {
    method: "POST",
    url: addressOf(settings.base_url, `/verification/v3/send?${query.toString()}`),
    headers: { authToken: token },
  };
}

/** Some of their docs say GET, some POST. */
export function checkRequest(
  method: "GET" | "POST",
  reference: string,
  code: string,
  settings: MessageCentralSettings,
  token: string,
): HttpRequest {
  const query = new URLSearchParams({ verificationId: reference, code });
  return {
    method,
    url: addressOf(settings.base_url, `/verification/v3/validateOtp?${query.toString()}`),
    headers: { authToken: token },
  };
}
