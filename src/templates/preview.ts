import { GatewayError } from "../errors.ts";
import { splitSms, type SmsPart, type SmsSize } from "../kit/sms-text.ts";
import type { Price } from "../ledger/price.ts";
import type { TemplateDocument } from "../settings/documents.ts";
import { templateId, type TemplateConfig, type TenantConfig } from "../settings/snapshot.ts";
import { lintDocument } from "./lint/index.ts";
import { finding, type LintFinding } from "./lint/rules.ts";
import { setFindings } from "./lint/set.ts";
import { normaliseLocale } from "./match.ts";
import { previewProviders, type ProviderPreview } from "./preview-providers.ts";
import { missingValues, renderSubject, renderText, renderWhatsApp, type TemplateValues } from "./render.ts";
import type { Variant } from "./variant.ts";

export interface PreviewQuestion extends Omit<TemplateValues, "brand"> {
  variant: Variant;
  /** In place of the stored one, whole. */
  document?: TemplateDocument | undefined;
  /** In place of the stored ones. */
  body: string | undefined;
  subject: string | undefined;
  /** In place of the tenant's. */
  brand: string | undefined;
  country: string;
  /** Whose price it is, in E.164; null: any of the country's. */
  number?: string | null;
  now: number;
}

export interface Preview extends SmsSize {
  text: string;
  /** Of an e-mail. */
  subject: string | null;
  characters: number;
  /** Septets of GSM-7, or UTF-16 units of UCS-2. */
  units: number;
  parts: SmsPart[];
  /** As a phone shows it. */
  whatsapp: ReturnType<typeof renderWhatsApp> | null;
  /** Those of the routes, in their order. */
  providers: ProviderPreview[];
  /** The dearest of those that are not skipped: what would be held. Null when there is none. */
  price: Price | null;
  findings: LintFinding[];
}

/** Pure: what a person would read, how many parts it has and what it costs. Nothing is stored or sent. */
export function previewTemplate(tenant: TenantConfig, question: PreviewQuestion): Preview {
  const variant = { ...question.variant, locale: normaliseLocale(question.variant.locale) };
  const { channel } = variant;
  const template = templateOf(tenant, variant, question);
  const brand = question.brand ?? tenant.settings.brand;
  const values: TemplateValues = { ...question, brand };
  const text = renderText(template, values, false);
  const { encoding, parts } = splitSms(text);
  const providers = previewProviders(tenant, template, values, text, question);
  const price = dearest(providers);
  const judged = { ...tenant, settings: { ...tenant.settings, brand } };
  return {
    text,
    subject: channel === "email" ? renderSubject(template, values) : null,
    encoding,
    segments: parts.length,
    characters: sum(parts, (part) => part.characters),
    units: sum(parts, (part) => part.units),
    parts,
    whatsapp: channel === "whatsapp" ? renderWhatsApp(template, values, false) : null,
    providers,
    price,
    findings: [
      ...lintDocument(judged, template, template.document, values),
      ...setFindings(judged, variant),
      ...missingValues(template, values).map((path) =>
        finding("param_missing", path, "is in the text and was not given"),
      ),
      ...(providers.every((one) => one.price === null)
        ? [finding("price_missing", "price", `no provider in the routes has a price for ${channel}`)]
        : []),
    ],
  };
}

/** The variant as it is in use, or would be the tenant's own, with what is given in the place of its words. */
function templateOf(tenant: TenantConfig, variant: Variant, question: PreviewQuestion): TemplateConfig {
  const stored = tenant.templates.get(templateId(variant.key, variant.channel, variant.locale));
  const document = documentOf(variant, stored?.document, question);
  return { ownerId: tenant.id, version: 0, approvals: new Map(), ...stored, ...variant, document };
}

function documentOf(
  variant: Variant,
  stored: TemplateDocument | undefined,
  { document, body, subject }: PreviewQuestion,
): TemplateDocument {
  if (document !== undefined) return document;
  const id = templateId(variant.key, variant.channel, variant.locale);
  if (body === undefined) {
    if (stored === undefined) throw new GatewayError("not_found", `There is no template ${id}.`);
    return subject !== undefined && "body" in stored ? { ...stored, subject } : stored;
  }
  const kept: TemplateDocument = stored !== undefined && "body" in stored ? stored : { body, bindings: {} };
  return { ...kept, body, subject: subject ?? kept.subject };
}

function dearest(providers: readonly ProviderPreview[]): Price | null {
  let most: Price | null = null;
  for (const { price, skipped } of providers) {
    if (skipped === null && price !== null && (most === null || price.amount > most.amount)) most = price;
  }
  return most;
}

function sum(parts: readonly SmsPart[], of: (part: SmsPart) => number): number {
  return parts.reduce((total, part) => total + of(part), 0);
}
