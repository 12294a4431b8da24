import { and, eq } from "drizzle-orm";
import type { templateApprovals, templateDrafts, templates, templateVersions } from "../db/schema/index.ts";
import type { Channel } from "../providers/provider.ts";
import type { Auditor } from "../tenants/audit.ts";
import { normaliseLocale } from "./match.ts";

/** One variant of a template. */
export interface Variant {
  key: string;
  channel: Channel;
  locale: string;
}

/** A variant that is a tenant's own: its rows are named by these four. */
export interface OwnVariant extends Variant {
  tenantId: string;
}

/** As it was asked for, with its locale spelt as it is kept. */
export function ownVariant(ctx: Pick<Auditor, "tenant">, { key, channel, locale }: Variant): OwnVariant {
  return { tenantId: ctx.tenant.id, key, channel, locale: normaliseLocale(locale) };
}

type VariantTable = typeof templates | typeof templateVersions | typeof templateDrafts | typeof templateApprovals;

/** The rows of a variant in one of its tables. */
export function isVariant(table: VariantTable, variant: OwnVariant) {
  return and(
    eq(table.tenantId, variant.tenantId),
    eq(table.key, variant.key),
    eq(table.channel, variant.channel),
    eq(table.locale, variant.locale),
  );
}
