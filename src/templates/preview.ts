import { GatewayError } from "../errors.ts";
import { measureSms, type SmsSize } from "../kit/sms-text.ts";
import { findPrice, type Price } from "../ledger/price.ts";
import type { TemplateDocument } from "../settings/documents.ts";
import type { Finding } from "../settings/findings.ts";
import { templateId, type TenantConfig } from "../settings/snapshot.ts";
import { normaliseLocale } from "./match.ts";
import { documentErrors } from "./put.ts";
import { missingParams, renderText } from "./render.ts";
import type { Variant } from "./variant.ts";

export interface PreviewQuestion {
  variant: Variant;
  /** In place of the stored text. */
  body: string | undefined;
  params: Readonly<Record<string, string>>;
  user: string;
  ttlSeconds: number;
  country: string;
  now: number;
}

export interface Preview extends SmsSize {
  text: string;
  /** The dearest of the route's providers: what would be held. Null when none has a price. */
  price: Price | null;
  findings: Finding[];
}

const SAMPLE_CODE = "123456";

/** Pure: what a person would read, how many parts it has and what it costs. Nothing is stored or sent. */
export function previewTemplate(tenant: TenantConfig, question: PreviewQuestion): Preview {
  const variant = { ...question.variant, locale: normaliseLocale(question.variant.locale) };
  const id = templateId(variant.key, variant.channel, variant.locale);
  const stored = tenant.templates.get(id)?.document;
  const document: TemplateDocument | undefined =
    question.body === undefined ? stored : { body: question.body, bindings: {} };
  if (document === undefined) throw new GatewayError("not_found", `There is no template ${id}.`);
  const values = {
    code: SAMPLE_CODE,
    ttlSeconds: question.ttlSeconds,
    brand: tenant.settings.brand,
    user: question.user,
    purpose: "login",
    params: question.params,
  };
  const text = renderText(document, variant.locale, values, false);
  const size = measureSms(text);
  const findings: Finding[] = documentErrors(variant, document);
  for (const name of missingParams(document, question.params)) {
    findings.push({ path: `params.${name}`, message: "is in the text and was not given" });
  }
  if (variant.channel === "sms" && size.segments > 1) {
    findings.push({ path: "body", message: `makes ${size.segments} SMS parts (${size.encoding}); one is enough` });
  }
  const price = dearest(tenant, question, size.segments);
  if (price === null)
    findings.push({ path: "price", message: `no provider in the routes has a price for ${variant.channel}` });
  return { text, ...size, price, findings };
}

function dearest(tenant: TenantConfig, question: PreviewQuestion, segments: number): Price | null {
  const { channel } = question.variant;
  const country = channel === "email" ? null : question.country;
  let most: Price | null = null;
  for (const step of tenant.routes.channels[channel] ?? []) {
    const price = findPrice(tenant.prices, {
      channel,
      provider: step.provider,
      country,
      segments: channel === "sms" ? segments : 1,
      at: question.now,
    });
    if (price !== null && (most === null || price.amount > most.amount)) most = price;
  }
  return most;
}
