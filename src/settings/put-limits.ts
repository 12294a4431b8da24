import { eq } from "drizzle-orm";
import { limits } from "../db/schema/index.ts";
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
  return changeSettings(deps, ctx, async (tx, now) => {
    const tenantId = ctx.tenant.id;
    const [before] = await tx.select().from(limits).where(eq(limits.tenantId, tenantId));
    const row = { tenantId, rules: document, updatedAt: now };
    await tx.insert(limits).values(row).onConflictDoUpdate({ target: limits.tenantId, set: row });
    return { audit: [{ action: "limits.put", target: "limits", before: before?.rules ?? null, after: document }] };
  });
}
