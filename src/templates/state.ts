import { and, eq } from "drizzle-orm";
import type { Orm } from "../db/client.ts";
import { templateDrafts, templates, templateVersions } from "../db/schema/index.ts";
import { GatewayError } from "../errors.ts";
import type { OrmTx } from "../settings/change.ts";
import { templateId, type TemplateConfig } from "../settings/snapshot.ts";
import { isVariant, type OwnVariant } from "./variant.ts";

/** How a variant stands, as far as two who edit it can be in each other's way. */
export interface VariantState {
  /** The tenant's own version in use. */
  own: { version: number; actor: string; at: Date } | null;
  /** The version of the first tenant's, used for want of an own one. */
  shared: number | null;
  draft: Pick<typeof templateDrafts.$inferSelect, "revision" | "actor" | "at"> | null;
}

/** What must hold of a variant for a change of it to be made: it stands as one of these tags say, or is there, or not. */
export type Expected = { tags: readonly string[] } | "exists" | "absent";

/** Pure: names a state. Version numbers are never used twice, nor are a draft's revisions, so no two states share it. */
export function stateTag({
  own,
  shared,
  draft,
}: {
  own: { version: number } | null;
  shared: number | null;
  draft: { revision: string } | null;
}): string {
  const used = own !== null ? `v${own.version}` : shared !== null ? `shared-v${shared}` : "v0";
  return draft === null ? used : `${used}-draft-${draft.revision}`;
}

/** The same of what a replica has in memory, which is what it shows. */
export function tagOf(template: TemplateConfig, tenantId: string, draft: { revision: string } | null): string {
  const { ownerId, version } = template;
  return stateTag(
    ownerId === tenantId ? { own: { version }, shared: null, draft } : { own: null, shared: version, draft },
  );
}

export async function readState(
  orm: Orm | OrmTx,
  variant: OwnVariant,
  firstTenantId: string | null,
): Promise<VariantState> {
  const { version, actor, at } = templateVersions;
  const ofVersion = and(isVariant(templateVersions, variant), eq(version, templates.version));
  const [own] = await orm
    .select({ version, actor, at })
    .from(templates)
    .innerJoin(templateVersions, ofVersion)
    .where(isVariant(templates, variant));
  const [draft] = await orm
    .select({ revision: templateDrafts.revision, actor: templateDrafts.actor, at: templateDrafts.at })
    .from(templateDrafts)
    .where(isVariant(templateDrafts, variant));
  const mayShare = own === undefined && firstTenantId !== null && firstTenantId !== variant.tenantId;
  const [shared] = mayShare
    ? await orm
        .select({ version: templates.version })
        .from(templates)
        .where(isVariant(templates, { ...variant, tenantId: firstTenantId }))
    : [];
  return { own: own ?? null, shared: shared?.version ?? null, draft: draft ?? null };
}

/** Tells who was second: what they worked from is no longer so, who changed it and when. */
export function refuseChanged(variant: OwnVariant, state: VariantState, expected: Expected | undefined): void {
  if (expected === undefined || holds(state, expected)) return;
  const { own, draft } = state;
  const used =
    own === null ? "has no version in use" : `is at version ${own.version}, by ${own.actor} at ${iso(own.at)}`;
  const drafted = draft === null ? "" : `, with a draft by ${draft.actor} of ${iso(draft.at)}`;
  const id = templateId(variant.key, variant.channel, variant.locale);
  throw new GatewayError(
    "conflict",
    `Template ${id} is not as you expect: it ${used}${drafted}. Nothing was changed; read it again.`,
    {
      members: {
        current: {
          etag: `"${stateTag(state)}"`,
          version: own?.version ?? null,
          changed_by: own?.actor ?? null,
          changed_at: own === null ? null : iso(own.at),
          draft: draft === null ? null : { actor: draft.actor, at: iso(draft.at) },
        },
      },
    },
  );
}

function holds(state: VariantState, expected: Expected): boolean {
  if (expected === "absent") return state.own === null;
  if (expected === "exists") return state.own !== null || state.shared !== null || state.draft !== null;
  return expected.tags.includes(stateTag(state));
}

const iso = (at: Date): string => at.toISOString();
