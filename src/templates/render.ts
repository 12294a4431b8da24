import type { TemplateDocument } from "../settings/documents.ts";

export interface TemplateValues {
  code: string;
  ttlSeconds: number;
  brand: string;
  user: string;
  purpose: string;
  params: Readonly<Record<string, string>>;
}

const placeholder = /\{\{\s*([A-Za-z0-9_.]+)\s*\}\}/g;
const known = new Set(["code", "ttl_minutes", "brand", "user", "purpose"]);

/** Names in `{{…}}`, each once. */
export function variablesOf(body: string): string[] {
  return [...new Set([...body.matchAll(placeholder)].map((match) => match[1] as string))];
}

export function isKnownVariable(name: string): boolean {
  return known.has(name) || /^params\.[a-z0-9_]{1,40}$/.test(name);
}

/** The `params.x` that a template needs and an issue did not bring. */
export function missingParams(document: TemplateDocument, params: Readonly<Record<string, string>>): string[] {
  return neededParams(document).filter((name) => !Object.hasOwn(params, name));
}

const needed = new WeakMap<TemplateDocument, string[]>();

/** Found once for a document, which a settings snapshot never changes: every issue asks. */
function neededParams(document: TemplateDocument): string[] {
  let names = needed.get(document);
  if (names === undefined) {
    names = ("body" in document ? variablesOf(`${document.body}${document.subject ?? ""}`) : [])
      .filter((name) => name.startsWith("params."))
      .map((name) => name.slice("params.".length));
    needed.set(document, names);
  }
  return names;
}

/** Pure: what a person reads. On a central number the user is always named, by the template or before it. */
export function renderText(
  document: TemplateDocument,
  locale: string,
  values: TemplateValues,
  central: boolean,
): string {
  const body = "body" in document ? document.body : authenticationText(document, locale);
  const text = body.replace(placeholder, (_, name: string) => valueOf(name, values));
  if (!central || values.user === "" || variablesOf(body).includes("user")) return text;
  return `${clean(values.user)}: ${text}`;
}

/** What an e-mail of a template without a subject is called. */
export const defaultSubjects = { id: "Kode OTP {{brand}}", en: "Your {{brand}} code" } as const;

/**
 * Pure: the subject of an e-mail, one line. The code is never in it: relays keep subjects in their logs, and a phone
 * shows them on its lock screen.
 */
export function renderSubject(document: TemplateDocument, locale: string, values: TemplateValues): string {
  const own = "body" in document ? document.subject : undefined;
  const subject = own ?? (locale.startsWith("id") ? defaultSubjects.id : defaultSubjects.en);
  return subject.replace(placeholder, (_, name: string) => valueOf(name, { ...values, code: "" })).trim();
}

function valueOf(name: string, values: TemplateValues): string {
  switch (name) {
    case "code":
      return values.code;
    case "ttl_minutes":
      return String(Math.max(1, Math.round(values.ttlSeconds / 60)));
    case "brand":
      return clean(values.brand);
    case "user":
      return clean(values.user);
    case "purpose":
      return clean(values.purpose);
    default:
      return clean(paramOf(name.slice("params.".length), values.params));
  }
}

function paramOf(name: string, params: Readonly<Record<string, string>>): string {
  // Its own only: every object has a `constructor`.
  return Object.hasOwn(params, name) ? (params[name] ?? "") : "";
}

/** A value can't break the line or forge a second message; what is left of it is short. */
function clean(value: string): string {
  const line = value
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, " ")
    .replace(/[{}]/g, "")
    .trim();
  // By characters, so that none is cut in half: half of one can't be sent.
  return [...line].slice(0, 60).join("");
}

/** Meta's own words for an authentication template (template previews), for providers that take free text. */
function authenticationText(document: Extract<TemplateDocument, { category: string }>, locale: string): string {
  const words = locale.startsWith("id")
    ? {
        code: "*{{code}}* adalah kode verifikasi Anda.",
        security: "Demi keamanan, jangan bagikan kode ini.",
        expiry: "Kode ini kedaluwarsa dalam {{ttl_minutes}} menit.",
      }
    : {
        code: "*{{code}}* is your verification code.",
        security: "For your security, do not share this code.",
        expiry: "This code expires in {{ttl_minutes}} minutes.",
      };
  return [words.code, document.security_line ? words.security : "", document.expiry_line ? words.expiry : ""]
    .filter((line) => line !== "")
    .join(" ");
}
