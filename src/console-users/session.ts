import { randomBytes } from "node:crypto";
import type { Sql, Tx } from "../db/client.ts";
import { ms } from "../db/rows.ts";
import { GatewayError } from "../errors.ts";
import type { Clock } from "../kit/clock.ts";
import { newId } from "../kit/id.ts";
import type { Language } from "../kit/language.ts";
import { sha256, type ConsoleRole } from "./user.ts";

/** A person who is signed in, or half way there. */
export interface ConsoleSession {
  id: string;
  userId: string;
  userName: string;
  role: ConsoleRole;
  /** The user's own. */
  tenantId: string;
  /** Which they look at: another than their own only for admins of the first tenant. */
  actingTenantId: string;
  /** Null: as the browser asks. */
  language: Language | null;
  /** The second factor was given; or there is none, and the machine itself was asked. */
  passed: boolean;
  enrolled: boolean;
  createdAt: number;
  expiresAt: number;
}

/** Where a sign-in comes from, to be recognised in a list. */
export interface Browser {
  address: string | null;
  userAgent: string | null;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** However much it is used. */
export const LIFE_MS = 7 * 24 * HOUR_MS;
/** Without a request. */
export const IDLE_MS = 12 * HOUR_MS;
/** Between the password and the second step. */
const HALF_MS = 5 * MINUTE_MS;
/** To install an app, read its QR code and write down recovery codes. */
const ENROL_MS = 30 * MINUTE_MS;
const LONGEST_USER_AGENT = 200;

interface SessionRow {
  id: string;
  user_id: string;
  name: string;
  role: ConsoleRole;
  tenant_id: string;
  acting: string | null;
  language: Language | null;
  passed: boolean;
  enrolled: boolean;
  created_at: string;
  seen_at: string;
  expires_at: string;
}

/** Null when the token is nobody's, or the session has ended. */
export async function findSession(deps: { sql: Sql; clock: Clock }, token: string): Promise<ConsoleSession | null> {
  const now = deps.clock.now();
  const [row] = await deps.sql<SessionRow[]>`
    select s.id, s.user_id, u.name, u.role, u.tenant_id, s.acting_tenant_id as acting, u.language, s.passed,
           u.totp is not null as enrolled, extract(epoch from s.created_at) * 1000 as created_at,
           extract(epoch from s.seen_at) * 1000 as seen_at, extract(epoch from s.expires_at) * 1000 as expires_at
    from console_sessions s join console_users u on u.id = s.user_id
    where s.token_hash = ${sha256(token)} and u.disabled_at is null
      and s.expires_at > to_timestamp(${now}::float8 / 1000) and s.seen_at > to_timestamp(${now - IDLE_MS}::float8 / 1000)`;
  if (row === undefined) return null;
  const seenAt = ms(row.seen_at) ?? 0;
  if (seenAt <= now - MINUTE_MS) await see(deps.sql, row.id, now);
  return {
    id: row.id,
    userId: row.user_id,
    userName: row.name,
    role: row.role,
    tenantId: row.tenant_id,
    actingTenantId: row.acting ?? row.tenant_id,
    language: row.language,
    passed: row.passed,
    enrolled: row.enrolled,
    createdAt: ms(row.created_at) ?? 0,
    expiresAt: Math.min(ms(row.expires_at) ?? 0, Math.max(seenAt, now - MINUTE_MS) + IDLE_MS),
  };
}

async function see(sql: Sql, id: string, now: number): Promise<void> {
  await sql`
    update console_sessions set seen_at = to_timestamp(${now}::float8 / 1000)
    where id = ${id} and seen_at <= to_timestamp(${now - MINUTE_MS}::float8 / 1000)`;
}

/** What a session is good for until its next step. */
export type Stage =
  | "full"
  /** The second step alone. */
  | "half"
  /** Enrolling a second factor alone. */
  | "enrol";

const lives: Record<Stage, number> = { full: LIFE_MS, half: HALF_MS, enrol: ENROL_MS };

/** Begins one; its token is in this answer only. */
export async function beginSession(
  tx: Tx,
  userId: string,
  stage: Stage,
  browser: Browser,
  now: number,
): Promise<{ id: string; token: string }> {
  const id = newId(now);
  const token = randomBytes(32).toString("base64url");
  const userAgent = browser.userAgent?.slice(0, LONGEST_USER_AGENT).toWellFormed() ?? null;
  await tx`
    insert into console_sessions (id, token_hash, user_id, passed, address, user_agent, created_at, seen_at, expires_at)
    values (${id}, ${sha256(token)}, ${userId}, ${stage === "full"}, ${browser.address}, ${userAgent},
            to_timestamp(${now}::float8 / 1000), to_timestamp(${now}::float8 / 1000),
            to_timestamp(${now + lives[stage]}::float8 / 1000))`;
  return { id, token };
}

/**
 * For a commit that does what a session may: whoever would end it waits, or has come first, and then it is over. A hash
 * takes long enough for a reset to come between. The user first, in the order of those who end sessions.
 */
export async function stillHolds(tx: Tx, { id, userId }: ConsoleSession): Promise<boolean> {
  await tx`select from console_users where id = ${userId} for update`;
  return (await tx`select from console_sessions where id = ${id} for update`).length === 1;
}

export async function holdSession(tx: Tx, session: ConsoleSession): Promise<void> {
  if (!(await stillHolds(tx, session))) {
    throw new GatewayError("unauthorized", "You were signed out meanwhile; nothing was changed. Sign in again.");
  }
}

/** All of a user's, but for one where that is named. */
export async function endAllSessions(tx: Tx | Sql, userId: string, but: string | null = null): Promise<number> {
  const ended = await tx`
    delete from console_sessions where user_id = ${userId} ${but === null ? tx`` : tx`and id <> ${but}`}`;
  return ended.count;
}

/** Past their time, by the clock or unused; no request heeds them any more. */
export async function purgeSessions(sql: Sql, now: number): Promise<void> {
  await sql`delete from console_sessions where expires_at < to_timestamp(${now}::float8 / 1000)`;
}

/** Looks at another tenant, or at one's own again. Only admins of the first tenant may; it is the caller's to ask. */
export async function actFor(sql: Sql, session: ConsoleSession, tenantId: string): Promise<void> {
  const acting = tenantId === session.tenantId ? null : tenantId;
  await sql`update console_sessions set acting_tenant_id = ${acting} where id = ${session.id}`;
}
