import { variablesOf } from "../render.ts";
import { withoutAutofill } from "./autofill.ts";
import { finding, type LintFinding } from "./rules.ts";
import { isAnnounce, isOtp, type TextSubject } from "./subject.ts";

const FIRST_SIGHT = 30;
const code = /\{\{\s*code\s*\}\}/g;
const secretNames = /^params\.(.*_)?(code|otp|pin|password|passcode|token|kode|sandi)$/;
const linkNames = /^params\.(.*_)?(url|uri|link|href|tautan)$/;

/** Pure: where the code stands, and what else claims to be one. */
export function codeFindings(subject: TextSubject): LintFinding[] {
  const { key, document } = subject;
  const found = variablesOf(`${document.body}${document.subject ?? ""}`).flatMap(paramFindings);
  if (isAnnounce(key)) return [...found, ...announceFindings(document.body)];
  const written = withoutAutofill(document.body);
  const times = [...written.matchAll(code)].length;
  if (times === 0 && !isOtp(key)) found.push(finding("code_absent", "body", "holds no {{code}}"));
  if (times > 1 && subject.channel !== "voice") {
    found.push(finding("code_twice", "body", `holds {{code}} ${times} times`));
  }
  if (/[\p{L}\p{N}]\{\{\s*code\s*\}\}|\{\{\s*code\s*\}\}[\p{L}\p{N}]/u.test(written)) {
    found.push(finding("code_glued", "body", "a letter or digit touches {{code}}"));
  }
  const at = subject.shown.indexOf(subject.code);
  if (times > 0 && at >= FIRST_SIGHT && (subject.channel === "sms" || subject.channel === "whatsapp")) {
    found.push(finding("code_late", "body", `the code comes after ${at} characters`));
  }
  return found;
}

function announceFindings(body: string): LintFinding[] {
  const names = variablesOf(body);
  return [
    ...(names.includes("user") ? [] : [finding("announce_user", "body", "names no user")]),
    ...(names.includes("code") ? [finding("announce_code", "body", "holds {{code}}")] : []),
  ];
}

function paramFindings(name: string): LintFinding[] {
  if (secretNames.test(name)) return [finding("param_secret", "body", `{{${name}}} sounds like a secret`)];
  return linkNames.test(name) ? [finding("param_link", "body", `{{${name}}} sounds like a link`)] : [];
}
