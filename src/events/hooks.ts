import type { Sql, Statement, Tx } from "../db/client.ts";
import type { Keyring } from "../kit/secret.ts";
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
}

/** A secret that no master key opens, or that was changed where it is kept. */
export interface LostSecret {
  tenantId: string;
  webhook: string;
  id: string;
  error: unknown;
}

/** A lost secret silences no other webhook. One that has no other secret is passed over: nothing is posted unsigned. */
export async function loadHooks(sql: Sql, keyring: Keyring, lost: (secret: LostSecret) => void): Promise<Hook[]> {
  const [hooks, secrets] = await Promise.all([
    sql<{ tenant_id: string; name: string; url: string; events: string[] }[]>`
      select tenant_id, name, url, events from webhooks where state = 'on' order by tenant_id, name`,
    sql<SecretRow[]>`select tenant_id, webhook, id, secret from webhook_secrets order by id desc`,
  ]);
  return hooks
    .map(({ tenant_id: tenantId, name, url, events }) => {
      const own = secrets.filter((row) => row.tenant_id === tenantId && row.webhook === name);
      return { tenantId, name, url, types: typesOf(events), secrets: opened(own, keyring, lost) };
    })
    .filter((hook) => hook.secrets.length > 0);
}

/**
 * The ids of the tenants whose events the webhooks of `owner` hear: its own, and the first tenant's those of all who have
 * none, as with every other setting. Asked by the statement that reads the events: a list that a replica knows would be
 * older than a tenant that has just been made, and pass over its events.
 */
export function heardBy(sql: Sql | Tx, owner: Statement) {
  return sql`
    select ${owner} as id
    union all
    select t.id from tenants t
    where t.id <> ${owner} and (select first from tenants where id = ${owner})
      and not exists (select from webhooks where tenant_id = t.id)`;
}

interface SecretRow {
  tenant_id: string;
  webhook: string;
  id: string;
  secret: Buffer;
}

/** The live secrets of one webhook, the newest first. */
export async function signingSecrets(
  sql: Sql,
  keyring: Keyring,
  { tenantId, name }: { tenantId: string; name: string },
  lost: (secret: LostSecret) => void,
): Promise<string[]> {
  const rows = await sql<SecretRow[]>`
    select tenant_id, webhook, id, secret from webhook_secrets
    where tenant_id = ${tenantId} and webhook = ${name} order by id desc`;
  return opened(rows, keyring, lost);
}

function opened(rows: readonly SecretRow[], keyring: Keyring, lost: (secret: LostSecret) => void): string[] {
  return rows.flatMap(({ tenant_id: tenantId, webhook, id, secret }) => {
    try {
      return [openSecret(keyring, id, secret)];
    } catch (error) {
      lost({ tenantId, webhook, id, error });
      return [];
    }
  });
}
