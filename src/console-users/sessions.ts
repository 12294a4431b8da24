import type { Sql } from "../db/client.ts";
import { ms } from "../db/rows.ts";
import { GatewayError } from "../errors.ts";
import { publicId } from "../kit/id.ts";
import { IDLE_MS } from "./session.ts";
import { auditRow, writeAudit, type AuditContext } from "../tenants/audit.ts";

/** A session as it is told: where it is, never how one gets in. */
export interface ListedSession {
  id: string;
  address: string | null;
  userAgent: string | null;
  /** Past its second step. */
  passed: boolean;
  createdAt: number;
  seenAt: number;
  expiresAt: number;
}

interface Row {
  id: string;
  address: string | null;
  user_agent: string | null;
  passed: boolean;
  created_at: string;
  seen_at: string;
  expires_at: string;
}

/** Those of a user that have not run out, newest first. */
export async function listSessions(
  sql: Sql,
  userId: string,
  now: number,
  limit: number,
  before: { at: number; id: string } | null = null,
): Promise<ListedSession[]> {
  const older =
    before === null
      ? sql``
      : sql`and (created_at, id) < (to_timestamp(${before.at}::float8 / 1000), ${before.id}::uuid)`;
  const rows = await sql<Row[]>`
    select id, address, user_agent, passed, extract(epoch from created_at) * 1000 as created_at,
           extract(epoch from seen_at) * 1000 as seen_at, extract(epoch from expires_at) * 1000 as expires_at
    from console_sessions
    where user_id = ${userId} and expires_at > to_timestamp(${now}::float8 / 1000)
      and seen_at > to_timestamp(${now - IDLE_MS}::float8 / 1000) ${older}
    order by created_at desc, id desc limit ${limit}`;
  return rows.map((row) => ({
    id: row.id,
    address: row.address,
    userAgent: row.user_agent,
    passed: row.passed,
    createdAt: ms(row.created_at) ?? 0,
    seenAt: ms(row.seen_at) ?? 0,
    expiresAt: ms(row.expires_at) ?? 0,
  }));
}

/** Ends one of the tenant's, or of one user's alone: whoever sits there has to sign in again at the next click. */
export async function endSession(
  sql: Sql,
  ctx: AuditContext,
  id: string | null,
  now: number,
  of: string | null = null,
): Promise<void> {
  const unknown = new GatewayError("not_found", "There is no such session; it may have ended by itself.");
  if (id === null) throw unknown;
  await sql.begin(async (tx) => {
    const [ended] = await tx<{ name: string; address: string | null }[]>`
      delete from console_sessions s using console_users u
      where s.id = ${id} and u.id = s.user_id and u.tenant_id = ${ctx.tenant.id}
        ${of === null ? tx`` : tx`and u.id = ${of}`}
      returning u.name, s.address`;
    if (ended === undefined) throw unknown;
    await writeAudit(
      tx,
      auditRow(ctx, { action: "session.end", target: publicId("ses", id), before: { ...ended } }, now),
    );
  });
}
