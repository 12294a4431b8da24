import type { Credit, HttpAnswer, SendOutcome } from "../provider.ts";
import { field, items, parseJson, segmentCount, vendorId } from "../vendor-json.ts";
import { failed, httpVerdict, mayBeSent, recipient, template, type Verdict } from "../verdict.ts";
import { findingOf } from "./codes.ts";

/** Status groups of a message (docs, "Message status codes"). A send is normally answered PENDING. */
export const groups = { accepted: 0, pending: 1, undeliverable: 2, delivered: 3, expired: 4, rejected: 5 } as const;
const accepting: ReadonlySet<unknown> = new Set([groups.accepted, groups.pending, groups.delivered]);
export const failing: ReadonlySet<unknown> = new Set([groups.undeliverable, groups.expired, groups.rejected]);

/** Pure: what became of a send. HTTP 200 says only that the request was read; the message has a status of its own. */
export function readAnswer(answer: HttpAnswer): SendOutcome {
  const body = parseJson(answer.text);
  if (answer.status < 200 || answer.status > 299) return readError(body, answer);
  const message = items(field(body, "messages"))[0];
  const status = field(message, "status");
  const group = field(status, "groupId");
  if (failing.has(group)) {
    const { code, verdict } = findingOf(status, field(message, "error"));
    return failed(verdict, code, answer);
  }
  const providerMessageId = vendorId(field(message, "messageId"));
  if (accepting.has(group) && providerMessageId !== null) {
    return { ok: true, providerMessageId, ...segmentCount(field(field(message, "details"), "messageCount")) };
  }
  return failed(mayBeSent, "unreadable_answer");
}

/** There are two envelopes: an older one for WhatsApp, a newer one for SMS. The HTTP status says the same in both. */
function readError(body: unknown, answer: HttpAnswer): SendOutcome {
  const exception = field(field(body, "requestError"), "serviceException");
  const code = errorWord(field(body, "errorCode")) ?? errorWord(field(exception, "messageId"));
  const verdict =
    (answer.status === 400 ? invalidField(body, exception) : null) ?? httpVerdict(answer.status, code !== null);
  return failed(verdict, code ?? `http_${answer.status}`, answer);
}

/** Which field was refused: a bad number is one person's, a bad placeholder the template's. */
function invalidField(body: unknown, exception: unknown): Verdict | null {
  const older = field(exception, "validationErrors");
  const paths = [
    ...items(field(body, "violations")).map((violation) => field(violation, "property")),
    ...(typeof older === "object" && older !== null ? Object.keys(older) : []),
  ].filter((path) => typeof path === "string");
  if (paths.some((path) => /(^|\.)to$/.test(path))) return recipient;
  return paths.some((path) => /(^|\.)(template\w*|language|text)(\.|$)/.test(path)) ? template : null;
}

/** `E401`, `BAD_REQUEST`. Longer runs of digits are no code and may be a phone number. */
function errorWord(value: unknown): string | null {
  return typeof value === "string" && /^(E\d{3,5}|[A-Z][A-Z_]{1,62})$/.test(value) ? value : null;
}

export function readBalance(answer: HttpAnswer): Credit | null {
  if (answer.status !== 200) return null;
  const body = parseJson(answer.text);
  const amount = String(field(body, "balance"));
  const currency = field(body, "currency");
  if (!/^-?\d+(\.\d+)?$/.test(amount)) return null;
  return { amount, currency: typeof currency === "string" && /^[A-Z]{3}$/.test(currency) ? currency : null };
}
