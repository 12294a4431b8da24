import type { Sql } from "../db/client.ts";
import { UnknownMasterKey, type Keyring } from "../kit/secret.ts";
import { bodyContext, contentContext } from "./hook-rows.ts";

/**
 * Seals hooks that are not applied yet under the newest master key, one at a time, since each may be large. `lost`: those
 * that no master key opens. Applied ones are not read again, and go within a day.
 */
export async function resealHooks(sql: Sql, keyring: Keyring): Promise<{ sealed: number; lost: number }> {
  const unapplied = await sql<{ owner_id: string; id: string; key_id: Buffer }[]>`
    select owner_id, id, substring(content from 1 for 4) as key_id from received_hooks where applied_at is null`;
  const done = { sealed: 0, lost: 0 };
  for (const { owner_id: ownerId, id, key_id: keyId } of unapplied) {
    if (keyring.isCurrent(keyId)) continue;
    const [row] = await sql<{ body: Buffer; content: Buffer }[]>`
      select body, content from received_hooks where owner_id = ${ownerId} and id = ${id}`;
    if (row === undefined) continue;
    try {
      const body = keyring.seal(bodyContext(id), keyring.open(bodyContext(id), row.body));
      const content = keyring.seal(contentContext(id), keyring.open(contentContext(id), row.content));
      await sql`
        update received_hooks set body = ${body}, content = ${content} where owner_id = ${ownerId} and id = ${id}`;
      done.sealed += 1;
    } catch (error) {
      if (!(error instanceof UnknownMasterKey)) throw error;
      done.lost += 1;
    }
  }
  return done;
}
