import { and, isNull, lte, or, sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import { templateApprovals, templates } from "../db/schema/index.ts";
import type { Clock } from "../kit/clock.ts";
import type { TemplateEvent } from "../providers/provider.ts";
import type { TemplateStatus } from "../providers/template-verbs.ts";
import type { OrmTx } from "../settings/change.ts";
import type { Binding } from "../settings/documents.ts";
import type { LiveSettings } from "../settings/live.ts";
import { announceChange } from "../settings/load.ts";
import type { ProviderConfig, Snapshot, TemplateConfig } from "../settings/snapshot.ts";
import { bindingOf } from "./binding.ts";
import { normaliseLocale } from "./match.ts";
import { isVariant } from "./variant.ts";

export type ApprovalSource = "send" | "hook" | "sync" | "submit";

/** What a provider says of a template that is bound to it, how and when we heard it. */
export interface Word {
  status: TemplateStatus;
  reason: string | null;
  source: ApprovalSource;
  at: number;
  /** The vendor's own time of it, where it says one. */
  saidAt?: number | undefined;
}

type VariantRow = Pick<TemplateConfig, "ownerId" | "key" | "channel" | "locale">;
export type ApprovalRow = typeof templateApprovals.$inferInsert;

/**
 * What a provider's hook says of its templates: a paused one leaves the plan at once, and returns when it is approved
 * again. `at`: when it said so; what it has said since stands.
 */
export async function syncTemplates(
  deps: { db: Database; settings: LiveSettings; clock: Clock },
  provider: ProviderConfig,
  events: readonly TemplateEvent[],
  at: number = deps.clock.now(),
): Promise<void> {
  const bound = templatesBoundTo(deps.settings.current, provider);
  const rows = events.flatMap(({ name, language, status, reason, at: saidAt }) =>
    bound
      .filter(({ binding }) => names(binding, { name, language }))
      .map(({ template }) => approvalRow(template, provider, { status, reason, source: "hook", at, saidAt })),
  );
  if (await commitApprovals(deps.db, rows)) await deps.settings.reload();
}

/**
 * A provider refused the template itself: it leaves the plan until it is put anew, or said to be approved. What was
 * under way when it was put says nothing of the new version.
 */
export async function flagTemplate(
  db: Database,
  provider: ProviderConfig,
  template: TemplateConfig,
  reason: string,
  now: number,
): Promise<void> {
  const { ownerId: tenantId, version } = template;
  const row = approvalRow(template, provider, { status: "rejected", reason, source: "send", at: now });
  await commitApprovals(db, [row], async (tx) => {
    const [found] = await tx
      .select({ version: templates.version })
      .from(templates)
      .where(isVariant(templates, { ...template, tenantId }))
      .for("share");
    return found?.version === version;
  });
}

/** Whether a binding means this template of the vendor's. */
export function names(binding: Binding, { name, language }: { name: string; language: string }): boolean {
  return binding.name === name && normaliseLocale(binding.language) === normaliseLocale(language);
}

export function approvalRow(
  { ownerId: tenantId, key, channel, locale }: VariantRow,
  { name: provider }: Pick<ProviderConfig, "name">,
  { status, reason, source, at, saidAt }: Word,
): ApprovalRow {
  const heard = { at: new Date(at), saidAt: saidAt === undefined ? null : new Date(saidAt) };
  return { tenantId, key, channel, locale, provider, status, reason, source, ...heard };
}

/** In a transaction of their own. False: nothing of it was news. */
export async function commitApprovals(
  db: Database,
  rows: readonly ApprovalRow[],
  still: (tx: OrmTx) => Promise<boolean> = () => Promise.resolve(true),
): Promise<boolean> {
  if (rows.length === 0) return false;
  return db.orm.transaction(async (tx) => {
    if (!(await still(tx)) || !(await putApprovals(tx, rows))) return false;
    await announceChange(tx);
    return true;
  });
}

/** Older words never replace newer ones: neither heard before, nor said before by the vendor's own clock. */
export async function putApprovals(tx: OrmTx, rows: readonly ApprovalRow[]): Promise<boolean> {
  const { tenantId, key, channel, locale, provider, status, reason, source, at, saidAt } = templateApprovals;
  const given = (column: { name: string }) => sql.raw(`excluded."${column.name}"`);
  const written = await tx
    .insert(templateApprovals)
    .values(newestOfEach(rows))
    .onConflictDoUpdate({
      target: [tenantId, key, channel, locale, provider],
      set: {
        status: given(status),
        reason: given(reason),
        source: given(source),
        at: given(at),
        saidAt: sql`coalesce(${given(saidAt)}, ${saidAt})`,
      },
      setWhere: and(lte(at, given(at)), or(isNull(saidAt), sql`${given(saidAt)} is null`, lte(saidAt, given(saidAt)))),
    })
    .returning({ provider });
  return written.length > 0;
}

/** One statement touches a row once: the latest word of each, in one order, so that no two wait for each other in a circle. */
function newestOfEach(rows: readonly ApprovalRow[]): ApprovalRow[] {
  const newest = new Map<string, ApprovalRow>();
  for (const row of rows) {
    const id = [row.tenantId, row.key, row.channel, row.locale, row.provider].join("/");
    const known = newest.get(id)?.saidAt ?? null;
    const said = row.saidAt ?? null;
    if (known === null || said === null || known <= said) newest.set(id, row);
  }
  return [...newest].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}

export interface BoundTemplate {
  template: TemplateConfig;
  binding: Binding;
}

/** Every template that a tenant sends with this very provider: each once, however many tenants share it. */
export function templatesBoundTo({ tenants }: Pick<Snapshot, "tenants">, provider: ProviderConfig): BoundTemplate[] {
  const found = new Map<TemplateConfig, BoundTemplate>();
  for (const tenant of tenants.values()) {
    if (tenant.providers.get(provider.name)?.ownerId !== provider.ownerId) continue;
    for (const template of tenant.templates.values()) {
      const binding = found.has(template) ? undefined : bindingOf(tenant, template, provider);
      if (binding !== undefined) found.set(template, { template, binding });
    }
  }
  return [...found.values()];
}
