/** `id-ID` → `id-ID`, `id`, then the tenant's default and its language, then the two languages we ship. */
export function localeChain(wanted: string | undefined, tenantDefault: string): string[] {
  const chain: string[] = [];
  for (const locale of [wanted, tenantDefault, "id", "en"]) {
    if (locale === undefined) continue;
    const normal = normaliseLocale(locale);
    for (const candidate of [normal, normal.split("-")[0] as string]) {
      if (!chain.includes(candidate)) chain.push(candidate);
    }
  }
  return chain;
}

/** `en_us` and `EN-US` are `en-US`. */
export function normaliseLocale(locale: string): string {
  const [language = "", ...rest] = locale.replaceAll("_", "-").split("-");
  const parts = rest.map((part) => (part.length === 2 ? part.toUpperCase() : part.toLowerCase()));
  return [language.toLowerCase(), ...parts].join("-");
}

/** `id` of `id-ID` and of a vendor's `id_ID`. */
export function languageOf(locale: string): string {
  return (locale.split(/[-_]/)[0] ?? "").toLowerCase();
}

/** Which template keys to try, dearest first: the one asked for alone; else by purpose, then the plain one. */
export function templateKeys(asked: string | undefined, purpose: string, central: boolean): string[] {
  if (asked !== undefined) return [asked];
  return [...(central ? ["otp_central"] : []), `otp_${purpose}`, "otp"];
}
