import type { Sql } from "../db/client.ts";
import { GatewayError } from "../errors.ts";
import type { Keyring } from "../kit/secret.ts";
import { userColumns, userOf, type UserRow } from "./rows.ts";
import type { StoredUser } from "./user.ts";

/** Another tenant's is as unknown as one that never was. */
export async function readUser(sql: Sql, keyring: Keyring, tenantId: string, id: string): Promise<StoredUser> {
  const [row] = await sql<UserRow[]>`
    select ${userColumns(sql)} from users where tenant_id = ${tenantId} and id = ${id}`;
  if (row === undefined) throw new GatewayError("not_found", "There is no such user.");
  return userOf(row, keyring, tenantId);
}

/** Those that were created last first, from before the place `before`. */
export async function listUsers(
  sql: Sql,
  keyring: Keyring,
  tenantId: string,
  active: boolean | undefined,
  limit: number,
  before: string | null,
): Promise<StoredUser[]> {
  const only = active === undefined ? sql`` : active ? sql`and active` : sql`and not active`;
  const rows = await sql<UserRow[]>`
    select ${userColumns(sql)} from users
    where tenant_id = ${tenantId} ${only} ${before === null ? sql`` : sql`and place < ${before}::uuid`}
    order by place desc limit ${limit}`;
  return rows.map((row) => userOf(row, keyring, tenantId));
}
