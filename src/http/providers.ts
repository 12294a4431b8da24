import { z } from "@hono/zod-openapi";
import type { Ctx } from "../context.ts";
import { GatewayError } from "../errors.ts";
import { name, providerDocument } from "../settings/documents.ts";
import type { TenantConfig } from "../settings/snapshot.ts";
import type { Finding } from "../settings/findings.ts";
import { providerTag } from "../settings/if-match.ts";
import { setProviderState } from "../settings/set-provider-state.ts";
import { deleteProvider, putProvider } from "../settings/put-provider.ts";
import type { Gateway } from "../wire.ts";
import { pageByName } from "./cursor.ts";
import { findings, isRecord, putBody } from "./documents.ts";
import { createHeaders, etag, expectedOf } from "./conditional.ts";
import { badFields, endpoint, type Answer, type App } from "./endpoint.ts";
import { providerAnswer, providerSchema, rowsFor, seenOf } from "./provider-answer.ts";
import { httpDescriptionRoutes } from "./http-descriptions.ts";
import { providerTestRoute } from "./provider-test.ts";
import { channel, listOf, listQuery } from "./schemas.ts";

const jsonSchema = z.record(z.string(), z.unknown()).describe("JSON Schema");
const kindSchema = z
  .object({
    kind: z.string(),
    channels: z.array(channel),
    unofficial: z.boolean().describe("Drives an ordinary WhatsApp account, against WhatsApp's terms: it can be banned"),
    settings: jsonSchema,
    secrets: jsonSchema,
  })
  .openapi("ProviderKind");

/** By `/v1/providers/kinds`, and by the console's page of a new one. */
const taken = ["kinds", "new"];
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
  "hook",
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
      const data = [...gateway.registry.values()].map(({ kind, channels, unofficial, settings, secrets }) => ({
        kind,
        channels,
        unofficial: unofficial === true,
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
      return await readOne(gateway, ctx.tenant, params.name);
    },
  });

  endpoint(app, gateway, {
    method: "put",
    path: "/v1/providers/{name}",
    tag: "Providers",
    summary: "Create a provider or replace it; at work on every replica within a second",
    description:
      "A secret that is left out is kept, `null` removes it. All must be sent again when kind, base_url, host or port " +
      "changes. Closes the provider's circuit breaker. With `If-Match` and the `ETag` of a read it is done only if the " +
      "provider is still as it was read, else 409 `conflict`.",
    roles: ["ops"],
    params: nameParams,
    headers: createHeaders,
    body,
    answers: { 200: { description: "The provider as it is now", schema: providerSchema.extend({ findings }) } },
    errors: ["invalid_request", "conflict", "payload_too_large", "unsupported_media_type"],
    async handle({ ctx, params, body: document, c }) {
      if (taken.includes(params.name)) throw badFields([{ path: "name", message: "is taken; choose another" }]);
      const { allowPrivateTargets } = gateway.config;
      const expected = expectedOf(c);
      const put = await putProvider(gateway, ctx, { name: params.name, document, allowPrivateTargets, expected });
      return readChanged(gateway, ctx, params.name, put.findings);
    },
  });

  endpoint(app, gateway, {
    method: "put",
    path: "/v1/providers/{name}/state",
    tag: "Providers",
    summary: "Switch a provider on, off, or let it drain",
    description:
      "`drain`: no new messages go to it, and those under way are finished; `off`: nothing is sent through it any more, those " +
      "under way go by others, and a connection that is kept is closed. Reports count all the same. Nothing else of it " +
      "changes, whoever puts it at the same moment. Closes its circuit breaker.",
    roles: ["ops"],
    params: nameParams,
    body: z.strictObject({ state: providerDocument.shape.state.unwrap() }).openapi("PutProviderState"),
    answers: { 200: { description: "The provider as it is now", schema: providerSchema.extend({ findings }) } },
    errors: ["invalid_request", "not_found", "payload_too_large", "unsupported_media_type"],
    async handle({ ctx, params, body: { state } }) {
      const set = await setProviderState(gateway, ctx, params.name, state);
      return readChanged(gateway, ctx, params.name, set.findings);
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

/** As this replica works by it from now on. */
async function readChanged(gateway: Gateway, { tenant }: Ctx, providerName: string, left: Finding[]): Promise<Answer> {
  const now = gateway.settings.current.tenants.get(tenant.id) ?? tenant;
  const { body: read, ...answer } = await readOne(gateway, now, providerName);
  return { ...answer, body: { ...read, findings: left } };
}

async function readOne(gateway: Gateway, tenant: TenantConfig, providerName: string) {
  const [rows, seen] = await Promise.all([rowsFor(gateway, tenant), seenOf(gateway, tenant)]);
  const row = rows.find((candidate) => candidate.name === providerName);
  if (row === undefined) throw new GatewayError("not_found", `There is no provider ${providerName}.`);
  const headers = etag(providerTag(row.updatedAt));
  return { status: 200, body: providerAnswer(gateway, tenant, row, seen), headers };
}
