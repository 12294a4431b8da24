import { isDeepStrictEqual } from "node:util";
import { and, inArray, max } from "drizzle-orm";
import { templateApprovals, templates, templateVersions } from "../db/schema/index.ts";
import type { OrmTx } from "../settings/change.ts";
import { templateDocument, type TemplateDocument } from "../settings/documents.ts";
import type { Finding } from "../settings/findings.ts";
import type { Auditor } from "../tenants/audit.ts";
import { isVariant, type OwnVariant } from "./variant.ts";

export const versionChanges = ["put", "publish", "rollback", "import", "submit", "sync"] as const;
/** What made a version. */
export type VersionChange = (typeof versionChanges)[number];

export interface VersionWrite {
  change: VersionChange;
  /** Of a rollback: the version whose content comes back. */
  fromVersion?: number;
  /** What providers said of bindings that this version leaves as they were stays, or `all` of it; else it is forgotten. */
  keepApprovals: boolean | "all";
  now: Date;
}

export interface WrittenVersion {
  version: number;
  /** The content that was in use before, or null. */
  before: TemplateDocument | null;
}

/**
 * The next version of a variant, and the one in use from this commit on. Its number is one more than any it ever had,
 * also when it was deleted in between. To be called under the lock of `changeSettings`.
 */
export async function writeVersion(
  tx: OrmTx,
  ctx: Pick<Auditor, "actor">,
  variant: OwnVariant,
  document: TemplateDocument,
  { change, fromVersion, keepApprovals, now }: VersionWrite,
): Promise<WrittenVersion> {
  const before = await storedDocument(tx, variant);
  const [last] = await tx
    .select({ version: max(templateVersions.version) })
    .from(templateVersions)
    .where(isVariant(templateVersions, variant));
  const version = (last?.version ?? 0) + 1;
  const content = { version, content: document };
  await tx
    .insert(templates)
    .values({ ...variant, ...content, updatedAt: now })
    .onConflictDoUpdate({
      target: [templates.tenantId, templates.key, templates.channel, templates.locale],
      set: { ...content, updatedAt: now },
    });
  const made = { change, fromVersion: fromVersion ?? null, actor: ctx.actor.name, at: now };
  await tx.insert(templateVersions).values({ ...variant, ...content, ...made });
  const said = isVariant(templateApprovals, variant);
  if (!keepApprovals) await tx.delete(templateApprovals).where(said);
  else if (keepApprovals !== "all") {
    const stale = changedBindings(before, document);
    if (stale.length > 0) {
      await tx.delete(templateApprovals).where(and(said, inArray(templateApprovals.provider, stale)));
    }
  }
  return { version, before };
}

/** The content in use, or null. */
export async function storedDocument(tx: OrmTx, variant: OwnVariant): Promise<TemplateDocument | null> {
  const [found] = await tx.select({ content: templates.content }).from(templates).where(isVariant(templates, variant));
  return found === undefined ? null : templateDocument.parse(found.content);
}

/**
 * Pure: the providers whose word on `before` says nothing of `after`. What a provider judged is the template that it
 * knows by this name, with these words: when either is another, its word is of something else.
 */
export function changedBindings(before: TemplateDocument | null, after: TemplateDocument): string[] {
  if (before === null) return Object.keys(after.bindings);
  const { bindings: old, ...oldWords } = before;
  const { bindings, ...words } = after;
  const providers = [...new Set([...Object.keys(old), ...Object.keys(bindings)])];
  if (!isDeepStrictEqual(oldWords, words)) return providers;
  return providers.filter((provider) => !isDeepStrictEqual(old[provider], bindings[provider]));
}

/** Pure: bindings to the same template with another life of the code than the version before had, which a vendor's text has not. */
export function otherExpiries(before: TemplateDocument | null, after: TemplateDocument): Finding[] {
  return Object.entries(after.bindings).flatMap(([provider, { name, language, expiry_minutes: minutes }]) => {
    const known = before?.bindings[provider];
    if (known?.name !== name || known.language !== language || known.expiry_minutes === minutes) return [];
    const message = `was ${known.expiry_minutes ?? "nothing"} until now; what the provider's text says stays: sync, which binds that`;
    return [{ path: `bindings.${provider}.expiry_minutes`, message }];
  });
}
