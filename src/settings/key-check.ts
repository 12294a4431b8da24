import type { Sql } from "../db/client.ts";
import type { Keyring } from "../kit/secret.ts";

/** What the error of a wrong master key calls it. */
export const KEY_CHECK = "this installation";

/** The first gateway that serves leaves its mark. A command does not: its shell may have another key by mistake. */
export async function markMasterKey(sql: Sql, keyring: Keyring): Promise<void> {
  // Of two replicas that start for the first time with different keys, one is told by the check that follows.
  await sql`update config_version set key_check = ${keyring.seal(KEY_CHECK, KEY_CHECK)} where key_check is null`;
}

/**
 * Throws `UnknownMasterKey` when this installation was begun under a master key that is not configured: its codes could
 * not be checked any more, and its proofs would be signed by a key that no ERP knows.
 */
export async function checkMasterKey(sql: Sql, keyring: Keyring): Promise<void> {
  const [row] = await sql<{ sealed: Buffer | null }[]>`select key_check as sealed from config_version`;
  if (row != null && row.sealed !== null) keyring.open(KEY_CHECK, row.sealed);
}
