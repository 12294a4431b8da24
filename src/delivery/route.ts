import { findPrice, pricesSegments, type Price } from "../ledger/price.ts";
import { measureSms } from "../kit/sms-text.ts";
import type { Channel } from "../providers/provider.ts";
import type { ProviderConfig, TemplateConfig, TenantConfig } from "../settings/snapshot.ts";
import { findTemplate } from "../templates/match.ts";
import { renderText } from "../templates/render.ts";
import { parseAmount } from "../kit/money.ts";

/** A provider left out of a channel, with the reason an operator reads. */
export interface Skip {
  provider: string;
  reason: string;
}

export interface Candidate {
  provider: ProviderConfig;
  price: Price;
  binding: { name: string; language: string } | null;
  /** Sent just before, on a central number whose channel has fixed words: it names the user. */
  announce: { template: TemplateConfig; binding: { name: string; language: string } } | null;
}

export interface ChannelRoute {
  channel: Channel;
  template: TemplateConfig;
  /** Usable providers, in the order they will be tried. */
  candidates: Candidate[];
  skips: Skip[];
  /** The dearest candidate's price: what is held. */
  hold: bigint;
}

export interface RouteQuestion {
  channel: Channel;
  template: string | undefined;
  locale: string | undefined;
  purpose: string;
  country: string | null;
  /** In E.164; null for an address. */
  number: string | null;
  central: boolean;
  user: string;
  /** Seconds the code will live from now. */
  ttlSeconds: number;
  /** The life the code was given: what a template that states an expiry is compared with. */
  lifeSeconds: number;
  codeLength: number;
  /** The code is the ERP's own. */
  codeGiven: boolean;
  params: Readonly<Record<string, string>>;
  now: number;
}

export interface RouteWorld {
  /** Why a provider can't be used this moment ("breaker open until …"), or null. */
  unavailable: (provider: ProviderConfig) => string | null;
  /** 0 ≤ x < 1: decides the share of first tries. */
  random: () => number;
}

export type RouteAnswer =
  { ok: true; route: ChannelRoute } | { ok: false; reason: "no_template" | "no_provider"; skips: Skip[] };

/** Pure but for `random`: who may carry this message on this channel, in what order, at what price, and who not and why. */
export function routeChannel(tenant: TenantConfig, question: RouteQuestion, world: RouteWorld): RouteAnswer {
  const steps = tenant.routes.channels[question.channel] ?? [];
  const template = findTemplate(tenant.templates, tenant.settings.default_locale, question);
  if (template === null) return { ok: false, reason: "no_template", skips: [] };

  const skips: Skip[] = [];
  const usable: { candidate: Candidate; weight: number }[] = [];
  const segmentsOf = segmentCounter(template, tenant, question);
  for (const step of steps) {
    const provider = tenant.providers.get(step.provider);
    const reason =
      provider === undefined ? "not configured" : whyNot(tenant, provider, step, template, question, world);
    if (provider === undefined || reason !== null) {
      skips.push({ provider: step.provider, reason: reason ?? "not configured" });
      continue;
    }
    const price = findPrice(tenant.prices, {
      channel: question.channel,
      provider: provider.name,
      country: question.country,
      number: question.number,
      segments: segmentsOf(provider),
      at: question.now,
    });
    const ceiling = tenant.limits.ceilings.per_message;
    if (price === null) {
      skips.push({ provider: provider.name, reason: "no price" });
    } else if (ceiling !== null && price.amount > (parseAmount(ceiling) ?? 0n)) {
      skips.push({ provider: provider.name, reason: "would pass the price ceiling" });
    } else {
      const bound = needsBinding(provider, question.channel)
        ? (template.document.bindings[provider.name] ?? null)
        : null;
      const binding = bound === null ? null : { name: bound.name, language: bound.language };
      const announce =
        bound !== null && mustAnnounce(tenant, question) ? announcementOf(tenant, provider, question) : null;
      usable.push({ candidate: { provider, price, binding, announce }, weight: step.weight });
    }
  }
  const candidates = byWeight(usable, world.random);
  if (candidates.length === 0) return { ok: false, reason: "no_provider", skips };
  const hold = candidates.reduce((most, { price }) => (price.amount > most ? price.amount : most), 0n);
  return { ok: true, route: { channel: question.channel, template, candidates, skips, hold } };
}

function whyNot(
  tenant: TenantConfig,
  provider: ProviderConfig,
  step: { countries?: string[] | undefined },
  template: TemplateConfig,
  question: RouteQuestion,
  world: RouteWorld,
): string | null {
  if (provider.state !== "on") return provider.state === "off" ? "switched off" : "draining";
  if (!provider.adapter.channels.includes(question.channel)) return `${provider.kind} has no ${question.channel}`;
  if (step.countries !== undefined && (question.country === null || !step.countries.includes(question.country))) {
    return `not for country ${question.country ?? "unknown"}`;
  }
  const ownCode = whyNoCodeOfIts(provider, question);
  if (ownCode !== null) return ownCode;
  const unavailable = world.unavailable(provider);
  if (unavailable !== null) return unavailable;
  if (provider.adapter.vendorWords?.includes(question.channel) === true && mustAnnounce(tenant, question)) {
    return "cannot name the user";
  }
  if (!needsBinding(provider, question.channel)) return null;
  const binding = template.document.bindings[provider.name];
  if (binding === undefined) return `template ${template.key}/${template.locale} is not bound`;
  const approval = template.approvals.get(provider.name);
  if (approval !== undefined && approval.status !== "approved") return `template is ${approval.status}`;
  if (binding.expiry_minutes !== undefined && question.lifeSeconds < binding.expiry_minutes * 60) {
    return `template says ${binding.expiry_minutes} minutes`;
  }
  // Its words are fixed, so a shared number could not tell whose code it is.
  if (mustAnnounce(tenant, question) && announcementOf(tenant, provider, question) === null) {
    return "cannot name the user";
  }
  return null;
}

/** A vendor that makes the code itself can't send another's, nor one of any length. */
function whyNoCodeOfIts({ adapter }: ProviderConfig, question: RouteQuestion): string | null {
  if (adapter.check === undefined) return null;
  if (question.codeGiven) return "makes its own code, and the ERP gave one";
  const { min, max } = adapter.codeLengths ?? { min: 4, max: 10 };
  const { codeLength } = question;
  return codeLength < min || codeLength > max ? `makes codes of ${min} to ${max} digits` : null;
}

function mustAnnounce(tenant: TenantConfig, question: RouteQuestion): boolean {
  return question.central && !tenant.settings.central_unnamed;
}

/** The tenant's template `announce`, where it is bound to this provider and not known to be refused. */
function announcementOf(
  tenant: TenantConfig,
  provider: ProviderConfig,
  question: RouteQuestion,
): Candidate["announce"] {
  if (provider.adapter.announce === undefined) return null;
  const { purpose, central, channel, locale } = question;
  const asked = { template: "announce", purpose, central, channel, locale };
  const template = findTemplate(tenant.templates, tenant.settings.default_locale, asked);
  const bound = template?.document.bindings[provider.name];
  const approval = template?.approvals.get(provider.name);
  if (template == null || bound === undefined) return null;
  if (approval !== undefined && approval.status !== "approved") return null;
  return { template, binding: { name: bound.name, language: bound.language } };
}

function needsBinding(provider: ProviderConfig, channel: Channel): boolean {
  return provider.adapter.fixedText.includes(channel);
}

/** Segments matter to an SMS price alone; the code's digits all cost the same, so any code of that length will do. */
function segmentCounter(
  template: TemplateConfig,
  tenant: TenantConfig,
  question: RouteQuestion,
): (provider: ProviderConfig) => number {
  if (question.channel !== "sms" || !pricesSegments(tenant.prices)) return () => 1;
  const text = sampleText(template, tenant, question);
  const { segments } = measureSms(text);
  return ({ adapter, settings }) => adapter.segmentsOf?.(text, settings) ?? segments;
}

/** What the person would read, with another code of that length. */
export function sampleText(template: TemplateConfig, tenant: TenantConfig, question: RouteQuestion): string {
  return renderText(
    template.document,
    template.locale,
    {
      code: "0".repeat(question.codeLength),
      ttlSeconds: question.ttlSeconds,
      brand: tenant.settings.brand,
      user: question.user,
      purpose: question.purpose,
      params: question.params,
    },
    question.central,
  );
}

/** Weight is the share of first tries; the others follow in list order, those of weight 0 (standby) last. */
function byWeight(usable: { candidate: Candidate; weight: number }[], random: () => number): Candidate[] {
  const active = usable.filter((entry) => entry.weight > 0);
  const standby = usable.filter((entry) => entry.weight === 0);
  const total = active.reduce((sum, entry) => sum + entry.weight, 0);
  let first = 0;
  if (active.length > 1) {
    let draw = random() * total;
    first = active.findIndex((entry) => (draw -= entry.weight) < 0);
    if (first < 0) first = 0;
  }
  const chosen = active[first];
  const rest = active.filter((_, index) => index !== first);
  return [...(chosen === undefined ? [] : [chosen]), ...rest, ...standby].map((entry) => entry.candidate);
}
