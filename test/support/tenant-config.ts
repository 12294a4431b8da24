import type { Channel, Provider } from "../../src/providers/provider.ts";
import { registry } from "../../src/providers/registry.ts";
import { defaultLimits, routesDocument, templateDocument, tenantDocument } from "../../src/settings/documents.ts";
import { templateId, type PriceRule, type TenantConfig } from "../../src/settings/snapshot.ts";

export interface TenantSketch {
  brand?: string;
  defaultLocale?: string;
  /** By name, with their kind. */
  providers?: Record<string, string>;
  /** Names of providers, per channel. */
  routes?: Partial<Record<Channel, string[]>>;
  /** By `key/channel/locale`. */
  templates?: Record<string, object>;
  prices?: PriceRule[];
}

/** A tenant's configuration as a snapshot has it, without a database. */
export function tenantConfig(sketch: TenantSketch = {}): TenantConfig {
  const kinds = sketch.providers ?? { sandbox: "sandbox" };
  const routes = Object.entries(sketch.routes ?? {});
  return {
    id: "t",
    name: "demo",
    first: true,
    currency: "IDR",
    settings: tenantDocument.parse({ brand: sketch.brand ?? "Demo", default_locale: sketch.defaultLocale ?? "id" }),
    providers: new Map(
      Object.entries(kinds).map(([name, kind]) => {
        const adapter = registry.get(kind) as Provider;
        return [
          name,
          { ownerId: "t", name, kind, state: "on", adapter, settings: { data_coding: 8 }, secrets: {}, updatedAt: 0 },
        ];
      }),
    ),
    routes: routesDocument.parse({
      channels: Object.fromEntries(
        routes.map(([channel, names]) => [channel, names.map((provider) => ({ provider }))]),
      ),
      fallback: [{ channel: "whatsapp" }, { channel: "sms" }],
    }),
    limits: defaultLimits,
    gatewayLimits: null,
    prices: sketch.prices ?? [],
    services: new Map(),
    blocks: new Map(),
    templates: new Map(
      Object.entries(sketch.templates ?? {}).map(([id, document]) => {
        const [key = "", channel = "", locale = ""] = id.split("/");
        const content = templateDocument.parse(document);
        const variant = { ownerId: "t", key, channel: channel as Channel, locale, version: 1, document: content };
        return [templateId(key, channel, locale), { ...variant, approvals: new Map() }];
      }),
    ),
  };
}
