import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Passwords } from "../../src/console-users/passwords.ts";
import { changePassword, renewRecoveryCodes } from "../../src/console-users/account.ts";
import { markDevice } from "../../src/console-users/device.ts";
import { enrolTotp, offerAgain, offerTotp } from "../../src/console-users/enrol.ts";
import { createUser, resetUser } from "../../src/console-users/invite.ts";
import { findSession } from "../../src/console-users/session.ts";
import { isUnused, setUp } from "../../src/console-users/set-up.ts";
import { passSecondStep, signIn } from "../../src/console-users/sign-in.ts";
import { acceptInvitation } from "../../src/console-users/welcome.ts";
import {
  adminOf,
  codeAt,
  enrolledUser,
  password,
  passwordStep,
  sessionOf,
  visitFrom,
  type EnrolledUser,
} from "../support/console-user.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { makeTenant } from "../support/roles.ts";

let gateway: TestGateway;
let siti: EnrolledUser;
beforeAll(async () => {
  gateway = await startTestGateway();
  // A code's step, and waits of one second, may not pass while a busy machine is at something else.
  gateway.clock.stop();
  siti = await enrolledUser(gateway, "Siti");
});
afterAll(() => gateway.close());
// Each test's tries are its own, and each code's step is a new one.
beforeEach(async () => {
  gateway.clock.advance(90_000);
  await gateway.database.sql`delete from console_tries`;
});

const now = () => gateway.clock.now();
const deps = () => gateway.gateway;
const attempt = (name: string, visit = visitFrom(), given = "not the right one") =>
  signIn(deps(), { name, password: given }, visit);
const alive = async (token: string): Promise<boolean> => (await findSession(deps(), token)) !== null;
const auditOf = async (action: string) =>
  gateway.database.sql`select actor, actor_name, target, after from audit where action = ${action} order by id`;

describe("the first user", () => {
  test("is made once, however many come at once, and by the tenant's own key alone", async () => {
    await makeTenant(gateway, "shop");
    const ctx = adminOf(gateway, "shop");
    const names = ["one", "two", "three"].map((name) => `${name} of shop`);
    const made = await Promise.allSettled(names.map((name) => setUp(deps(), ctx, { name, password }, visitFrom())));
    expect(made.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const refused = made.filter((outcome) => outcome.status === "rejected");
    for (const { reason } of refused) expect(reason).toMatchObject({ code: "conflict" });
    const users = await gateway.database.sql`select role from console_users where tenant_id = ${ctx.tenant.id}`;
    expect(users).toEqual([{ role: "admin" }]);
    expect(await isUnused(gateway.database.sql)).toBe(false);
  });

  test("has a name that nobody else has, whatever its capitals", async () => {
    await makeTenant(gateway, "other");
    const again = setUp(deps(), adminOf(gateway, "other"), { name: "SITI", password }, visitFrom());
    await expect(again).rejects.toMatchObject({ code: "conflict", extras: { errors: [{ path: "name" }] } });
  });

  test("needs a password that is none of the commonest", async () => {
    const bad = setUp(deps(), adminOf(gateway), { name: "x1", password: "password1234" }, visitFrom());
    await expect(bad).rejects.toMatchObject({ code: "invalid_request", extras: { errors: [{ path: "password" }] } });
  });
});

describe("the password", () => {
  test("leads to the second step alone; the session of the first is half of one, for five minutes", async () => {
    const half = await passwordStep(gateway, "SITI ");
    expect(half).toMatchObject({ passed: false, enrolled: true, userName: "Siti", role: "admin" });
    expect(half.expiresAt - now()).toBeLessThanOrEqual(300_000);
  });

  test("of who has no second factor leads to making one; on the machine itself, in", async () => {
    const made = await deps().sql.begin((tx) =>
      createUser(tx, adminOf(gateway), { name: "Wati", role: "ops", language: "id" }, now()),
    );
    const far = await acceptInvitation(deps(), { token: made.token, password }, visitFrom());
    expect(far.stage).toBe("enrol");
    const near = visitFrom("127.0.0.1", { loopback: true });
    const entered = await signIn(deps(), { name: "wati", password }, near);
    if (entered.stage !== "full") throw new Error(entered.stage);
    expect(await sessionOf(gateway, entered.token)).toMatchObject({ passed: true, enrolled: false, language: "id" });
  });

  test("wrong, and a name nobody has, are refused alike; known names have it in their audit, without what was typed", async () => {
    const before = (await auditOf("user.sign_in_failed")).length;
    expect(await attempt("siti")).toEqual({ stage: "refused" });
    expect(await attempt("nobody of that name")).toEqual({ stage: "refused" });
    expect(await attempt("si\0ti")).toEqual({ stage: "refused" });
    const failures = (await auditOf("user.sign_in_failed")).slice(before);
    expect(failures).toHaveLength(1);
    expect(failures[0]).toMatchObject({ actor: "visitor", after: { name: "Siti", step: "password" } });
    expect(JSON.stringify(failures)).not.toContain("not the right one");
  });

  test("hashed by older parameters is hashed anew when it is used", async () => {
    const hash = await new Passwords({ ln: 4 }).hash(password);
    await gateway.database.sql`update console_users set password = ${hash} where id = ${siti.userId}`;
    await passwordStep(gateway, "siti");
    const [row] = await gateway.database.sql`select password from console_users where id = ${siti.userId}`;
    expect(row?.["password"]).toMatch(/^\$scrypt\$ln=10,/);
  });
});

describe("a reset that comes while a password is compared", () => {
  /** Hashes take long: what somebody else does meanwhile is done before the answer. */
  class Slow extends Passwords {
    readonly meanwhile: () => Promise<unknown>;
    constructor(meanwhile: () => Promise<unknown>) {
      super({ ln: 4 });
      this.meanwhile = meanwhile;
    }
    override async matches(given: string, hash: string | null): Promise<boolean> {
      const right = await super.matches(given, hash);
      await this.meanwhile();
      return right;
    }
  }
  const resetOf = (id: string) => () => deps().sql.begin((tx) => resetUser(tx, adminOf(gateway), id, now()));
  const sessions = async (id: string) => gateway.database.sql`select id from console_sessions where user_id = ${id}`;
  const invited = async (name: string, visit = visitFrom()) => {
    const ctx = adminOf(gateway);
    const made = await deps().sql.begin((tx) => createUser(tx, ctx, { name, role: "ops", language: null }, now()));
    const entered = await acceptInvitation(deps(), { token: made.token, password }, visit);
    if (entered.stage === "refused") throw new Error("not taken");
    return { id: made.id, session: await sessionOf(gateway, entered.token) };
  };

  test("lets nobody in by the old one", async () => {
    const { id } = await invited("Hasan");
    const slow = { ...deps(), passwords: new Slow(resetOf(id)) };
    expect(await signIn(slow, { name: "hasan", password }, visitFrom())).toEqual({ stage: "refused" });
    expect(await sessions(id)).toHaveLength(0);
  });

  test("is not undone by a new password", async () => {
    const { id, session } = await invited("Husin");
    const slow = { ...deps(), passwords: new Slow(resetOf(id)) };
    const given = { current: password, password: "gunung api di seberang laut" };
    await expect(changePassword(slow, session, given, visitFrom())).rejects.toMatchObject({ code: "unauthorized" });
    const [row] = await gateway.database.sql`select password from console_users where id = ${id}`;
    expect(row).toEqual({ password: null });
    expect(await sessions(id)).toHaveLength(0);
  });

  test("is not undone by new recovery codes", async () => {
    const { id, session } = await invited("Hana");
    const slow = { ...deps(), passwords: new Slow(resetOf(id)) };
    const renewed = renewRecoveryCodes(slow, { ...session, enrolled: true }, password, visitFrom());
    await expect(renewed).rejects.toMatchObject({ code: "unauthorized" });
    const codes = await gateway.database.sql`select 1 from console_recovery_codes where user_id = ${id}`;
    expect(codes).toHaveLength(0);
  });

  test("is not undone by a second factor that was offered before it", async () => {
    const { id, session } = await invited("Hadi");
    const offer = offerTotp(deps(), session);
    await resetOf(id)();
    const given = { token: offer.token, code: codeAt(offer.secret, now()) };
    await expect(enrolTotp(deps(), session, given, visitFrom())).rejects.toMatchObject({ code: "unauthorized" });
    expect(await sessions(id)).toHaveLength(0);
  });
});

describe("the second step", () => {
  test("takes the app's code once, and gives another token", async () => {
    const [one, two] = await Promise.all([passwordStep(gateway, "siti"), passwordStep(gateway, "siti")]);
    const code = codeAt(siti.secret, now());
    const steps = await Promise.all([one, two].map((half) => passSecondStep(deps(), half, code, visitFrom())));
    expect(steps.map(({ stage }) => stage).sort()).toEqual(["full", "refused"]);
    const full = steps.find((step) => step.stage === "full");
    if (full === undefined || full.stage === "refused") throw new Error("nobody came in");
    expect(await sessionOf(gateway, full.token)).toMatchObject({ passed: true, userId: siti.userId });
  });

  test.each([
    ["one step behind", -30_000, "full"],
    ["one step ahead", 30_000, "full"],
    ["two steps behind", -60_000, "refused"],
    ["two steps ahead", 60_000, "refused"],
  ])("a code %s is %s", async (_, off, stage) => {
    const half = await passwordStep(gateway, "siti");
    const step = await passSecondStep(deps(), half, codeAt(siti.secret, now() + Number(off)), visitFrom());
    expect(step.stage).toBe(stage);
  });

  test("an older code is not taken after a newer one", async () => {
    const old = codeAt(siti.secret, now() - 30_000);
    const first = await passwordStep(gateway, "siti");
    await passSecondStep(deps(), first, codeAt(siti.secret, now()), visitFrom());
    const second = await passwordStep(gateway, "siti");
    expect(await passSecondStep(deps(), second, old, visitFrom())).toEqual({ stage: "refused" });
  });

  test("takes a recovery code once, however it is written", async () => {
    const [code = ""] = siti.recoveryCodes;
    expect(code).toMatch(/^([a-z2-7]{4}-){3}[a-z2-7]{4}$/);
    const half = await passwordStep(gateway, "siti");
    const typed = code.toUpperCase().replaceAll("-", " ");
    expect((await passSecondStep(deps(), half, typed, visitFrom())).stage).toBe("full");
    const again = await passwordStep(gateway, "siti");
    expect((await passSecondStep(deps(), again, code, visitFrom())).stage).toBe("refused");
    expect((await auditOf("user.recovery_code_used")).at(-1)).toMatchObject({ after: { left: 9 } });
  });

  test("of a half session that another has used up takes nothing", async () => {
    const half = await passwordStep(gateway, "siti");
    const [, code = "", other = ""] = siti.recoveryCodes;
    expect((await passSecondStep(deps(), half, code, visitFrom())).stage).toBe("full");
    expect((await passSecondStep(deps(), half, other, visitFrom())).stage).toBe("refused");
    const next = await passwordStep(gateway, "siti");
    expect((await passSecondStep(deps(), next, other, visitFrom())).stage).toBe("full");
  });
});

describe("enrolling", () => {
  test("takes what was offered to this session, and no other", async () => {
    const user = await enrolledUserOf("Enrolling");
    const session = await sessionOf(gateway, user.token);
    const other = offerTotp(deps(), await sessionOf(gateway, (await enrolledUserOf("Another")).token));
    const foreign = { token: other.token, code: codeAt(other.secret, now()) };
    expect(await enrolTotp(deps(), session, foreign, visitFrom())).toBeNull();
    expect(offerAgain(deps(), session, other.token)).toBeNull();
    const own = offerTotp(deps(), session);
    expect(offerAgain(deps(), session, own.token)).toEqual(own);
    expect(own.uri).toContain(`secret=${own.secret}`);
    expect(own.uri).toMatch(/^otpauth:\/\/totp\/Gerbang:Enrolling\?issuer=Gerbang&/);
  });

  test("ends every session there was, and its code is not taken again", async () => {
    const user = await enrolledUserOf("Renewing");
    const session = await sessionOf(gateway, user.token);
    const offer = offerTotp(deps(), session);
    const code = codeAt(offer.secret, now());
    const enrolled = await enrolTotp(deps(), session, { token: offer.token, code }, visitFrom());
    expect(enrolled?.recoveryCodes).toHaveLength(10);
    expect(await alive(user.token)).toBe(false);
    const next = await passwordStep(gateway, "renewing");
    expect((await passSecondStep(deps(), next, code, visitFrom())).stage).toBe("refused");
    const [old = ""] = user.recoveryCodes;
    expect((await passSecondStep(deps(), next, old, visitFrom())).stage).toBe("refused");
  });

  /** A user of their own, of the first tenant. */
  async function enrolledUserOf(name: string): Promise<EnrolledUser> {
    const ctx = adminOf(gateway);
    const made = await deps().sql.begin((tx) => createUser(tx, ctx, { name, role: "ops", language: null }, now()));
    const entered = await acceptInvitation(deps(), { token: made.token, password }, visitFrom());
    if (entered.stage === "refused") throw new Error("not taken");
    const session = await sessionOf(gateway, entered.token);
    const offer = offerTotp(deps(), session);
    const given = { token: offer.token, code: codeAt(offer.secret, now()) };
    const enrolled = await enrolTotp(deps(), session, given, visitFrom());
    if (enrolled === null) throw new Error("not enrolled");
    gateway.clock.advance(90_000);
    return { name, userId: made.id, secret: offer.secret, ...enrolled };
  }
});

describe("guessing", () => {
  const refused = async (tries: Promise<unknown>): Promise<number> => {
    try {
      await tries;
      return 0;
    } catch (error) {
      return (error as { extras: { retryAfterSeconds: number } }).extras.retryAfterSeconds;
    }
  };

  test.each(["siti", "nobody at all"])("at the name %s has five tries, and then waits that double", async (name) => {
    const from = (at: number) => visitFrom(`198.51.100.${at}`);
    for (let at = 0; at < 5; at += 1) expect(await attempt(name, from(at))).toEqual({ stage: "refused" });
    const waits: number[] = [];
    for (let at = 5; at < 16; at += 1) {
      const wait = await refused(attempt(name, from(at)));
      waits.push(wait);
      gateway.clock.advance(wait * 1000);
      expect(await attempt(name, from(at))).toEqual({ stage: "refused" });
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
  });

  test("at once is no more than one by one", async () => {
    const name = "nobody at once";
    for (let at = 0; at < 4; at += 1) await attempt(name, visitFrom(`198.51.100.${at}`));
    const outcomes = await Promise.allSettled(
      Array.from({ length: 10 }, (_, at) => attempt(name, visitFrom(`192.0.2.${at}`))),
    );
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  test("from one address at many names is slowed down; one household of IPv6 is one address", async () => {
    for (let at = 0; at < 20; at += 1) await attempt(`name ${at}`, visitFrom(`2001:db8:0:1::${at}`));
    expect(await refused(attempt("name 20", visitFrom("2001:db8:0:1:ffff::1")))).toBeGreaterThan(0);
    expect(await refused(attempt("name 20", visitFrom("2001:db8:0:2::1")))).toBe(0);
  });

  test("by strangers keeps nobody out of a browser that is known, nor for ever out of another", async () => {
    const known = visitFrom("203.0.113.9", { device: markDevice(deps().keyring, siti.userId, now()) });
    for (let at = 0; at < 5; at += 1) await attempt("siti", visitFrom(`198.51.100.${at}`));
    const unknown = visitFrom("203.0.113.9");
    const wait = await refused(attempt("siti", unknown, password));
    expect(wait).toBeGreaterThan(0);
    expect((await attempt("siti", known, password)).stage).toBe("half");
    gateway.clock.advance(wait * 1000);
    expect((await attempt("siti", unknown, password)).stage).toBe("half");
  });

  test("in a known browser is counted too, and a mark of another person's is none", async () => {
    const mark = markDevice(deps().keyring, siti.userId, now());
    const known = visitFrom("203.0.113.9", { device: mark });
    for (let at = 0; at < 5; at += 1) await attempt("siti", known);
    expect(await refused(attempt("siti", known, password))).toBeGreaterThan(0);
    for (let at = 0; at < 5; at += 1) await attempt("nobody here", known);
    expect(await refused(attempt("nobody here", known))).toBeGreaterThan(0);
  });

  test("of the second code is limited, whichever half session it is tried in", async () => {
    const near = [-30_000, 0, 30_000].map((off) => codeAt(siti.secret, now() + off));
    const wrong = ["000000", "000001", "000002", "000003"].find((code) => !near.includes(code)) ?? "";
    for (let at = 0; at < 5; at += 1) {
      const half = await passwordStep(gateway, "siti");
      expect((await passSecondStep(deps(), half, wrong, visitFrom())).stage).toBe("refused");
    }
    const half = await passwordStep(gateway, "siti");
    const right = codeAt(siti.secret, now());
    const wait = await refused(passSecondStep(deps(), half, right, visitFrom("192.0.2.1")));
    expect(wait).toBeGreaterThan(0);
    gateway.clock.advance(wait * 1000);
    const again = codeAt(siti.secret, now());
    expect((await passSecondStep(deps(), half, again, visitFrom("192.0.2.1"))).stage).toBe("full");
  });

  test("begins anew an hour later, and once the password was right", async () => {
    for (let at = 0; at < 4; at += 1) await attempt("siti", visitFrom(`198.51.100.${at}`));
    await passwordStep(gateway, "siti");
    for (let at = 0; at < 5; at += 1) expect(await attempt("siti")).toEqual({ stage: "refused" });
    gateway.clock.advance(3_601_000);
    for (let at = 0; at < 5; at += 1) expect(await attempt("siti")).toEqual({ stage: "refused" });
  });
});

describe("an invitation", () => {
  const invite = (name: string) =>
    deps().sql.begin((tx) => createUser(tx, adminOf(gateway), { name, role: "finance", language: null }, now()));
  const accept = (token: string) => acceptInvitation(deps(), { token, password }, visitFrom());

  test("works once, however many take it at once, and for a day", async () => {
    const made = await invite("Budi");
    expect(await attempt("budi", visitFrom(), "")).toEqual({ stage: "refused" });
    const outcomes = await Promise.all([accept(made.token), accept(made.token)]);
    expect(outcomes.map(({ stage }) => stage).sort()).toEqual(["enrol", "refused"]);
    const late = await invite("Joko");
    gateway.clock.advance(24 * 3_600_000 + 1);
    expect(await accept(late.token)).toEqual({ stage: "refused" });
  });

  test("is not used up by a password that is refused", async () => {
    const made = await invite("Rina");
    const bad = acceptInvitation(deps(), { token: made.token, password: "short" }, visitFrom());
    await expect(bad).rejects.toMatchObject({ code: "invalid_request" });
    expect((await accept(made.token)).stage).toBe("enrol");
  });

  test("after a reset is the only way in: password, app, recovery codes and sessions are gone", async () => {
    const user = await invite("Dewi");
    const entered = await accept(user.token);
    if (entered.stage === "refused") throw new Error("not taken");
    const session = await sessionOf(gateway, entered.token);
    const offer = offerTotp(deps(), session);
    const given = { token: offer.token, code: codeAt(offer.secret, now()) };
    const enrolled = await enrolTotp(deps(), session, given, visitFrom());
    const reset = await deps().sql.begin((tx) => resetUser(tx, adminOf(gateway), user.id, now()));
    expect(await alive(enrolled?.token ?? "")).toBe(false);
    expect(await attempt("dewi", visitFrom(), password)).toEqual({ stage: "refused" });
    expect((await accept(reset.token)).stage).toBe("enrol");
    const rows = JSON.stringify(await gateway.database.sql`select * from console_users`);
    expect(rows).not.toContain(reset.token);
    expect(rows).not.toContain(password);
  });
});

describe("a session", () => {
  const full = async (visit = visitFrom()): Promise<string> => {
    const half = await passwordStep(gateway, "siti", visit);
    const entered = await passSecondStep(deps(), half, codeAt(siti.secret, now()), visit);
    if (entered.stage === "refused") throw new Error("refused");
    return entered.token;
  };

  test("ends 12 hours after its last request, and after 7 days whatever is done", async () => {
    const idle = await full();
    gateway.clock.advance(11 * 3_600_000);
    expect(await alive(idle)).toBe(true);
    gateway.clock.advance(11 * 3_600_000);
    expect(await alive(idle)).toBe(true);
    gateway.clock.advance(12 * 3_600_000 + 60_001);
    expect(await alive(idle)).toBe(false);
    const used = await full();
    for (let hours = 0; hours < 7 * 24 - 11; hours += 11) {
      expect(await alive(used)).toBe(true);
      gateway.clock.advance(11 * 3_600_000);
    }
    gateway.clock.advance(11 * 3_600_000);
    expect(await alive(used)).toBe(false);
  });

  test("is seen at most once a minute", async () => {
    const token = await full();
    const seen = async (): Promise<unknown> =>
      (await gateway.database.sql`select max(seen_at) as at from console_sessions`)[0]?.["at"];
    const before = await seen();
    gateway.clock.advance(59_000);
    await sessionOf(gateway, token);
    expect(await seen()).toEqual(before);
    gateway.clock.advance(1_000);
    await sessionOf(gateway, token);
    expect(await seen()).not.toEqual(before);
  });

  test("goes with a new password, which asks for the old one; the one that asked goes on under another token", async () => {
    const [here, there] = [await full(), await (gateway.clock.advance(90_000), full())];
    const session = await sessionOf(gateway, here);
    const change = (current: string, next: string) =>
      changePassword(deps(), session, { current, password: next }, visitFrom());
    await expect(change("not the right one", "kuda nil di bawah pohon")).rejects.toMatchObject({
      extras: { errors: [{ path: "current_password" }] },
    });
    const next = await change(password, "kuda nil di bawah pohon");
    expect([await alive(here), await alive(there), await alive(next)]).toEqual([false, false, true]);
    await changePassword(
      deps(),
      await sessionOf(gateway, next),
      { current: "kuda nil di bawah pohon", password },
      visitFrom(),
    );
  });

  test("may have its recovery codes made anew, by who knows the password", async () => {
    const session = await sessionOf(gateway, await full());
    await expect(renewRecoveryCodes(deps(), session, "not the right one", visitFrom())).rejects.toThrow();
    const codes = await renewRecoveryCodes(deps(), session, password, visitFrom());
    expect(new Set([...codes, ...siti.recoveryCodes]).size).toBe(20);
    const half = await passwordStep(gateway, "siti");
    const [old = "", fresh = ""] = [siti.recoveryCodes[5], codes[5]];
    expect((await passSecondStep(deps(), half, old, visitFrom())).stage).toBe("refused");
    expect((await passSecondStep(deps(), half, fresh, visitFrom())).stage).toBe("full");
  });

  test("past its time is cleared away, and so are tries that nobody counts any more", async () => {
    await attempt("somebody");
    gateway.clock.advance(8 * 24 * 3_600_000);
    await gateway.gateway.sweep.purge();
    const { sql } = gateway.database;
    expect([...(await sql`select from console_sessions`), ...(await sql`select from console_tries`)]).toHaveLength(0);
  });
});
