import { DEFAULT_LIFE_SECONDS } from "../samples.ts";
import { finding, type LintFinding } from "./rules.ts";
import type { LintSubject, TextSubject } from "./subject.ts";

const unit = "(detik|seconds?|secs?|menit|mnt|minutes?|mins?|jam|hours?|hrs?)";
const stated = new RegExp(`(?<![\\p{L}\\p{N}])(\\d{1,4})\\s*${unit}(?!\\p{L})`, "giu");
const misstated = new RegExp(`\\{\\{\\s*ttl_minutes\\s*\\}\\}\\s*${unit}(?!\\p{L})`, "giu");
const DEFAULT_MINUTES = DEFAULT_LIFE_SECONDS / 60;

/** Pure: the life that a text states, against the one that codes have. */
export function expiryFindings({ channel, document: { body } }: TextSubject): LintFinding[] {
  const found: LintFinding[] = [];
  for (const [said, count = "", word = ""] of body.matchAll(stated)) {
    const lives = `codes live ${DEFAULT_MINUTES} minutes unless an issue says otherwise`;
    const differs = Number(count) * secondsOf(word) !== DEFAULT_LIFE_SECONDS;
    found.push(finding(differs ? "expiry_literal" : "expiry_fixed", "body", `says "${said}"; ${lives}`));
  }
  for (const [said, word = ""] of body.matchAll(misstated)) {
    if (secondsOf(word) !== 60) found.push(finding("expiry_unit", "body", `says "${said}"`));
  }
  const says = found.length > 0 || /\{\{\s*ttl_minutes\s*\}\}/.test(body);
  const tells = channel !== "voice" && /\{\{\s*code\s*\}\}/.test(body);
  return says || !tells ? found : [finding("expiry_unstated", "body", "does not say how long the code is valid")];
}

/** The same of the providers' own templates. */
export function boundExpiryFindings({ document }: LintSubject): LintFinding[] {
  return Object.entries(document.bindings).flatMap(([name, { expiry_minutes: minutes }]) => {
    if (minutes === undefined) return [];
    const path = `bindings.${name}.expiry_minutes`;
    const found: LintFinding[] = [];
    if (minutes > DEFAULT_MINUTES) {
      const skipped = `a code of the usual ${DEFAULT_MINUTES} minutes skips this binding`;
      found.push(finding("expiry_binding", path, `the template says ${minutes} minutes, so ${skipped}`));
    } else if (minutes < DEFAULT_MINUTES) {
      found.push(
        finding("expiry_binding", path, `the template says ${minutes} minutes, codes live ${DEFAULT_MINUTES}`),
      );
    }
    if ("category" in document && !document.expiry_line) {
      found.push(finding("expiry_line", path, "is what the provider's template states, and expiry_line is false"));
    }
    return found;
  });
}

function secondsOf(word: string): number {
  if (/^[ds]/i.test(word)) return 1;
  return /^[jh]/i.test(word) ? 3600 : 60;
}
