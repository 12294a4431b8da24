import { setImmediate } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { eq, sql } from "drizzle-orm";
import { templates, templateVersions } from "../../db/schema/index.ts";
import {
  changeSettingsOnce,
  type ChangeDeps,
  type Changed,
  type Done,
  type Once,
  type OrmTx,
} from "../../settings/change.ts";
import { templateDocument, type TemplateDocument } from "../../settings/documents.ts";
import type { Finding } from "../../settings/findings.ts";
import type { TenantConfig } from "../../settings/snapshot.ts";
import type { Auditor } from "../../tenants/audit.ts";
import { lintDocument } from "../lint/index.ts";
import { setFindings } from "../lint/set.ts";
import { refuseLast } from "../put.ts";
import type { Channel } from "../../providers/provider.ts";
import { otherExpiries } from "../write-version.ts";
import { decideImport, type ImportMode, type ImportStep, type StoredVariant } from "./decide.ts";
import { idOf, type SetEntry } from "./entry.ts";

/** What takes no longer than a request may wait. */
const LINTED_AT_ONCE = 50;

export interface Imported {
  steps: ImportStep[];
  findings: Finding[];
}

export interface ImportRequest {
  entries: readonly SetEntry[];
  mode: ImportMode;
  /** Everything is done but the commit: what is answered, or refused, is what would be. */
  dryRun: boolean;
}

/** All of it or nothing, in one commit. */
export async function importTemplates(
  deps: ChangeDeps,
  ctx: Auditor,
  { entries, mode, dryRun }: ImportRequest,
  once: Once<Imported> | null = null,
): Promise<Done<Imported>> {
  const tenantId = ctx.tenant.id;
  // Before the lock is taken, which everybody's changes wait for: nothing that a document is judged by is imported.
  const linted = await lintChanged(ctx.tenant, entries);
  try {
    return await changeSettingsOnce<Changed & { steps: ImportStep[] }, Imported>(
      deps,
      ctx,
      once,
      async (tx, now) => {
        const steps = decideImport(await storedSet(tx, tenantId), entries, mode);
        const changed = steps.filter(({ outcome }) => outcome !== "unchanged");
        await write(tx, ctx, changed, now);
        const audit = changed.map((step) => ({
          action: step.after === null ? "template.delete" : "template.import",
          target: idOf(step),
          before: step.before,
          after: step.after,
        }));
        const gone = new Set(steps.flatMap((step) => (step.outcome === "deleted" ? [step.channel] : [])));
        return { steps, audit, check: (after) => gone.forEach((channel) => refuseLast(after, { tenantId, channel })) };
      },
      ({ after, findings }, { steps }) => {
        const tenant = after.tenants.get(tenantId);
        const said =
          tenant === undefined ? [] : steps.flatMap((step) => findingsOf(tenant, step, linted.get(idOf(step))));
        const done = { steps, findings: [...said, ...findings] };
        if (dryRun) throw new Undone(done);
        return done;
      },
    );
  } catch (error) {
    if (error instanceof Undone) return { replay: null, ...error.done };
    throw error;
  }
}

/** Thrown where the commit would come, so that the database takes all of it back. */
class Undone extends Error {
  readonly done: Imported;
  constructor(done: Imported) {
    super("a dry run");
    this.done = done;
  }
}

/** What is said of the documents that are other than in use now, with a breath for everybody else's work in between. */
async function lintChanged(tenant: TenantConfig, entries: readonly SetEntry[]): Promise<Map<string, Finding[]>> {
  const linted = new Map<string, Finding[]>();
  for (const entry of entries) {
    const id = idOf(entry);
    const used = tenant.templates.get(id);
    if (used?.ownerId === tenant.id && isDeepStrictEqual(used.document, entry.document)) continue;
    linted.set(id, lintDocument(tenant, entry, entry.document));
    if (linted.size % LINTED_AT_ONCE === 0) await setImmediate();
  }
  return linted;
}

/** Of what was changed. Linted here only what somebody else changed while the rest was. */
function findingsOf(tenant: TenantConfig, step: ImportStep, linted: readonly Finding[] | undefined): Finding[] {
  if (step.after === null || step.outcome === "unchanged") return [];
  const found = [
    ...otherExpiries(step.before, step.after),
    ...(linted ?? lintDocument(tenant, step, step.after)),
    ...setFindings(tenant, step),
  ];
  return found.map((finding) => ({ ...finding, path: `${idOf(step)}.${finding.path}` }));
}

/** Every variant that the tenant has or ever had. */
async function storedSet(tx: OrmTx, tenantId: string): Promise<StoredVariant[]> {
  const { key, channel, locale, version } = templateVersions;
  const newest = await tx
    .select({ key, channel, locale, version: sql<number>`max(${version})`.mapWith(Number) })
    .from(templateVersions)
    .where(eq(templateVersions.tenantId, tenantId))
    .groupBy(key, channel, locale);
  const used = await tx.select().from(templates).where(eq(templates.tenantId, tenantId));
  const documents = new Map<string, TemplateDocument>(
    used.map((row) => [idOf({ ...row, channel: row.channel as Channel }), templateDocument.parse(row.content)]),
  );
  return newest.map((row) => {
    const variant = { ...row, channel: row.channel as Channel };
    return { ...variant, document: documents.get(idOf(variant)) ?? null };
  });
}

/** A statement for each table, however many variants there are. */
async function write(tx: OrmTx, ctx: Auditor, steps: readonly ImportStep[], now: Date): Promise<void> {
  const tenantId = ctx.tenant.id;
  const rows = steps.flatMap(({ key, channel, locale, version, after }) =>
    after === null ? [] : [{ tenantId, key, channel, locale, version, content: after }],
  );
  if (rows.length > 0) {
    await tx
      .insert(templates)
      .values(rows.map((row) => ({ ...row, updatedAt: now })))
      .onConflictDoUpdate({
        target: [templates.tenantId, templates.key, templates.channel, templates.locale],
        set: { version: sql`excluded.version`, content: sql`excluded.content`, updatedAt: now },
      });
    const actor = ctx.actor.name;
    await tx.insert(templateVersions).values(rows.map((row) => ({ ...row, change: "import", actor, at: now })));
  }
  const gone = steps
    .filter(({ after }) => after === null)
    .map(({ key, channel, locale }) => ({ key, channel, locale }));
  const stale = steps.flatMap(({ key, channel, locale, stale: providers }) =>
    providers.map((provider) => ({ key, channel, locale, provider })),
  );
  if (gone.length > 0) {
    await tx.execute(sql`
      delete from templates t using json_to_recordset(${JSON.stringify(gone)}::text::json)
        as g(key text, channel text, locale text)
      where t.tenant_id = ${tenantId} and t.key = g.key and t.channel = g.channel and t.locale = g.locale`);
  }
  if (stale.length > 0) {
    await tx.execute(sql`
      delete from template_approvals a using json_to_recordset(${JSON.stringify(stale)}::text::json)
        as s(key text, channel text, locale text, provider text)
      where a.tenant_id = ${tenantId} and a.key = s.key and a.channel = s.channel and a.locale = s.locale
        and a.provider = s.provider`);
  }
}
