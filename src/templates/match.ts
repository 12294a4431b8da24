import { templateId, type TemplateConfig } from "../settings/snapshot.ts";

/** Pure: which variant of a template serves a channel and a locale. The best match wins, the nearest language next. */
export function matchTemplate(
  templates: ReadonlyMap<string, TemplateConfig>,
  keys: readonly string[],
  channel: string,
  locales: readonly string[],
): TemplateConfig | null {
  for (const key of keys) {
    for (const locale of locales) {
      const found = templates.get(templateId(key, channel, normaliseLocale(locale)));
      if (found !== undefined) return found;
    }
  }
  return null;
}

export interface TemplateQuestion {
  /** The key asked for, or undefined: chosen by purpose. */
  template: string | undefined;
  purpose: string;
  central: boolean;
  channel: string;
  locale: string | undefined;
}

const REMEMBERED = 2000;
const answers = new WeakMap<object, Map<string, TemplateConfig | null>>();

/** The variant that serves an OTP on a channel. A snapshot never changes, so what was found in it is remembered. */
export function findTemplate(
  templates: ReadonlyMap<string, TemplateConfig>,
  tenantDefault: string,
  question: TemplateQuestion,
): TemplateConfig | null {
  const { template, purpose, central, channel, locale } = question;
  const id = `${template ?? ""}|${purpose}|${central}|${channel}|${locale ?? ""}|${tenantDefault}`;
  let known = answers.get(templates);
  if (known === undefined) answers.set(templates, (known = new Map<string, TemplateConfig | null>()));
  const remembered = known.get(id);
  if (remembered !== undefined) return remembered;
  const keys = templateKeys(template, purpose, central);
  const found = matchTemplate(templates, keys, channel, localeChain(locale, tenantDefault));
  // Purposes and locales are the callers' words: forgotten before they fill the memory.
  if (known.size >= REMEMBERED) known.clear();
  known.set(id, found);
  return found;
}

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

/** Which template keys to try, dearest first: the one asked for alone; else by purpose, then the plain one. */
export function templateKeys(asked: string | undefined, purpose: string, central: boolean): string[] {
  if (asked !== undefined) return [asked];
  return [...(central ? ["otp_central"] : []), `otp_${purpose}`, "otp"];
}
