import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  delivered,
  expectProblem,
  expectSoundLedger,
  issue,
  issued,
  phone,
  putTenant,
  read,
  resend,
  verify,
} from "../support/erp.ts";
import { withoutTimesAndIds } from "../support/by-chance.ts";
import { eventually, type Call } from "../support/gateway.ts";
import { VerifyNow, verifyNowAccount } from "../support/verify-now.ts";
import { GatewayError } from "../../src/errors.ts";
import { RecentChecks } from "../../src/otp/vendor-codes.ts";
import type { VerifyItem, VerifyResult } from "../../src/otp/verify-batch.ts";
import { World } from "../scenarios/world.ts";
import { keptAs } from "../support/numbers.ts";

const { password, ...account } = verifyNowAccount;
let world: World;
let vendor: VerifyNow;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.close());
beforeEach(async () => {
  vendor = await new VerifyNow().listen();
  await world.put("/v1/providers/verifynow", {
    kind: "message-central",
    state: "on",
    settings: { ...account, base_url: vendor.url, timeout_ms: 2000, ambiguous_wait_seconds: 0 },
    secrets: { password },
  });
  await route(["verifynow"]);
});
afterEach(() => vendor.close());

/** SMS by these, in this order; WhatsApp, after a second of silence or none, by the sandbox. */
async function route(sms: string[]): Promise<void> {
  await world.put("/v1/routes", {
    channels: {
      sms: sms.map((provider, n) => ({ provider, weight: n === 0 ? 100 : 0 })),
      whatsapp: [{ provider: "sandbox" }],
    },
    fallback: [{ channel: "sms", after_seconds: 60 }, { channel: "whatsapp" }],
  });
}

const e164 = (to: string): string => `+62${to.slice(1)}`;
const local = (number: string): string => `0${number.slice(3)}`;

/** An OTP whose code the vendor has made and sent. */
async function sent(body: object = {}) {
  const to = local(world.number());
  const otp = await issued(world.gateway, { to, channel: "sms", wait_ms: 5000, ...body });
  expect(otp.message.status).toBe("accepted");
  return { id: otp.id, to, code: vendor.codeFor(e164(to)) };
}

const checks = (): number => vendor.requests.filter(({ path }) => path.includes("validateOtp")).length;
const wrongThan = (code: string): string => (code.startsWith("1") ? "2" : "1") + code.slice(1);

describe("a code that the vendor made", () => {
  test("is as long as was asked for, and verifies once, by id and by number", async () => {
    const { id, code } = await sent({ code_length: 8 });
    expect(code).toHaveLength(8);
    const wrong = { id, valid: false, status: "pending", reason: "wrong_code", attempts_left: 4 };
    expect(await verify(world.gateway, { id, code: wrongThan(code) })).toEqual(wrong);
    const right = { id, valid: true, status: "verified", reason: null, attempts_left: 3 };
    expect(await verify(world.gateway, { id, code })).toMatchObject(right);
    expect(await verify(world.gateway, { id, code })).toMatchObject({ valid: false, reason: "already_used" });
    expect(checks()).toBe(2);

    const byNumber = await sent();
    expect(await verify(world.gateway, { to: byNumber.to, code: byNumber.code })).toMatchObject({ valid: true });
  });

  test("locks after five wrong checks, also when they come at once over two replicas", async () => {
    const { id, code } = await sent();
    const replica = await world.gateway.replica();
    const verdicts = await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        verify(n % 2 === 0 ? world.gateway : replica, { id, code: wrongThan(code) }),
      ),
    );
    expect(checks()).toBe(5);
    expect(verdicts.every(({ valid }) => !valid)).toBe(true);
    expect(await read(world.gateway, id)).toMatchObject({ status: "locked", attempts_left: 0 });
    expect(await verify(world.gateway, { id, code })).toMatchObject({ valid: false, reason: "locked" });
    expect(checks()).toBe(5);
    await replica.close();
  });

  test("has one winner, though the vendor says yes to all", async () => {
    const { id, code } = await sent();
    const replica = await world.gateway.replica();
    const yes = { responseCode: 200, message: "SUCCESS", data: { verificationStatus: "VERIFICATION_COMPLETED" } };
    vendor.next(...Array.from({ length: 5 }, () => ({ status: 200, body: JSON.stringify(yes) })));
    const verdicts = await Promise.all(
      Array.from({ length: 5 }, (_, n) => verify(n % 2 === 0 ? world.gateway : replica, { id, code })),
    );
    expect(verdicts.filter(({ valid }) => valid)).toHaveLength(1);
    expect(verdicts.filter(({ reason }) => reason === "already_used")).toHaveLength(4);
    await replica.close();
  });

  test("is not ours: what we made and never sent verifies nothing", async () => {
    const { id, to } = await sent();
    const { keyring } = world.gateway.gateway;
    const [row] = await world.gateway.database.sql<{ id: string; code_sealed: Buffer }[]>`
      select id, code_sealed from otps where recipients = array[${keptAs(world.gateway, e164(to))}]`;
    const ours = keyring.openText(`code:${row?.id ?? ""}`, row?.code_sealed ?? Buffer.alloc(0));
    expect(await verify(world.gateway, { id, code: ours })).toMatchObject({ valid: false, reason: "wrong_code" });
  });

  test("that expired with them is expired; a resend brings a new one, and both answer for the OTP", async () => {
    const { id, to, code } = await sent();
    vendor.next({
      status: 400,
      body: JSON.stringify({ responseCode: 705, message: "VERIFICATION_EXPIRED", data: null }),
    });
    const expired = { valid: false, status: "pending", reason: "expired", attempts_left: 4 };
    expect(await verify(world.gateway, { id, code })).toMatchObject(expired);
    expect((await resend(world.gateway, id, { wait_ms: 5000 })).status).toBe(200);
    expect(vendor.challenges.filter(({ number }) => `+62${number}` === e164(to))).toHaveLength(2);
    expect(await verify(world.gateway, { id, code })).toMatchObject({ valid: true });
  });
});

describe("a vendor that can't be asked", () => {
  test("gives 503 and the check back when nothing left", async () => {
    const { id, code } = await sent();
    await vendor.close();
    const reply = await world.gateway.request("/v1/otp/verify", { body: { id, code } });
    expectProblem(reply, 503, "unavailable");
    expect(reply.headers.get("retry-after")).toBe("2");
    expect(await read(world.gateway, id)).toMatchObject({ status: "pending", attempts_left: 5 });
  });

  test.each(["hang", "reset"] as const)(
    "gives 503 and keeps the check when it may have been counted: %s",
    async (how) => {
      const { id, code } = await sent();
      vendor.next(how);
      expectProblem(await world.gateway.request("/v1/otp/verify", { body: { id, code } }), 503, "unavailable");
      expect(await read(world.gateway, id)).toMatchObject({ status: "pending", attempts_left: 4 });
      expect(await verify(world.gateway, { id, code })).toMatchObject({ valid: true, attempts_left: 3 });
      expect(withoutTimesAndIds(world.gateway.logged())).not.toContain(code);
    },
  );

  test("leaves no resend once no check is left to be made of it", async () => {
    const { id, code } = await sent();
    for (let n = 0; n < 4; n += 1) await verify(world.gateway, { id, code: wrongThan(code) });
    let letIn = (): void => {};
    const held = new Promise<void>((resolve) => (letIn = resolve));
    const restore = onClose((_, commit) => held.then(commit));
    const last = verify(world.gateway, { id, code });
    await eventually(
      async () => (await read(world.gateway, id)).attempts_left,
      (left) => left === 0,
    );
    expectProblem(await resend(world.gateway, id), 409, "conflict");
    letIn();
    expect(await last).toMatchObject({ valid: true });
    restore();
  });

  test("on the last check ends the OTP when it may have been counted", async () => {
    const { id, code } = await sent();
    for (let n = 0; n < 4; n += 1) await verify(world.gateway, { id, code: wrongThan(code) });
    vendor.next("reset");
    expectProblem(await world.gateway.request("/v1/otp/verify", { body: { id, code } }), 503, "unavailable");
    expect(await verify(world.gateway, { id, code })).toMatchObject({ status: "locked", reason: "locked" });
  });
});

describe("an Idempotency-Key", () => {
  const keyed = (key: string) => ({ headers: { "idempotency-key": key } });

  test("asks the vendor once, and gives its word again", async () => {
    const { id, code } = await sent();
    const first = await world.gateway.request("/v1/otp/verify", { body: { id, code }, ...keyed("vendor-1") });
    const again = await world.gateway.request("/v1/otp/verify", { body: { id, code }, ...keyed("vendor-1") });
    expect([again.json, again.headers.get("idempotent-replayed")]).toEqual([first.json, "true"]);
    expect(first.json).toMatchObject({ valid: true, proof: expect.any(String) as string });
    expect(checks()).toBe(1);
  });

  test("is busy while the vendor is asked, and free again when there was no word", async () => {
    const { id, code } = await sent();
    vendor.next("hang");
    const before = checks();
    const asking = world.gateway.request("/v1/otp/verify", { body: { id, code }, ...keyed("vendor-2") });
    await eventually(
      () => Promise.resolve(checks()),
      (n) => n > before,
    );
    const busy = await world.gateway.request("/v1/otp/verify", { body: { id, code }, ...keyed("vendor-2") });
    expectProblem(busy, 409, "idempotency_in_progress");
    expectProblem(await asking, 503, "unavailable");
    const after = await world.gateway.request("/v1/otp/verify", { body: { id, code }, ...keyed("vendor-2") });
    expect(after.json).toMatchObject({ valid: true, attempts_left: 3 });
  });
});

/** Stands between a verify and its closing commit. */
function onClose(hook: (item: VerifyItem, commit: () => Promise<VerifyResult>) => Promise<VerifyResult>): () => void {
  const { verifies } = world.gateway.gateway;
  const submit = verifies.submit.bind(verifies);
  verifies.submit = (item) => (item.close === undefined ? submit(item) : hook(item, () => submit(item)));
  return () => void (verifies.submit = submit);
}

describe("the closing commit", () => {
  const away = () => new GatewayError("unavailable", "The database can't be reached; try again.");
  const busy = () => new GatewayError("overloaded", "The gateway has more work than it can do; try again.");

  test("whose own answer was lost is repeated, and comes to the same", async () => {
    const { id, code } = await sent();
    let commits = 0;
    const restore = onClose(async (_, commit) => {
      const result = await commit();
      if ((commits += 1) === 1) throw away();
      return result;
    });
    const call = { body: { id, code }, headers: { "idempotency-key": "lost-commit" } };
    const first = await world.gateway.request("/v1/otp/verify", call);
    restore();
    expect([commits, first.json]).toMatchObject([2, { valid: true, status: "verified", attempts_left: 4 }]);
    expect((await world.gateway.request("/v1/otp/verify", call)).json).toEqual(first.json);
    expect(await verify(world.gateway, { id, code })).toMatchObject({ valid: false, reason: "already_used" });
  });

  test("that is repeated gives a check back once", async () => {
    const { id, code } = await sent();
    await verify(world.gateway, { id, code: wrongThan(code) });
    await verify(world.gateway, { id, code: wrongThan(code) });
    await vendor.close();
    let commits = 0;
    const restore = onClose(async (_, commit) => {
      const result = await commit();
      if ((commits += 1) < 4) throw away();
      return result;
    });
    expectProblem(await world.gateway.request("/v1/otp/verify", { body: { id, code } }), 503, "unavailable");
    restore();
    expect(commits).toBe(4);
    expect(await read(world.gateway, id)).toMatchObject({ status: "pending", attempts_left: 3 });
  });

  test("waits for a database that is busy: the vendor says yes once", async () => {
    const { id, code } = await sent();
    let tries = 0;
    const restore = onClose((_, commit) => ((tries += 1) < 4 ? Promise.reject(busy()) : commit()));
    expect(await verify(world.gateway, { id, code })).toMatchObject({ valid: true });
    restore();
    expect(tries).toBe(4);
  });

  test("of wrong checks leaves room for a right one that was counted before them", async () => {
    const { id, code } = await sent();
    let others = 0;
    let letIn = (): void => {};
    const allOthers = new Promise<void>((resolve) => (letIn = resolve));
    const restore = onClose(async ({ close }, commit) => {
      if (close?.said === "right") await allOthers;
      const result = await commit();
      if ((others += 1) === 4) letIn();
      return result;
    });
    const guesses = [code, ...Array.from({ length: 4 }, () => wrongThan(code))];
    const verdicts = await Promise.all(guesses.map((guess) => verify(world.gateway, { id, code: guess })));
    restore();
    expect(verdicts.map(({ valid }) => valid)).toEqual([true, false, false, false, false]);
    expect(await read(world.gateway, id)).toMatchObject({ status: "verified", attempts_left: 0 });
  });
});

describe("a word that was lost", () => {
  test("is not guessed: a code that the vendor calls used is not right", async () => {
    const { id, code } = await sent();
    vendor.next("hang");
    expectProblem(await world.gateway.request("/v1/otp/verify", { body: { id, code } }), 503, "unavailable");
    for (const challenge of vendor.challenges) challenge.verified = true;
    const used = { valid: false, status: "pending", reason: "already_used" };
    const wrong = wrongThan(code);
    for (const guess of [code, wrong, wrong])
      expect(await verify(world.gateway, { id, code: guess })).toMatchObject(used);
    expect((await resend(world.gateway, id, { wait_ms: 5000 })).status).toBe(200);
    const { number } = vendor.challenges.at(-1) ?? expect.unreachable("nothing was sent again");
    expect(await verify(world.gateway, { id, code: vendor.codeFor(`+62${number}`) })).toMatchObject({ valid: true });
  });

  test("on a send leaves a code that nobody can check: the ERP is told to send another", async () => {
    await sent();
    const to = local(world.number());
    vendor.next("hang");
    const otp = await issued(world.gateway, { to, channel: "sms" });
    await world.until(otp.id, ([message]) => message?.attempts[0]?.outcome === "ambiguous");
    const lost = { valid: false, status: "pending", reason: "expired", attempts_left: 5 };
    expect(await verify(world.gateway, { id: otp.id, code: "123456" })).toMatchObject(lost);
    expect((await resend(world.gateway, otp.id, { wait_ms: 5000 })).status).toBe(200);
    expect(await verify(world.gateway, { id: otp.id, code: vendor.codeFor(e164(to)) })).toMatchObject({ valid: true });
  });
});

test("a close that took too long leaves the answer of the request that came after it", async () => {
  const { id, code } = await sent();
  const call = { body: { id, code }, headers: { "idempotency-key": "stalled" } };
  let letIn = (): void => {};
  const later = new Promise<void>((resolve) => (letIn = resolve));
  let held = false;
  const restore = onClose(async (_, commit) => {
    if (!held) {
      held = true;
      await later;
    }
    return commit();
  });
  const first = world.gateway.request("/v1/otp/verify", call);
  await eventually(
    () => Promise.resolve(held),
    (is) => is,
  );
  await world.advance(40_000);
  const second = await world.gateway.request("/v1/otp/verify", call);
  letIn();
  await first;
  restore();
  expect((await world.gateway.request("/v1/otp/verify", call)).json).toEqual(second.json);
});

test("a code is its vendor's also when the provider has become another, or went", async () => {
  const replaced = await sent();
  await world.put("/v1/providers/verifynow", { kind: "sandbox", state: "on", settings: {} });
  const lost = { valid: false, status: "pending", reason: "expired", attempts_left: 5 };
  await world.put("/v1/providers/other", {
    kind: "message-central",
    state: "on",
    settings: { ...account, base_url: vendor.url },
    secrets: { password },
  });
  expect(await verify(world.gateway, { id: replaced.id, code: replaced.code })).toMatchObject(lost);
  expect((await world.gateway.admin("/v1/providers/other", { method: "DELETE" })).status).toBe(204);

  // And ours stays ours.
  const to = local(world.number());
  const ours = await issued(world.gateway, { to, channel: "sms", wait_ms: 5000 });
  const { code } = await delivered(world.gateway, to);
  await world.put("/v1/providers/verifynow", {
    kind: "message-central",
    state: "on",
    settings: { ...account, base_url: vendor.url },
    secrets: { password },
  });
  expect(await verify(world.gateway, { id: ours.id, code })).toMatchObject({ valid: true });
});

test("a tenant that has just got providers of its own still has its codes checked by the first tenant's", async () => {
  const { database, gateway } = world.gateway;
  const admin = (path: string, call: Call) => world.gateway.admin(path, call);
  expect((await admin("/v1/tenants/acme", { method: "PUT", body: { brand: "Acme" } })).status).toBe(200);
  const asAcme = { headers: { "x-tenant": "acme" } };
  const money = { body: { amount: "10000", reference: "acme" }, ...asAcme };
  expect((await admin("/v1/balance/topups", money)).status).toBe(201);
  const key = (await admin("/v1/keys", { body: { role: "erp", name: "till" }, ...asAcme })).json.key as string;
  const to = local(world.number());
  const otp = await issued(world.gateway, { to, channel: "sms", wait_ms: 5000 }, { key });
  const own = { kind: "sandbox", state: "on", settings: {} };
  expect((await admin("/v1/providers/own", { method: "PUT", body: own, ...asAcme })).status).toBe(200);
  const acme = [...gateway.settings.current.tenants.values()].find(({ name }) => name === "acme");
  expect([...(acme?.providers.keys() ?? [])]).toEqual(["own"]);
  expect(await verify(world.gateway, { id: otp.id, code: vendor.codeFor(e164(to)) }, { key })).toMatchObject({
    valid: true,
  });
  await expectSoundLedger(database.sql);
});

describe("a plan with such a vendor", () => {
  const skipsOf = async (id: string) => {
    const [message] = await world.story(id);
    return message?.skips;
  };

  test("leaves it out when the ERP gave the code, or wants one of ten digits", async () => {
    await route(["verifynow", "sandbox"]);
    const given = await issued(world.gateway, { code: "482915", channel: "sms", wait_ms: 5000 });
    expect(await skipsOf(given.id)).toEqual([
      { provider: "verifynow", reason: "makes its own code, and the ERP gave one" },
    ]);
    expect(await verify(world.gateway, { id: given.id, code: "482915" })).toMatchObject({ valid: true });
    const long = await issued(world.gateway, { code_length: 10, channel: "sms", wait_ms: 5000 });
    expect(await skipsOf(long.id)).toEqual([{ provider: "verifynow", reason: "makes codes of 4 to 8 digits" }]);
    await route(["verifynow"]);
    const alone = await issue(world.gateway, { code: "482915", channel: "sms" });
    expectProblem(alone, 422, "no_route");
    expect(alone.json.detail).toContain("makes its own code");
  });

  test("stays left out on a resend and by a fallback", async () => {
    const to = phone("0001");
    const otp = await issued(world.gateway, { to, code: "482915", channels: ["whatsapp", "sms"] });
    const story = await eventually(
      () => world.story(otp.id),
      ([first]) => first?.status === "failed" && first.advanced,
    );
    expect(story).toHaveLength(1);
    expect(story[0]?.skips).toContainEqual({
      provider: "verifynow",
      reason: "makes its own code, and the ERP gave one",
    });
    expectProblem(await resend(world.gateway, otp.id, { channel: "sms" }), 422, "no_route");
  });

  test("that is drained, or no longer the tenant's own choice, still says what its codes are", async () => {
    const drained = await sent();
    await world.put("/v1/providers/verifynow", {
      kind: "message-central",
      state: "drain",
      settings: { ...account, base_url: vendor.url },
    });
    expect(await verify(world.gateway, { id: drained.id, code: drained.code })).toMatchObject({ valid: true });
  });

  test("whose resends bring new codes takes no old one", async () => {
    await putTenant(world.gateway, { resend_code: "new" });
    const { id, to, code } = await sent();
    expect((await resend(world.gateway, id, { wait_ms: 5000 })).status).toBe(200);
    expect(await verify(world.gateway, { id, code })).toMatchObject({ valid: false, reason: "wrong_code" });
    expect(await verify(world.gateway, { id, code: vendor.codeFor(e164(to)) })).toMatchObject({ valid: true });
    await putTenant(world.gateway, {});
  });

  test("after a fallback tries ours first, then theirs", async () => {
    const { id, to, code } = await sent({ channel: undefined, channels: ["sms", "whatsapp"] });
    await world.pass(61_000);
    const { code: ours } = await delivered(world.gateway, to);
    const other = await sent({ channel: undefined, channels: ["sms", "whatsapp"] });
    await world.pass(61_000);
    await delivered(world.gateway, other.to);

    const before = checks();
    expect(await verify(world.gateway, { id, code: ours })).toMatchObject({ valid: true });
    expect(checks()).toBe(before);
    expect(await verify(world.gateway, { id, code })).toMatchObject({ valid: false, reason: "already_used" });
    expect(await verify(world.gateway, { id: other.id, code: other.code })).toMatchObject({ valid: true });
    expect(checks()).toBe(before + 1);
  });

  test("lets a decoy's check go as a real one's goes, in an outage too", async () => {
    const decoy = await issued(world.gateway, { to: phone(), decoy: true, channel: "sms" });
    const { gateway } = world.gateway;
    gateway.recentChecks = new RecentChecks();
    gateway.recentChecks.add(world.gateway.clock.now(), 60, { said: "right", giveBack: false });
    const began = performance.now();
    const wrong = { valid: false, status: "pending", reason: "wrong_code", attempts_left: 4 };
    expect(await verify(world.gateway, { id: decoy.id, code: "123456" })).toMatchObject(wrong);
    expect(performance.now() - began).toBeGreaterThan(55);

    gateway.recentChecks = new RecentChecks();
    gateway.recentChecks.add(world.gateway.clock.now(), 1, { said: "nothing", giveBack: true });
    const reply = await world.gateway.request("/v1/otp/verify", { body: { id: decoy.id, code: "123456" } });
    expectProblem(reply, 503, "unavailable");
    expect(await read(world.gateway, decoy.id)).toMatchObject({ status: "pending", attempts_left: 4 });

    gateway.recentChecks = new RecentChecks();
    const real = await sent();
    await verify(world.gateway, { id: real.id, code: real.code });
    for (let left = 3; left > 0; left -= 1) {
      expect(await verify(world.gateway, { id: decoy.id, code: real.code })).toMatchObject({ attempts_left: left });
    }
    expect(await verify(world.gateway, { id: decoy.id, code: "123456" })).toMatchObject({ reason: "locked" });
  });

  test.each<[string, object]>([
    ["the ERP gave the code", { code: "482915" }],
    ["it can't make one so long", { code_length: 10 }],
    ["another comes first", { channel: "whatsapp" }],
  ])("asks for no patience on a decoy where %s", async (_, body) => {
    await route(["verifynow", "sandbox"]);
    const decoy = await issued(world.gateway, { to: phone(), decoy: true, channel: "sms", ...body });
    const { recentChecks } = world.gateway.gateway;
    recentChecks.sample = () => expect.unreachable("no vendor would have been asked");
    expect(await verify(world.gateway, { id: decoy.id, code: "000000" })).toMatchObject({ attempts_left: 4 });
    world.gateway.gateway.recentChecks = new RecentChecks();
  });
});
