import type { Database } from "../db/client.ts";
import type { Clock } from "../kit/clock.ts";
import type { ProviderIo } from "../providers/provider.ts";
import type { TemplateFailure } from "../providers/template-verbs.ts";
import type { LiveSettings } from "../settings/live.ts";
import type { ProviderConfig } from "../settings/snapshot.ts";
import type { Auditor } from "../tenants/audit.ts";
import { approvalRow, commitWords, templatesBoundTo } from "./approve.ts";
import { compareListing, type Comparison } from "./compare-listing.ts";
import { correctExpiry } from "./correct-expiry.ts";

export type Synced = (Comparison & { ok: true; complete: boolean; listed: number }) | TemplateFailure;

/**
 * Asks a provider what it has, and keeps what it says of the templates that are bound to it, and
 * of what their texts say. A failure changes nothing.
 */
export async function syncProvider(
  deps: { db: Database; settings: LiveSettings; clock: Clock },
  provider: ProviderConfig,
  io: ProviderIo,
  { periodic, ctx }: { periodic: boolean; ctx: Auditor },
): Promise<Synced> {
  const verbs = provider.adapter.templates;
  if (verbs === undefined) throw new Error(`${provider.kind} keeps no templates`);
  // What a hook says while the list is on its way is newer.
  const at = deps.clock.now();
  const list = await verbs.list(provider.settings, provider.secrets, io);
  if (!list.ok) return list;
  const bound = templatesBoundTo(deps.settings.current, provider);
  const comparison = compareListing(provider.name, bound, { ...list, at, periodic });
  const words = [...comparison.changed, ...comparison.confirmed].map(({ bound: each, status, reason }) => ({
    ...each,
    row: approvalRow(each.template, provider, { status, reason, source: "sync", at }),
  }));
  const corrected = await correctExpiry(deps.db, ctx, provider, comparison.otherExpiry, deps.clock.now());
  const said = await commitWords(deps.db, words);
  if (corrected || said) await deps.settings.reload();
  return { ok: true, ...comparison, complete: list.complete, listed: list.templates.length };
}
