import { auditRow, writeAudit } from "../tenants/audit.ts";
import { refusePassword } from "./new-password.ts";
import { beginSession, endAllSessions } from "./session.ts";
import type { Entered, Refused } from "./sign-in.ts";
import { addressSubject, countTry, takeBack } from "./tries.ts";
import { sha256, type ConsoleRole } from "./user.ts";
import { enter, personAudit, stageOf, type SignInDeps, type Visit } from "./visit.ts";

interface InvitedRow {
  id: string;
  name: string;
  role: ConsoleRole;
  tenant_id: string;
}

/** Who was invited chooses a password, and is signed in as far as one leads. A token works once. */
export async function acceptInvitation(
  deps: SignInDeps,
  given: { token: string; password: string },
  visit: Visit,
): Promise<Refused | Entered> {
  const { sql, clock, passwords } = deps;
  const subjects = [addressSubject(visit.address)];
  await countTry(sql, subjects, clock.now());
  const hash = sha256(given.token.trim());
  const open = (now: number) => sql`
    setup_hash = ${hash} and setup_expires_at > to_timestamp(${now}::float8 / 1000) and disabled_at is null`;
  const [row] = await sql<InvitedRow[]>`
    select id, name, role, tenant_id from console_users where ${open(clock.now())}`;
  if (row === undefined) return { stage: "refused" };
  await takeBack(sql, subjects);
  refusePassword("password", given.password, row.name);
  const password = await passwords.hash(given.password);
  const now = clock.now();
  const { tenant_id: tenantId, ...user } = row;
  const person = { ...user, tenantId };
  const stage = stageOf(false, visit);
  const token = await sql.begin(async (tx) => {
    const taken = await tx`
      update console_users
      set password = ${password}, password_changed_at = to_timestamp(${now}::float8 / 1000), setup_hash = null,
          setup_expires_at = null
      where id = ${person.id} and ${open(now)}
      returning 1`;
    if (taken.length === 0) return null;
    await endAllSessions(tx, person.id);
    const ctx = personAudit(person, visit);
    await writeAudit(tx, auditRow(ctx, { action: "user.password", target: ctx.actor.name }, now));
    if (stage === "full") return (await enter(tx, person, visit, "none", now)).token;
    return (await beginSession(tx, person.id, stage, visit, now)).token;
  });
  if (token === null) return { stage: "refused" };
  deps.signIns(stage === "full" ? "signed_in" : "enrolment");
  return { stage, token, userId: person.id };
}
