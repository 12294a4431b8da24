import { and, eq } from "drizzle-orm";
import { services } from "../db/schema/index.ts";
import { GatewayError, invalidField, type FieldError } from "../errors.ts";
import type { Auditor } from "../tenants/audit.ts";
import { changeSettings, type ChangeDeps, type OrmTx } from "./change.ts";
import { badFields } from "./field-errors.ts";
import { purposeOf, type ServiceDocument } from "./service-document.ts";
import type { TenantConfig } from "./snapshot.ts";

/** Replaces what a service has of its own. */
export async function putService(
  deps: ChangeDeps,
  ctx: Auditor,
  sid: string,
  document: ServiceDocument,
): Promise<void> {
  const tenantId = ctx.tenant.id;
  await changeSettings(deps, ctx, async (tx, now) => {
    const before = await findSettings(tx, tenantId, sid);
    const row = { tenantId, sid, settings: document, updatedAt: now };
    await tx
      .insert(services)
      .values(row)
      .onConflictDoUpdate({ target: [services.tenantId, services.sid], set: row });
    return {
      audit: [{ action: "service.put", target: sid, before, after: document }],
      check: (after) => {
        const tenant = after.tenants.get(tenantId);
        if (tenant === undefined) throw new Error(`no tenant ${tenantId}`);
        refuseSharedPurpose(tenant, sid, document);
        refuseUnknownTemplates(tenant, document);
      },
    };
  });
}

/** From then on the service works by the tenant's settings. */
export async function deleteService(deps: ChangeDeps, ctx: Auditor, sid: string): Promise<void> {
  await changeSettings(deps, ctx, async (tx) => {
    const before = await findSettings(tx, ctx.tenant.id, sid);
    if (before === null) throw new GatewayError("not_found", `The service ${sid} has no settings of its own.`);
    await tx.delete(services).where(and(eq(services.tenantId, ctx.tenant.id), eq(services.sid, sid)));
    return { audit: [{ action: "service.delete", target: sid, before }] };
  });
}

async function findSettings(tx: OrmTx, tenantId: string, sid: string): Promise<unknown> {
  const [row] = await tx
    .select({ settings: services.settings })
    .from(services)
    .where(and(eq(services.tenantId, tenantId), eq(services.sid, sid)));
  return row?.settings ?? null;
}

/** One OTP is pending for each recipient and purpose: two services with the same would end each other's. */
function refuseSharedPurpose(tenant: TenantConfig, sid: string, document: ServiceDocument): void {
  const purpose = purposeOf(sid, document);
  for (const [other, settings] of tenant.services) {
    if (other === sid || purposeOf(other, settings) !== purpose) continue;
    throw invalidField("purpose", `is that of the service ${other}; each has one of its own`);
  }
}

function refuseUnknownTemplates(tenant: TenantConfig, { template, templates }: ServiceDocument): void {
  const known = new Set([...tenant.templates.values()].map(({ key }) => key));
  const named: [string, string][] = Object.entries(templates ?? {}).map(([sid, key]) => [`templates.${sid}`, key]);
  if (template !== undefined) named.push(["template", template]);
  const errors = named
    .filter(([, key]) => !known.has(key))
    .map(([path, key]): FieldError => ({ path, message: `there is no template ${key}` }));
  if (errors.length > 0) throw badFields(errors);
}
