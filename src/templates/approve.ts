import { and, eq, lte } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import { templateApprovals, templates } from "../db/schema/index.ts";
import type { Clock } from "../kit/clock.ts";
import type { TemplateEvent } from "../providers/provider.ts";
import type { LiveSettings } from "../settings/live.ts";
import { announceChange } from "../settings/load.ts";
import type { ProviderConfig, TemplateConfig } from "../settings/snapshot.ts";
import { bindingOf } from "./binding.ts";
import { normaliseLocale } from "./match.ts";

/**
 * What a provider says of its templates: a paused one leaves the plan at once, and returns when it is approved again.
 * `at`: when it said so; what it has said since stands.
 */
export async function syncTemplates(
  deps: { db: Database; settings: LiveSettings; clock: Clock },
  provider: ProviderConfig,
  events: readonly TemplateEvent[],
  at: number = deps.clock.now(),
): Promise<void> {
  const bound = templatesBoundTo(deps.settings, provider);
  const rows = events.flatMap((event) =>
    bound
      .filter(({ document }) => {
        const binding = document.bindings[provider.name];
        return binding?.name === event.name && normaliseLocale(binding.language) === normaliseLocale(event.language);
      })
      .map((template) => approvalRow(template, provider, event.status, event.reason, at)),
  );
  if (rows.length === 0) return;
  await putApprovals(deps.db, rows);
  await deps.settings.reload();
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
  const { ownerId, key, channel, locale, version } = template;
  await putApprovals(db, [approvalRow(template, provider, "rejected", reason, now)], async (tx) => {
    const [row] = await tx
      .select({ version: templates.version })
      .from(templates)
      .where(
        and(
          eq(templates.tenantId, ownerId),
          eq(templates.key, key),
          eq(templates.channel, channel),
          eq(templates.locale, locale),
        ),
      )
      .for("share");
    return row?.version === version;
  });
}

type Tx = Parameters<Parameters<Database["orm"]["transaction"]>[0]>[0];
type ApprovalRow = typeof templateApprovals.$inferInsert;

function approvalRow(
  { ownerId, key, channel, locale }: TemplateConfig,
  provider: ProviderConfig,
  status: TemplateEvent["status"],
  reason: string | null,
  now: number,
): ApprovalRow {
  return { tenantId: ownerId, key, channel, locale, provider: provider.name, status, reason, at: new Date(now) };
}

async function putApprovals(
  db: Database,
  rows: ApprovalRow[],
  still: (tx: Tx) => Promise<boolean> = () => Promise.resolve(true),
): Promise<void> {
  const { tenantId, key, channel, locale, provider } = templateApprovals;
  await db.orm.transaction(async (tx) => {
    if (!(await still(tx))) return;
    for (const row of rows) {
      const { status, reason, at } = row;
      await tx
        .insert(templateApprovals)
        .values(row)
        .onConflictDoUpdate({
          target: [tenantId, key, channel, locale, provider],
          set: { status, reason, at },
          setWhere: lte(templateApprovals.at, at),
        });
    }
    await announceChange(tx);
  });
}

/** Every tenant that uses this very provider, with the templates it uses. */
function templatesBoundTo(settings: LiveSettings, provider: ProviderConfig): TemplateConfig[] {
  const found = new Set<TemplateConfig>();
  for (const tenant of settings.current.tenants.values()) {
    if (tenant.providers.get(provider.name)?.ownerId !== provider.ownerId) continue;
    for (const template of tenant.templates.values()) {
      if (bindingOf(tenant, template, provider) !== undefined) found.add(template);
    }
  }
  return [...found];
}
