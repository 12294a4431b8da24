import { parsePhoneNumberWithError } from "libphonenumber-js/max";
import { minutesLeft, spelled } from "../../kit/wording.ts";
import type { RenderedMessage, Secrets } from "../provider.ts";

/** What a description may write as `{{name}}`. `null`: this message has none, and a field that is only this is left out. */
export type Values = (name: string) => string | null;

/** The variables of a message, with what an operator reads about them. */
export const messageVariables = {
  to: "the number with its +: +6281234567890",
  to_digits: "without the +: 6281234567890",
  to_local: "as people dial it at home: 081234567890; the description must name its country",
  code: "the digits of the code",
  text: "what a person reads",
  marked_text: "the text with code_mark in the code's place",
  user: "the ERP's word for the person",
  locale: "the message's locale: id, en-US",
  ttl_seconds: "seconds the code still lives",
  ttl_minutes: "the same in whole minutes",
  correlation: "our name for this attempt, for vendors that echo one in their reports",
  template_name: "on channels with fixed_text: what the template's binding says",
  template_language: "on channels with fixed_text: the binding's language",
} as const;
export type MessageVariable = keyof typeof messageVariables;

/** As a JSON number: `{{ttl_seconds:number}}`. Never a code, which may begin with 0. */
export const numericVariables: readonly string[] = ["to_digits", "ttl_seconds", "ttl_minutes"];

export const variableName = /^(?:secret\.|option\.)?[a-z][a-z0-9_]{0,39}$/;

/** Finds every `{{…}}`. Braces can't nest, so each is read once. */
const placeholder = /\{\{([^{}]*)\}\}/g;

export interface Placeholder {
  name: string;
  /** What stands after its colon. */
  as: string | null;
}

export function placeholders(template: string): Placeholder[] {
  return [...template.matchAll(placeholder)].map((match) => readPlaceholder(match[1] ?? ""));
}

function readPlaceholder(inside: string): Placeholder {
  const colon = inside.indexOf(":");
  if (colon < 0) return { name: inside.trim(), as: null };
  return { name: inside.slice(0, colon).trim(), as: inside.slice(colon + 1).trim() };
}

/** Each value passes `encode` before it joins the description's own words. */
export function fillText(template: string, values: Values, encode: (value: string) => string = String): string {
  return template.replace(placeholder, (_, inside: string) => encode(values(readPlaceholder(inside).name) ?? ""));
}

/** A template that is one variable and nothing else takes its value whole: a number, or left out when there is none. */
export function fillValue(template: string, values: Values): string | number | undefined {
  const [only, ...others] = placeholders(template);
  if (only === undefined || others.length > 0 || template.replace(placeholder, "") !== "") {
    return fillText(template, values);
  }
  const value = values(only.name);
  if (value === null) return undefined;
  return only.as === "number" ? Number(value) : value;
}

export function messageValues(message: RenderedMessage, codeMark: string | undefined): Values {
  return (name) => {
    switch (name as MessageVariable) {
      case "to":
        return message.to;
      case "to_digits":
        return digitsOf(message.to);
      case "to_local":
        return localNumber(message.to);
      case "code":
        return message.code;
      case "text":
        return message.text;
      case "marked_text":
        return codeMark === undefined ? message.text : message.text.replaceAll(codeInText(message), () => codeMark);
      case "user":
        return message.user;
      case "locale":
        return message.locale;
      case "ttl_seconds":
        return String(Math.max(1, Math.round(message.ttlSeconds)));
      case "ttl_minutes":
        return String(minutesLeft(message.ttlSeconds));
      case "correlation":
        return message.correlation;
      case "template_name":
        return message.binding?.name ?? null;
      case "template_language":
        return message.binding?.language ?? null;
    }
    return null;
  };
}

function codeInText({ channel, code }: RenderedMessage): string {
  return channel === "voice" ? spelled(code) : code;
}

/** Before any others: what an operator set. An empty option is none. */
export function accountValues(options: Readonly<Record<string, string>>, secrets: Secrets, others: Values): Values {
  return (name) => {
    if (name.startsWith("secret.")) return own(secrets, name.slice("secret.".length));
    if (name.startsWith("option.")) return own(options, name.slice("option.".length)) || null;
    return others(name);
  };
}

function own(values: Readonly<Record<string, string>>, name: string): string | null {
  return Object.hasOwn(values, name) ? (values[name] ?? null) : null;
}

export function digitsOf(to: string): string {
  return to.replace(/\D/g, "");
}

/** The country of an E.164 number, or null. Indonesia's calling code is its own, so most need no library. */
export function countryOf(to: string): string | null {
  if (to.startsWith("+62")) return "ID";
  try {
    return parsePhoneNumberWithError(to).country ?? null;
  } catch {
    return null;
  }
}

function localNumber(to: string): string | null {
  if (to.startsWith("+62")) return `0${to.slice(3)}`;
  try {
    return digitsOf(parsePhoneNumberWithError(to).formatNational());
  } catch {
    return null;
  }
}
