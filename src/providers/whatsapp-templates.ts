import type { OtpButton, TemplateRequest, TemplateStatus } from "./template-verbs.ts";

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
