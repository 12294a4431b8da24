import { eq } from "drizzle-orm";
import { GatewayError } from "../errors.ts";
import { routes } from "../db/schema/index.ts";
import type { Channel } from "../providers/provider.ts";
import type { Auditor } from "../tenants/audit.ts";
import type { Expected } from "../templates/state.ts";
import { changeSettings, type ChangeDeps } from "./change.ts";
import { routesDocument, type RoutesDocument } from "./documents.ts";
import { planProblems, type Finding } from "./findings.ts";
import { withFirst } from "./first-provider.ts";
import { refuseChanged, routesTag } from "./if-match.ts";

/** Replaces the routes. A plan with a step that can carry nothing is refused, with the reason of each. */
export function putRoutes(
  deps: ChangeDeps,
  ctx: Auditor,
  document: RoutesDocument,
  expected?: Expected,
): Promise<{ findings: Finding[] }> {
  return changeRoutes(deps, ctx, (before) => {
    refuseChanged(expected, routesTag(before), "The plan of routes");
    return document;
  });
}

/** Moves all first tries of a channel to one provider, whatever else was changed in the routes meanwhile. */
export function putFirst(
  deps: ChangeDeps,
  ctx: Auditor,
  channel: Channel,
  provider: string,
): Promise<{ findings: Finding[] }> {
  return changeRoutes(deps, ctx, (before) => withFirst(before, channel, provider));
}

async function changeRoutes(
  deps: ChangeDeps,
  ctx: Auditor,
  changed: (before: RoutesDocument) => RoutesDocument,
): Promise<{ findings: Finding[] }> {
  return changeSettings(deps, ctx, async (tx, now) => {
    const tenantId = ctx.tenant.id;
    const [own] = await tx.select().from(routes).where(eq(routes.tenantId, tenantId));
    const before = own === undefined ? null : { channels: own.channels, fallback: own.fallback };
    const document = changed(before === null ? inForce(deps, tenantId) : routesDocument.parse(before));
    const row = { tenantId, channels: document.channels, fallback: document.fallback, updatedAt: now };
    await tx.insert(routes).values(row).onConflictDoUpdate({ target: routes.tenantId, set: row });
    return {
      audit: [{ action: "routes.put", target: "routes", before, after: document }],
      check: (after) => {
        const tenant = after.tenants.get(tenantId);
        if (tenant === undefined) throw new Error(`no tenant ${tenantId}`);
        const broken = planProblems(tenant, now.getTime()).filter(({ weight }) => weight === "broken");
        if (broken.length > 0) throw cannotWork(broken);
      },
    };
  });
}

/** Of a tenant without routes of its own those of the first tenant, or the empty ones. */
function inForce({ settings }: ChangeDeps, tenantId: string): RoutesDocument {
  const tenant = settings.current.tenants.get(tenantId);
  if (tenant === undefined) throw new Error(`no tenant ${tenantId}`);
  return tenant.routes;
}

function cannotWork(broken: readonly Finding[]): GatewayError {
  const errors = broken.slice(0, 50).map(({ path, message }) => ({ path, message }));
  const detail = errors.map(({ path, message }) => `${path}: ${message}`).join("; ");
  return new GatewayError("no_route", `This plan can't work. ${detail}`.slice(0, 1000), { errors });
}
