import { and, asc, eq, sql } from "drizzle-orm";
import type { Orm } from "../db/client.ts";
import { audit, templateDrafts } from "../db/schema/index.ts";
import { GatewayError } from "../errors.ts";
import { newId } from "../kit/id.ts";
import { lockSettings, type ChangeDeps, type OrmTx } from "../settings/change.ts";
import { templateDocument, type TemplateDocument } from "../settings/documents.ts";
import { templateId } from "../settings/snapshot.ts";
import { auditRow, type Auditor } from "../tenants/audit.ts";
import { refuseBadDocument } from "./put.ts";
import { readState, refuseChanged, type Expected } from "./state.ts";
import { isVariant, ownVariant, type OwnVariant, type Variant } from "./variant.ts";

export interface Draft {
  revision: string;
  /** The version that was in use when it was begun; 0: none. */
  baseVersion: number;
  document: TemplateDocument;
  actor: string;
  at: Date;
}

type DraftDeps = Pick<ChangeDeps, "db" | "clock" | "settings">;

export async function readDraft(orm: Orm | OrmTx, variant: OwnVariant): Promise<Draft | null> {
  const [row] = await orm.select().from(templateDrafts).where(isVariant(templateDrafts, variant));
  if (row === undefined) return null;
  const { revision, baseVersion, content, actor, at } = row;
  return { revision, baseVersion, document: templateDocument.parse(content), actor, at };
}

/** Whose draft it is, without what it says. */
export type DraftNote = Variant & Pick<Draft, "baseVersion" | "actor" | "at">;

/** By key, channel and locale, from after `after` on. */
export async function listDrafts(
  orm: Orm,
  ofTenant: string,
  limit: number,
  after: readonly [key: string, channel: string, locale: string] | null,
): Promise<DraftNote[]> {
  const { tenantId, key, channel, locale, baseVersion, actor, at } = templateDrafts;
  const later =
    after === null ? undefined : sql`(${key}, ${channel}, ${locale}) > (${after[0]}, ${after[1]}, ${after[2]})`;
  const rows = await orm
    .select({ key, channel, locale, baseVersion, actor, at })
    .from(templateDrafts)
    .where(and(eq(tenantId, ofTenant), later))
    .orderBy(asc(key), asc(channel), asc(locale))
    .limit(limit);
  return rows.map((row) => ({ ...row, channel: row.channel as Variant["channel"] }));
}

/** Keeps what is being written; one draft a variant, which need not exist yet. Nothing is sent with it. */
export async function putDraft(
  deps: DraftDeps,
  ctx: Auditor,
  asked: Variant,
  document: TemplateDocument,
  expected?: Expected,
): Promise<Draft> {
  const variant = ownVariant(ctx, asked);
  refuseBadDocument(variant, document);
  return deps.db.orm.transaction(async (tx) => {
    await lockSettings(tx);
    const before = await readDraft(tx, variant);
    const state = await readState(tx, variant, deps.settings.current.firstTenantId);
    refuseChanged(variant, state, expected);
    const current = state.own?.version ?? 0;
    const now = deps.clock.now();
    const draft = {
      revision: newId(),
      // Who says what they have read has read the version in use too; `*` says only that there is one.
      baseVersion: before === null || typeof expected === "object" ? current : before.baseVersion,
      content: document,
      actor: ctx.actor.name,
      at: new Date(now),
    };
    const { tenantId, key, channel, locale } = templateDrafts;
    await tx
      .insert(templateDrafts)
      .values({ ...variant, ...draft })
      .onConflictDoUpdate({ target: [tenantId, key, channel, locale], set: draft });
    const change = { action: "template.draft.put", target: idOf(variant), before: before?.document, after: document };
    await tx.insert(audit).values(auditRow(ctx, change, now));
    return { ...draft, document };
  });
}

export async function deleteDraft(deps: DraftDeps, ctx: Auditor, asked: Variant, expected?: Expected): Promise<void> {
  const variant = ownVariant(ctx, asked);
  await deps.db.orm.transaction(async (tx) => {
    await lockSettings(tx);
    const before = await readDraft(tx, variant);
    if (before === null) throw new GatewayError("not_found", `Template ${idOf(variant)} has no draft.`);
    refuseChanged(variant, await readState(tx, variant, deps.settings.current.firstTenantId), expected);
    await tx.delete(templateDrafts).where(isVariant(templateDrafts, variant));
    const change = { action: "template.draft.delete", target: idOf(variant), before: before.document };
    await tx.insert(audit).values(auditRow(ctx, change, deps.clock.now()));
  });
}

function idOf({ key, channel, locale }: Variant): string {
  return templateId(key, channel, locale);
}
