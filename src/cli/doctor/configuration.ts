import type { Orm, Sql } from "../../db/client.ts";
import { Keyring } from "../../kit/secret.ts";
import { registry } from "../../providers/registry.ts";
import { planFindings } from "../../settings/findings.ts";
import { loadSnapshot, secretsContext } from "../../settings/load.ts";
import type { Snapshot, TenantConfig } from "../../settings/snapshot.ts";
import { warning, well, wrong, type Finding } from "./finding.ts";

const SHOWN = 20;

/** What the master keys open, and under which of them it is sealed. */
export async function checkSecrets(sql: Sql, keyring: Keyring): Promise<Finding[]> {
  const rows = await sql<{ tenant_id: string; name: string; secrets: Buffer }[]>`
    select tenant_id, name, secrets from providers where secrets is not null order by name`;
  const closed = rows.filter(({ tenant_id: id, name, secrets }) => {
    try {
      keyring.open(secretsContext(id, name), secrets);
      return false;
    } catch {
      return true;
    }
  });
  if (closed.length > 0) {
    const mend =
      "set the GATEWAY_SECRET that sealed them, or add it to GATEWAY_SECRET_PREVIOUS; or put the secrets anew";
    return closed.map(({ name }) => wrong(`secrets: no master key opens those of provider ${name}`, mend));
  }
  const old = rows.filter(({ secrets }) => !keyring.isCurrent(secrets));
  if (old.length > 0) {
    const names = old.map(({ name }) => name).join(", ");
    return [warning(`secrets: ${names} still under an older master key`, "gerbang rekey")];
  }
  return [well(`secrets: the master key opens all that is stored (${rows.length})`)];
}

export interface Configuration {
  snapshot: Snapshot;
  findings: Finding[];
}

/** Tenants, keys, providers, routes, templates and prices as a gateway reads them. */
export async function checkConfiguration(orm: Orm, keyring: Keyring, now: number): Promise<Configuration> {
  const broken: Finding[] = [];
  const snapshot = await loadSnapshot(orm, keyring, registry, (problem) =>
    broken.push(wrong(`configuration: ${problem}`, "PUT /v1/providers/{name} with valid settings")),
  );
  const tenants = [...snapshot.tenants.values()];
  const findings = [...broken, ...keysOf(snapshot, now), ...plansOf(tenants, now), ...unrouted(tenants)];
  const healthy = findings.every(({ mark }) => mark === "✓");
  if (healthy) findings.push(well("configuration: every route has a provider, a price and a template"));
  return { snapshot, findings };
}

function keysOf(snapshot: Snapshot, now: number): Finding[] {
  const first = snapshot.firstTenantId === null ? undefined : snapshot.tenants.get(snapshot.firstTenantId);
  if (first === undefined) return [wrong("tenants: there is none", "start the gateway once: it makes the first")];
  const usable = [...snapshot.keysByHash.values()].filter(
    ({ expiresAt, facade }) => facade === null && (expiresAt === null || expiresAt > now),
  );
  if (usable.some(({ role, tenantId }) => role === "admin" && tenantId === first.id)) {
    return [well(`tenants: ${snapshot.tenants.size}, with ${usable.length} API keys`)];
  }
  const mend = `gerbang key create --role admin --tenant ${first.name}`;
  return [wrong(`keys: no admin key of ${first.name} works any more`, mend)];
}

/** What several tenants share is said once. */
function plansOf(tenants: readonly TenantConfig[], now: number): Finding[] {
  const said = new Map<string, { tenants: string[]; path: string }>();
  for (const tenant of tenants) {
    if (tenant.providers.size === 0) {
      const text = "no provider is configured, so nothing can be sent";
      const known = said.get(text);
      if (known === undefined) said.set(text, { tenants: [tenant.name], path: "providers" });
      else known.tenants.push(tenant.name);
      continue;
    }
    for (const { path, message } of planFindings(tenant, now)) {
      const text = `${path}: ${message}`;
      const known = said.get(text);
      if (known === undefined) said.set(text, { tenants: [tenant.name], path });
      else known.tenants.push(tenant.name);
    }
  }
  return [...said].slice(0, SHOWN).map(([text, { tenants: names, path }]) => {
    const who = names.length > 3 ? `${names.slice(0, 3).join(", ")} and ${names.length - 3} more` : names.join(", ");
    return warning(`plan of ${who}: ${text}`, mendOf(path, text));
  });
}

function mendOf(path: string, text: string): string {
  if (path === "providers") return "PUT /v1/providers/{name}, then its price and its route";
  if (text.includes("no price")) return "PUT /v1/prices with one for it";
  if (text.includes("not bound")) return "PUT /v1/templates/… with a binding for it";
  if (text.includes("template")) return "PUT /v1/templates/…, or POST …/submit and wait for its approval";
  if (text.includes("switched off")) return "PUT /v1/providers/… with state on, or take it out of PUT /v1/routes";
  return "PUT /v1/routes";
}

function unrouted(tenants: readonly TenantConfig[]): Finding[] {
  const routed = new Set<string>();
  const configured = new Map<string, string>();
  for (const tenant of tenants) {
    for (const provider of tenant.providers.values()) {
      configured.set(`${provider.ownerId}/${provider.name}`, provider.name);
    }
    for (const { provider } of Object.values(tenant.routes.channels).flat()) {
      const row = tenant.providers.get(provider);
      if (row !== undefined) routed.add(`${row.ownerId}/${row.name}`);
    }
  }
  return [...configured]
    .filter(([id]) => !routed.has(id))
    .map(([, name]) => warning(`provider ${name} is in no route, so it is never used`, "PUT /v1/routes, or DELETE it"));
}
