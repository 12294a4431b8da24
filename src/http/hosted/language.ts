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
  return preferred(acceptLanguage) ?? languageOf(tenantLocale);
}

/** RFC 9110, section 12.5.4: the one of ours with the highest weight, the first of equals. */
function preferred(header: string): Language | null {
  const wanted = header.split(",").flatMap((part) => {
    const [tag = "", ...parameters] = part.split(";").map((text) => text.trim().toLowerCase());
    const weight = Number(parameters.find((text) => text.startsWith("q="))?.slice(2) ?? "1");
    const language = languages.find((ours) => tag === ours || tag.startsWith(`${ours}-`));
    return language === undefined || !(weight > 0) ? [] : [{ language, weight }];
  });
  return wanted.sort((a, b) => b.weight - a.weight)[0]?.language ?? null;
}
