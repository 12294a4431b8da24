import { z } from "zod";
import { account, elsewhere, failed, mayBeSent, rate, request, type Verdict } from "./verdict.ts";
import type { HttpAnswer, SendFailure } from "./provider.ts";

/**
 * What WAHA, Evolution API and go-whatsapp-web-multidevice have in common: each is run by the operator, and drives an
 * ordinary WhatsApp account through WhatsApp Web. The account is paired by a QR code; while it is not, nothing leaves.
 */
export const unofficialNotice =
  "Unofficial: drives an ordinary WhatsApp account, against WhatsApp's terms. The number can be banned without warning; " +
  "never let it be the only way to reach people.";

/** Goes into a header: a pasted line break would otherwise be refused only when the first message leaves. */
export const headerSecret = z
  .string()
  .min(1)
  .max(1024)
  .regex(/^[\x21-\x7e]+$/, "no spaces or line breaks");

/** A report of failure never says why: try elsewhere, unplug nothing. */
export const undelivered = { ...elsewhere, providerCode: "error" };

/** For an answer whose body says nothing we know: the gateway's own errors, and pages of whatever stands before it. */
export function judgeByStatus(answer: HttpAnswer): SendFailure {
  const { status } = answer;
  if (status >= 200 && status <= 299) return failed(mayBeSent, "unreadable_answer");
  return failed(verdictOfStatus(status), `http_${status}`, answer);
}

function verdictOfStatus(status: number): Verdict {
  if (status === 429) return rate;
  // 404: the session, instance or device is missing, or base_url leads elsewhere.
  if (status === 401 || status === 403 || status === 404) return account;
  if (status >= 400 && status <= 499 && status !== 408) return request;
  return mayBeSent;
}

/** The international number without its `+`, as WhatsApp's ids write it. */
export function digits(e164: string): string {
  return e164.replace(/^\+/, "");
}

/** WhatsApp's own id of a message, like `3EB0…`. An address (`…@c.us`) is none: it names a person. */
export function messageId(value: unknown): string | null {
  return typeof value === "string" && /^[\w.-]{1,128}$/.test(value) ? value : null;
}
