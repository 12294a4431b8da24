/** The languages that this gateway itself writes in, to people at a tenant; what it sends to recipients is in templates. */
export const languages = ["id", "en"] as const;
export type Language = (typeof languages)[number];

/** Pure: the one for a locale like `id-ID` or `id_ID`. */
export function languageOf(locale: string): Language {
  return /^id(?:[-_]|$)/i.test(locale) ? "id" : "en";
}
