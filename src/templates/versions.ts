import { and, desc, eq, lt } from "drizzle-orm";
import type { Orm } from "../db/client.ts";
import { templateVersions } from "../db/schema/index.ts";
import { templateDocument, type TemplateDocument } from "../settings/documents.ts";
import { isVariant, type OwnVariant } from "./variant.ts";
import type { VersionChange } from "./write-version.ts";

export interface VersionRow {
  version: number;
  change: VersionChange;
  /** Of a rollback: the version whose content it has again. */
  fromVersion: number | null;
  actor: string;
  at: Date;
}

const { version, change, fromVersion, actor, at, content } = templateVersions;

/** Newest first, from before the version `before`. They stay when the variant is deleted. */
export async function listVersions(
  orm: Orm,
  variant: OwnVariant,
  limit: number,
  before: number | null = null,
): Promise<VersionRow[]> {
  const rows = await orm
    .select({ version, change, fromVersion, actor, at })
    .from(templateVersions)
    .where(and(isVariant(templateVersions, variant), before === null ? undefined : lt(version, before)))
    .orderBy(desc(version))
    .limit(limit);
  return rows.map((row) => ({ ...row, change: row.change as VersionChange }));
}

export async function readVersion(
  orm: Orm,
  variant: OwnVariant,
  wanted: number,
): Promise<(VersionRow & { document: TemplateDocument }) | null> {
  const [row] = await orm
    .select({ version, change, fromVersion, actor, at, content })
    .from(templateVersions)
    .where(and(isVariant(templateVersions, variant), eq(version, wanted)));
  if (row === undefined) return null;
  const { content: kept, ...rest } = row;
  return { ...rest, change: rest.change as VersionChange, document: templateDocument.parse(kept) };
}
