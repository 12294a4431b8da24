import { and, eq } from "drizzle-orm";
import { templateDrafts, templateVersions } from "../db/schema/index.ts";
import { GatewayError } from "../errors.ts";
import {
  changeSettingsOnce,
  type ChangeDeps,
  type Changed,
  type ChangedTo,
  type Done,
  type Once,
} from "../settings/change.ts";
import { templateDocument, type TemplateDocument } from "../settings/documents.ts";
import type { Finding } from "../settings/findings.ts";
import { templateId, type TemplateConfig, type TenantConfig } from "../settings/snapshot.ts";
import type { Auditor } from "../tenants/audit.ts";
import { readDraft, type Draft } from "./draft.ts";
import { refuseBadDocument, documentFindings } from "./put.ts";
import { readState, refuseChanged, type Expected, type VariantState } from "./state.ts";
import { isVariant, ownVariant, type OwnVariant, type Variant } from "./variant.ts";
import { otherExpiries, writeVersion } from "./write-version.ts";

/** A variant with its new version, as it is from this commit on. */
export interface Published {
  tenant: TenantConfig;
  template: TemplateConfig;
  /** What somebody is still writing of it. */
  draft: Draft | null;
  findings: Finding[];
}

/** Makes the draft the next version. What providers said of bindings that it leaves as they were stays. */
export async function publishDraft(
  deps: ChangeDeps,
  ctx: Auditor,
  asked: Variant,
  expected?: Expected,
  once: Once<Published> | null = null,
): Promise<Done<Published>> {
  const variant = ownVariant(ctx, asked);
  const target = templateId(variant.key, variant.channel, variant.locale);
  return changeSettingsOnce<Made, Published>(
    deps,
    ctx,
    once,
    async (tx, now) => {
      const state = await readState(tx, variant, deps.settings.current.firstTenantId);
      refuseChanged(variant, state, expected);
      const draft = await readDraft(tx, variant);
      if (draft === null) throw new GatewayError("conflict", `Template ${target} has no draft to publish.`);
      const { document } = draft;
      // The rules may be stricter than when it was written.
      refuseBadDocument(variant, document);
      const { before } = await writeVersion(tx, ctx, variant, document, {
        change: "publish",
        keepApprovals: true,
        now,
      });
      await tx.delete(templateDrafts).where(isVariant(templateDrafts, variant));
      const audit = [{ action: "template.publish", target, before, after: document }];
      return { audit, document, draft: null, replaced: [...unseen(draft, state), ...otherExpiries(before, document)] };
    },
    published(variant),
  );
}

/** Makes the content of an older version the next one, so that versions only grow. A draft is left as it is. */
export async function rollBack(
  deps: ChangeDeps,
  ctx: Auditor,
  asked: Variant,
  fromVersion: number,
  expected?: Expected,
  once: Once<Published> | null = null,
): Promise<Done<Published>> {
  const variant = ownVariant(ctx, asked);
  const target = templateId(variant.key, variant.channel, variant.locale);
  return changeSettingsOnce<Made, Published>(
    deps,
    ctx,
    once,
    async (tx, now) => {
      const state = await readState(tx, variant, deps.settings.current.firstTenantId);
      refuseChanged(variant, state, expected);
      const [old] = await tx
        .select({ content: templateVersions.content })
        .from(templateVersions)
        .where(and(isVariant(templateVersions, variant), eq(templateVersions.version, fromVersion)));
      if (old === undefined) throw new GatewayError("not_found", `Template ${target} has no version ${fromVersion}.`);
      if (state.own?.version === fromVersion) {
        throw new GatewayError("conflict", `Template ${target} is at version ${fromVersion} already.`);
      }
      const document = templateDocument.parse(old.content);
      refuseBadDocument(variant, document);
      const how = { change: "rollback", fromVersion, keepApprovals: true, now } as const;
      const { version, before } = await writeVersion(tx, ctx, variant, document, how);
      const after = { ...document, version, from_version: fromVersion };
      const draft = await readDraft(tx, variant);
      return {
        audit: [{ action: "template.rollback", target, before, after }],
        document,
        draft,
        replaced: otherExpiries(before, document),
      };
    },
    published(variant),
  );
}

interface Made extends Changed {
  document: TemplateDocument;
  draft: Draft | null;
  replaced: Finding[];
}

function published(variant: OwnVariant) {
  return ({ after, findings }: ChangedTo, { document, draft, replaced }: Made): Published => {
    const tenant = after.tenants.get(variant.tenantId);
    const template = tenant?.templates.get(templateId(variant.key, variant.channel, variant.locale));
    if (tenant === undefined || template === undefined) throw new Error("what was published is not in use");
    const said = documentFindings(tenant, variant, document);
    return { tenant, template, draft, findings: [...replaced, ...said, ...findings] };
  };
}

/** Pure: the version that whoever wrote the draft had not seen, and that it replaces. */
function unseen({ baseVersion }: Draft, { own }: VariantState): Finding[] {
  if (own === null || own.version === baseVersion) return [];
  const begun = baseVersion === 0 ? "before there was a version" : `from version ${baseVersion}`;
  const message = `was begun ${begun} and replaces version ${own.version}, which ${own.actor} made meanwhile`;
  return [{ path: "draft", message }];
}
