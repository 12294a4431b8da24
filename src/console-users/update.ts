import type { Tx } from "../db/client.ts";
import { GatewayError } from "../errors.ts";
import { publicId } from "../kit/id.ts";
import type { Language } from "../kit/language.ts";
import { auditRow, writeAudit, type AuditContext } from "../tenants/audit.ts";
import { readUser } from "./list.ts";
import { refusingTakenName } from "./new-password.ts";
import { endAllSessions } from "./session.ts";
import { nameKey, type ConsoleRole, type ConsoleUser } from "./user.ts";

export interface UserDocument {
  name: string;
  role: ConsoleRole;
  language: Language | null;
  state: "on" | "off";
}

export const noSuchUser = (): GatewayError => new GatewayError("not_found", "There is no such console user.");

/** Replaces what an admin may say of a user. Who has another role, or is turned off, is signed out everywhere. */
export async function updateUser(
  tx: Tx,
  ctx: AuditContext,
  id: string | null,
  document: UserDocument,
  now: number,
): Promise<ConsoleUser> {
  const before = await lockUser(tx, ctx, id);
  const after = { ...before, ...document, disabledAt: document.state === "on" ? null : (before.disabledAt ?? now) };
  if (worksAsAdmin(before) && !worksAsAdmin(after)) await refuseLastAdmin(tx, ctx, before.id);
  await refusingTakenName(
    tx`
      update console_users
      set name = ${document.name}, name_key = ${nameKey(document.name)}, role = ${document.role},
          language = ${document.language}, disabled_at = to_timestamp(${after.disabledAt}::float8 / 1000)
      where id = ${before.id}`,
  );
  if (after.role !== before.role || after.disabledAt !== null) await endAllSessions(tx, before.id);
  const action = after.disabledAt !== null && before.disabledAt === null ? "user.disable" : "user.update";
  const sides = { before: documentOf(before), after: documentOf(after) };
  await writeAudit(tx, auditRow(ctx, { action, target: publicId("user", before.id), ...sides }, now));
  return (await readUser(tx, ctx.tenant.id, before.id)) ?? after;
}

/** What they did keeps their name, in the audit and in the ledger. */
export async function deleteUser(tx: Tx, ctx: AuditContext, id: string | null, now: number): Promise<void> {
  const before = await lockUser(tx, ctx, id);
  if (worksAsAdmin(before)) await refuseLastAdmin(tx, ctx, before.id);
  await tx`delete from console_users where id = ${before.id}`;
  const change = { action: "user.remove", target: publicId("user", before.id), before: documentOf(before) };
  await writeAudit(tx, auditRow(ctx, change, now));
}

/** All who change the admins of a tenant come one after the other, so that not each leaves the other's as the last. */
async function lockUser(tx: Tx, ctx: AuditContext, id: string | null): Promise<ConsoleUser> {
  if (id === null) throw noSuchUser();
  await tx`select pg_advisory_xact_lock(hashtextextended('console_users/' || ${ctx.tenant.id}::text, 0))`;
  const user = await readUser(tx, ctx.tenant.id, id);
  if (user === null) throw noSuchUser();
  return user;
}

function worksAsAdmin(user: Pick<ConsoleUser, "role" | "ready" | "disabledAt">): boolean {
  return user.role === "admin" && user.ready && user.disabledAt === null;
}

async function refuseLastAdmin(tx: Tx, ctx: AuditContext, id: string): Promise<void> {
  const [other] = await tx`
    select from console_users
    where tenant_id = ${ctx.tenant.id} and role = 'admin' and disabled_at is null and password is not null and id <> ${id}
    limit 1`;
  if (other === undefined) {
    throw new GatewayError("conflict", "This is the tenant's last admin who can sign in; make another one first.");
  }
}

function documentOf(user: ConsoleUser): UserDocument {
  const { name, role, language } = user;
  return { name, role, language, state: user.disabledAt === null ? "on" : "off" };
}
