import { z } from "@hono/zod-openapi";
import { eq } from "drizzle-orm";
import { providers } from "../db/schema/index.ts";
import { loadTroubles, type Trouble } from "../delivery/failovers.ts";
import { GatewayError } from "../errors.ts";
import { isoMs } from "../kit/clock.ts";
import { configured } from "../providers/provider.ts";
import { name, providerDocument } from "../settings/documents.ts";
import type { TenantConfig } from "../settings/snapshot.ts";
import { deleteProvider, putProvider, type ProviderRow } from "../settings/put-provider.ts";
import type { Gateway } from "../wire.ts";
import { pageByName } from "./cursor.ts";
import { creditsOf, type CreditAnswer } from "./provider-credit.ts";
import { findings, isRecord, putBody } from "./documents.ts";
import { badFields, endpoint, type App } from "./endpoint.ts";
import { recentAnswer, recentSchema } from "./provider-recent.ts";
import { httpDescriptionRoutes } from "./http-descriptions.ts";
import { providerTestRoute } from "./provider-test.ts";
import { channel, listOf, listQuery } from "./schemas.ts";

const providerSchema = z
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
    updated_at: z.iso.datetime(),
  })
  .openapi("Provider");

const jsonSchema = z.record(z.string(), z.unknown()).describe("JSON Schema");
const kindSchema = z
  .object({ kind: z.string(), channels: z.array(channel), settings: jsonSchema, secrets: jsonSchema })
  .openapi("ProviderKind");

const nameParams = z.object({ name });
const readOnly = [
  "name",
  "channels",
  "shared",
  "health",
  "credit",
  "connection",
  "recent",
  "failing",
  "breaker",
  "updated_at",
  "findings",
];

/** `{"set": true}`, as a GET shows a secret, put back means: keep it. */
const body = putBody(providerDocument, readOnly, (fields) =>
  isRecord(fields["secrets"])
    ? {
        ...fields,
        secrets: Object.fromEntries(
          Object.entries(fields["secrets"]).filter(
            ([, value]) => !(isRecord(value) && typeof value["set"] === "boolean" && Object.keys(value).length === 1),
          ),
        ),
      }
    : fields,
).openapi("PutProvider");

export function providerRoutes(app: App, gateway: Gateway): void {
  const readers = ["ops", "auditor"] as const;

  endpoint(app, gateway, {
    method: "get",
    path: "/v1/providers",
    tag: "Providers",
    summary: "The providers, by name, with health and circuit breaker",
    roles: readers,
    query: listQuery,
    answers: { 200: { description: "The providers", schema: listOf(providerSchema) } },
    errors: ["invalid_request"],
    async handle({ ctx, query }) {
      const [rows, seen] = await Promise.all([rowsFor(gateway, ctx.tenant), seenOf(gateway, ctx.tenant)]);
      const page = pageByName(
        rows,
        query,
        "providers",
        (row) => row.name,
        (row) => providerAnswer(gateway, ctx.tenant, row, seen),
      );
      return { status: 200, body: page };
    },
  });

  // Before `{name}`, which would take it for a provider's.
  endpoint(app, gateway, {
    method: "get",
    path: "/v1/providers/kinds",
    tag: "Providers",
    summary: "Every kind of provider there is, with the JSON Schema of its settings and secrets",
    roles: readers,
    answers: { 200: { description: "The kinds", schema: listOf(kindSchema) } },
    errors: [],
    async handle() {
      const data = [...gateway.registry.values()].map(({ kind, channels, settings, secrets }) => ({
        kind,
        channels,
        settings: z.toJSONSchema(settings, { io: "input" }),
        secrets: z.toJSONSchema(secrets, { io: "input" }),
      }));
      return { status: 200, body: { data, next_cursor: null } };
    },
  });

  endpoint(app, gateway, {
    method: "get",
    path: "/v1/providers/{name}",
    tag: "Providers",
    summary: "One provider; its secrets are never read back",
    roles: readers,
    params: nameParams,
    answers: { 200: { description: "The provider", schema: providerSchema } },
    errors: ["not_found"],
    async handle({ ctx, params }) {
      return { status: 200, body: await readOne(gateway, ctx.tenant, params.name) };
    },
  });

  endpoint(app, gateway, {
    method: "put",
    path: "/v1/providers/{name}",
    tag: "Providers",
    summary: "Create a provider or replace it; at work on every replica within a second",
    description:
      "A secret that is left out is kept, `null` removes it. All must be sent again when kind, base_url, host or port " +
      "changes. Closes the provider's circuit breaker.",
    roles: ["ops"],
    params: nameParams,
    body,
    answers: { 200: { description: "The provider as it is now", schema: providerSchema.extend({ findings }) } },
    errors: ["invalid_request", "payload_too_large", "unsupported_media_type"],
    async handle({ ctx, params, body: document }) {
      if (params.name === "kinds") throw badFields([{ path: "name", message: "is taken by /v1/providers/kinds" }]);
      const { allowPrivateTargets } = gateway.config;
      const put = await putProvider(gateway, ctx, { name: params.name, document, allowPrivateTargets });
      const tenant = gateway.settings.current.tenants.get(ctx.tenant.id) ?? ctx.tenant;
      return { status: 200, body: { ...(await readOne(gateway, tenant, params.name)), findings: put.findings } };
    },
  });

  endpoint(app, gateway, {
    method: "delete",
    path: "/v1/providers/{name}",
    tag: "Providers",
    summary: "Delete a provider that is in no route",
    roles: ["ops"],
    params: nameParams,
    answers: { 204: { description: "Deleted" } },
    errors: ["not_found", "conflict"],
    async handle({ ctx, params }) {
      await deleteProvider(gateway, ctx, params.name);
      return { status: 204, body: null };
    },
  });

  httpDescriptionRoutes(app, gateway);
  providerTestRoute(app, gateway);
}

/** The tenant's own providers, or the first tenant's when it has none. */
async function rowsFor(gateway: Gateway, tenant: TenantConfig): Promise<ProviderRow[]> {
  const of = (tenantId: string) =>
    gateway.db.orm.select().from(providers).where(eq(providers.tenantId, tenantId)).orderBy(providers.name);
  const own = await of(tenant.id);
  const { firstTenantId } = gateway.settings.current;
  return own.length > 0 || firstTenantId === null || firstTenantId === tenant.id ? own : of(firstTenantId);
}

async function readOne(gateway: Gateway, tenant: TenantConfig, providerName: string) {
  const [rows, seen] = await Promise.all([rowsFor(gateway, tenant), seenOf(gateway, tenant)]);
  const row = rows.find((candidate) => candidate.name === providerName);
  if (row === undefined) throw new GatewayError("not_found", `There is no provider ${providerName}.`);
  return providerAnswer(gateway, tenant, row, seen);
}

/** What is kept of a tenant's own providers beside their rows, by name. */
interface Seen {
  troubles: Map<string, Trouble>;
  credits: Map<string, CreditAnswer>;
}

async function seenOf(gateway: Gateway, tenant: TenantConfig): Promise<Seen> {
  const [troubles, credits] = await Promise.all([
    loadTroubles(gateway.sql, tenant.id, gateway.clock.now()),
    creditsOf(gateway, tenant),
  ]);
  return { troubles, credits };
}

function providerAnswer(gateway: Gateway, tenant: TenantConfig, row: ProviderRow, seen: Seen) {
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
    updated_at: isoMs(row.updatedAt.getTime()),
  };
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
