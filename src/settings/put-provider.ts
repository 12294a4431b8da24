import { and, eq } from "drizzle-orm";
import { GatewayError, invalidField, type FieldError } from "../errors.ts";
import { providers } from "../db/schema/index.ts";
import { checkUrlTarget } from "../kit/address.ts";
import type { Provider } from "../providers/provider.ts";
import type { Expected } from "../templates/state.ts";
import type { Auditor } from "../tenants/audit.ts";
import { changeSettings, type ChangeDeps, type OrmTx } from "./change.ts";
import type { ProviderDocument } from "./documents.ts";
import { badFields, fieldErrors } from "./field-errors.ts";
import type { Finding } from "./findings.ts";
import { providerTag, refuseChanged } from "./if-match.ts";
import { secretsContext } from "./load.ts";
import { readSecrets } from "./read-secrets.ts";
import type { Snapshot } from "./snapshot.ts";

export type ProviderRow = typeof providers.$inferSelect;

export interface PutProvider {
  name: string;
  document: ProviderDocument;
  /** Private ranges that a provider may be reached in. */
  allowPrivateTargets: string[];
  /** As it was read; undefined: however it is. */
  expected?: Expected | undefined;
}

/** Creates a provider or replaces it whole; secrets that are not named are kept. Its breaker closes. */
export async function putProvider(deps: ChangeDeps, ctx: Auditor, put: PutProvider): Promise<{ findings: Finding[] }> {
  const { document, name } = put;
  const adapter = deps.registry.get(document.kind);
  if (adapter === undefined) {
    throw invalidField("kind", `is not known; there are ${[...deps.registry.keys()].join(", ")}`);
  }
  const settings = readSettings(adapter, document.settings, put.allowPrivateTargets);
  let unfit: Finding[] = [];
  const { findings } = await changeSettings(deps, ctx, async (tx, now) => {
    const row = await findRow(tx, ctx.tenant.id, name);
    refuseChanged(put.expected, row === null ? null : providerTag(row.updatedAt), `The provider ${name}`);
    const { secrets, left } = readSecrets(deps.keyring, adapter, row, document, settings);
    unfit = left;
    const secretNames = Object.keys(secrets).sort();
    const stored: ProviderRow = {
      tenantId: ctx.tenant.id,
      name,
      kind: document.kind,
      state: document.state,
      settings,
      secrets:
        secretNames.length === 0
          ? null
          : deps.keyring.seal(secretsContext(ctx.tenant.id, name), JSON.stringify(secrets)),
      secretNames,
      // Later than before even within a millisecond: by this every replica knows to close the breaker.
      updatedAt: new Date(Math.max(now.getTime(), (row?.updatedAt.getTime() ?? 0) + 1)),
    };
    await tx
      .insert(providers)
      .values(stored)
      .onConflictDoUpdate({ target: [providers.tenantId, providers.name], set: stored });
    const sent = Object.keys(document.secrets).sort();
    const after = { ...audited(stored), ...(sent.length === 0 ? {} : { secrets_sent: sent }) };
    return { audit: [{ action: "provider.put", target: name, before: row === null ? null : audited(row), after }] };
  });
  return { findings: [...unfit, ...findings] };
}

/** What is in use stays: a route that named it would silently lose its provider. */
export async function deleteProvider(deps: ChangeDeps, ctx: Auditor, name: string): Promise<void> {
  await changeSettings(deps, ctx, async (tx) => {
    const row = await findRow(tx, ctx.tenant.id, name);
    if (row === null) throw new GatewayError("not_found", `There is no provider ${name}.`);
    await tx.delete(providers).where(and(eq(providers.tenantId, ctx.tenant.id), eq(providers.name, name)));
    return {
      audit: [{ action: "provider.delete", target: name, before: audited(row) }],
      check: (after) => refuseInUse(after, ctx.tenant.id, name),
    };
  });
}

export async function findRow(tx: Pick<OrmTx, "select">, tenantId: string, name: string): Promise<ProviderRow | null> {
  const [row] = await tx
    .select()
    .from(providers)
    .where(and(eq(providers.tenantId, tenantId), eq(providers.name, name)));
  return row ?? null;
}

/** Its own routes, and those of tenants that have no provider of their own and so use these. */
function refuseInUse(after: Snapshot, ownerId: string, name: string): void {
  const left = after.tenants.get(ownerId)?.providers;
  const users = [...after.tenants.values()].filter(
    (tenant) =>
      tenant.providers === left &&
      !tenant.providers.has(name) &&
      Object.values(tenant.routes.channels).some((steps) => steps.some((step) => step.provider === name)),
  );
  if (users.length === 0) return;
  const whose = users.some(({ id }) => id === ownerId)
    ? "this tenant's routes"
    : "the routes of a tenant that shares it";
  throw new GatewayError("conflict", `The provider ${name} is in ${whose}; take it out of them first.`);
}

/** As they would be stored; throws a 400 that names each one that is wrong. */
export function readSettings(adapter: Provider, given: unknown, allowed: string[]): Record<string, unknown> {
  const parsed = adapter.settings.safeParse(given, { reportInput: true });
  if (!parsed.success) throw badFields(fieldErrors(parsed.error, "settings"));
  const settings = parsed.data as Record<string, unknown>;
  const errors: FieldError[] = [];
  const { base_url: baseUrl, host } = settings;
  if (typeof baseUrl === "string") {
    const { username, password } = new URL(baseUrl);
    if (username !== "" || password !== "") {
      errors.push({ path: "settings.base_url", message: "must not hold a user or password; those are secrets" });
    }
    if (/[?#]/.test(baseUrl)) {
      errors.push({ path: "settings.base_url", message: "must be an address without query or fragment" });
    }
    if (checkUrlTarget(baseUrl, allowed) !== null) errors.push({ path: "settings.base_url", message: privateTarget });
  }
  if (typeof host === "string") {
    const url = `http://${host.includes(":") ? `[${host}]` : host}`;
    if (checkUrlTarget(url, allowed) !== null) errors.push({ path: "settings.host", message: privateTarget });
  }
  if (errors.length > 0) throw badFields(errors);
  return settings;
}

const privateTarget = "is a private address, which ALLOW_PRIVATE_TARGETS does not have";

export function audited({ kind, state, settings, secretNames }: ProviderRow) {
  return { kind, state, settings, secrets: Object.fromEntries(secretNames.map((name) => [name, { set: true }])) };
}
