import type { TenantConfig } from "../../settings/snapshot.ts";
import { languageOf } from "../match.ts";
import { finding, type LintFinding } from "./rules.ts";
import type { NamedVariant } from "./subject.ts";

type Variants = TenantConfig["templates"];
const remembered = new WeakMap<Variants, Map<string, ReadonlySet<string>>>();

/**
 * Pure: languages that the tenant's template lacks on this channel, whether this variant is stored yet or not. What it shares
 * counts: a shared variant serves whoever asks for its language when none of the tenant's own does.
 */
export function setFindings(tenant: TenantConfig, { key, channel, locale }: NamedVariant): LintFinding[] {
  const languages = new Set([languageOf(locale), ...(languagesOf(tenant.templates).get(`${key}/${channel}`) ?? [])]);
  const wanted = languageOf(tenant.settings.default_locale);
  const has = [...languages].join(", ");
  const lacks = (language: string) => `${key} has no ${language} for ${channel}, only ${has}`;
  return [
    ...(languages.has(wanted)
      ? []
      : [finding("locale_missing", "locale", `${lacks(wanted)}, and ${wanted} is the tenant's language`)]),
    ...["id", "en"]
      .filter((language) => language !== wanted && !languages.has(language))
      .map((language) => finding("locale_pair", "locale", lacks(language))),
  ];
}

/** By `key/channel`. A snapshot never changes, so they are counted once for it, however many variants are judged. */
function languagesOf(templates: Variants): Map<string, ReadonlySet<string>> {
  const known = remembered.get(templates);
  if (known !== undefined) return known;
  const counted = new Map<string, Set<string>>();
  for (const { key, channel, locale } of templates.values()) {
    const languages = counted.get(`${key}/${channel}`) ?? new Set<string>();
    counted.set(`${key}/${channel}`, languages.add(languageOf(locale)));
  }
  remembered.set(templates, counted);
  return counted;
}
