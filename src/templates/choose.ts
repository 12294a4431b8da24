import type { Channel } from "../providers/provider.ts";
import type { Binding } from "../settings/documents.ts";
import { templateId, type ProviderConfig, type TemplateConfig, type TenantConfig } from "../settings/snapshot.ts";
import { bindingOf } from "./binding.ts";
import { languageOf, localeChain, normaliseLocale, templateKeys } from "./match.ts";
import { ownTextVariant } from "./own-text.ts";

export interface TemplateQuestion {
  /** The key asked for, or undefined: chosen by purpose. */
  template: string | undefined;
  purpose: string;
  central: boolean;
  channel: Channel;
  locale: string | undefined;
  /** The ERP's own, in place of any template's. */
  text?: string | undefined;
}

/** What choosing reads of a tenant. */
type Chooser = Pick<TenantConfig, "id" | "templates"> & { settings: Pick<TenantConfig["settings"], "default_locale"> };

const REMEMBERED = 2000;
const chains = new WeakMap<Chooser["templates"], Map<string, readonly TemplateConfig[]>>();

/**
 * Pure: every variant that serves an OTP on a channel, dearest first: the tenant's own before those it shares, then by
 * key (the one asked for alone; else by purpose), then by locale. Where none of its own speaks the language that is asked
 * for, those that it shares and that do come first: people read their language before their tenant's words. A snapshot never
 * changes, so what was found in it is remembered: every issue asks.
 */
export function templateChain(tenant: Chooser, question: TemplateQuestion): readonly TemplateConfig[] {
  const { template, purpose, central, channel, locale, text } = question;
  if (text !== undefined) return [ownTextVariant(tenant, channel, text)];
  const tenantDefault = tenant.settings.default_locale;
  const id = `${template ?? ""}|${purpose}|${central}|${channel}|${locale ?? ""}|${tenantDefault}`;
  let known = chains.get(tenant.templates);
  if (known === undefined) chains.set(tenant.templates, (known = new Map<string, readonly TemplateConfig[]>()));
  const remembered = known.get(id);
  if (remembered !== undefined) return remembered;
  const locales = localeChain(locale, tenantDefault).map(normaliseLocale);
  const found = templateKeys(template, purpose, central).flatMap((key) =>
    locales.flatMap((tag) => tenant.templates.get(templateId(key, channel, tag)) ?? []),
  );
  const own = found.filter(({ ownerId }) => ownerId === tenant.id);
  const shared = found.filter(({ ownerId }) => ownerId !== tenant.id);
  const wanted = languageOf(locale ?? tenantDefault);
  const speaks = (variant: TemplateConfig): boolean => languageOf(variant.locale) === wanted;
  const chain = own.some(speaks)
    ? [...own, ...shared]
    : [...shared.filter(speaks), ...own, ...shared.filter((variant) => !speaks(variant))];
  // Purposes and locales are the callers' words: forgotten before they fill the memory.
  if (known.size >= REMEMBERED) known.clear();
  known.set(id, chain);
  return chain;
}

export type TemplateChoice =
  | { ok: true; template: TemplateConfig; binding: Binding | null }
  | { ok: false; template: TemplateConfig; because: Unfit };

export type Unfit = { kind: "unbound" } | { kind: "status"; status: string } | { kind: "expiry"; minutes: number };

/** For those who ask why a provider is left out. */
export function sayUnfit({ key, locale }: Pick<TemplateConfig, "key" | "locale">, because: Unfit): string {
  switch (because.kind) {
    case "unbound":
      return `template ${key}/${locale} is not bound`;
    case "status":
      return `template is ${because.status}`;
    case "expiry":
      return `template says ${because.minutes} minutes`;
  }
}

/**
 * Pure: what this provider sends. Where it takes any text: the first of the chain. Where its words are fixed: the first
 * that it knows, for one that is not bound to it does not exist there. When it can't be sent just now, another of the
 * same language may stand in; nobody is switched to another language for that, since the next provider or channel may
 * speak theirs.
 */
export function chooseTemplate(
  tenant: Pick<TenantConfig, "id">,
  chain: readonly TemplateConfig[],
  provider: ProviderConfig,
  channel: Channel,
  lifeSeconds: number,
): TemplateChoice | null {
  const [dearest] = chain;
  if (dearest === undefined) return null;
  if (!provider.adapter.fixedText.includes(channel)) return { ok: true, template: dearest, binding: null };
  let refused: Extract<TemplateChoice, { ok: false }> | null = null;
  for (const template of chain) {
    const binding = bindingOf(tenant, template, provider);
    if (binding === undefined) continue;
    if (refused !== null && languageOf(template.locale) !== languageOf(refused.template.locale)) continue;
    const because = whyUnfit(template, binding, provider, lifeSeconds);
    if (because === null) return { ok: true, template, binding };
    refused ??= { ok: false, template, because };
  }
  return refused ?? { ok: false, template: dearest, because: { kind: "unbound" } };
}

function whyUnfit(
  template: TemplateConfig,
  { expiry_minutes: minutes }: Binding,
  provider: ProviderConfig,
  lifeSeconds: number,
): Unfit | null {
  const status = template.approvals.get(provider.name)?.status ?? "approved";
  if (status !== "approved") return { kind: "status", status };
  return minutes !== undefined && lifeSeconds < minutes * 60 ? { kind: "expiry", minutes } : null;
}
