import { randomBytes } from "node:crypto";
import type { Sql } from "../db/client.ts";
import { NumberSeal } from "../kit/number-seal.ts";
import { Keyring } from "../kit/secret.ts";

export const NUMBER_KEY = "key of numbers";

/**
 * A random key of the installation, which seals its numbers, kept under the master key. Not made of the master key: a
 * new one would make every number another, and with that forget every limit. The master key must have been checked.
 */
export async function makeNumberKey(sql: Sql, keyring: Keyring): Promise<void> {
  // Of two replicas that start for the first time at once, both go on with the one that was first.
  await sql`
    update config_version set number_key = ${keyring.seal(NUMBER_KEY, randomBytes(32))} where number_key is null`;
}

/** The keyring that reads and writes numbers. Before the first start there is no key yet, and no number. */
export async function withNumberKey(sql: Sql, masterKeys: readonly Buffer[]): Promise<Keyring> {
  const keyring = new Keyring(masterKeys);
  const [row] = await sql<{ sealed: Buffer | null }[]>`select number_key as sealed from config_version`;
  if (row?.sealed == null) return keyring;
  return new Keyring(masterKeys, new NumberSeal(keyring.open(NUMBER_KEY, row.sealed)));
}
