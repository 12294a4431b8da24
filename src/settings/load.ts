import { eq, isNull, sql } from "drizzle-orm";
import type { Orm } from "../db/client.ts";
import * as t from "../db/schema/index.ts";
import { groupBy } from "../kit/group-by.ts";
import type { Keyring } from "../kit/secret.ts";
import { configured, type Channel, type Provider, type Secrets } from "../providers/provider.ts";
import type { TemplateStatus } from "../providers/template-verbs.ts";
import type { Role } from "../tenants/actor.ts";
import {
  defaultLimits,
  routesDocument,
  templateDocument,
  tenantDocument,
  type LimitsDocument,
  type RoutesDocument,
} from "./documents.ts";
import { serviceDocument } from "./service-document.ts";
import { storedLimits } from "./stored-limits.ts";
import {
  templateId,
  type GatewayLimits,
  type KeyConfig,
  type PriceRule,
  type ProviderConfig,
  type Snapshot,
  type TemplateApproval,
  type TemplateConfig,
  type TenantConfig,
} from "./snapshot.ts";

export type Registry = ReadonlyMap<string, Provider>;

export const emptyRoutes: RoutesDocument = { channels: {}, fallback: [{ channel: "whatsapp" }, { channel: "sms" }] };

const noPrices: readonly PriceRule[] = [];

/** Reads the whole configuration, in one transaction, so that its parts fit together. */
export async function loadSnapshot(
  orm: Orm,
  keyring: Keyring,
  registry: Registry,
  warn: (problem: string) => void,
): Promise<Snapshot> {
  const rows = await orm.transaction(
    async (tx) => ({
      version: await tx.select().from(t.configVersion),
      tenants: await tx
        .select({ tenant: t.tenants, currency: t.accounts.currency })
        .from(t.tenants)
        .innerJoin(t.accounts, eq(t.accounts.tenantId, t.tenants.id)),
      keys: await tx.select().from(t.apiKeys).where(isNull(t.apiKeys.revokedAt)),
      providers: await tx.select().from(t.providers),
      routes: await tx.select().from(t.routes),
      templates: await tx.select().from(t.templates),
      approvals: await tx.select().from(t.templateApprovals),
      prices: await tx.select().from(t.prices).orderBy(t.prices.position),
      limits: await tx.select().from(t.limits),
      services: await tx.select().from(t.services),
      blocks: await tx.select().from(t.guardStates).where(eq(t.guardStates.state, "blocked")),
    }),
    { isolationLevel: "repeatable read", accessMode: "read only" },
  );

  const first = rows.tenants.find(({ tenant }) => tenant.first)?.tenant.id ?? null;
  const servicesOf = groupBy(rows.services, (row) => row.tenantId);
  const providersOf = groupBy(rows.providers, (row) => row.tenantId);
  const templatesOf = groupBy(rows.templates, (row) => row.tenantId);
  const approvalsOf = groupBy(
    rows.approvals,
    (row) => `${row.tenantId}/${templateId(row.key, row.channel, row.locale)}`,
  );
  const pricesOf = groupBy(rows.prices, (row) => row.tenantId);
  const blocksOf = groupBy(rows.blocks, (row) => row.tenantId);
  const currencies = new Map(rows.tenants.map(({ tenant, currency }) => [tenant.id, currency]));
  const routesOf = new Map(rows.routes.map((row) => [row.tenantId, row]));
  const limitsOf = new Map(rows.limits.map((row) => [row.tenantId, row]));
  const rulesOf = cached((owner: string) => {
    const row = limitsOf.get(owner);
    if (row === undefined) return null;
    const { rules, problem } = storedLimits(row.rules);
    if (problem !== null) warn(`tenant ${owner}: ${problem}`);
    return rules;
  });
  const gateway = first === null ? null : rulesOf(first);
  const providers = cached((owner: string) => new Map((providersOf.get(owner) ?? []).flatMap((row) => provider(row))));
  const templates = cached((owner: string) => new Map((templatesOf.get(owner) ?? []).map((row) => template(row))));
  const prices = cached((owner: string) => (pricesOf.get(owner) ?? []).map(price));

  const tenants = rows.tenants.map(({ tenant, currency }): TenantConfig => {
    const own = (has: (id: string) => boolean): string => (has(tenant.id) || first === null ? tenant.id : first);
    const routes = routesOf.get(own((id) => routesOf.has(id)));
    // Amounts are in the currency of whose they are: another one's say nothing of this account.
    const foreign = (has: (id: string) => boolean): boolean => currencies.get(own(has)) !== currency;
    const rules = rulesOf(own((id) => limitsOf.has(id))) ?? defaultLimits;
    return {
      id: tenant.id,
      name: tenant.name,
      first: tenant.first,
      currency,
      settings: tenantDocument.parse(tenant.settings),
      providers: providers(own((id) => providersOf.has(id))),
      routes:
        routes === undefined
          ? emptyRoutes
          : routesDocument.parse({ channels: routes.channels, fallback: routes.fallback }),
      limits: ownLimits(
        foreign((id) => limitsOf.has(id)) ? { ...rules, ceilings: defaultLimits.ceilings } : rules,
        tenant.first,
      ),
      gatewayLimits:
        first === null || gateway === null ? null : gatewayLimits(first, gateway, currencies.get(first) === currency),
      prices: foreign((id) => pricesOf.has(id)) ? noPrices : prices(own((id) => pricesOf.has(id))),
      blocks: new Map((blocksOf.get(tenant.id) ?? []).map(({ key, until }) => [key, until?.getTime() ?? 0])),
      templates: templatesFor(tenant.id),
      services: new Map((servicesOf.get(tenant.id) ?? []).map((row) => [row.sid, serviceDocument.parse(row.settings)])),
    };
  });

  return {
    version: rows.version[0]?.version ?? 0,
    firstTenantId: first,
    tenants: new Map(tenants.map((tenant) => [tenant.id, tenant])),
    tenantsByName: new Map(tenants.map((tenant) => [tenant.name, tenant])),
    keysByHash: new Map(rows.keys.map((row) => [row.hash, key(row)])),
    keysById: new Map(rows.keys.map((row) => [row.id, key(row)])),
  };

  /** A tenant that has put one text is not left without the others. */
  function templatesFor(tenantId: string): ReadonlyMap<string, TemplateConfig> {
    if (first === null || tenantId === first) return templates(tenantId);
    return templatesOf.has(tenantId) ? new Map([...templates(first), ...templates(tenantId)]) : templates(first);
  }

  function provider(row: typeof t.providers.$inferSelect): [string, ProviderConfig][] {
    const adapter = registry.get(row.kind);
    const settings = adapter?.settings.safeParse(row.settings);
    if (adapter === undefined || settings?.success !== true) {
      warn(
        `provider ${row.name}: ${adapter === undefined ? `unknown kind ${row.kind}` : "its settings are not valid"}; left out`,
      );
      return [];
    }
    const secrets =
      row.secrets === null
        ? {}
        : (JSON.parse(keyring.openText(secretsContext(row.tenantId, row.name), row.secrets)) as Secrets);
    const config: ProviderConfig = {
      ownerId: row.tenantId,
      name: row.name,
      kind: row.kind,
      state: row.state as ProviderConfig["state"],
      adapter: configured(adapter, settings.data),
      settings: settings.data,
      secrets,
      updatedAt: row.updatedAt.getTime(),
    };
    return [[row.name, config]];
  }

  function template(row: typeof t.templates.$inferSelect): [string, TemplateConfig] {
    const id = templateId(row.key, row.channel, row.locale);
    const approvals = approvalsOf.get(`${row.tenantId}/${id}`) ?? [];
    return [
      id,
      {
        ownerId: row.tenantId,
        key: row.key,
        channel: row.channel as Channel,
        locale: row.locale,
        version: row.version,
        document: templateDocument.parse(row.content),
        approvals: new Map(approvals.map((row) => [row.provider, approval(row)])),
      },
    ];
  }
}

/** What the first tenant's document says of all together is no limit of another tenant's. */
function ownLimits(rules: LimitsDocument, isFirst: boolean): LimitsDocument {
  if (isFirst) return rules;
  return { ...rules, gateway: [], ceilings: { ...rules.ceilings, gateway: defaultLimits.ceilings.gateway } };
}

function gatewayLimits(ownerId: string, rules: LimitsDocument, sameCurrency: boolean): GatewayLimits | null {
  const ceilings = sameCurrency ? rules.ceilings.gateway : defaultLimits.ceilings.gateway;
  const none = rules.gateway.length === 0 && Object.values(ceilings).every((amount) => amount === null);
  return none ? null : { ownerId, windows: rules.gateway, ceilings };
}

function approval(row: typeof t.templateApprovals.$inferSelect): TemplateApproval {
  const { status, reason, source, at, doubts, told, heard } = row;
  return { status: status as TemplateStatus, reason, source, at: at.getTime(), doubts, told, heard };
}

export function secretsContext(tenantId: string, providerName: string): string {
  return `provider-secrets:${tenantId}:${providerName}`;
}

/** Says, in the transaction that changed something, that every replica must read its configuration again. */
export async function announceChange(tx: Pick<Orm, "execute">): Promise<void> {
  await tx.execute(sql`update config_version set version = version + 1`);
  await tx.execute(sql`notify gerbang_config`);
}

function price(row: typeof t.prices.$inferSelect): PriceRule {
  return {
    channel: row.channel as Channel,
    provider: row.provider,
    country: row.country,
    prefix: row.prefix,
    amount: row.amount,
    cost: row.cost,
    per: row.per as PriceRule["per"],
    chargedOn: row.chargedOn as PriceRule["chargedOn"],
    validFrom: row.validFrom.getTime(),
  };
}

function key(row: typeof t.apiKeys.$inferSelect): KeyConfig {
  return {
    id: row.id,
    tenantId: row.tenantId,
    name: row.name,
    role: row.role as Role,
    facade: row.facade,
    ips: row.ips,
    expiresAt: row.expiresAt?.getTime() ?? null,
  };
}

/** A thousand tenants that share the first one's providers share one value of them. */
function cached<T>(make: (owner: string) => T): (owner: string) => T {
  const made = new Map<string, T>();
  return (owner) => {
    const known = made.get(owner);
    if (known !== undefined) return known;
    const value = make(owner);
    made.set(owner, value);
    return value;
  };
}
