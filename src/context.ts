import type { Actor } from "./tenants/actor.ts";
import type { TenantConfig } from "./settings/snapshot.ts";

/** Who asks, for which tenant, in which request. */
export interface Ctx {
  readonly tenant: TenantConfig;
  readonly actor: Actor;
  readonly requestId: string;
}
