import { isDeepStrictEqual } from "node:util";
import { GatewayError, invalidField } from "../errors.ts";
import type { ProviderIo } from "../providers/provider.ts";
import type { TemplateFailure, TemplatePreview, TemplateVerbs, VendorTemplate } from "../providers/template-verbs.ts";
import { changeSettings, type ChangeDeps, type OrmTx } from "../settings/change.ts";
import type { Binding } from "../settings/documents.ts";
import type { Finding } from "../settings/findings.ts";
import { templateId, type ProviderConfig, type TemplateConfig } from "../settings/snapshot.ts";
import type { AuditedChange, Auditor } from "../tenants/audit.ts";
import { approvalRow, names, putApprovals } from "./approve.ts";
import { normaliseLocale } from "./match.ts";
import { prepareSubmission, wordsOf, type PreparedSubmission, type Submission } from "./submission.ts";
import { ownVariant, type Variant } from "./variant.ts";
import { storedDocument, writeVersion } from "./write-version.ts";

/** A provider of the tenant's own, with the calls that its vendor has for templates. */
export interface TemplateKeeper {
  provider: ProviderConfig;
  verbs: TemplateVerbs<unknown>;
}

/** A shared provider's templates are its owner's: they are approved at the first tenant's account. */
export function keeperNamed(ctx: Pick<Auditor, "tenant">, name: string): TemplateKeeper {
  const provider = ctx.tenant.providers.get(name);
  if (provider?.ownerId !== ctx.tenant.id) throw new GatewayError("not_found", `There is no provider ${name}.`);
  const verbs = provider.adapter.templates;
  if (verbs === undefined) {
    throw invalidField("provider", `${provider.kind} has no call for templates; put the binding by hand`);
  }
  return { provider, verbs };
}

export interface ReadySubmission extends PreparedSubmission, TemplateKeeper {
  asked: Submission;
  variants: TemplateConfig[];
}

/** All that can be judged before the vendor is asked. */
export function readySubmission(
  ctx: Pick<Auditor, "tenant">,
  { key, channel, locale }: Variant,
  asked: Submission & { locales?: string[] | undefined },
): ReadySubmission {
  const keeper = keeperNamed(ctx, asked.provider);
  const wanted = new Set([locale, ...(asked.locales ?? [])].map(normaliseLocale));
  const variants = [...wanted].map((each) => {
    const id = templateId(key, channel, each);
    const template = ctx.tenant.templates.get(id);
    if (template?.ownerId === ctx.tenant.id) return template;
    throw new GatewayError("not_found", `There is no template ${id} of this tenant's own.`);
  });
  return { ...keeper, ...prepareSubmission(asked, variants, keeper.verbs, keeper.provider.kind), asked, variants };
}

export type SubmitResult =
  | { ok: true; templates: VendorTemplate[]; previews: TemplatePreview[]; findings: Finding[] }
  | (TemplateFailure & { findings: Finding[] });

/**
 * Hands the template to the vendor, then binds it in one commit. Where the answer got lost and the vendor knows a template
 * by its name, it is bound as pending all the same: a later sync says what became of it.
 */
export async function submitTemplate(
  deps: ChangeDeps,
  ctx: Auditor,
  ready: ReadySubmission,
  io: ProviderIo,
): Promise<SubmitResult> {
  const { provider, verbs, request } = ready;
  const { settings, secrets } = provider;
  const at = deps.clock.now();
  const submitted = await verbs.submit(request, settings, secrets, io);
  if (!submitted.ok) {
    const lost = submitted.errorClass === "ambiguous" && verbs.bindsBy === "name";
    const findings = lost ? await bind(deps, ctx, ready, unanswered(ready), at) : [];
    return { ...submitted, findings };
  }
  const findings = await bind(deps, ctx, ready, submitted.templates, at);
  const shown = await verbs.previews?.(request, settings, secrets, io);
  return { ...submitted, previews: shown?.ok === true ? shown.previews : [], findings };
}

/** Those that are not bound yet, as if the vendor had said that it looks at them. */
function unanswered({ asked, variants, request, languages }: ReadySubmission): VendorTemplate[] {
  const { name } = request;
  return variants.flatMap(({ locale, document }) => {
    const language = languages.get(locale) ?? "";
    const binding = document.bindings[asked.provider];
    if (binding !== undefined && names(binding, { name, language })) return [];
    return [{ name, title: name, language, status: "pending", reason: "no answer" } satisfies VendorTemplate];
  });
}

async function bind(
  deps: ChangeDeps,
  ctx: Auditor,
  ready: ReadySubmission,
  templates: readonly VendorTemplate[],
  at: number,
): Promise<Finding[]> {
  if (templates.length === 0) return [];
  const put: Finding[] = [];
  const { findings } = await changeSettings(deps, ctx, async (tx, now) => {
    const changes: AuditedChange[] = [];
    for (const template of ready.variants) {
      const language = ready.languages.get(template.locale) ?? "";
      const made = templates.find((one) => normaliseLocale(one.language) === normaliseLocale(language));
      if (made !== undefined) changes.push(await bindOne(tx, ctx, { ready, template, made, at, now, put }));
    }
    return { audit: changes };
  });
  return [...put, ...findings];
}

interface Bound {
  ready: ReadySubmission;
  template: TemplateConfig;
  made: VendorTemplate;
  at: number;
  now: Date;
  /** Findings are added here. */
  put: Finding[];
}

/** The binding beside whatever the variant is by now: it may have been put while the vendor was asked. */
async function bindOne(
  tx: OrmTx,
  ctx: Auditor,
  { ready, template, made, at, now, put }: Bound,
): Promise<AuditedChange> {
  const { provider, request } = ready;
  const variant = ownVariant(ctx, template);
  const target = templateId(variant.key, variant.channel, variant.locale);
  const document = await storedDocument(tx, variant);
  if (document === null) throw new GatewayError("conflict", `The template ${target} was deleted meanwhile.`);
  const binding: Binding = {
    name: made.name,
    language: made.language,
    ...(request.expiryMinutes === null ? {} : { expiry_minutes: request.expiryMinutes }),
  };
  if (!isDeepStrictEqual(document.bindings[provider.name], binding)) {
    const bindings = { ...document.bindings, [provider.name]: binding };
    await writeVersion(tx, ctx, variant, { ...document, bindings }, { change: "submit", keepApprovals: true, now });
  }
  const { reason } = made;
  const status = made.status ?? "pending";
  await putApprovals(tx, [approvalRow(template, provider, { status, reason, source: "submit", at })]);
  if (!isDeepStrictEqual(wordsOf(document), wordsOf(template.document))) {
    put.push({ path: target, message: "was put while the provider was asked; submit it again" });
  }
  const after = { provider: provider.name, ...binding, status, reason };
  return { action: "template.bind", target, before: document.bindings[provider.name] ?? null, after };
}
