import type { Sql, Tx } from "../db/client.ts";
import { ms } from "../db/rows.ts";
import type { Destination, StoredUser } from "./user.ts";

export interface UserRow {
  id: string;
  name: string;
  active: boolean;
  destination: Destination;
  number: string | null;
  place: string;
  created_at: string;
  updated_at: string;
}

export const userColumns = (sql: Sql | Tx) => sql`
  id, name, active, destination, number, place, extract(epoch from created_at) * 1000 as created_at,
  extract(epoch from updated_at) * 1000 as updated_at`;

export function userOf({ created_at: createdAt, updated_at: updatedAt, ...row }: UserRow): StoredUser {
  return { ...row, createdAt: ms(createdAt) ?? 0, updatedAt: ms(updatedAt) ?? 0 };
}
