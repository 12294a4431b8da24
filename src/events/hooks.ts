import type { Sql, Tx } from "../db/client.ts";
import type { Keyring } from "../kit/secret.ts";
import type { Snapshot } from "../settings/snapshot.ts";
import { typesOf, type EventType } from "./model.ts";
import { openSecret } from "./sealed-secrets.ts";

/** A webhook that is on, as a replica knows it. */
export interface Hook {
  tenantId: string;
  name: string;
  url: string;
  /** Null: all. */
  types: EventType[] | null;
  secrets: string[];
  /** Whose events it hears. */
  sources: string[];
}

type Tenants = Pick<Snapshot, "tenants" | "firstTenantId">;

export async function loadHooks(sql: Sql, keyring: Keyring, snapshot: Tenants): Promise<Hook[]> {
  const [hooks, secrets] = await Promise.all([
    sql<{ tenant_id: string; name: string; url: string; events: string[]; state: string }[]>`
      select tenant_id, name, url, events, state from webhooks order by tenant_id, name`,
    sql<SecretRow[]>`select tenant_id, webhook, id, secret from webhook_secrets order by id desc`,
  ]);
  const owners = new Set(hooks.map((row) => row.tenant_id));
  return hooks
    .filter(({ state }) => state === "on")
    .map(({ tenant_id: tenantId, name, url, events }) => {
      const own = secrets.filter((row) => row.tenant_id === tenantId && row.webhook === name);
      const opened = own.map(({ id, secret }) => openSecret(keyring, id, secret));
      return {
        tenantId,
        name,
        url,
        types: typesOf(events),
        secrets: opened,
        sources: sourcesOf(tenantId, owners, snapshot),
      };
    });
}

/** Pure: a tenant that has none of its own uses the first tenant's, as with every other setting. */
export function sourcesOf(tenantId: string, owners: ReadonlySet<string>, snapshot: Tenants): string[] {
  if (tenantId !== snapshot.firstTenantId) return [tenantId];
  return [tenantId, ...[...snapshot.tenants.keys()].filter((id) => id !== tenantId && !owners.has(id))];
}

/** Whose events the webhooks of a tenant hear. */
export async function loadSources(tx: Tx, tenantId: string, snapshot: Tenants): Promise<string[]> {
  const owners = await tx<{ tenant_id: string }[]>`select distinct tenant_id from webhooks`;
  return sourcesOf(tenantId, new Set(owners.map((row) => row.tenant_id)), snapshot);
}

interface SecretRow {
  tenant_id: string;
  webhook: string;
  id: string;
  secret: Buffer;
}

/** The live secrets of one webhook, the newest first. */
export async function secretsOf(
  sql: Sql,
  keyring: Keyring,
  { tenantId, name }: { tenantId: string; name: string },
): Promise<string[]> {
  const rows = await sql<SecretRow[]>`
    select tenant_id, webhook, id, secret from webhook_secrets
    where tenant_id = ${tenantId} and webhook = ${name} order by id desc`;
  return rows.map(({ id, secret }) => openSecret(keyring, id, secret));
}
