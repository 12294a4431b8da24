import type { Sql, Tx } from "../db/client.ts";
import { ms } from "../db/rows.ts";
import type { Language } from "../kit/language.ts";
import type { ConsoleRole, ConsoleUser } from "./user.ts";

interface Row {
  id: string;
  name: string;
  role: ConsoleRole;
  language: Language | null;
  ready: boolean;
  enrolled: boolean;
  disabled_at: string | null;
  created_at: string;
  seen_at: string | null;
}

/** Newest first, from before a place. */
export async function listUsers(
  sql: Sql,
  tenantId: string,
  limit: number,
  before: { at: number; id: string } | null,
): Promise<ConsoleUser[]> {
  const older =
    before === null
      ? sql``
      : sql`and (created_at, id) < (to_timestamp(${before.at}::float8 / 1000), ${before.id}::uuid)`;
  const rows = await sql<Row[]>`
    select ${columns(sql)} from console_users u where tenant_id = ${tenantId} ${older}
    order by created_at desc, id desc limit ${limit}`;
  return rows.map(userOf);
}

export async function readUser(sql: Sql | Tx, tenantId: string, id: string): Promise<ConsoleUser | null> {
  const [row] = await sql<Row[]>`
    select ${columns(sql)} from console_users u where id = ${id} and tenant_id = ${tenantId}`;
  return row === undefined ? null : userOf(row);
}

/** Whoever's it is: the command line knows people by name. */
export async function findUser(sql: Sql, key: string): Promise<{ id: string; tenantId: string } | null> {
  const [row] = await sql<{ id: string; tenant_id: string }[]>`
    select id, tenant_id from console_users where name_key = ${key}`;
  return row === undefined ? null : { id: row.id, tenantId: row.tenant_id };
}

function columns(sql: Sql | Tx) {
  return sql`
    u.id, u.name, u.role, u.language, u.password is not null as ready, u.totp is not null as enrolled,
    extract(epoch from u.disabled_at) * 1000 as disabled_at, extract(epoch from u.created_at) * 1000 as created_at,
    (select extract(epoch from max(seen_at)) * 1000 from console_sessions where user_id = u.id and passed) as seen_at`;
}

function userOf(row: Row): ConsoleUser {
  const { id, name, role, language, ready, enrolled } = row;
  const times = { disabledAt: ms(row.disabled_at), createdAt: ms(row.created_at) ?? 0, seenAt: ms(row.seen_at) };
  return { id, name, role, language, ready, enrolled, ...times };
}
