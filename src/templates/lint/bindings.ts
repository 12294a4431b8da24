import { bindingOf } from "../binding.ts";
import { languageOf } from "../match.ts";
import { knowsMetaWords } from "../meta-words.ts";
import { finding, type LintFinding } from "./rules.ts";
import { isOtp, type LintSubject } from "./subject.ts";

/** Pure: how a variant fits what its providers know it as, and WhatsApp's own words. */
export function bindingFindings(subject: LintSubject): LintFinding[] {
  const { key, channel, locale, document, tenant } = subject;
  const found: LintFinding[] = [];
  for (const [name, binding] of Object.entries(document.bindings)) {
    if (!tenant.providers.has(name)) {
      found.push(finding("binding_unknown", `bindings.${name}`, `there is no provider ${name}`));
    }
    if (languageOf(binding.language) !== languageOf(locale)) {
      const said = `the provider's template is in ${binding.language}, this variant in ${locale}`;
      found.push(finding("binding_language", `bindings.${name}.language`, said));
    }
  }
  for (const step of tenant.routes.channels[channel] ?? []) {
    const provider = tenant.providers.get(step.provider);
    if (provider?.adapter.fixedText.includes(channel) === true && bindingOf(tenant, subject, provider) === undefined) {
      found.push(finding("binding_missing", "bindings", `is not bound to ${step.provider}, which is in the routes`));
    }
  }
  if (!("category" in document)) return found;
  if (document.button !== "copy_code" && !Object.hasOwn(document, "apps")) {
    found.push(finding("button_apps", "button", `${document.button} names no app`));
  }
  if (document.category === "utility" && isOtp(key)) {
    found.push(finding("utility_code", "category", "a template of category utility carries a code"));
  }
  if (!knowsMetaWords(locale)) {
    found.push(finding("meta_words", "category", `WhatsApp's words in ${locale} are not known here`));
  }
  return found;
}
