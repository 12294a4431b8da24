import { measureSms } from "../kit/sms-text.ts";
import { findPrice, type Price } from "../ledger/price.ts";
import type { Binding } from "../settings/documents.ts";
import type { ProviderConfig, TemplateConfig, TenantConfig } from "../settings/snapshot.ts";
import { bindingOf } from "./binding.ts";
import { chooseTemplate, sayUnfit } from "./choose.ts";
import { renderText, type TemplateValues } from "./render.ts";

/** What one provider of the routes would make of a template. */
export interface ProviderPreview {
  provider: string;
  kind: string;
  /** Our text, the vendor's approved template, or words that the vendor has by a setting of the provider. */
  shows: "text" | "template" | "vendor_words";
  /** Null where the words are the vendor's and not known here. */
  text: string | null;
  segments: number;
  /** `perSegment`: null where the price is by message. */
  price: (Price & { perSegment: bigint | null }) | null;
  /** What the provider knows the template as, where it needs to, and what it last said of it. */
  binding: (Pick<Binding, "name" | "language"> & { status: string; reason: string | null }) | null;
  /** Why a send would pass it over with this variant; null: it would not. */
  skipped: string | null;
}

/** Pure: each provider of the channel's routes, in their order. */
export function previewProviders(
  tenant: TenantConfig,
  template: TemplateConfig,
  values: TemplateValues,
  text: string,
  { country, number = null, now }: { country: string; number?: string | null; now: number },
): ProviderPreview[] {
  const { channel } = template;
  return (tenant.routes.channels[channel] ?? []).flatMap((step) => {
    const provider = tenant.providers.get(step.provider);
    if (provider === undefined) return [];
    const { name, kind, adapter } = provider;
    const segments =
      channel === "sms" ? (adapter.segmentsOf?.(text, provider.settings) ?? measureSms(text).segments) : 1;
    const price = findPrice(tenant.prices, {
      channel,
      provider: name,
      country: channel === "email" ? null : country,
      number: channel === "email" ? null : number,
      segments,
      at: now,
    });
    return [
      {
        provider: name,
        kind,
        ...wordsAt(tenant, provider, template, values, text),
        skipped: whySkipped(tenant, provider, template, values) ?? (price === null ? "no price" : null),
        segments,
        price: price === null ? null : { ...price, perSegment: perSegment(price) },
      },
    ];
  });
}

function perSegment({ amount, segments }: Price): bigint | null {
  return segments === null ? null : amount / BigInt(segments);
}

/** As a route says it, as far as a preview can know: whom it is for, and how the provider is just now, it can't. */
function whySkipped(
  tenant: TenantConfig,
  provider: ProviderConfig,
  template: TemplateConfig,
  { ttlSeconds }: TemplateValues,
): string | null {
  const { channel } = template;
  if (provider.state !== "on") return provider.state === "off" ? "switched off" : "draining";
  if (!provider.adapter.channels.includes(channel)) return `${provider.kind} has no ${channel}`;
  const choice = chooseTemplate(tenant, [template], provider, channel, ttlSeconds);
  return choice === null || choice.ok ? null : sayUnfit(template, choice.because);
}

function wordsAt(
  tenant: TenantConfig,
  provider: ProviderConfig,
  template: TemplateConfig,
  values: TemplateValues,
  text: string,
): Pick<ProviderPreview, "shows" | "text" | "binding"> {
  const { channel, document } = template;
  const { name, adapter } = provider;
  if (adapter.vendorWords?.includes(channel) === true) return { shows: "vendor_words", text: null, binding: null };
  if (!adapter.fixedText.includes(channel)) return { shows: "text", text, binding: null };
  const bound = bindingOf(tenant, template, provider);
  if (bound === undefined) return { shows: "template", text: null, binding: null };
  const { status, reason } = template.approvals.get(name) ?? { status: "approved", reason: null };
  const binding = { name: bound.name, language: bound.language, status, reason };
  if ("body" in document) return { shows: "template", text: null, binding };
  // Its language and its life are what was submitted, whatever this OTP's are.
  const minutes = bound.expiry_minutes;
  const theirs = minutes === undefined ? values : { ...values, ttlSeconds: minutes * 60 };
  return { shows: "template", text: renderText({ ...template, locale: bound.language }, theirs, false), binding };
}
