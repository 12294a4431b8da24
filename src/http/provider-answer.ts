import { z } from "@hono/zod-openapi";
import { eq } from "drizzle-orm";
import { providers } from "../db/schema/index.ts";
import { loadTroubles, type Trouble } from "../delivery/failovers.ts";
import { isoMs } from "../kit/clock.ts";
import { configured, type Provider } from "../providers/provider.ts";
import type { ProviderRow } from "../settings/put-provider.ts";
import type { TenantConfig } from "../settings/snapshot.ts";
import type { Gateway } from "../wire.ts";
import { creditsOf, type CreditAnswer } from "./provider-credit.ts";
import { recentAnswer, recentSchema } from "./provider-recent.ts";
import { channel } from "./schemas.ts";

export const providerSchema = z
  .object({
    name: z.string(),
    kind: z.string().openapi({ example: "meta-cloud" }),
    state: z.enum(["on", "drain", "off"]),
    settings: z.record(z.string(), z.unknown()).optional().describe("With defaults; not shown of a shared provider"),
    secrets: z
      .record(z.string(), z.object({ set: z.boolean() }))
      .optional()
      .describe("Which are set; a secret is never read back"),
    channels: z.array(channel),
    shared: z.boolean().describe("The first tenant's, used because this tenant has none of its own"),
    health: z.enum(["ok", "down", "draining", "off", "unusable"]).describe("As this replica sees it"),
    credit: z
      .object({
        amount: z.string(),
        currency: z.string().nullable(),
        at: z.iso.datetime(),
        low: z.boolean().nullable().describe("Below the setting `low_credit`; null where that is not set"),
        runway_hours: z.number().int().nullable().describe("By how fast it falls; null while it does not"),
      })
      .nullable()
      .optional()
      .describe("What the provider last said is left with it; null when it can't tell. Not shown of a shared provider"),
    connection: z
      .object({
        state: z.enum(["connected", "connecting", "down"]),
        since: z.iso.datetime(),
        reason: z.string().nullable().describe("Why there is none: the provider's own code, or a word of ours"),
      })
      .nullable()
      .describe("The connection that this replica keeps; null for kinds that keep none, and while it is off"),
    recent: recentSchema.optional(),
    failing: z
      .object({
        since: z.iso.datetime(),
        last_at: z.iso.datetime(),
        messages: z.number().int().describe("Messages it could not take, which went another way where there was one"),
        reason: z.string().describe("What it failed with first"),
      })
      .nullable()
      .optional()
      .describe(
        "What all replicas saw it fail, until a quarter of an hour passes without; not shown of a shared provider",
      ),
    breaker: z.object({ state: z.enum(["closed", "open"]), reason: z.string().nullable() }),
    hook: z
      .string()
      .nullable()
      .describe(
        "Where the vendor is to report to: enter it in the vendor's console, with the secret `hook_token` in place of " +
          "`{hook_token}` where that is its end. Null: this kind takes no reports by hook",
      ),
    updated_at: z.iso.datetime(),
  })
  .openapi("Provider");

/** The tenant's own providers, or the first tenant's when it has none. */
export async function rowsFor(gateway: Gateway, tenant: TenantConfig): Promise<ProviderRow[]> {
  const of = (tenantId: string) =>
    gateway.db.orm.select().from(providers).where(eq(providers.tenantId, tenantId)).orderBy(providers.name);
  const own = await of(tenant.id);
  const { firstTenantId } = gateway.settings.current;
  return own.length > 0 || firstTenantId === null || firstTenantId === tenant.id ? own : of(firstTenantId);
}

/** What is kept of a tenant's own providers beside their rows, by name. */
export interface Seen {
  troubles: Map<string, Trouble>;
  credits: Map<string, CreditAnswer>;
}

export async function seenOf(gateway: Gateway, tenant: TenantConfig): Promise<Seen> {
  const [troubles, credits] = await Promise.all([
    loadTroubles(gateway.sql, tenant.id, gateway.clock.now()),
    creditsOf(gateway, tenant),
  ]);
  return { troubles, credits };
}

export function providerAnswer(gateway: Gateway, tenant: TenantConfig, row: ProviderRow, seen: Seen) {
  const kind = gateway.registry.get(row.kind);
  const parsed = kind?.settings.safeParse(row.settings);
  const adapter = kind !== undefined && parsed?.success === true ? configured(kind, parsed.data) : kind;
  const loaded = tenant.providers.get(row.name);
  const served = loaded?.ownerId === row.tenantId ? loaded : undefined;
  const reason = served === undefined ? null : gateway.delivery.guards.reason(served);
  const shared = row.tenantId !== tenant.id;
  const known = [...new Set([...Object.keys(adapter?.secrets.shape ?? {}), ...row.secretNames])];
  return {
    name: row.name,
    kind: row.kind,
    state: row.state,
    ...(shared
      ? {}
      : {
          settings: parsed?.success === true ? parsed.data : row.settings,
          credit: seen.credits.get(row.name) ?? null,
          failing: failingAnswer(seen.troubles.get(row.name)),
          ...(served === undefined
            ? {}
            : { recent: recentAnswer(gateway.delivery.guards.of(served).recent, gateway.clock.now()) }),
          secrets: Object.fromEntries(known.map((secret) => [secret, { set: row.secretNames.includes(secret) }])),
        }),
    channels: adapter?.channels ?? [],
    shared,
    health: healthOf(row.state, parsed?.success === true, reason),
    connection: connectionAnswer(gateway, { ownerId: row.tenantId, name: row.name }),
    breaker: { state: reason === null ? "closed" : "open", reason },
    hook: shared ? null : hookOf(gateway, tenant, row, adapter),
    updated_at: isoMs(row.updatedAt.getTime()),
  };
}

function hookOf(
  gateway: Gateway,
  tenant: TenantConfig,
  row: ProviderRow,
  adapter: Provider | undefined,
): string | null {
  if (adapter?.readHook === undefined) return null;
  const token = Object.hasOwn(adapter.secrets.shape, "hook_token") ? "/{hook_token}" : "";
  return `${gateway.config.publicUrl}/hooks/${tenant.name}/${row.name}${token}`;
}

function failingAnswer(trouble: Trouble | undefined) {
  if (trouble === undefined) return null;
  const { since, lastAt, messages, reason } = trouble;
  return { since: isoMs(since), last_at: isoMs(lastAt), messages, reason };
}

function connectionAnswer(gateway: Gateway, row: { ownerId: string; name: string }) {
  const link = gateway.delivery.links.stateOf(row);
  if (link === null) return null;
  return { state: link.state, since: isoMs(link.since), reason: link.failure?.providerCode ?? null };
}

function healthOf(state: string, usable: boolean, breaker: string | null): string {
  if (!usable) return "unusable";
  if (state !== "on") return state === "drain" ? "draining" : "off";
  return breaker === null ? "ok" : "down";
}
