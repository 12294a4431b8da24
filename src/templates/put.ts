import { and, eq, max } from "drizzle-orm";
import { templateApprovals, templates, templateVersions } from "../db/schema/index.ts";
import { GatewayError } from "../errors.ts";
import type { Channel } from "../providers/provider.ts";
import { changeSettings, type ChangeDeps, type OrmTx } from "../settings/change.ts";
import type { TemplateDocument } from "../settings/documents.ts";
import type { Finding } from "../settings/findings.ts";
import { templateId, type Snapshot, type TenantConfig } from "../settings/snapshot.ts";
import type { Auditor } from "../tenants/audit.ts";
import { normaliseLocale } from "./match.ts";
import { documentErrors } from "./lint/document.ts";
import { lintDocument } from "./lint/index.ts";
import { setFindings } from "./lint/set.ts";

/** One variant of a template. */
export interface Variant {
  key: string;
  channel: Channel;
  locale: string;
}

/** Puts a new version. Texts of older ones are kept; what a provider had said of the variant is forgotten. */
export async function putTemplate(
  deps: ChangeDeps,
  ctx: Auditor,
  asked: Variant,
  document: TemplateDocument,
): Promise<{ findings: Finding[] }> {
  const variant = { ...asked, locale: normaliseLocale(asked.locale) };
  refuseBadDocument(variant, document);
  const said: Finding[] = [];
  const { findings } = await changeSettings(deps, ctx, async (tx, now) => {
    const row = { tenantId: ctx.tenant.id, ...variant };
    const before = await storedContent(tx, row);
    const [last] = await tx
      .select({ version: max(templateVersions.version) })
      .from(templateVersions)
      .where(isVariant(templateVersions, row));
    const version = (last?.version ?? 0) + 1;
    const content = { version, content: document };
    await tx
      .insert(templates)
      .values({ ...row, ...content, updatedAt: now })
      .onConflictDoUpdate({
        target: [templates.tenantId, templates.key, templates.channel, templates.locale],
        set: { ...content, updatedAt: now },
      });
    await tx.insert(templateVersions).values({ ...row, ...content, actor: ctx.actor.name, at: now });
    await tx.delete(templateApprovals).where(isVariant(templateApprovals, row));
    const target = templateId(row.key, row.channel, row.locale);
    return {
      audit: [{ action: "template.put", target, before, after: document }],
      check: (after) => {
        const tenant = after.tenants.get(row.tenantId);
        if (tenant !== undefined) said.push(...lintDocument(tenant, row, document), ...setFindings(tenant, row));
      },
    };
  });
  return { findings: [...said, ...findings] };
}

/** Takes a variant out of use; its versions stay. The last `otp` of a channel in the routes can't go. */
export async function deleteTemplate(deps: ChangeDeps, ctx: Auditor, asked: Variant): Promise<void> {
  const row = { tenantId: ctx.tenant.id, ...asked, locale: normaliseLocale(asked.locale) };
  const target = templateId(row.key, row.channel, row.locale);
  await changeSettings(deps, ctx, async (tx) => {
    const before = await storedContent(tx, row);
    if (before === null) throw new GatewayError("not_found", `There is no template ${target}.`);
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

/** Judged with the tenants that use these templates for want of their own. */
function refuseLast(after: Snapshot, row: Variant & { tenantId: string }): void {
  const left = after.tenants.get(row.tenantId)?.templates;
  const without = (tenant: TenantConfig): boolean =>
    ![...tenant.templates.values()].some(({ key, channel }) => key === "otp" && channel === row.channel);
  const inUse = [...after.tenants.values()].some(
    (tenant) => tenant.templates === left && (tenant.routes.channels[row.channel] ?? []).length > 0 && without(tenant),
  );
  if (!inUse) return;
  throw new GatewayError(
    "conflict",
    `This is the last template otp for ${row.channel}, which is in the routes; take the channel out of them first.`,
  );
}

async function storedContent(tx: OrmTx, row: Variant & { tenantId: string }): Promise<unknown> {
  const [found] = await tx.select({ content: templates.content }).from(templates).where(isVariant(templates, row));
  return found?.content ?? null;
}

function isVariant(
  table: typeof templates | typeof templateVersions | typeof templateApprovals,
  row: Variant & { tenantId: string },
) {
  return and(
    eq(table.tenantId, row.tenantId),
    eq(table.key, row.key),
    eq(table.channel, row.channel),
    eq(table.locale, row.locale),
  );
}

function refuseBadDocument(variant: Variant, document: TemplateDocument): void {
  const errors = documentErrors(variant, document);
  if (errors.length === 0) return;
  const detail = errors.map(({ path, message }) => `${path}: ${message}`).join("; ");
  throw new GatewayError("invalid_request", detail.slice(0, 1000), {
    errors: errors.slice(0, 50).map(({ path, message }) => ({ path, message })),
  });
}
