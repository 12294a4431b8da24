import { networkOf } from "../kit/address.ts";
import { countryOf, prefixOf } from "../kit/phone.ts";
import type { LimitsDocument } from "../settings/documents.ts";
import type { LimitWindow } from "../settings/limit-parts.ts";
import type { TenantConfig } from "../settings/snapshot.ts";

/** What is limited together. A **counter** is one row of hits: a scope with its key, of a tenant or of the whole gateway. */
export interface Counter {
  /** Among all counters. */
  id: string;
  tenantId: string;
  /** As a refusal names it. */
  limit: string;
  /** As it is stored: the sandbox's counters are its own. */
  scope: string;
  key: string;
  windows: readonly LimitWindow[];
}

export interface Asked {
  tenant: TenantConfig;
  sandbox: boolean;
  /** As the caller gave it, never as the database has it. */
  recipient: string;
  clientIp: string | null;
}

/** The limits in force: the sandbox's own where it alone carries. */
export function limitsFor({ limits }: Pick<TenantConfig, "limits">, sandbox: boolean): LimitsDocument {
  return sandbox ? { ...limits, ...limits.sandbox } : limits;
}

/** Pure: all counters of one send but those that are read from OTPs themselves. */
export function countersOf({ tenant, sandbox, recipient, clientIp }: Asked): Counter[] {
  const limits = limitsFor(tenant, sandbox);
  const counters: Counter[] = [];
  const add = (limit: string, windows: readonly LimitWindow[], key: string | null, ownerId = tenant.id): void => {
    if (windows.length > 0 && key !== null) counters.push(counter(ownerId, limit, key, windows, sandbox));
  };
  if (clientIp !== null) {
    add("client_ip", limits.client_ip, clientIp);
    if (limits.client_net.length > 0) add("client_net", limits.client_net, networkOf(clientIp));
  }
  add("prefix", limits.prefix, prefixOf(recipient));
  if (limits.country.length > 0) add("country", limits.country, countryOf(recipient));
  add("tenant", limits.tenant, "");
  const { gatewayLimits } = tenant;
  if (gatewayLimits !== null) add("gateway", gatewayLimits.windows, "", gatewayLimits.ownerId);
  return counters;
}

/** A provider's counter of this tenant. The sandbox is a provider like any other here. */
export function providerCounter({ id, limits }: Pick<TenantConfig, "id" | "limits">, provider: string): Counter {
  return counter(id, "provider", provider, limits.provider, false);
}

function counter(
  tenantId: string,
  limit: string,
  key: string,
  windows: readonly LimitWindow[],
  sandbox: boolean,
): Counter {
  const scope = sandbox ? `sandbox:${limit}` : limit;
  return { id: `${tenantId}/${scope}/${key}`, tenantId, limit, scope, key, windows };
}
