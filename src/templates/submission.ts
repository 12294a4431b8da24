import { isDeepStrictEqual } from "node:util";
import { invalidField, type FieldError } from "../errors.ts";
import { whatsappLanguage } from "../providers/whatsapp-templates.ts";
import type { TemplateRequest, TemplateVerbs } from "../providers/template-verbs.ts";
import type { AuthenticationDocument, TemplateDocument } from "../settings/documents.ts";
import { badFields } from "../settings/field-errors.ts";
import { templateId, type TemplateConfig } from "../settings/snapshot.ts";
import { buttonLacks } from "./button.ts";
import { DEFAULT_LIFE_SECONDS } from "./samples.ts";

/** WhatsApp's bounds for authentication templates, in seconds (Meta's docs, "Time-to-live"). */
const TTL = { min: 30, max: 900 };
const DEFAULT_LIFE_MINUTES = DEFAULT_LIFE_SECONDS / 60;

export interface Submission {
  provider: string;
  name?: string | undefined;
  language?: string | undefined;
  expiryMinutes?: number | undefined;
}

/** What is sent to the vendor, and the language that each locale has there. */
export interface PreparedSubmission {
  request: TemplateRequest;
  /** By locale. */
  languages: Map<string, string>;
}

/** Pure: variants of one key as one request. Throws what the caller can mend. */
export function prepareSubmission(
  asked: Submission,
  variants: readonly TemplateConfig[],
  verbs: Pick<TemplateVerbs<unknown>, "buttons" | "severalLanguages">,
  kind: string,
): PreparedSubmission {
  const [first] = variants;
  if (first === undefined) throw new Error("nothing to submit");
  const document = authenticationOf(first);
  const errors: FieldError[] = [];
  const several = variants.length > 1;
  if (several && !verbs.severalLanguages) {
    errors.push({ path: "locales", message: `${kind} takes one language in a submission; submit each by itself` });
  }
  if (several && asked.language !== undefined) {
    errors.push({ path: "language", message: "is for one locale; several have their own languages" });
  }
  for (const other of variants.slice(1)) {
    if (!isDeepStrictEqual(wordsOf(other.document), wordsOf(first.document))) {
      const message = `${idOf(other)} is made otherwise than ${idOf(first)}; together they must be the same`;
      errors.push({ path: "locales", message });
    }
  }
  const hasTexts = document.button_text !== undefined || document.autofill_text !== undefined;
  if (several && hasTexts) {
    errors.push({
      path: "locales",
      message: "button_text and autofill_text are in one language; submit each by itself",
    });
  }
  if (verbs.buttons.includes(document.button)) errors.push(...buttonLacks(document));
  else {
    errors.push({
      path: "provider",
      message: `${kind} has no ${document.button}; there is ${verbs.buttons.join(", ")}`,
    });
  }
  if (!document.expiry_line && asked.expiryMinutes !== undefined) {
    errors.push({ path: "expiry_minutes", message: "the template says nothing of its expiry (expiry_line is false)" });
  }
  const languages = new Map(
    variants.map((variant) => [variant.locale, languageOf(variant, several ? { provider: asked.provider } : asked)]),
  );
  if (new Set(languages.values()).size < languages.size) {
    errors.push({ path: "locales", message: "two of them are one language at WhatsApp; submit one of the two" });
  }
  if (errors.length > 0) throw badFields(errors);
  const binding = first.document.bindings[asked.provider];
  const expiryMinutes = document.expiry_line
    ? (asked.expiryMinutes ?? binding?.expiry_minutes ?? DEFAULT_LIFE_MINUTES)
    : null;
  const request: TemplateRequest = {
    name: asked.name ?? nameOf(binding?.name, first.key),
    languages: [...languages.values()],
    boundTo: asked.name === undefined ? (binding?.name ?? null) : null,
    button: document.button,
    buttonText: document.button_text ?? null,
    autofillText: document.autofill_text ?? null,
    apps: document.apps ?? [],
    zeroTapTermsAccepted: document.zero_tap_terms_accepted ?? false,
    securityLine: document.security_line,
    expiryMinutes,
    ttlSeconds: ttlSeconds(expiryMinutes),
  };
  return { request, languages };
}

/** Nothing arrives after the code has ended. */
export function ttlSeconds(expiryMinutes: number | null): number {
  return Math.min(TTL.max, Math.max(TTL.min, (expiryMinutes ?? DEFAULT_LIFE_MINUTES) * 60));
}

/** All but the bindings: what the vendor judges. */
export function wordsOf({ bindings: _bindings, ...words }: TemplateDocument): object {
  return words;
}

function authenticationOf(template: TemplateConfig): AuthenticationDocument {
  const { document } = template;
  if ("category" in document && document.category === "authentication") return document;
  throw invalidField("key", `${idOf(template)} is no authentication template; what is one's own text is bound by hand`);
}

function languageOf({ locale, document }: TemplateConfig, { provider, language }: Submission): string {
  return language ?? document.bindings[provider]?.language ?? whatsappLanguage(locale);
}

/** A binding's name, unless it is an id; else the key, as WhatsApp takes names. */
function nameOf(bound: string | undefined, key: string): string {
  return bound !== undefined && /^[a-z0-9_]{1,512}$/.test(bound) ? bound : key.replaceAll("-", "_");
}

function idOf({ key, channel, locale }: TemplateConfig): string {
  return templateId(key, channel, locale);
}
