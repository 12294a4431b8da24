import type { OtpButton, TemplateRequest, TemplateStatus } from "./template-verbs.ts";
import { field } from "./vendor-json.ts";

/** What Meta and those who resell it have in common: components, the words of a template's state, its reasons. */

/**
 * As lists have them. Still sendable: FLAGGED (at risk) and LOCKED (can't be edited). LIMIT_EXCEEDED was never made: the
 * account has as many templates as it may have.
 */
const listed: ReadonlyMap<string, TemplateStatus> = new Map([
  ["APPROVED", "approved"],
  ["REINSTATED", "approved"],
  ["FLAGGED", "approved"],
  ["LOCKED", "approved"],
  ["PENDING", "pending"],
  ["IN_APPEAL", "pending"],
  ["REJECTED", "rejected"],
  ["LIMIT_EXCEEDED", "rejected"],
  ["PAUSED", "paused"],
  ["DISABLED", "disabled"],
  ["DELETED", "disabled"],
  ["PENDING_DELETION", "disabled"],
  ["ARCHIVED", "disabled"],
] as const);

/** News that change nothing for this one's messages: still sendable, or of others that may not be made. */
const noNews = new Set(["FLAGGED", "LOCKED", "LIMIT_EXCEEDED"]);

/** The same words, as hooks bring them. Null: nothing changes. */
export function newsStatus(word: unknown): TemplateStatus | null {
  return typeof word === "string" && !noNews.has(word) ? (listed.get(word) ?? null) : null;
}

/** The words that are the state itself and need no reason beside it. */
const plain = new Set(["APPROVED", "PENDING", "REJECTED", "PAUSED", "DISABLED"]);

export function listedStatus(word: unknown, reason: unknown): { status: TemplateStatus | null; reason: string | null } {
  const name = typeof word === "string" ? word.toUpperCase() : "";
  const status = listed.get(name) ?? null;
  return { status, reason: reasonWord(reason) ?? (status === null || plain.has(name) ? null : name) };
}

/** Meta's reasons are words like TAG_CONTENT_MISMATCH and FIRST_PAUSE; NONE is no reason, and sentences may hold anything. */
export function reasonWord(value: unknown): string | null {
  return typeof value === "string" && value !== "NONE" && /^[A-Z][A-Z0-9_]{0,63}$/.test(value) ? value : null;
}

export function isTemplateName(value: unknown): value is string {
  return typeof value === "string" && /^\w{1,512}$/.test(value);
}

export function isLanguage(value: unknown): value is string {
  return typeof value === "string" && /^[A-Za-z]{2,3}([_-][A-Za-z]{2,8})*$/.test(value);
}

/** `en-US` is `en_US`: vendors and people write both. */
export function isSameLanguage(one: string, other: string): boolean {
  const plainly = (language: string): string => language.replaceAll("-", "_").toLowerCase();
  return plainly(one) === plainly(other);
}

/** What people called it there. Anything may be in it, and it is shown in terminals too. */
export function titleOf(value: unknown): string {
  return typeof value === "string" ? value.replace(/\p{Cc}+/gu, " ").slice(0, 512) : "";
}

export function isAuthentication(category: unknown): boolean {
  return typeof category === "string" && category.toUpperCase() === "AUTHENTICATION";
}

/** WhatsApp's bounds. */
export function isExpiry(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= 90;
}

/**
 * What WhatsApp's own words say of the code's life, by the components of a listed template. Of another category nothing is
 * known: its words are a person's, and may name a life anywhere.
 */
export function listedExpiry(category: unknown, components: unknown): { expiryMinutes?: number | null } {
  if (!isAuthentication(category) || !Array.isArray(components) || components.length === 0) return {};
  const footer: unknown = components.find((component) => field(component, "type") === "FOOTER");
  if (footer === undefined) return { expiryMinutes: null };
  const expiryMinutes = field(footer, "code_expiration_minutes");
  return isExpiry(expiryMinutes) ? { expiryMinutes } : {};
}

const otpTypes: Record<OtpButton, string> = { copy_code: "COPY_CODE", one_tap: "ONE_TAP", zero_tap: "ZERO_TAP" };

/** Meta's docs, "Authentication templates": what is left out is said by Meta in the template's language. */
export function authenticationComponents(request: TemplateRequest): object[] {
  const { button, buttonText, autofillText, apps } = request;
  const forApps = button !== "copy_code";
  return [
    { type: "BODY", add_security_recommendation: request.securityLine },
    ...(request.expiryMinutes === null ? [] : [{ type: "FOOTER", code_expiration_minutes: request.expiryMinutes }]),
    {
      type: "BUTTONS",
      buttons: [
        {
          type: "OTP",
          otp_type: otpTypes[button],
          ...(buttonText === null ? {} : { text: buttonText }),
          ...(autofillText === null || !forApps ? {} : { autofill_text: autofillText }),
          ...(button === "zero_tap" ? { zero_tap_terms_accepted: request.zeroTapTermsAccepted } : {}),
          ...(forApps ? { supported_apps: apps } : {}),
        },
      ],
    },
  ];
}

/** Where WhatsApp tells countries apart (Meta's docs, "Supported languages"); everywhere else it has the language alone. */
const regional = new Set(["en_US", "en_GB", "es_AR", "es_ES", "es_MX", "pt_BR", "pt_PT", "zh_CN", "zh_HK", "zh_TW"]);

/** `id-ID` is `id` there, `en-US` is `en_US`. */
export function whatsappLanguage(locale: string): string {
  const [language = "", region] = locale.split(/[-_]/);
  const full = `${language.toLowerCase()}_${region?.toUpperCase() ?? ""}`;
  return regional.has(full) ? full : language.toLowerCase();
}
