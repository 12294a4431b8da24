import { templateApprovals, templates } from "../db/schema/index.ts";
import { GatewayError } from "../errors.ts";
import { changeSettings, type ChangeDeps } from "../settings/change.ts";
import type { TemplateDocument } from "../settings/documents.ts";
import type { Finding } from "../settings/findings.ts";
import { templateId, type Snapshot, type TenantConfig } from "../settings/snapshot.ts";
import type { Auditor } from "../tenants/audit.ts";
import { documentErrors } from "./lint/document.ts";
import { lintDocument } from "./lint/index.ts";
import { setFindings } from "./lint/set.ts";
import { readState, refuseChanged, type Expected } from "./state.ts";
import { isVariant, ownVariant, type OwnVariant, type Variant } from "./variant.ts";
import { storedDocument, writeVersion } from "./write-version.ts";

/** Puts a new version. Texts of older ones are kept; what a provider had said of the variant is forgotten. */
export async function putTemplate(
  deps: ChangeDeps,
  ctx: Auditor,
  asked: Variant,
  document: TemplateDocument,
  expected?: Expected,
): Promise<{ findings: Finding[] }> {
  const variant = ownVariant(ctx, asked);
  refuseBadDocument(variant, document);
  const said: Finding[] = [];
  const { findings } = await changeSettings(deps, ctx, async (tx, now) => {
    refuseChanged(variant, await readState(tx, variant, deps.settings.current.firstTenantId), expected);
    const { before } = await writeVersion(tx, ctx, variant, document, { change: "put", keepApprovals: false, now });
    const target = templateId(variant.key, variant.channel, variant.locale);
    return {
      audit: [{ action: "template.put", target, before, after: document }],
      check: (after) => {
        const tenant = after.tenants.get(variant.tenantId);
        if (tenant !== undefined) said.push(...documentFindings(tenant, variant, document));
      },
    };
  });
  return { findings: [...said, ...findings] };
}

/** Pure: what may be put and is worth a word, of the document by itself and beside the tenant's others. */
export function documentFindings(tenant: TenantConfig, variant: Variant, document: TemplateDocument): Finding[] {
  return [...lintDocument(tenant, variant, document), ...setFindings(tenant, variant)];
}

/** Takes a variant out of use; its versions stay. The last `otp` of a channel in the routes can't go. */
export async function deleteTemplate(
  deps: ChangeDeps,
  ctx: Auditor,
  asked: Variant,
  expected?: Expected,
): Promise<void> {
  const row = ownVariant(ctx, asked);
  const target = templateId(row.key, row.channel, row.locale);
  await changeSettings(deps, ctx, async (tx) => {
    const before = await storedDocument(tx, row);
    if (before === null) throw new GatewayError("not_found", `There is no template ${target}.`);
    refuseChanged(row, await readState(tx, row, deps.settings.current.firstTenantId), expected);
    await tx.delete(templates).where(isVariant(templates, row));
    await tx.delete(templateApprovals).where(isVariant(templateApprovals, row));
    return {
      audit: [{ action: "template.delete", target, before }],
      check: (after) => {
        if (row.key === "otp") refuseLast(after, row);
      },
    };
  });
}

/** Judged with the tenants that use the first one's templates for want of their own. */
export function refuseLast(after: Snapshot, { tenantId, channel }: Pick<OwnVariant, "tenantId" | "channel">): void {
  const inUse = [...after.tenants.values()].some(
    ({ id, routes, templates: left }) =>
      (id === tenantId || tenantId === after.firstTenantId) &&
      (routes.channels[channel] ?? []).length > 0 &&
      ![...left.values()].some((template) => template.key === "otp" && template.channel === channel),
  );
  if (!inUse) return;
  throw new GatewayError(
    "conflict",
    `This is the last template otp for ${channel}, which is in the routes; take the channel out of them first.`,
  );
}

/** Refuses what can't be sent as this variant, with all that is wrong. */
export function refuseBadDocument(variant: Variant, document: TemplateDocument): void {
  const errors = documentErrors(variant, document);
  if (errors.length === 0) return;
  const detail = errors.map(({ path, message }) => `${path}: ${message}`).join("; ");
  throw new GatewayError("invalid_request", detail.slice(0, 1000), {
    errors: errors.slice(0, 50).map(({ path, message }) => ({ path, message })),
  });
}
