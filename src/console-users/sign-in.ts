import type { Tx } from "../db/client.ts";
import { GatewayError } from "../errors.ts";
import { UnknownMasterKey } from "../kit/secret.ts";
import { auditRow, writeAudit } from "../tenants/audit.ts";
import { looksLikeRecoveryCode, recoveryCodesLeft, useRecoveryCode } from "./recovery-codes.ts";
import { beginSession, stillHolds, type ConsoleSession, type Stage } from "./session.ts";
import { openTotp, stepOf, takeStep } from "./totp.ts";
import { countTry, takeBack, type Subject } from "./tries.ts";
import { nameKey, userName, type ConsoleRole } from "./user.ts";
import {
  auditFailure,
  enter,
  personAudit,
  stageOf,
  subjectsOf,
  type Person,
  type SignInDeps,
  type Visit,
} from "./visit.ts";

/** Nothing that is not right: whether it was the name or the password is not said. */
export interface Refused {
  stage: "refused";
}
export interface Entered {
  stage: Stage;
  /** In this answer only. */
  token: string;
  userId: string;
}

interface UserRow {
  id: string;
  name: string;
  role: ConsoleRole;
  tenant_id: string;
  password: string | null;
  /** To the microsecond, as the database writes it. */
  chosen_at: string | null;
  enrolled: boolean;
  disabled: boolean;
}

/** The first step. An unknown name takes as long as a known one, and is counted and refused as one. */
export async function signIn(
  deps: SignInDeps,
  given: { name: string; password: string },
  visit: Visit,
): Promise<Refused | Entered> {
  const { sql, clock, passwords } = deps;
  const key = nameKey(given.name);
  // What can be nobody's name, like one with a NUL in it, is nothing to ask the database.
  const [row] = userName.safeParse(given.name).success
    ? await sql<UserRow[]>`
        select id, name, role, tenant_id, password, password_changed_at::text as chosen_at, totp is not null as enrolled,
               disabled_at is not null as disabled
        from console_users where name_key = ${key}`
    : [];
  const subjects = subjectsOf(deps, "name", key, row?.id ?? null, visit);
  await counted(deps, subjects);
  const right = await passwords.matches(given.password, row === undefined || row.disabled ? null : row.password);
  if (row === undefined || !right) {
    if (row !== undefined) await auditFailure(sql, personOf(row), visit, "password", clock.now());
    deps.signIns("wrong_password");
    return { stage: "refused" };
  }
  await rehash(deps, row, given.password);
  await takeBack(sql, subjects);
  const stage = stageOf(row.enrolled, visit);
  const begun = await sql.begin(async (tx) => {
    if (!(await isUnchanged(tx, row))) return null;
    return stage === "full"
      ? enter(tx, personOf(row), visit, "none", clock.now())
      : beginSession(tx, row.id, stage, visit, clock.now());
  });
  if (begun === null) {
    deps.signIns("wrong_password");
    return { stage: "refused" };
  }
  const { token } = begun;
  deps.signIns(stage === "full" ? "signed_in" : stage === "half" ? "second_step" : "enrolment");
  return { stage, token, userId: row.id };
}

/**
 * The second step: a code of the app, or a recovery code. The half session ends, and a full one begins under another
 * token; the code, the one and the other are one commit.
 */
export async function passSecondStep(
  deps: SignInDeps,
  session: ConsoleSession,
  code: string,
  visit: Visit,
): Promise<Refused | Entered> {
  const { sql, clock } = deps;
  const person: Person = { ...session, id: session.userId, name: session.userName };
  const subjects = subjectsOf(deps, "code", person.id, person.id, visit);
  await counted(deps, subjects);
  const now = clock.now();
  const recovery = looksLikeRecoveryCode(code);
  const step = recovery ? null : await stepOfUser(deps, person.id, code);
  const token = await sql.begin(async (tx) => {
    // Of two second steps of one session, the later finds it gone, and uses up nothing.
    if (!(await stillHolds(tx, session))) return null;
    const right = recovery
      ? await useRecoveryCode(tx, person.id, code, now)
      : step !== null && (await takeStep(tx, person.id, step));
    if (!right) return null;
    await tx`delete from console_sessions where id = ${session.id}`;
    if (recovery) {
      const ctx = personAudit(person, visit);
      const after = { left: await recoveryCodesLeft(tx, person.id) };
      await writeAudit(tx, auditRow(ctx, { action: "user.recovery_code_used", target: ctx.actor.name, after }, now));
    }
    return (await enter(tx, person, visit, recovery ? "recovery_code" : "app", now)).token;
  });
  if (token === null) {
    await auditFailure(sql, person, visit, "second", now);
    deps.signIns("wrong_code");
    return { stage: "refused" };
  }
  await takeBack(sql, subjects);
  deps.signIns("signed_in");
  return { stage: "full", token, userId: person.id };
}

async function stepOfUser({ sql, keyring, clock }: SignInDeps, userId: string, code: string): Promise<number | null> {
  const [row] = await sql<{ totp: Buffer | null }[]>`select totp from console_users where id = ${userId}`;
  if (row?.totp == null) return null;
  try {
    return stepOf(openTotp(keyring, userId, row.totp), code, clock.now());
  } catch (error) {
    if (!(error instanceof UnknownMasterKey)) throw error;
    const help = "take a recovery code, or have yourself reset by an admin or by `user reset` of the command line";
    throw new GatewayError("conflict", `Your app's secret is sealed under a master key that is gone: ${help}.`);
  }
}

async function counted(deps: SignInDeps, subjects: readonly Subject[]): Promise<void> {
  try {
    await countTry(deps.sql, subjects, deps.clock.now());
  } catch (error) {
    if (error instanceof GatewayError && error.code === "rate_limited") deps.signIns("limited");
    throw error;
  }
}

/** Whoever reset or turned off the user, or changed the password, while it was compared, has come first. */
async function isUnchanged(tx: Tx, { id, chosen_at: chosenAt, enrolled }: UserRow): Promise<boolean> {
  const same = await tx`
    select from console_users
    where id = ${id} and disabled_at is null and password is not null and (totp is not null) = ${enrolled}
      and password_changed_at is not distinct from ${chosenAt}::timestamptz
    for share`;
  return same.length === 1;
}

/** Hashes of older parameters become those of today, unless the password has been changed meanwhile. */
async function rehash({ sql, passwords }: SignInDeps, row: UserRow, password: string): Promise<void> {
  if (row.password === null || !passwords.isOutdated(row.password)) return;
  const hash = await passwords.hash(password);
  await sql`update console_users set password = ${hash} where id = ${row.id} and password = ${row.password}`;
}

function personOf({ id, name, role, tenant_id: tenantId }: UserRow): Person {
  return { id, name, role, tenantId };
}
