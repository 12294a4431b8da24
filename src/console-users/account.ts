import { GatewayError, invalidField } from "../errors.ts";
import { publicId } from "../kit/id.ts";
import type { Language } from "../kit/language.ts";
import { auditRow, writeAudit } from "../tenants/audit.ts";
import { refusePassword } from "./new-password.ts";
import { replaceRecoveryCodes } from "./recovery-codes.ts";
import { beginSession, endAllSessions, holdSession, type ConsoleSession } from "./session.ts";
import { countTry, takeBack, type Subject } from "./tries.ts";
import type { ConsoleUserDeps } from "./user.ts";
import { personAudit, type Person, type Visit } from "./visit.ts";

/** What people do about themselves. Who sits down at a screen that was left open does not know the password. */
export async function confirmPassword(deps: ConsoleUserDeps, session: ConsoleSession, password: string): Promise<void> {
  const { sql, clock, passwords } = deps;
  const subject: Subject = { kind: "code", of: `password/${session.userId}` };
  await countTry(sql, [subject], clock.now());
  const [row] = await sql<{ password: string | null }[]>`
    select password from console_users where id = ${session.userId}`;
  if (!(await passwords.matches(password, row?.password ?? null))) {
    throw invalidField("current_password", "is not your password");
  }
  await takeBack(sql, [subject]);
}

/** All sessions end; the one that asked goes on under another token, which is the answer. */
export async function changePassword(
  deps: ConsoleUserDeps,
  session: ConsoleSession,
  given: { current: string; password: string },
  visit: Visit,
): Promise<string> {
  const { sql, clock, passwords } = deps;
  refusePassword("password", given.password, session.userName);
  await confirmPassword(deps, session, given.current);
  const hash = await passwords.hash(given.password);
  const now = clock.now();
  const person = personOf(session);
  return sql.begin(async (tx) => {
    await holdSession(tx, session);
    await tx`
      update console_users set password = ${hash}, password_changed_at = to_timestamp(${now}::float8 / 1000)
      where id = ${person.id}`;
    await endAllSessions(tx, person.id);
    const ctx = personAudit(person, visit);
    await writeAudit(tx, auditRow(ctx, { action: "user.password", target: ctx.actor.name }, now));
    return (await beginSession(tx, person.id, "full", visit, now)).token;
  });
}

/** Ten new ones, in this answer only; those before work no more. */
export async function renewRecoveryCodes(
  deps: ConsoleUserDeps,
  session: ConsoleSession,
  password: string,
  visit: Visit,
): Promise<string[]> {
  if (!session.enrolled) {
    throw new GatewayError("conflict", "Recovery codes stand in for a second factor; set one up first.");
  }
  await confirmPassword(deps, session, password);
  const person = personOf(session);
  return deps.sql.begin(async (tx) => {
    await holdSession(tx, session);
    const codes = await replaceRecoveryCodes(tx, person.id);
    const ctx = personAudit(person, visit);
    const change = { action: "user.recovery_codes", target: ctx.actor.name };
    await writeAudit(tx, auditRow(ctx, change, deps.clock.now()));
    return codes;
  });
}

export async function setLanguage(
  { sql, clock }: Pick<ConsoleUserDeps, "sql" | "clock">,
  session: ConsoleSession,
  language: Language | null,
  visit: Visit,
): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`update console_users set language = ${language} where id = ${session.userId}`;
    const ctx = personAudit(personOf(session), visit);
    const sides = { before: { language: session.language }, after: { language } };
    await writeAudit(tx, auditRow(ctx, { action: "user.update", target: ctx.actor.name, ...sides }, clock.now()));
  });
}

export async function signOut(deps: ConsoleUserDeps, session: ConsoleSession, visit: Visit): Promise<void> {
  await deps.sql.begin(async (tx) => {
    await tx`delete from console_sessions where id = ${session.id}`;
    const ctx = personAudit(personOf(session), visit);
    const change = { action: "session.end", target: publicId("ses", session.id), before: { name: session.userName } };
    await writeAudit(tx, auditRow(ctx, change, deps.clock.now()));
  });
}

function personOf({ userId: id, userName: name, role, tenantId }: ConsoleSession): Person {
  return { id, name, role, tenantId };
}
