import { preferredLanguage } from "../accept-language.ts";
import { languageOf, languages, type Language } from "../../kit/language.ts";

/** Pure: what the person chose, else what the ERP asked for, else what their browser prefers, else the tenant's. */
export function pageLanguage(
  chosen: string | undefined,
  locale: string,
  acceptLanguage: string,
  tenantLocale: string,
): Language {
  const known = languages.find((language) => language === chosen);
  if (known !== undefined) return known;
  if (locale !== "") return languageOf(locale);
  return preferredLanguage(acceptLanguage) ?? languageOf(tenantLocale);
}
