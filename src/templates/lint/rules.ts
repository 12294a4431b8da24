import type { Finding, Severity } from "../../settings/findings.ts";

/**
 * What the linter knows. An **error** would make a wrong message and refuses a put; a **warning** costs money or loses
 * messages; an **info** is worth knowing. `reason`: why it matters or what would be right, the end of every message.
 */
export const rules = {
  unknown_variable: {
    severity: "error",
    reason: "there are code, ttl_minutes, brand, user, purpose and params.…",
  },
  stray_braces: { severity: "error", reason: "write a variable as {{name}}, and no other double braces" },
  control_character: { severity: "error", reason: "a line break or a tab in a body is all there may be" },
  code_missing: { severity: "error", reason: "nobody could log in with it" },
  code_in_subject: { severity: "error", reason: "mail servers keep subjects in their logs" },
  subject_channel: { severity: "error", reason: "only an e-mail has one" },
  category_channel: { severity: "error", reason: "authentication templates are WhatsApp's; put a body here" },
  button_use: { severity: "error", reason: "take it out, or choose the button it is for" },
  autofill_channel: { severity: "error", reason: "phones fill codes in from an SMS alone" },

  code_absent: { severity: "warning", reason: "an issue that names this template sends no code" },
  code_twice: { severity: "warning", reason: "once is enough, and phones that fill codes in may take neither" },
  code_late: { severity: "info", reason: "a notification shows about 30 characters; say the code among them" },
  code_glued: { severity: "warning", reason: "put a space there, or it is read, and copied, as a part of the code" },
  announce_user: { severity: "warning", reason: "it is sent to say whose code comes next: write {{user}}" },
  announce_code: {
    severity: "warning",
    reason: "it goes before the code; leave {{code}} to the template that follows",
  },
  param_secret: { severity: "warning", reason: "only {{code}} is sealed and kept out of logs" },
  param_link: { severity: "warning", reason: "links in values are taken apart, so it would arrive broken" },

  brand_missing: {
    severity: "warning",
    reason: "Indonesian operators may block a code without its sender; write {{brand}}",
  },
  brand_long: { severity: "info", reason: "some operators take at most 30 characters in the place of a variable" },
  link: { severity: "warning", reason: "operators filter code messages with links, and phishing looks the same" },
  email_address: { severity: "warning", reason: "operators filter code messages with addresses" },
  promotion: { severity: "warning", reason: "a code message may not advertise; operators and WhatsApp refuse it" },
  markup: { severity: "warning", reason: "all texts are plain: people would see it as it is typed" },

  expiry_literal: { severity: "warning", reason: "write {{ttl_minutes}}, which is always the real one" },
  expiry_fixed: {
    severity: "info",
    reason: "an issue may give another (ttl_seconds); {{ttl_minutes}} is always right",
  },
  expiry_unit: { severity: "warning", reason: "{{ttl_minutes}} is a number of minutes" },
  expiry_unstated: { severity: "info", reason: "say it with {{ttl_minutes}}" },
  expiry_binding: { severity: "warning", reason: "make it the life that codes are issued with" },
  expiry_line: { severity: "warning", reason: "both should say the same" },

  spaces: { severity: "warning", reason: "operators match registered texts letter by letter" },
  invisible: { severity: "warning", reason: "nobody sees it, yet it breaks matching and costs places; delete it" },
  lookalike: { severity: "warning", reason: "filters take it for a forgery; type it in one alphabet" },
  plain_character: { severity: "info", reason: "type the plain one, so that the text reads as it is sent" },

  ucs2: { severity: "warning", reason: "the whole text becomes UCS-2, of 70 characters a part in place of 160" },
  segments: { severity: "warning", reason: "each part is paid for where the price is by segment" },
  vendor_length: { severity: "warning", reason: "the provider would refuse it; shorten the text" },
  voice_length: { severity: "info", reason: "people hang up; a call should be over in half a minute" },
  subject_length: { severity: "info", reason: "a phone shows about 60 characters of it" },

  webotp_line: { severity: "warning", reason: "browsers fill nothing in; or leave it to webotp_domain" },
  retriever_hash: { severity: "warning", reason: "Android hands the text to no app; or leave it to app_hash" },
  retriever_length: { severity: "warning", reason: "Android's SMS Retriever takes 140 bytes at most" },
  autofill_twice: { severity: "warning", reason: "take it out of the body" },
  autofill_both: {
    severity: "info",
    reason: "not every Android finds a hash that is not at the very end: try it on yours",
  },

  binding_unknown: { severity: "warning", reason: "put the provider, or take the binding out" },
  binding_missing: { severity: "warning", reason: "it takes approved templates alone, so it skips this one" },
  binding_language: { severity: "warning", reason: "people would read another language than they asked for" },
  button_apps: { severity: "warning", reason: "without package name and signature hash it is a copy button" },
  utility_code: { severity: "warning", reason: "WhatsApp refuses a code in it; use category authentication" },
  meta_words: { severity: "info", reason: "they are shown in English here, and are WhatsApp's own on a phone" },

  locale_missing: { severity: "warning", reason: "most people would be served another language" },
  locale_pair: { severity: "info", reason: "who asks for it reads the other one" },

  param_missing: { severity: "error", reason: "an issue without it is refused" },
  price_missing: { severity: "warning", reason: "nothing can be sent; put a price" },
} as const satisfies Record<string, { severity: Severity; reason: string }>;

export type Rule = keyof typeof rules;

export interface LintFinding extends Finding {
  rule: Rule;
  severity: Severity;
}

/** `what` is wrong, at `path` of the document. */
export function finding(rule: Rule, path: string, what: string): LintFinding {
  const { severity, reason } = rules[rule];
  return { path, message: `${what}; ${reason}`, rule, severity };
}
