import type { Sql } from "../db/client.ts";
import { newId } from "../kit/id.ts";
import { UnknownMasterKey, type Keyring } from "../kit/secret.ts";
import { makeSecret } from "./sign.ts";

const contextOf = (id: string): string => `webhook secret ${id}`;

export function openSecret(keyring: Keyring, id: string, sealed: Uint8Array): string {
  return keyring.openText(contextOf(id), sealed);
}

export function sealSecret(keyring: Keyring): { id: string; secret: string; sealed: Buffer } {
  const id = newId();
  const secret = makeSecret();
  return { id, secret, sealed: keyring.seal(contextOf(id), secret) };
}

/** Seals all of them under the newest master key. `lost`: those that no master key opens. */
export async function resealWebhookSecrets(sql: Sql, keyring: Keyring): Promise<{ sealed: number; lost: number }> {
  const rows = await sql<{ tenant_id: string; webhook: string; id: string; secret: Buffer }[]>`
    select tenant_id, webhook, id, secret from webhook_secrets`;
  const done = { sealed: 0, lost: 0 };
  for (const { tenant_id: tenantId, webhook, id, secret } of rows) {
    if (keyring.isCurrent(secret)) continue;
    try {
      const sealed = keyring.seal(contextOf(id), openSecret(keyring, id, secret));
      await sql`
        update webhook_secrets set secret = ${sealed}
        where tenant_id = ${tenantId} and webhook = ${webhook} and id = ${id}`;
      done.sealed += 1;
    } catch (error) {
      if (!(error instanceof UnknownMasterKey)) throw error;
      done.lost += 1;
    }
  }
  return done;
}
