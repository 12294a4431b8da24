import { normaliseSms } from "../kit/sms-text.ts";
import { minutesLeft, spelled } from "../kit/wording.ts";
import type { TemplateDocument } from "../settings/documents.ts";
import type { TemplateConfig } from "../settings/snapshot.ts";
import { languageOf } from "./match.ts";
import { metaParts } from "./meta-words.ts";
import { cleanValue } from "./values.ts";

/** What decides on a variant's words. */
export type Worded = Pick<TemplateConfig, "document" | "channel" | "locale">;

export interface TemplateValues {
  code: string;
  ttlSeconds: number;
  brand: string;
  user: string;
  purpose: string;
  params: Readonly<Record<string, string>>;
}

const placeholder = /\{\{\s*([A-Za-z0-9_.]+)\s*\}\}/g;
/** Where the code goes in a text that an ERP gave with an issue; all else of it, braces too, goes out as it stands. */
export const OWN_TEXT_CODE = "%OTP%";
export type VerbatimDocument = Extract<TemplateDocument, { body: string }> & { verbatim: true };

const known = new Set(["code", "ttl_minutes", "brand", "user", "purpose"]);

/** Names in `{{…}}`, each once. */
export function variablesOf(body: string): string[] {
  return [...new Set([...body.matchAll(placeholder)].map((match) => match[1] as string))];
}

export function isKnownVariable(name: string): boolean {
  return known.has(name) || /^params\.[a-z0-9_]{1,40}$/.test(name);
}

/**
 * What a template needs and an issue did not bring: `user`, `params.x`. A value of which nothing is left when it is
 * cleaned was not brought.
 */
export function missingValues(
  { document, channel, locale }: Worded,
  { user, params }: Pick<TemplateValues, "user" | "params">,
): string[] {
  const { needs } = wordsOf(document, locale);
  if (needs.length === 0) return [];
  return needs.filter((name) =>
    name === "user"
      ? cleanValue("user", user, channel) === ""
      : cleanValue("params", paramOf(name, params), channel) === "",
  );
}

/** Pure: what a person reads. On a central number the user is always named, by the template or before it. */
export function renderText(template: Worded, values: TemplateValues, central: boolean): string {
  const { channel } = template;
  const { text, namesUser } = wordsOf(template.document, template.locale);
  const filled = fill(text, values, channel);
  const named = central && !namesUser ? cleanValue("user", values.user, channel) : "";
  const whole = named === "" ? filled : `${named}: ${filled}`;
  return channel === "sms" ? normaliseSms(whole) : whole;
}

/** What an e-mail of a template without a subject is called. */
export const defaultSubjects = { id: "Kode OTP {{brand}}", en: "Your {{brand}} code" } as const;

/**
 * Pure: the subject of an e-mail, one line. The code is never in it: relays keep subjects in their logs, and a phone
 * shows them on its lock screen.
 */
export function renderSubject({ document, channel, locale }: Worded, values: TemplateValues): string {
  return fill(wordsOf(document, locale).subject, { ...values, code: "" }, channel).trim();
}

/** Pure: Meta's parts of an authentication template, or a text as WhatsApp shows it. */
export function renderWhatsApp(template: Worded, values: TemplateValues, central: boolean) {
  const { document, channel, locale } = template;
  if ("body" in document) return { body: renderText(template, values, central), footer: null, buttons: [] };
  const { body, footer, buttons } = metaParts(document, locale);
  const shown = (text: string) => fill(cut(text), values, channel);
  return { body: shown(body), footer: footer === null ? null : shown(footer), buttons };
}

/** Every other piece is a variable's name: text, name, text, …, text. */
type Pieces = readonly string[];

interface Words {
  text: Pieces;
  subject: Pieces;
  namesUser: boolean;
  needs: readonly string[];
}

const remembered = new WeakMap<TemplateDocument, Map<string, Words>>();

/** Cut once for a document, which a settings snapshot never changes: every issue and every send asks. */
function wordsOf(document: TemplateDocument, locale: string): Words {
  let known = remembered.get(document);
  if (known === undefined) remembered.set(document, (known = new Map<string, Words>()));
  const language = languageOf(locale) === "id" ? "id" : "en";
  let words = known.get(language);
  if (words === undefined) known.set(language, (words = makeWords(document, language)));
  return words;
}

function makeWords(document: TemplateDocument, language: "id" | "en"): Words {
  if ("verbatim" in document && "body" in document) {
    const [first = "", ...rest] = document.body.split(OWN_TEXT_CODE);
    return { text: [first, ...rest.flatMap((piece) => ["code", piece])], subject: [""], namesUser: false, needs: [] };
  }
  const subject = ("body" in document ? document.subject : undefined) ?? defaultSubjects[language];
  const text = "body" in document ? bodyOf(document) : sentencesOf(document, language);
  const names = variablesOf("body" in document ? `${text}${subject}` : "");
  return {
    text: cut(text),
    subject: cut(subject),
    namesUser: variablesOf(text).includes("user"),
    needs: names.filter((name) => name === "user" || name.startsWith("params.")),
  };
}

/** A text with the lines that let a phone fill the code in: the app's hash, then, last, the site that it is for. */
export function bodyOf(document: Extract<TemplateDocument, { body: string }>): string {
  const { body, app_hash: hash, webotp_domain: host } = document;
  return [body, ...(hash === undefined ? [] : [hash]), ...(host === undefined ? [] : [`@${host} #{{code}}`])].join(
    "\n",
  );
}

/** For providers that take free text. */
function sentencesOf(document: Extract<TemplateDocument, { category: string }>, language: string): string {
  const { body, footer } = metaParts(document, language);
  return footer === null ? body : `${body} ${footer}`;
}

function cut(text: string): Pieces {
  return text.split(placeholder);
}

function fill(pieces: Pieces, values: TemplateValues, channel: Worded["channel"]): string {
  let text = "";
  pieces.forEach((piece, index) => (text += index % 2 === 0 ? piece : valueOf(piece, values, channel)));
  return text;
}

function valueOf(name: string, values: TemplateValues, channel: Worded["channel"]): string {
  switch (name) {
    case "code":
      return channel === "voice" ? spelled(values.code) : values.code;
    case "ttl_minutes":
      return String(minutesLeft(values.ttlSeconds));
    case "brand":
    case "user":
    case "purpose":
      return cleanValue(name, values[name], channel);
    default:
      return cleanValue("params", paramOf(name, values.params), channel);
  }
}

function paramOf(name: string, params: Readonly<Record<string, string>>): string {
  const own = name.slice("params.".length);
  // Its own only: every object has a `constructor`.
  return Object.hasOwn(params, own) ? (params[own] ?? "") : "";
}
