import { eq } from "drizzle-orm";
import { GatewayError } from "../errors.ts";
import { routes } from "../db/schema/index.ts";
import type { Auditor } from "../tenants/audit.ts";
import { changeSettings, type ChangeDeps } from "./change.ts";
import type { RoutesDocument } from "./documents.ts";
import { planProblems, type Finding } from "./findings.ts";

/** Replaces the routes. A plan with a step that can carry nothing is refused, with the reason of each. */
export async function putRoutes(
  deps: ChangeDeps,
  ctx: Auditor,
  document: RoutesDocument,
): Promise<{ findings: Finding[] }> {
  return changeSettings(deps, ctx, async (tx, now) => {
    const tenantId = ctx.tenant.id;
    const [before] = await tx.select().from(routes).where(eq(routes.tenantId, tenantId));
    const row = { tenantId, channels: document.channels, fallback: document.fallback, updatedAt: now };
    await tx.insert(routes).values(row).onConflictDoUpdate({ target: routes.tenantId, set: row });
    return {
      audit: [
        {
          action: "routes.put",
          target: "routes",
          before: before === undefined ? null : { channels: before.channels, fallback: before.fallback },
          after: document,
        },
      ],
      check: (after) => {
        const tenant = after.tenants.get(tenantId);
        if (tenant === undefined) throw new Error(`no tenant ${tenantId}`);
        const broken = planProblems(tenant, now.getTime()).filter(({ weight }) => weight === "broken");
        if (broken.length > 0) throw cannotWork(broken);
      },
    };
  });
}

function cannotWork(broken: readonly Finding[]): GatewayError {
  const errors = broken.slice(0, 50).map(({ path, message }) => ({ path, message }));
  const detail = errors.map(({ path, message }) => `${path}: ${message}`).join("; ");
  return new GatewayError("no_route", `This plan can't work. ${detail}`.slice(0, 1000), { errors });
}
