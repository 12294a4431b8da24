import { and, eq } from "drizzle-orm";
import { GatewayError } from "../errors.ts";
import { providers } from "../db/schema/index.ts";
import type { Auditor } from "../tenants/audit.ts";
import { changeSettings, type ChangeDeps } from "./change.ts";
import type { ProviderDocument } from "./documents.ts";
import type { Finding } from "./findings.ts";
import { audited, findRow } from "./put-provider.ts";

/** Only the state; what else somebody changes at the same moment stays. Its breaker closes, as after any change. */
export function setProviderState(
  deps: ChangeDeps,
  ctx: Auditor,
  name: string,
  state: ProviderDocument["state"],
): Promise<{ findings: Finding[] }> {
  return changeSettings(deps, ctx, async (tx, now) => {
    const row = await findRow(tx, ctx.tenant.id, name);
    if (row === null) throw new GatewayError("not_found", `There is no provider ${name} of this tenant's own.`);
    // Later than before even within a millisecond, as in a put.
    const updatedAt = new Date(Math.max(now.getTime(), row.updatedAt.getTime() + 1));
    await tx
      .update(providers)
      .set({ state, updatedAt })
      .where(and(eq(providers.tenantId, ctx.tenant.id), eq(providers.name, name)));
    const after = audited({ ...row, state });
    return { audit: [{ action: "provider.put", target: name, before: audited(row), after }] };
  });
}
