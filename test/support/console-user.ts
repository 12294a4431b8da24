import { Secret, TOTP } from "otpauth";
import { enrolTotp, offerTotp } from "../../src/console-users/enrol.ts";
import { findSession, type ConsoleSession } from "../../src/console-users/session.ts";
import { signIn } from "../../src/console-users/sign-in.ts";
import { setUp } from "../../src/console-users/set-up.ts";
import type { Visit } from "../../src/console-users/visit.ts";
import type { AuditContext } from "../../src/tenants/audit.ts";
import type { TestGateway } from "./gateway.ts";

export const password = "kuda nil di atas pohon";

/** Somebody from elsewhere, at a browser that nobody has signed in with. */
export function visitFrom(address = "203.0.113.7", more: Partial<Visit> = {}): Visit {
  return { address, userAgent: "a test", device: null, loopback: false, requestId: "of-a-test", ...more };
}

/** As a request with the admin key of a tenant, the first one unless it is named. */
export function adminOf({ gateway }: TestGateway, tenant?: string): AuditContext {
  const { tenants, tenantsByName, firstTenantId } = gateway.settings.current;
  const found = tenant === undefined ? tenants.get(firstTenantId ?? "") : tenantsByName.get(tenant);
  if (found === undefined) throw new Error("no such tenant");
  return { tenant: found, actor: { name: "key_x", label: "admin", role: "admin" }, requestId: "of-a-test" };
}

/** What the app shows for a secret at a moment. */
export function codeAt(secret: string, now: number): string {
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: now });
}

export async function sessionOf({ gateway }: TestGateway, token: string): Promise<ConsoleSession> {
  const session = await findSession(gateway, token);
  if (session === null) throw new Error("that token is no session's");
  return session;
}

export interface EnrolledUser {
  name: string;
  userId: string;
  token: string;
  /** Of the app. */
  secret: string;
  recoveryCodes: string[];
}

/** The first user of a tenant, with a second factor. */
export async function enrolledUser(gateway: TestGateway, name: string, tenant?: string): Promise<EnrolledUser> {
  const made = await setUp(gateway.gateway, adminOf(gateway, tenant), { name, password }, visitFrom());
  const session = await sessionOf(gateway, made.token);
  const offer = offerTotp(gateway.gateway, session);
  const given = { token: offer.token, code: codeAt(offer.secret, gateway.clock.now()) };
  const enrolled = await enrolTotp(gateway.gateway, session, given, visitFrom());
  if (enrolled === null) throw new Error("the code was not right");
  return { name, userId: made.userId, secret: offer.secret, ...enrolled };
}

/** The first step, which has to be right. */
export async function passwordStep(gateway: TestGateway, name: string, visit = visitFrom()): Promise<ConsoleSession> {
  const entered = await signIn(gateway.gateway, { name, password }, visit);
  if (entered.stage === "refused") throw new Error("the password was not right");
  return sessionOf(gateway, entered.token);
}
