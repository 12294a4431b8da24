import type { Ctx } from "../context.ts";
import type { Gateway } from "../wire.ts";

/**
 * What a provider takes is between it and the first tenant. A price list of the tenant's own says nothing of that: the
 * costs of a month are those of the list that was in force then.
 */
export function seesMargin({ settings }: Gateway, { actor }: Ctx): boolean {
  return actor.tenantId === settings.current.firstTenantId;
}
