import { GatewayError } from "../errors.ts";
import type { ProviderIo } from "../providers/provider.ts";
import type { TemplateFailure } from "../providers/template-verbs.ts";
import { changeSettings, type ChangeDeps } from "../settings/change.ts";
import type { Binding } from "../settings/documents.ts";
import { carries, type Finding } from "../settings/findings.ts";
import { templateId, type ProviderConfig, type Snapshot, type TemplateConfig } from "../settings/snapshot.ts";
import type { Auditor } from "../tenants/audit.ts";
import { templatesBoundTo } from "./approve.ts";
import { keeperNamed, type TemplateKeeper } from "./submit.ts";
import { ownVariant, type Variant } from "./variant.ts";
import { storedDocument, writeVersion } from "./write-version.ts";

export interface ReadyWithdrawal extends TemplateKeeper {
  template: TemplateConfig;
  binding: Binding;
}

/** All that can be judged before the vendor is asked. */
export function readyWithdrawal(
  deps: Pick<ChangeDeps, "settings" | "clock">,
  ctx: Pick<Auditor, "tenant">,
  asked: Variant,
  { provider: providerName, force }: { provider: string; force: boolean },
): ReadyWithdrawal {
  const keeper = keeperNamed(ctx, providerName);
  const { provider, verbs } = keeper;
  const { key, channel, locale } = ownVariant(ctx, asked);
  const id = templateId(key, channel, locale);
  const template = ctx.tenant.templates.get(id);
  const binding = template?.ownerId === ctx.tenant.id ? template.document.bindings[provider.name] : undefined;
  if (template === undefined || binding === undefined) {
    throw new GatewayError("not_found", `The template ${id} is not bound to ${provider.name}.`);
  }
  if (verbs.remove === undefined) {
    throw new GatewayError(
      "conflict",
      `${provider.kind} has no call that deletes a template; delete it there, then put ${id} without the binding.`,
    );
  }
  const goesToo = templatesBoundTo(deps.settings.current, provider).filter(
    (other) =>
      other.template !== template &&
      other.binding.name === binding.name &&
      (verbs.removes === "name" || other.binding.language === binding.language),
  );
  if (goesToo.length > 0) {
    const others = goesToo.map(({ template: other }) => templateId(other.key, other.channel, other.locale));
    throw new GatewayError(
      "conflict",
      `Deleting ${binding.name} at ${provider.name} would also take it from ${others.join(", ")}; put those without the binding first.`,
    );
  }
  if (!force) refuseLastWay(deps.settings.current, template, provider, deps.clock.now());
  return { ...keeper, template, binding };
}

/** Judged with the tenants that share it: without it a channel of their routes would carry nothing. */
function refuseLastWay(
  { tenants }: Pick<Snapshot, "tenants">,
  template: TemplateConfig,
  { name: provider }: Pick<ProviderConfig, "name">,
  now: number,
): void {
  const { channel, document } = template;
  const id = templateId(template.key, channel, template.locale);
  const { [provider]: _gone, ...bindings } = document.bindings;
  const unbound = { ...template, document: { ...document, bindings } };
  for (const tenant of tenants.values()) {
    if (tenant.templates.get(id) !== template || !carries(tenant, channel, now)) continue;
    const without = { ...tenant, templates: new Map(tenant.templates).set(id, unbound) };
    if (carries(without, channel, now)) continue;
    throw new GatewayError(
      "conflict",
      `Without ${id} at ${provider} the routes have no way left for ${channel}; change them first, or send force: true.`,
    );
  }
}

export type WithdrawResult = ({ ok: true } | TemplateFailure) & { findings: Finding[] };

/** Deletes the template at the vendor, then unbinds it. What the plan loses by it is among the findings. */
export async function withdrawTemplate(
  deps: ChangeDeps,
  ctx: Auditor,
  { provider, verbs, template, binding }: ReadyWithdrawal,
  io: ProviderIo,
): Promise<WithdrawResult> {
  const removed = await verbs.remove?.(binding, provider.settings, provider.secrets, io);
  if (removed?.ok === false) return { ...removed, findings: [] };
  const variant = ownVariant(ctx, template);
  const target = templateId(variant.key, variant.channel, variant.locale);
  const { findings } = await changeSettings(deps, ctx, async (tx, now) => {
    const document = await storedDocument(tx, variant);
    const before = document?.bindings[provider.name];
    // Put anew while the vendor was asked: that is another template's binding.
    if (document === null || before?.name !== binding.name) return { audit: [] };
    const { [provider.name]: _gone, ...bindings } = document.bindings;
    await writeVersion(tx, ctx, variant, { ...document, bindings }, { change: "put", keepApprovals: true, now });
    return { audit: [{ action: "template.unbind", target, before: { provider: provider.name, ...before } }] };
  });
  return { ok: true, findings };
}
