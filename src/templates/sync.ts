import type { Database } from "../db/client.ts";
import type { Clock } from "../kit/clock.ts";
import type { ProviderIo } from "../providers/provider.ts";
import type { TemplateFailure } from "../providers/template-verbs.ts";
import type { LiveSettings } from "../settings/live.ts";
import type { ProviderConfig } from "../settings/snapshot.ts";
import { approvalRow, commitApprovals, templatesBoundTo } from "./approve.ts";
import { compareListing, type Comparison } from "./compare-listing.ts";

export type Synced = (Comparison & { ok: true; complete: boolean; listed: number }) | TemplateFailure;

/** Asks a provider what it has, and keeps what it says of the templates that are bound to it. A failure changes nothing. */
export async function syncProvider(
  deps: { db: Database; settings: LiveSettings; clock: Clock },
  provider: ProviderConfig,
  io: ProviderIo,
  { periodic }: { periodic: boolean },
): Promise<Synced> {
  const verbs = provider.adapter.templates;
  if (verbs === undefined) throw new Error(`${provider.kind} keeps no templates`);
  // What a hook says while the list is on its way is newer.
  const at = deps.clock.now();
  const list = await verbs.list(provider.settings, provider.secrets, io);
  if (!list.ok) return list;
  const bound = templatesBoundTo(deps.settings.current, provider);
  const comparison = compareListing(provider.name, bound, { ...list, at, periodic });
  const rows = comparison.changed.map(({ bound: { template }, status, reason }) =>
    approvalRow(template, provider, { status, reason, source: "sync", at }),
  );
  if (await commitApprovals(deps.db, rows)) await deps.settings.reload();
  return { ok: true, ...comparison, complete: list.complete, listed: list.templates.length };
}
