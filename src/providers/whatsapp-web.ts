import { z } from "zod";
import { transportFailure } from "./http-kind.ts";
import type { ErrorClass, HttpAnswer, HttpRequest, ProviderIo, Scope, SendFailure, SendOutcome } from "./provider.ts";

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

export interface Verdict {
  errorClass: ErrorClass;
  scope: Scope;
}

export const verdicts = {
  transient: { errorClass: "transient", scope: "provider" },
  throttled: { errorClass: "throttled", scope: "provider" },
  /** Not on WhatsApp. */
  recipient: { errorClass: "recipient", scope: "recipient" },
  /** It refuses what we send, as it would for anybody: most often a version of the gateway we do not speak. */
  request: { errorClass: "rejected", scope: "provider" },
  /** It refuses this one message. */
  message: { errorClass: "rejected", scope: "recipient" },
  /** Wrong key, unknown session, or an account that must be paired again. */
  account: { errorClass: "credentials", scope: "provider" },
  /** It failed while it was at work, and says the same whether the message had left or not. */
  unknown: { errorClass: "ambiguous", scope: "provider" },
} satisfies Record<string, Verdict>;

/** A report of failure never says why: try elsewhere, unplug nothing. */
export const undelivered = { ...verdicts.message, providerCode: "error" };

export function failure(verdict: Verdict, providerCode: string): SendFailure {
  return { ok: false, ...verdict, providerCode };
}

export async function post(
  io: ProviderIo,
  request: HttpRequest,
  read: (answer: HttpAnswer) => SendOutcome,
): Promise<SendOutcome> {
  let answer: HttpAnswer;
  try {
    answer = await io.http(request);
  } catch (error) {
    return transportFailure(error);
  }
  return read(answer);
}

/** For an answer whose body says nothing we know: the gateway's own errors, and pages of whatever stands before it. */
export function judgeByStatus(answer: HttpAnswer): SendFailure {
  const { status } = answer;
  if (status >= 200 && status <= 299) return failure(verdicts.unknown, "unreadable_answer");
  const refusal = failure(verdictOfStatus(status), `http_${status}`);
  const seconds = answer.headers["retry-after"]?.trim() ?? "";
  return status === 429 && /^\d{1,6}$/.test(seconds) ? { ...refusal, retryAfterMs: Number(seconds) * 1000 } : refusal;
}

function verdictOfStatus(status: number): Verdict {
  if (status === 429) return verdicts.throttled;
  // 404: the session, instance or device is missing, or base_url leads elsewhere.
  if (status === 401 || status === 403 || status === 404) return verdicts.account;
  if (status >= 400 && status <= 499 && status !== 408) return verdicts.request;
  return verdicts.unknown;
}

export function endpoint(baseUrl: string, path: string): string {
  return baseUrl.replace(/\/+$/, "") + path;
}

/** The international number without its `+`, as WhatsApp's ids write it. */
export function digits(e164: string): string {
  return e164.replace(/^\+/, "");
}

/** WhatsApp's own id of a message, like `3EB0…`. An address (`…@c.us`) is none: it names a person. */
export function messageId(value: unknown): string | null {
  return typeof value === "string" && /^[\w.-]{1,128}$/.test(value) ? value : null;
}

/** A field of a vendor's object: own properties only, so that nothing inherited is ever read. */
export function field(value: unknown, key: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Record<string, unknown>)[key];
}

export function items(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function parse(text: string | Uint8Array): unknown {
  try {
    return JSON.parse(typeof text === "string" ? text : Buffer.from(text).toString("utf8")) as unknown;
  } catch {
    return undefined;
  }
}

/** RFC 3339 with its offset; `Date.parse` alone reads nearly anything as a year. */
export function readInstant(value: unknown): number | null {
  if (typeof value !== "string" || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/.test(value)) {
    return null;
  }
  const at = Date.parse(value);
  return at > 0 ? at : null;
}
