import type { TemplateDocument } from "../../settings/documents.ts";
import { buttonErrors } from "../button.ts";
import { isKnownVariable, variablesOf } from "../render.ts";
import { finding, type LintFinding, type Rule } from "./rules.ts";
import { isOtp, type NamedVariant, type TextDocument } from "./subject.ts";

/** Pure: what would make a wrong message of a document for this variant, and is refused when it is put. */
export function documentErrors({ key, channel }: NamedVariant, document: TemplateDocument): LintFinding[] {
  if (!("body" in document)) {
    return channel === "whatsapp"
      ? buttonErrors(document).map(({ path, message }) => finding("button_use", path, message))
      : [finding("category_channel", "category", `is for whatsapp, not for ${channel}`)];
  }
  const found = textErrors("body", document.body);
  if (document.subject !== undefined) {
    found.push(...textErrors("subject", document.subject));
    if (variablesOf(document.subject).includes("code")) {
      found.push(finding("code_in_subject", "subject", "must not hold {{code}}"));
    }
  }
  found.push(...ofOtherChannels(channel, document));
  if (isOtp(key) && !variablesOf(document.body).includes("code")) {
    const single = /(?<!\{)\{\s*code\s*\}(?!\})/i.test(document.body);
    found.push(finding("code_missing", "body", `must hold {{code}}${single ? ", in two braces each" : ""}`));
  }
  return found;
}

function ofOtherChannels(channel: string, document: TextDocument): LintFinding[] {
  const owners = [
    ["subject", "email", "subject_channel"],
    ["webotp_domain", "sms", "autofill_channel"],
    ["app_hash", "sms", "autofill_channel"],
  ] as const satisfies readonly (readonly [keyof TextDocument, string, Rule])[];
  return owners
    .filter(([field, owner]) => document[field] !== undefined && channel !== owner)
    .map(([field, owner, rule]) => finding(rule, field, `is for ${owner} only`));
}

function unknownName(name: string): string {
  const small = name.toLowerCase();
  return `{{${name}}} is not known${isKnownVariable(small) ? `, {{${small}}} in small letters is` : ""}`;
}

function textErrors(path: string, text: string): LintFinding[] {
  const unknown = variablesOf(text).filter((name) => !isKnownVariable(name));
  const found = unknown.map((name) => finding("unknown_variable", path, unknownName(name.slice(0, 40))));
  const rest = text.replace(/\{\{\s*[A-Za-z0-9_.]+\s*\}\}/g, "");
  if (rest.includes("{{") || rest.includes("}}")) {
    found.push(finding("stray_braces", path, "has braces that are no {{variable}}"));
  }
  const breaks = path === "body" ? /[^\P{Cc}\n\t]/u : /\p{Cc}/u;
  if (breaks.test(text)) found.push(finding("control_character", path, "must not contain control characters"));
  return found;
}
