import { isDeepStrictEqual } from "node:util";
import type { Database } from "../db/client.ts";
import { audit } from "../db/schema/index.ts";
import { lockSettings } from "../settings/change.ts";
import { announceChange } from "../settings/load.ts";
import { templateId, type ProviderConfig } from "../settings/snapshot.ts";
import { auditRow, type Auditor } from "../tenants/audit.ts";
import type { OtherExpiry } from "./compare-listing.ts";
import { storedDocument, writeVersion } from "./write-version.ts";

/**
 * Binds what the provider says its texts say: after an answer that was lost, a rollback or a change made at the vendor's.
 * What it said of the template stays: it is the same one. False: nothing was left to correct.
 */
export async function correctExpiry(
  db: Database,
  ctx: Auditor,
  { name: provider }: Pick<ProviderConfig, "name">,
  corrections: readonly OtherExpiry[],
  now: number,
): Promise<boolean> {
  if (corrections.length === 0) return false;
  return db.orm.transaction(async (tx) => {
    await lockSettings(tx);
    let corrected = false;
    for (const { bound, expiryMinutes } of corrections) {
      const { ownerId: tenantId, key, channel, locale } = bound.template;
      const variant = { tenantId, key, channel, locale };
      const document = await storedDocument(tx, variant);
      const before = document?.bindings[provider];
      // Another by now: what the list says is not of that one.
      if (document === null || !isDeepStrictEqual(before, bound.binding)) continue;
      const { expiry_minutes: _other, ...binding } = bound.binding;
      const after = expiryMinutes === null ? binding : { ...binding, expiry_minutes: expiryMinutes };
      const bindings = { ...document.bindings, [provider]: after };
      const how = { change: "sync", keepApprovals: "all", now: new Date(now) } as const;
      await writeVersion(tx, ctx, variant, { ...document, bindings }, how);
      const target = templateId(key, channel, locale);
      const said = { before: { provider, ...before }, after: { provider, ...after } };
      await tx.insert(audit).values(auditRow(ctx, { action: "template.bind", target, tenantId, ...said }, now));
      corrected = true;
    }
    if (corrected) await announceChange(tx);
    return corrected;
  });
}
