import { randomBytes } from "node:crypto";
import type { Sql, Tx } from "../db/client.ts";
import { GatewayError } from "../errors.ts";
import { newId, publicId } from "../kit/id.ts";
import type { Language } from "../kit/language.ts";
import { auditRow, writeAudit, type AuditContext } from "../tenants/audit.ts";
import { refusingTakenName } from "./new-password.ts";
import { endAllSessions } from "./session.ts";
import { nameKey, sha256, type ConsoleRole } from "./user.ts";

/**
 * Nobody ever chooses a password for somebody else: a new user, and one who was reset, gets a token by which they choose
 * their own, once and within a day. It is typed, or stands behind the `#` of a link, which no server or log is sent.
 */
export interface Invitation {
  token: string;
  expiresAt: number;
}

/** Where it is accepted. What stands behind the `#` stays in the browser. */
export function setupUrl(publicUrl: string, token: string): string {
  return `${publicUrl.replace(/\/+$/, "")}/console/welcome#${token}`;
}

const VALID_MS = 24 * 3_600_000;

export interface NewUser {
  name: string;
  role: ConsoleRole;
  language: Language | null;
}

export async function createUser(
  tx: Tx,
  ctx: AuditContext,
  { name, role, language }: NewUser,
  now: number,
): Promise<Invitation & { id: string }> {
  const id = newId(now);
  const { hash, ...invitation } = invite(now);
  await refusingTakenName(
    tx`
      insert into console_users (id, tenant_id, name, name_key, role, language, setup_hash, setup_expires_at, created_at)
      values (${id}, ${ctx.tenant.id}, ${name}, ${nameKey(name)}, ${role}, ${language}, ${hash},
              to_timestamp(${invitation.expiresAt}::float8 / 1000), to_timestamp(${now}::float8 / 1000))`,
  );
  const change = { action: "user.create", target: publicId("user", id), after: { name, role, language } };
  await writeAudit(tx, auditRow(ctx, change, now));
  return { id, ...invitation };
}

/** Password, second factor, recovery codes and sessions go; only the token leads back in. */
export async function resetUser(tx: Tx | Sql, ctx: AuditContext, id: string, now: number): Promise<Invitation> {
  const { hash, ...invitation } = invite(now);
  const [reset] = await tx<{ name: string }[]>`
    update console_users
    set password = null, totp = null, setup_hash = ${hash},
        setup_expires_at = to_timestamp(${invitation.expiresAt}::float8 / 1000)
    where id = ${id} and tenant_id = ${ctx.tenant.id} and disabled_at is null
    returning name`;
  if (reset === undefined) {
    throw new GatewayError("not_found", "There is no such user, or it is off; only one that is on can be reset.");
  }
  await tx`delete from console_recovery_codes where user_id = ${id}`;
  await endAllSessions(tx, id);
  const change = { action: "user.reset", target: publicId("user", id), after: { name: reset.name } };
  await writeAudit(tx, auditRow(ctx, change, now));
  return invitation;
}

function invite(now: number): Invitation & { hash: Buffer } {
  const token = `gsetup_${randomBytes(24).toString("base64url")}`;
  return { token, hash: sha256(token), expiresAt: now + VALID_MS };
}
