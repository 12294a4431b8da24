import type { Sql } from "../db/client.ts";
import type { Actor } from "../tenants/actor.ts";
import { auditRow, writeAudit, type AuditedChange, type AuditContext } from "../tenants/audit.ts";
import type { Tx } from "../db/client.ts";
import { isKnownDevice } from "./device.ts";
import { beginSession, type Browser, type Stage } from "./session.ts";
import { addressSubject, type Subject } from "./tries.ts";
import { actorOf, type ConsoleRole, type ConsoleUserDeps } from "./user.ts";

/** Somebody at the door, and what their browser and the way here say of them. */
export interface Visit extends Browser {
  /** The mark that an earlier sign-in left in this browser. */
  device: string | null;
  /** From this very machine, by its own address: there a second factor may wait. */
  loopback: boolean;
  requestId: string;
}

/** What came of it, in words of a closed list. */
export type SignInResult = "signed_in" | "second_step" | "enrolment" | "wrong_password" | "wrong_code" | "limited";

export interface SignInDeps extends ConsoleUserDeps {
  /** Told the outcome of each sign-in: never whose. */
  readonly signIns: (result: SignInResult) => void;
}

/** The person at the door, as soon as they are known. */
export interface Person {
  id: string;
  name: string;
  role: ConsoleRole;
  tenantId: string;
}

/** Who has proved nothing yet. */
const visitor: Actor = { name: "visitor", role: "erp" };

export function personAudit(person: Person, visit: Visit): AuditContext {
  return { tenant: { id: person.tenantId }, actor: actorOf(person, visit.address), requestId: visit.requestId };
}

/** A failed try is in the audit of whose name was tried, but not as done by them. */
export async function auditFailure(
  sql: Sql,
  person: Person,
  visit: Visit,
  step: "password" | "second",
  now: number,
): Promise<void> {
  const ctx: AuditContext = {
    tenant: { id: person.tenantId },
    actor: { ...visitor, address: visit.address },
    requestId: visit.requestId,
  };
  const { name: target } = actorOf(person, null);
  const change: AuditedChange = { action: "user.sign_in_failed", target, after: { name: person.name, step } };
  await writeAudit(sql, auditRow(ctx, change, now));
}

/** Whose tries these are: of a browser that the person is known in, or of an address and of everybody at that name. */
export function subjectsOf(
  deps: ConsoleUserDeps,
  kind: "name" | "code",
  key: string,
  userId: string | null,
  visit: Visit,
): Subject[] {
  const known = userId !== null && isKnownDevice(deps.keyring, visit.device, userId, deps.clock.now());
  if (known) return [{ kind: kind === "name" ? "device" : "code", of: `${userId}/${visit.device ?? ""}` }];
  return [addressSubject(visit.address), { kind, of: key }];
}

/** Where a password alone leads: a second step, if there is one; else to enrolling, or in, on the machine itself. */
export function stageOf(enrolled: boolean, visit: Visit): Stage {
  if (enrolled) return "half";
  return visit.loopback ? "full" : "enrol";
}

/** Part of the commit of what let the person in. */
export async function enter(
  tx: Tx,
  person: Person,
  visit: Visit,
  secondFactor: "none" | "app" | "recovery_code",
  now: number,
): Promise<{ id: string; token: string }> {
  const session = await beginSession(tx, person.id, "full", visit, now);
  const ctx = personAudit(person, visit);
  const after = { name: person.name, second_factor: secondFactor };
  await writeAudit(tx, auditRow(ctx, { action: "user.sign_in", target: ctx.actor.name, after }, now));
  return session;
}
