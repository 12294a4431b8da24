import type { Channel, Provider, Secrets } from "../providers/provider.ts";
import type { ChargedOn } from "../ledger/price.ts";
import type { TemplateStatus } from "../providers/template-verbs.ts";
import type { Role } from "../tenants/actor.ts";
import type { LimitsDocument, RoutesDocument, TemplateDocument, TenantDocument } from "./documents.ts";
import type { ServiceDocument } from "./service-document.ts";

/** One frozen value of all configuration; a replica swaps it whole when something changed. */
export interface Snapshot {
  readonly version: number;
  readonly firstTenantId: string | null;
  readonly tenants: ReadonlyMap<string, TenantConfig>;
  readonly tenantsByName: ReadonlyMap<string, TenantConfig>;
  readonly keysByHash: ReadonlyMap<string, KeyConfig>;
  readonly keysById: ReadonlyMap<string, KeyConfig>;
}

export interface KeyConfig {
  readonly id: string;
  readonly tenantId: string;
  readonly name: string;
  readonly role: Role;
  readonly facade: string | null;
  readonly ips: readonly string[];
  readonly expiresAt: number | null;
}

/** A tenant with what serves it: its own, or the first tenant's where it has none. */
export interface TenantConfig {
  readonly id: string;
  readonly name: string;
  readonly first: boolean;
  readonly currency: string;
  readonly settings: TenantDocument;
  readonly providers: ReadonlyMap<string, ProviderConfig>;
  readonly routes: RoutesDocument;
  readonly limits: LimitsDocument;
  /** What the first tenant's limits say of all tenants together; null: nothing. */
  readonly gatewayLimits: GatewayLimits | null;
  readonly prices: readonly PriceRule[];
  /** Prefixes (`+62812`) and countries (`LV`) that the fraud guard blocks, each until when. */
  readonly blocks: ReadonlyMap<string, number>;
  /** By `key/channel/locale`: its own, and those of the first tenant's that it has none of. */
  readonly templates: ReadonlyMap<string, TemplateConfig>;
  /** By their `VA…`: services that have settings of their own. They are never shared. */
  readonly services: ReadonlyMap<string, ServiceDocument>;
}

/** Amounts are in the first tenant's currency: what accounts of another one spend is not counted. */
export interface GatewayLimits {
  /** The first tenant, whose rows the counters are. */
  readonly ownerId: string;
  readonly windows: LimitsDocument["gateway"];
  readonly ceilings: LimitsDocument["ceilings"]["gateway"];
}

export interface ProviderConfig {
  /** Whose row it is: breaker, pace and hooks are per row, however many tenants share it. */
  readonly ownerId: string;
  readonly name: string;
  readonly kind: string;
  readonly state: "on" | "drain" | "off";
  readonly adapter: Provider;
  readonly settings: unknown;
  readonly secrets: Secrets;
  readonly updatedAt: number;
}

export interface TemplateConfig {
  /** Whose row it is. */
  readonly ownerId: string;
  readonly key: string;
  readonly channel: Channel;
  readonly locale: string;
  readonly version: number;
  readonly document: TemplateDocument;
  /** Provider → what it last said; a binding without one counts as approved. */
  readonly approvals: ReadonlyMap<string, TemplateApproval>;
}

export interface TemplateApproval {
  readonly status: TemplateStatus;
  readonly reason: string | null;
  /** How we know. */
  readonly source: string;
  readonly at: number;
  /** Times in a row that a send was refused what the provider's list calls approved. */
  readonly doubts: number;
  /** What the operators were told last, of every tenant that sends with it. */
  readonly told: string;
  /** Tenants whose operators know the opposite of `told` by now. */
  readonly heard: readonly string[];
}

export interface PriceRule {
  readonly channel: Channel;
  readonly provider: string | null;
  readonly country: string | null;
  /** The beginning of a number: `+62812`. */
  readonly prefix: string | null;
  readonly amount: bigint;
  /** What the provider takes from us for the same; null: not known. */
  readonly cost: bigint | null;
  readonly per: "message" | "segment";
  readonly chargedOn: ChargedOn;
  readonly validFrom: number;
}

/** Names a row among all owners' rows, for what a replica keeps of each. */
export function providerId({ ownerId, name }: Pick<ProviderConfig, "ownerId" | "name">): string {
  return `${ownerId}/${name}`;
}

/** The rows that are wanted, by `providerId`: each once, however many tenants share it. */
export function providerRows(
  { tenants }: Pick<Snapshot, "tenants">,
  wanted: (provider: ProviderConfig) => boolean,
): Map<string, ProviderConfig> {
  const rows = new Map<string, ProviderConfig>();
  for (const providers of new Set([...tenants.values()].map((tenant) => tenant.providers))) {
    for (const provider of providers.values()) if (wanted(provider)) rows.set(providerId(provider), provider);
  }
  return rows;
}

export function templateId(key: string, channel: string, locale: string): string {
  return `${key}/${channel}/${locale}`;
}
