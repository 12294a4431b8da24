import type { Sql, Tx } from "../db/client.ts";
import { ms } from "../db/rows.ts";
import type { Keyring } from "../kit/secret.ts";
import type { Destination, StoredUser } from "./user.ts";

export interface UserRow {
  id: string;
  name: string;
  active: boolean;
  destination: Destination;
  /** Sealed. */
  number: string | null;
  place: string;
  created_at: string;
  updated_at: string;
}

export const userColumns = (sql: Sql | Tx) => sql`
  id, name, active, destination, number, place, extract(epoch from created_at) * 1000 as created_at,
  extract(epoch from updated_at) * 1000 as updated_at`;

/** A user as the database has it, with the number in clear. */
export function openUser<T extends { number: string | null }>(row: T, keyring: Keyring, tenantId: string): T {
  return { ...row, number: row.number === null ? null : keyring.numbers.open(tenantId, row.number) };
}

export function userOf(
  { created_at: createdAt, updated_at: updatedAt, ...row }: UserRow,
  keyring: Keyring,
  tenantId: string,
): StoredUser {
  return { ...openUser(row, keyring, tenantId), createdAt: ms(createdAt) ?? 0, updatedAt: ms(updatedAt) ?? 0 };
}
