import { GatewayError, invalidField } from "../errors.ts";
import type { Log } from "../kit/log.ts";
import type { ProviderIo } from "../providers/provider.ts";
import type { TemplateFailure, TemplatePreview, TemplateVerbs, VendorTemplate } from "../providers/template-verbs.ts";
import type { ChangeDeps } from "../settings/change.ts";
import type { Finding } from "../settings/findings.ts";
import { templateId, type ProviderConfig, type TemplateConfig } from "../settings/snapshot.ts";
import type { Auditor } from "../tenants/audit.ts";
import { names, templatesBoundTo, type BoundTemplate } from "./approve.ts";
import { bindSubmitted } from "./bind-submitted.ts";
import { NO_ANSWER } from "./compare-listing.ts";
import { normaliseLocale } from "./match.ts";
import { prepareSubmission, type PreparedSubmission, type Submission } from "./submission.ts";
import type { Variant } from "./variant.ts";

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
  deps: Pick<ChangeDeps, "settings">,
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
  const ready = {
    ...keeper,
    ...prepareSubmission(asked, variants, keeper.verbs, keeper.provider.kind),
    asked,
    variants,
  };
  refuseOthers(templatesBoundTo(deps.settings.current, keeper.provider), ready);
  return ready;
}

/** What is submitted under the name of another variant's template would change that one's words, and its binding not. */
function refuseOthers(bound: readonly BoundTemplate[], { provider, request, variants }: ReadySubmission): void {
  const others = bound.filter(
    ({ template, binding }) =>
      !variants.includes(template) && request.languages.some((language) => names(binding, { ...request, language })),
  );
  if (others.length === 0) return;
  const ids = others.map(({ template: { key, channel, locale } }) => templateId(key, channel, locale));
  throw new GatewayError(
    "conflict",
    `${request.name} at ${provider.name} is what ${ids.join(", ")} is bound to; submit this one under another name.`,
  );
}

export type SubmitResult =
  | { ok: true; templates: VendorTemplate[]; previews: TemplatePreview[]; findings: Finding[] }
  | (TemplateFailure & { findings: Finding[] });

/**
 * Hands the template to the vendor, then binds it in one commit. Where the answer got lost and the vendor knows a template
 * by its name, it is bound as pending all the same: a later sync says what became of it.
 */
export async function submitTemplate(
  deps: ChangeDeps & { log: Log },
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
    const findings = lost ? await bindSubmitted(deps, ctx, ready, unanswered(ready), at) : [];
    return { ...submitted, findings };
  }
  const findings = await bindSubmitted(deps, ctx, ready, submitted.templates, at);
  const shown = await verbs.previews?.(request, settings, secrets, io);
  return { ...submitted, previews: shown?.ok === true ? shown.previews : [], findings };
}

/** Those whose text may be another now than their binding says, as if the vendor had said that it looks at them. */
function unanswered({ asked, variants, request, languages }: ReadySubmission): VendorTemplate[] {
  const { name, expiryMinutes } = request;
  return variants.flatMap(({ locale, document }) => {
    const language = languages.get(locale) ?? "";
    const binding = document.bindings[asked.provider];
    const asBound = binding !== undefined && names(binding, { name, language });
    if (asBound && (binding.expiry_minutes ?? null) === expiryMinutes) return [];
    return [{ name, title: name, language, status: "pending", reason: NO_ANSWER } satisfies VendorTemplate];
  });
}
