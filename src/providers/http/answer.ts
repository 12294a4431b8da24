import type { ErrorClass, HttpAnswer, RenderedMessage, Scope, Secrets, SendFailure, SendOutcome } from "../provider.ts";
import { failed, mayBeSent } from "../verdict.ts";
import { readBody, textAt, valueAt } from "./body.ts";
import type { Condition, Description, ErrorMap, HttpStatuses } from "./description.ts";

export interface Verdict {
  errorClass: ErrorClass;
  scope: Scope;
  providerCode: string;
}

/** What must show in no id and no error code, though a vendor echo it: the code, the number, the secrets. */
export type Private = readonly string[];

/** A number by its last nine digits, however a vendor writes it; an address as it is. */
export function privateOf(message: Pick<RenderedMessage, "code" | "to">, secrets: Secrets): Private {
  return [message.code, message.to.includes("@") ? message.to : message.to.slice(-9), ...Object.values(secrets)];
}

/** Pure: what became of a send. Success first, then the errors from the top; what nobody described is never accepted. */
export function readAnswer(
  answer: HttpAnswer,
  description: Description,
  correlation: string,
  hidden: Private,
): SendOutcome {
  const body = readBody(answer.text, description.answer);
  const { success } = description;
  if (isStatus(answer.status, success.http) && holds(success.when, body)) {
    if (success.message_id === undefined) return { ok: true, providerMessageId: correlation };
    const id = messageId(body, success.message_id, hidden);
    if (id !== null) return { ok: true, providerMessageId: id };
    // What would be a success but for its id is told apart from an error by the rules alone.
    const rule = findRule(description.errors, answer.status, body, hidden);
    return rule === null ? unreadable : refusal(rule, answer);
  }
  const found = findRule(description.errors, answer.status, body, hidden);
  if (found === null && body === undefined && isStatus(answer.status, ["2xx"])) return unreadable;
  return refusal(found ?? defaultVerdict(description.errors, answer.status, body, hidden), answer);
}

function refusal({ providerCode, ...verdict }: Verdict, answer: HttpAnswer): SendFailure {
  return failed(verdict, providerCode, answer);
}

/** They may have taken it, and we can't tell. */
const unreadable = failed(mayBeSent, "unreadable_answer");

/** The first rule that holds, or null. `status` is null for a report, which has none. */
export function findRule(errors: ErrorMap, status: number | null, body: unknown, hidden: Private): Verdict | null {
  const rule = errors.rules.find(
    ({ http, when }) => (http === undefined || (status !== null && isStatus(status, http))) && holds(when, body),
  );
  if (rule === undefined) return null;
  return {
    errorClass: rule.class,
    scope: rule.scope ?? usualScope(rule.class),
    providerCode: rule.code ?? vendorCode(errors, body, hidden) ?? wordOf(status, "refused"),
  };
}

function defaultVerdict(errors: ErrorMap, status: number, body: unknown, hidden: Private): Verdict {
  const errorClass = errors.default?.class ?? classOfStatus(status);
  return {
    errorClass,
    scope: errors.default?.scope ?? usualScope(errorClass),
    providerCode: vendorCode(errors, body, hidden) ?? wordOf(status, "unknown_answer"),
  };
}

/** For a vendor that says nothing of it. An error of theirs after the request left may have come after the message did. */
function classOfStatus(status: number): ErrorClass {
  if (status === 401 || status === 403) return "credentials";
  if (status === 429) return "throttled";
  if (status === 503) return "transient";
  if (status >= 400 && status <= 499) return "rejected";
  // These two ask for the same request elsewhere; after another redirect the message may have been taken.
  if (status === 307 || status === 308) return "rejected";
  return "ambiguous";
}

/** A refusal is most often of one bad number: five of those say nothing of the provider. */
export function usualScope(errorClass: ErrorClass): Scope {
  return errorClass === "recipient" || errorClass === "rejected" ? "recipient" : "provider";
}

function wordOf(status: number | null, otherwise: string): string {
  return status === null || isStatus(status, ["2xx"]) ? otherwise : `http_${status}`;
}

/** A code of theirs, if it is one: a single word without eight digits in a row, which may be somebody's number. */
export function vendorCode(errors: ErrorMap, body: unknown, hidden: Private): string | null {
  const text = errors.code_at === undefined ? null : textAt(body, errors.code_at);
  if (text === null || !/^[a-z0-9_.:-]{1,64}$/i.test(text) || /\d{8}/.test(text)) return null;
  return shows(text, hidden) ? null : text;
}

/** Printable ASCII of a sane length that is neither the code nor the number, which some vendors echo. */
export function messageId(body: unknown, path: string, hidden: Private): string | null {
  const text = textAt(body, path)?.trim() ?? "";
  return /^[\x21-\x7e]{1,256}$/.test(text) && !shows(text, hidden) ? text : null;
}

/** A code of a few digits may well be part of an id; what is longer may not. */
function shows(text: string, hidden: Private): boolean {
  return hidden.some((value) => value === text || (value.length >= 8 && text.includes(value)));
}

export function isStatus(status: number, wanted: HttpStatuses): boolean {
  return wanted.some((one) => one === status || one === `${Math.floor(status / 100)}xx`);
}

export function holds(conditions: readonly Condition[], body: unknown): boolean {
  return conditions.every((condition) => test(condition, body));
}

function test(condition: Condition, body: unknown): boolean {
  if (condition.present !== undefined) {
    const value = valueAt(body, condition.at);
    return (value !== undefined && value !== null && value !== "") === condition.present;
  }
  const text = textAt(body, condition.at)?.trim().toLowerCase();
  if (text === undefined) return false;
  const same = (wanted: string | number | boolean): boolean => text === String(wanted).toLowerCase();
  if (condition.equals !== undefined) return same(condition.equals);
  if (condition.one_of !== undefined) return condition.one_of.some(same);
  if (condition.prefix !== undefined) return text.startsWith(condition.prefix.toLowerCase());
  return condition.contains !== undefined && text.includes(condition.contains.toLowerCase());
}
