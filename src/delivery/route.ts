import { findPrice, pricesSegments, type Price } from "../ledger/price.ts";
import { measureSms } from "../kit/sms-text.ts";
import type { Channel } from "../providers/provider.ts";
import type { Binding, RouteStep } from "../settings/documents.ts";
import type { ProviderConfig, TemplateConfig, TenantConfig } from "../settings/snapshot.ts";
import { chooseTemplate, sayUnfit, templateChain } from "../templates/choose.ts";
import { missingValues, renderText } from "../templates/render.ts";
import { prefixOf } from "../kit/phone.ts";
import { mostPerMessage, type Place } from "../limits/ceilings.ts";

/** A provider left out of a channel, with the reason an operator reads. */
export interface Skip {
  provider: string;
  reason: string;
}

export interface Candidate {
  provider: ProviderConfig;
  /** The variant that this provider sends. */
  template: TemplateConfig;
  price: Price;
  binding: { name: string; language: string } | null;
  /** Sent just before, on a central number whose channel has fixed words: it names the user. */
  announce: { template: TemplateConfig; binding: { name: string; language: string } } | null;
}

export interface ChannelRoute {
  channel: Channel;
  /** Usable providers, in the order they will be tried. */
  candidates: [Candidate, ...Candidate[]];
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
  /** In place of the tenant's. */
  brand?: string | undefined;
  /** The ERP's own words, with `%OTP%` where the code goes, in place of a template's. */
  text?: string | undefined;
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
  const chain = templateChain(tenant, question);
  if (chain.length === 0) return { ok: false, reason: "no_template", skips: [] };

  const skips: Skip[] = [];
  const usable: { candidate: Candidate; weight: number }[] = [];
  const segmentsOf = segmentCounter(tenant, question);
  for (const step of steps) {
    const candidate = candidateOf(tenant, step, chain, question, world, segmentsOf);
    if ("reason" in candidate) skips.push({ provider: step.provider, reason: candidate.reason });
    else usable.push({ candidate, weight: step.weight });
  }
  const [first, ...others] = byWeight(usable, world.random);
  if (first === undefined) return { ok: false, reason: "no_provider", skips };
  const candidates: ChannelRoute["candidates"] = [first, ...others];
  const hold = candidates.reduce((most, { price }) => (price.amount > most ? price.amount : most), 0n);
  return { ok: true, route: { channel: question.channel, candidates, skips, hold } };
}

/** A provider of the routes, with what it would send at what price; or why it can't. */
function candidateOf(
  tenant: TenantConfig,
  step: RouteStep,
  chain: readonly TemplateConfig[],
  question: RouteQuestion,
  world: RouteWorld,
  segmentsOf: SegmentCounter,
): Candidate | { reason: string } {
  const { channel } = question;
  const provider = tenant.providers.get(step.provider);
  if (provider === undefined) return { reason: "not configured" };
  const reason = whyNot(tenant, provider, step, question, world);
  if (reason !== null) return { reason };
  const choice = chooseTemplate(tenant, chain, provider, channel, question.lifeSeconds);
  if (choice === null) return { reason: `no template for ${channel}` };
  const { template } = choice;
  if (!choice.ok) return { reason: sayUnfit(template, choice.because) };
  const missing = missingValues(template, question);
  if (missing.length > 0) return { reason: `template ${template.key}/${template.locale} needs ${missing.join(", ")}` };
  const { binding } = choice;
  // Its words are fixed, so a shared number could not tell whose code it is.
  const mustAnnounce = binding !== null && mustName(tenant, question);
  const announce = mustAnnounce ? announcementOf(tenant, provider, question) : null;
  if (mustAnnounce && announce === null) return { reason: "cannot name the user" };
  const price = findPrice(tenant.prices, {
    channel,
    provider: provider.name,
    country: question.country,
    number: question.number,
    segments: segmentsOf(template, provider),
    at: question.now,
  });
  if (price === null) return { reason: "no price" };
  const most = mostPerMessage(tenant, placeIn(question));
  if (most !== null && price.amount > most) return { reason: "would pass the price ceiling" };
  return { provider, template, price, binding: nameAt(binding), announce };
}

function placeIn({ country, number }: RouteQuestion): Place {
  return { country, prefix: number === null ? null : prefixOf(number) };
}

function nameAt(binding: Binding | null): Candidate["binding"] {
  return binding === null ? null : { name: binding.name, language: binding.language };
}

/** Why a provider can't send whatever its template. */
function whyNot(
  tenant: TenantConfig,
  provider: ProviderConfig,
  step: RouteStep,
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
  const { fixedText, vendorWords: itsWords } = provider.adapter;
  const vendorWords = itsWords?.includes(question.channel) === true;
  if (question.text !== undefined && (vendorWords || fixedText.includes(question.channel))) {
    return "has fixed words, and the ERP gave a text";
  }
  return vendorWords && mustName(tenant, question) ? "cannot name the user" : null;
}

/** A vendor that makes the code itself can't send another's, nor one of any length. */
function whyNoCodeOfIts({ adapter }: ProviderConfig, question: RouteQuestion): string | null {
  if (adapter.check === undefined) return null;
  if (question.codeGiven) return "makes its own code, and the ERP gave one";
  const { min, max } = adapter.codeLengths ?? { min: 4, max: 10 };
  const { codeLength } = question;
  return codeLength < min || codeLength > max ? `makes codes of ${min} to ${max} digits` : null;
}

function mustName(tenant: TenantConfig, question: RouteQuestion): boolean {
  return question.central && !tenant.settings.central_unnamed;
}

/** The tenant's template `announce`, where it is bound to this provider and not known to be refused. */
function announcementOf(
  tenant: TenantConfig,
  provider: ProviderConfig,
  question: RouteQuestion,
): Candidate["announce"] {
  if (provider.adapter.announce === undefined) return null;
  const chain = templateChain(tenant, { ...question, template: "announce", text: undefined });
  // It states no expiry of a code.
  const choice = chooseTemplate(tenant, chain, provider, question.channel, Infinity);
  if (choice?.ok !== true || choice.binding === null) return null;
  const { name, language } = choice.binding;
  return { template: choice.template, binding: { name, language } };
}

type SegmentCounter = (template: TemplateConfig, provider: ProviderConfig) => number;

/** Segments matter to an SMS price alone; the code's digits all cost the same, so any code of that length will do. */
function segmentCounter(tenant: TenantConfig, question: RouteQuestion): SegmentCounter {
  if (question.channel !== "sms" || !pricesSegments(tenant.prices)) return () => 1;
  const measured = new Map<TemplateConfig, { text: string; segments: number }>();
  return (template, { adapter, settings }) => {
    let known = measured.get(template);
    if (known === undefined) {
      const text = sampleText(template, tenant, question);
      measured.set(template, (known = { text, segments: measureSms(text).segments }));
    }
    return adapter.segmentsOf?.(known.text, settings) ?? known.segments;
  };
}

/** What the person would read, with another code of that length. */
export function sampleText(template: TemplateConfig, tenant: TenantConfig, question: RouteQuestion): string {
  const values = {
    code: "0".repeat(question.codeLength),
    ttlSeconds: question.ttlSeconds,
    brand: question.brand ?? tenant.settings.brand,
    user: question.user,
    purpose: question.purpose,
    params: question.params,
  };
  return renderText(template, values, question.central);
}

/** Weight is the share of first tries; the others follow in list order, those of weight 0 (standby) last. */
function byWeight<T>(usable: readonly { candidate: T; weight: number }[], random: () => number): T[] {
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

/**
 * Pure: which part of the messages, 0 to 1, each provider is the first to be tried with, when those that are not in `left`
 * leave after the draw. Every draw there is is made once.
 */
export function sharesOfFirstTries(
  usable: readonly { candidate: string; weight: number }[],
  left: ReadonlySet<string>,
): Map<string, number> {
  const shares = new Map([...left].map((name) => [name, 0]));
  const total = usable.reduce((sum, { weight }) => sum + weight, 0);
  const draws = total === 0 ? [{ weight: 1, at: 0 }] : drawsOf(usable, total);
  for (const { weight, at } of draws) {
    const first = byWeight(usable, () => at).find((name) => left.has(name));
    if (first !== undefined) shares.set(first, (shares.get(first) ?? 0) + weight / (total === 0 ? 1 : total));
  }
  return shares;
}

/** For each that has a weight the middle of what is drawn for it. */
function drawsOf(usable: readonly { weight: number }[], total: number): { weight: number; at: number }[] {
  let before = 0;
  return usable.flatMap(({ weight }) => {
    const at = (before + weight / 2) / total;
    before += weight;
    return weight === 0 ? [] : [{ weight, at }];
  });
}
