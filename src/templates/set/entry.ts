import type { TemplateDocument } from "../../settings/documents.ts";
import { templateId, type TenantConfig } from "../../settings/snapshot.ts";
import type { Variant } from "../variant.ts";

/** A variant of a whole set, as a file has it. */
export interface SetEntry extends Variant {
  document: TemplateDocument;
}

/** The most that one file may hold. */
export const LARGEST_SET = 5000;

/** Pure: the tenant's own, in the order of their names. What it shares is the first tenant's to export. */
export function exportSet(tenant: Pick<TenantConfig, "id" | "templates">): (SetEntry & { version: number })[] {
  return [...tenant.templates.values()]
    .filter(({ ownerId }) => ownerId === tenant.id)
    .map(({ key, channel, locale, version, document }) => ({ key, channel, locale, version, document }))
    .sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1));
}

export function idOf({ key, channel, locale }: Variant): string {
  return templateId(key, channel, locale);
}
