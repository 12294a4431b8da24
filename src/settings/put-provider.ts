import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { GatewayError, invalidField, type FieldError } from "../errors.ts";
import { providers } from "../db/schema/index.ts";
import { checkUrlTarget } from "../kit/address.ts";
import type { Keyring } from "../kit/secret.ts";
import { configured, type Provider, type Secrets } from "../providers/provider.ts";
import type { Auditor } from "../tenants/audit.ts";
import { changeSettings, type ChangeDeps, type OrmTx } from "./change.ts";
import type { ProviderDocument } from "./documents.ts";
import type { Finding } from "./findings.ts";
import { secretsContext } from "./load.ts";
import type { Snapshot } from "./snapshot.ts";

export type ProviderRow = typeof providers.$inferSelect;

export interface PutProvider {
  name: string;
  document: ProviderDocument;
  /** Private ranges that a provider may be reached in. */
  allowPrivateTargets: string[];
}

/** Where a provider is reached: with another of these, the secrets would be sent to somebody else. */
const addressSettings = ["base_url", "host", "port"];

/** Creates a provider or replaces it whole; secrets that are not named are kept. Its breaker closes. */
export async function putProvider(deps: ChangeDeps, ctx: Auditor, put: PutProvider): Promise<{ findings: Finding[] }> {
  const { document, name } = put;
  const adapter = deps.registry.get(document.kind);
  if (adapter === undefined) {
    throw invalidField("kind", `is not known; there are ${[...deps.registry.keys()].join(", ")}`);
  }
  const settings = readSettings(adapter, document.settings, put.allowPrivateTargets);
  const missing: Finding[] = [];
  const { findings } = await changeSettings(deps, ctx, async (tx, now) => {
    const row = await findRow(tx, ctx.tenant.id, name);
    const secrets = readSecrets(deps.keyring, configured(adapter, settings), row, document, settings, missing);
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
  return { findings: [...missing, ...findings] };
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

function readSettings(adapter: Provider, given: unknown, allowed: string[]): Record<string, unknown> {
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

/** The secrets as they will be. `missing`: required ones that an operator took away on purpose. */
function readSecrets(
  keyring: Keyring,
  adapter: Provider,
  row: ProviderRow | null,
  document: ProviderDocument,
  settings: Record<string, unknown>,
  missing: Finding[],
): Secrets {
  const known = Object.keys(adapter.secrets.shape);
  const unknown = Object.keys(document.secrets).filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    const list = known.length === 0 ? "this kind has none" : `there are ${known.join(", ")}`;
    throw badFields(unknown.map((name) => ({ path: `secrets.${name}`, message: `is not known; ${list}` })));
  }
  const set = (row?.secretNames ?? []).filter((name) => known.includes(name));
  const moved = row === null ? null : movedBy(adapter, row, document, settings);
  const unsent = set.filter((name) => !Object.hasOwn(document.secrets, name));
  if (moved !== null && unsent.length > 0) {
    const message = `must be sent again, because ${moved} changes`;
    throw badFields(unsent.map((name) => ({ path: `secrets.${name}`, message })));
  }
  const secrets: Record<string, string> = {};
  if (row?.secrets != null && unsent.length > 0) {
    const stored = JSON.parse(keyring.openText(secretsContext(row.tenantId, row.name), row.secrets)) as Secrets;
    for (const name of unsent) secrets[name] = stored[name] ?? "";
  }
  for (const [name, value] of Object.entries(document.secrets)) if (value !== null) secrets[name] = value;

  const errors: FieldError[] = [];
  const parsed = adapter.secrets.safeParse(secrets, { reportInput: true });
  for (const error of parsed.success ? [] : fieldErrors(parsed.error, "secrets")) {
    const name = error.path.slice("secrets.".length);
    const takenAway = document.secrets[name] === null || (row?.kind === document.kind && !set.includes(name));
    if (!Object.hasOwn(secrets, name) && takenAway) missing.push({ path: error.path, message: "is not set" });
    else errors.push(error);
  }
  if (errors.length > 0) throw badFields(errors);
  return secrets;
}

/** Which part of the address changes, or null. */
function movedBy(
  adapter: Provider,
  row: ProviderRow,
  document: ProviderDocument,
  settings: Record<string, unknown>,
): string | null {
  if (row.kind !== document.kind) return "kind";
  const parsed = adapter.settings.safeParse(row.settings);
  const before = (parsed.success ? parsed.data : row.settings) as Record<string, unknown>;
  return addressSettings.find((name) => before[name] !== settings[name]) ?? null;
}

/** An error never repeats what was sent: it may be a secret. */
function fieldErrors(error: z.ZodError, where: string): FieldError[] {
  return error.issues.flatMap((issue): FieldError[] => {
    const path = [where, ...issue.path.map(String)].join(".");
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => ({ path: `${path}.${key.slice(0, 64)}`, message: "is not a known field" }));
    }
    if (issue.code === "invalid_type" && issue.input === undefined) return [{ path, message: "is required" }];
    return [{ path, message: issue.message }];
  });
}

function badFields(errors: FieldError[]): GatewayError {
  const detail = errors.map(({ path, message }) => `${path}: ${message}`).join("; ");
  return new GatewayError("invalid_request", detail.slice(0, 1000), { errors: errors.slice(0, 50) });
}

function audited({ kind, state, settings, secretNames }: ProviderRow) {
  return { kind, state, settings, secrets: Object.fromEntries(secretNames.map((name) => [name, { set: true }])) };
}
