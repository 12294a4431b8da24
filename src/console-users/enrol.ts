import { auditRow, writeAudit } from "../tenants/audit.ts";
import { replaceRecoveryCodes } from "./recovery-codes.ts";
import { endAllSessions, holdSession, type ConsoleSession } from "./session.ts";
import { newTotpSecret, sealTotp, stepOf, totpText, totpUri } from "./totp.ts";
import { countTry, takeBack, type Subject } from "./tries.ts";
import { enter, personAudit, type Person, type SignInDeps, type Visit } from "./visit.ts";

/** A second factor that is offered, and kept by nobody until a code of it comes back. */
export interface TotpOffer {
  /** `otpauth://…`, for the QR code and for a link on the telephone itself. */
  uri: string;
  /** For typing. */
  secret: string;
  /** Brings the secret back, under our MAC: only what this session was offered can be enrolled. */
  token: string;
}

const contextOf = (session: ConsoleSession): string => `console totp offer ${session.id}`;

export function offerTotp(deps: Pick<SignInDeps, "keyring">, session: ConsoleSession): TotpOffer {
  return offerOf(deps, session, newTotpSecret());
}

/** The same one again, after a wrong code; null where it is none of this session's. */
export function offerAgain(
  deps: Pick<SignInDeps, "keyring">,
  session: ConsoleSession,
  token: string,
): TotpOffer | null {
  const secret = deps.keyring.readToken(contextOf(session), token);
  return secret === null ? null : offerOf(deps, session, secret);
}

function offerOf({ keyring }: Pick<SignInDeps, "keyring">, session: ConsoleSession, secret: Buffer): TotpOffer {
  return {
    uri: totpUri(secret, session.userName),
    secret: totpText(secret),
    token: keyring.token(contextOf(session), secret),
  };
}

export interface Enrolled {
  /** Of the session that goes on. */
  token: string;
  /** In this answer only. */
  recoveryCodes: string[];
}

/**
 * Enrols what was offered, by a code that shows that the app has it. All sessions end, since none of them was begun with
 * this second factor; one begins. Null: the code or the offer is not right.
 */
export async function enrolTotp(
  deps: SignInDeps,
  session: ConsoleSession,
  given: { token: string; code: string },
  visit: Visit,
): Promise<Enrolled | null> {
  const { sql, keyring, clock } = deps;
  const now = clock.now();
  const subject: Subject = { kind: "code", of: `enrol/${session.userId}` };
  await countTry(sql, [subject], now);
  const secret = keyring.readToken(contextOf(session), given.token);
  const step = secret === null ? null : stepOf(secret, given.code, now);
  if (secret === null || step === null) return null;
  const person: Person = { ...session, id: session.userId, name: session.userName };
  const enrolled = await sql.begin(async (tx) => {
    await holdSession(tx, session);
    await tx`
      update console_users set totp = ${sealTotp(keyring, person.id, secret)}, totp_last_step = ${step}
      where id = ${person.id}`;
    const recoveryCodes = await replaceRecoveryCodes(tx, person.id);
    await endAllSessions(tx, person.id);
    const ctx = personAudit(person, visit);
    await writeAudit(
      tx,
      auditRow(ctx, { action: "user.enrol", target: ctx.actor.name, after: { second_factor: "app" } }, now),
    );
    const { token } = await enter(tx, person, visit, "app", now);
    return { token, recoveryCodes };
  });
  await takeBack(sql, [subject]);
  deps.signIns("signed_in");
  return enrolled;
}
