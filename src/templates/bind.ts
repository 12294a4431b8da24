import { and, eq } from "drizzle-orm";
import { isDeepStrictEqual } from "node:util";
import { templateApprovals } from "../db/schema/index.ts";
import { GatewayError } from "../errors.ts";
import { changeSettings, type ChangeDeps, type OrmTx } from "../settings/change.ts";
import type { Binding, TemplateDocument } from "../settings/documents.ts";
import type { Finding } from "../settings/findings.ts";
import { templateId } from "../settings/snapshot.ts";
import type { Auditor } from "../tenants/audit.ts";
import { documentFindings } from "./put.ts";
import { readState, refuseChanged, type Expected } from "./state.ts";
import { isVariant, ownVariant, type OwnVariant, type Variant } from "./variant.ts";
import { otherExpiries, storedDocument, writeVersion } from "./write-version.ts";

interface BoundByHand {
  provider: string;
  /** Null: none any more. */
  binding: Binding | null;
}

/**
 * Binds a variant to one provider by hand, or unbinds it. What this provider had said is forgotten, so that a binding
 * counts as approved until it says otherwise; the other bindings stay, with what is known of them. The same binding
 * again is no new version: it says that a person knows better than what was heard.
 */
export async function bindByHand(
  deps: ChangeDeps,
  ctx: Auditor,
  asked: Variant,
  { provider, binding }: BoundByHand,
  expected?: Expected,
): Promise<{ findings: Finding[] }> {
  const variant = ownVariant(ctx, asked);
  const target = templateId(variant.key, variant.channel, variant.locale);
  if (binding !== null && !ctx.tenant.providers.has(provider)) {
    throw new GatewayError("not_found", `There is no provider ${provider}.`);
  }
  const said: Finding[] = [];
  const { findings } = await changeSettings(deps, ctx, async (tx, now) => {
    const document = await storedDocument(tx, variant);
    if (document === null) throw new GatewayError("not_found", `There is no template ${target} of this tenant's own.`);
    refuseChanged(variant, await readState(tx, variant, deps.settings.current.firstTenantId), expected);
    const before = document.bindings[provider] ?? null;
    if (binding === null && before === null) {
      throw new GatewayError("not_found", `The template ${target} is not bound to ${provider}.`);
    }
    const after = withBinding(document, provider, binding);
    if (!isDeepStrictEqual(before, binding)) {
      await writeVersion(tx, ctx, variant, after, { change: "put", keepApprovals: true, now });
      said.push(...otherExpiries(document, after));
    }
    await forget(tx, variant, provider);
    const action = binding === null ? "template.unbind" : "template.bind";
    return {
      audit: [
        { action, target, before: before && { provider, ...before }, after: binding && { provider, ...binding } },
      ],
      check: (then) => {
        const tenant = then.tenants.get(variant.tenantId);
        if (tenant !== undefined) said.push(...documentFindings(tenant, variant, after));
      },
    };
  });
  return { findings: [...said, ...findings] };
}

/** Pure. */
function withBinding(document: TemplateDocument, provider: string, binding: Binding | null): TemplateDocument {
  const { [provider]: _, ...others } = document.bindings;
  return { ...document, bindings: binding === null ? others : { ...others, [provider]: binding } };
}

async function forget(tx: OrmTx, variant: OwnVariant, provider: string): Promise<void> {
  await tx
    .delete(templateApprovals)
    .where(and(isVariant(templateApprovals, variant), eq(templateApprovals.provider, provider)));
}
