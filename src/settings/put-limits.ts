import { eq } from "drizzle-orm";
import { limits } from "../db/schema/index.ts";
import { invalidField } from "../errors.ts";
import type { Auditor } from "../tenants/audit.ts";
import { changeSettings, type ChangeDeps } from "./change.ts";
import type { LimitsDocument } from "./documents.ts";
import type { Finding } from "./findings.ts";

/** Replaces the limits whole; what the document leaves out has its default. */
export async function putLimits(
  deps: ChangeDeps,
  ctx: Auditor,
  document: LimitsDocument,
): Promise<{ findings: Finding[] }> {
  if (!ctx.tenant.first) refuseGatewayWide(document);
  return changeSettings(deps, ctx, async (tx, now) => {
    const tenantId = ctx.tenant.id;
    const [before] = await tx.select().from(limits).where(eq(limits.tenantId, tenantId));
    const row = { tenantId, rules: document, updatedAt: now };
    await tx.insert(limits).values(row).onConflictDoUpdate({ target: limits.tenantId, set: row });
    return { audit: [{ action: "limits.put", target: "limits", before: before?.rules ?? null, after: document }] };
  });
}

/** Another tenant could otherwise hold up all of them, or think that it does. */
function refuseGatewayWide({ gateway, ceilings }: LimitsDocument): void {
  const why = "only the first tenant's document limits the whole gateway; leave it out";
  if (gateway.length > 0) throw invalidField("gateway", why);
  const [set] = Object.entries(ceilings.gateway).filter(([, most]) => most !== null);
  if (set !== undefined) throw invalidField(`ceilings.gateway.${set[0]}`, why);
}
