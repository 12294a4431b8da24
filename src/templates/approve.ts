import { and, eq, isNull, lte, or, sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import { templateApprovals, templates } from "../db/schema/index.ts";
import type { Clock } from "../kit/clock.ts";
import type { TemplateEvent } from "../providers/provider.ts";
import type { TemplateStatus } from "../providers/template-verbs.ts";
import { lockSettings, type OrmTx } from "../settings/change.ts";
import type { Binding } from "../settings/documents.ts";
import type { LiveSettings } from "../settings/live.ts";
import { announceChange } from "../settings/load.ts";
import type { ProviderConfig, Snapshot, TemplateConfig } from "../settings/snapshot.ts";
import { bindingOf } from "./binding.ts";
import { normaliseLocale } from "./match.ts";
import { isVariant } from "./variant.ts";

/** Two clocks are never quite the same, and vendors round theirs. */
const CLOCKS_MS = 60_000;

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
  const words = events.flatMap(({ name, language, status, reason, at: saidAt }) =>
    bound
      .filter(({ binding }) => names(binding, { name, language }))
      .map((each) => ({
        ...each,
        row: approvalRow(each.template, provider, { status, reason, source: "hook", at, saidAt }),
      })),
  );
  if (await commitWords(deps.db, words)) await deps.settings.reload();
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
  const status = provider.adapter.templateStates?.get(reason) ?? "rejected";
  const row = approvalRow(template, provider, { status, reason, source: "send", at: now });
  await commitApprovals(db, async (tx) => {
    const [found] = await tx
      .select({ version: templates.version })
      .from(templates)
      .where(isVariant(templates, { ...template, tenantId }))
      .for("share");
    return found?.version === version ? [row] : [];
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
  const doubts = source === "send" ? 1 : 0;
  return { tenantId, key, channel, locale, provider, status, reason, source, doubts, ...heard };
}

/** A word, and the binding that it is about. */
export interface WordOfBinding extends BoundTemplate {
  row: ApprovalRow;
}

/**
 * What a provider says of bindings as this replica knows them: of one that is another by the commit it says nothing.
 * False: nothing of it was news.
 */
export async function commitWords(db: Database, words: readonly WordOfBinding[]): Promise<boolean> {
  if (words.length === 0) return false;
  return commitApprovals(db, async (tx) => {
    await lockSettings(tx);
    return stillBound(tx, words);
  });
}

async function commitApprovals(db: Database, rowsOf: (tx: OrmTx) => Promise<readonly ApprovalRow[]>): Promise<boolean> {
  return db.orm.transaction(async (tx) => {
    const rows = await rowsOf(tx);
    if (rows.length === 0 || !(await putApprovals(tx, rows))) return false;
    await announceChange(tx);
    return true;
  });
}

/** Of these, what is about a binding that still names the same. */
async function stillBound(tx: OrmTx, words: readonly WordOfBinding[]): Promise<ApprovalRow[]> {
  const asked = words.map(({ row, binding: { name, language } }, index) => {
    const { tenantId, key, channel, locale, provider } = row;
    return { index, tenant_id: tenantId, key, channel, locale, provider, name, language };
  });
  const found = await tx.execute<{ index: number }>(sql`
    select w.index from json_to_recordset(${JSON.stringify(asked)}::text::json) as w(
      index int, tenant_id uuid, key text, channel text, locale text, provider text, name text, language text)
    join templates t on t.tenant_id = w.tenant_id and t.key = w.key and t.channel = w.channel and t.locale = w.locale
    where t.content->'bindings'->w.provider->>'name' = w.name
      and t.content->'bindings'->w.provider->>'language' = w.language`);
  const still = new Set([...found].map(({ index }) => index));
  return words.flatMap(({ row }, index) => (still.has(index) ? [row] : []));
}

/**
 * Older words never replace newer ones: neither heard before, nor said before by the vendor's own clock, nor said before
 * we heard otherwise by a list, a send or a submission.
 */
export async function putApprovals(tx: OrmTx, rows: readonly ApprovalRow[]): Promise<boolean> {
  const { tenantId, key, channel, locale, provider, status, reason, source, at, saidAt, doubts } = templateApprovals;
  const given = (column: { name: string }) => sql.raw(`excluded."${column.name}"`);
  const saidSince = or(isNull(saidAt), sql`${given(saidAt)} is null`, lte(saidAt, given(saidAt)));
  const heardSince = or(
    sql`${given(saidAt)} is null`,
    eq(source, "hook"),
    sql`${given(saidAt)} >= ${at} - ${CLOCKS_MS} * interval '1 millisecond'`,
  );
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
        // A list may repeat what a send found untrue; any other word begins anew.
        doubts: sql`case ${given(source)} when 'sync' then ${doubts}
          when 'send' then greatest(1, ${doubts} + (${status} = 'approved')::int) else 0 end`,
      },
      setWhere: and(lte(at, given(at)), saidSince, heardSince),
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
