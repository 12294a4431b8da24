import { eq } from "drizzle-orm";
import { limits } from "../db/schema/index.ts";
import { invalidField } from "../errors.ts";
import type { Auditor } from "../tenants/audit.ts";
import type { Expected } from "../templates/state.ts";
import { changeSettings, type ChangeDeps, type OrmTx } from "./change.ts";
import { documentTag } from "./document-tag.ts";
import type { LimitsDocument } from "./documents.ts";
import type { Finding } from "./findings.ts";
import { refuseChanged } from "./if-match.ts";
import { loadSnapshot } from "./load.ts";

/** Replaces the limits whole; what the document leaves out has its default. */
export async function putLimits(
  deps: ChangeDeps,
  ctx: Auditor,
  document: LimitsDocument,
  expected?: Expected,
): Promise<{ findings: Finding[] }> {
  if (!ctx.tenant.first) refuseGatewayWide(document);
  return changeSettings(deps, ctx, async (tx, now) => {
    const tenantId = ctx.tenant.id;
    if (expected !== undefined) refuseChanged(expected, documentTag(await inForce(tx, deps, tenantId)), "The limits");
    const [before] = await tx.select().from(limits).where(eq(limits.tenantId, tenantId));
    const row = { tenantId, rules: document, updatedAt: now };
    await tx.insert(limits).values(row).onConflictDoUpdate({ target: limits.tenantId, set: row });
    return { audit: [{ action: "limits.put", target: "limits", before: before?.rules ?? null, after: document }] };
  });
}

/** With the defaults, and of a tenant without its own those of the first: as a read answers them. */
async function inForce(tx: OrmTx, deps: ChangeDeps, tenantId: string): Promise<LimitsDocument> {
  const snapshot = await loadSnapshot(tx, deps.keyring, deps.registry, () => {});
  const tenant = snapshot.tenants.get(tenantId);
  if (tenant === undefined) throw new Error(`no tenant ${tenantId}`);
  return tenant.limits;
}

/** Another tenant could otherwise hold up all of them, or think that it does. */
function refuseGatewayWide({ gateway, ceilings }: LimitsDocument): void {
  const why = "only the first tenant's document limits the whole gateway; leave it out";
  if (gateway.length > 0) throw invalidField("gateway", why);
  const [set] = Object.entries(ceilings.gateway).filter(([, most]) => most !== null);
  if (set !== undefined) throw invalidField(`ceilings.gateway.${set[0]}`, why);
}
