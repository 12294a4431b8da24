import type { TenantConfig } from "../../settings/snapshot.ts";
import { finding, type LintFinding } from "./rules.ts";
import type { NamedVariant } from "./subject.ts";

/**
 * Pure: languages that the tenant's own template lacks on this channel, whether this variant is stored yet or not. What it
 * shares counts for nothing beside its own, which serve first whatever their language.
 */
export function setFindings(tenant: TenantConfig, { key, channel, locale }: NamedVariant): LintFinding[] {
  const languages = new Set([languageOf(locale)]);
  for (const variant of tenant.templates.values()) {
    const own = variant.ownerId === tenant.id;
    if (own && variant.key === key && variant.channel === channel) languages.add(languageOf(variant.locale));
  }
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

function languageOf(locale: string): string {
  return locale.split("-")[0] ?? locale;
}
