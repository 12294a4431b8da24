import type { ErrorClass, HttpAnswer, Scope, SendFailure } from "./provider.ts";

/** What a failure means for the plan, and whom it concerns. Each kind's table of codes is written in these. */
export interface Verdict {
  errorClass: ErrorClass;
  scope: Scope;
  /** Where the vendor's page, not the answer, says how long. */
  retryAfterMs?: number;
}

export const retry: Verdict = { errorClass: "transient", scope: "provider" };
export const rate: Verdict = { errorClass: "throttled", scope: "provider" };
export const recipient: Verdict = { errorClass: "recipient", scope: "recipient" };
export const template: Verdict = { errorClass: "rejected", scope: "template" };
/** Our request is wrong, as far as this message goes: another provider may take it, and nothing is unplugged. */
export const request: Verdict = { errorClass: "rejected", scope: "recipient" };
/** Not this message, not here; another provider may take it, and others' messages still pass. */
export const elsewhere: Verdict = { errorClass: "rejected", scope: "recipient" };
/** The account, its money, its key or its rights: stop, and tell the operators. */
export const account: Verdict = { errorClass: "credentials", scope: "provider" };
/** It may have been sent. */
export const mayBeSent: Verdict = { errorClass: "ambiguous", scope: "provider" };

/** For an answer whose body says nothing we know. `fromVendor`: it is the vendor's own, and not of a proxy before it. */
export function httpVerdict(status: number, fromVendor: boolean): Verdict {
  // Whatever stands before the vendor answers so when the vendor broke off, or took too long, with our request in hand.
  if (status >= 500 && status !== 503 && !fromVendor) return mayBeSent;
  if (status >= 500) return retry;
  if (status === 401 || status === 403) return account;
  if (status === 429) return rate;
  if (status >= 400) return request;
  return mayBeSent;
}

export function failed(verdict: Verdict, providerCode: string, answer?: HttpAnswer): SendFailure {
  const failure: SendFailure = { ok: false, ...verdict, providerCode };
  if (verdict.errorClass !== "throttled" || answer === undefined) return failure;
  const retryAfterMs = readRetryAfter(answer.headers);
  return retryAfterMs === null ? failure : { ...failure, retryAfterMs };
}

/** Seconds, or a date. An adapter has no clock: a date is measured against the answer's own `Date`. */
function readRetryAfter(headers: Record<string, string>): number | null {
  const value = headers["retry-after"]?.trim() ?? "";
  if (/^\d{1,6}(\.\d{1,3})?$/.test(value)) return Math.round(Number(value) * 1000);
  // `Date.parse` reads nearly anything as a year; an HTTP date begins with the weekday.
  if (!/^[A-Z][a-z]{2,8},? /.test(value)) return null;
  const waitMs = Date.parse(value) - Date.parse(headers["date"] ?? "");
  return Number.isFinite(waitMs) ? Math.max(0, waitMs) : null;
}
