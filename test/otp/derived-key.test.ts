import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  cancel,
  delivered,
  expectProblem,
  issue,
  issued,
  phone,
  putLimits,
  read,
  resend,
  verify,
} from "../support/erp.ts";
import { startTestGateway, type Reply, type TestGateway } from "../support/gateway.ts";
import { makeTenant } from "../support/roles.ts";

let gateway: TestGateway;
let replica: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
  replica = await gateway.replica();
});
beforeEach(() => putLimits(gateway));
afterAll(() => gateway.close());

const auto = { headers: { "idempotency-key": "auto" } };
const WINDOW_MS = 30_000;

function expectReplay(reply: Reply, first: Reply): void {
  expect([reply.status, reply.text, reply.headers.get("idempotent-replayed")]).toEqual([
    first.status,
    first.text,
    "true",
  ]);
}

function expectNew(reply: Reply, first: Reply): void {
  expect(reply.status, reply.text).toBe(201);
  expect([reply.headers.get("idempotent-replayed"), reply.json.id === first.json.id]).toEqual([null, false]);
}

describe("an issue with the key auto", () => {
  test("is the same for one recipient, however written and with whatever else, on every replica", async () => {
    const to = phone();
    const first = await issue(gateway, { to, metadata: { at: "10:00:01" } }, auto);
    expect([first.status, first.headers.get("idempotent-replayed")]).toEqual([201, null]);
    expectReplay(await issue(gateway, { to, metadata: { at: "10:00:09" } }, auto), first);
    expectReplay(await issue(replica, { to: `+62 ${to.slice(1)}`, purpose: "login", code: "1234" }, auto), first);
    await delivered(gateway, to);
    const [row] = await gateway.database
      .sql`select count(*)::int as n from messages where recipient = ${`+62${to.slice(1)}`}`;
    expect(row).toEqual({ n: 1 });
  });

  test.each(["auto", '"auto"', "AUTO"])("may be asked for by the field idempotency_key=%s", async (word) => {
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const body = `to=${phone()}&idempotency_key=${encodeURIComponent(word)}`;
    const first = await gateway.request("/v1/otp/issue", { body, headers });
    expectReplay(await gateway.request("/v1/otp/issue", { body, headers }), first);
  });

  test("is another one for another recipient, user, purpose or tenant, and for a decoy", async () => {
    const [to, user] = [phone(), "ani"];
    const first = await issue(gateway, { to, user }, auto);
    expect(first.status).toBe(201);
    for (const other of [
      { to: phone(), user },
      { to, user: "budi" },
      { to },
      { to, user, purpose: "reset_password" },
    ]) {
      expectNew(await issue(gateway, other, auto), first);
    }
    expectNew(await issue(gateway, { to, user, decoy: true }, auto), first);
    const stranger = await makeTenant(gateway, "derived");
    // It has no credit: were it the first one's, it would be answered all the same.
    expectProblem(await issue(gateway, { to, user }, { ...auto, key: stranger.erp }), 402, "insufficient_balance");
  });

  test(`is a new one after ${WINDOW_MS / 1000} seconds, and that one's answer is repeated then`, async () => {
    const to = phone();
    const first = await issue(gateway, { to }, auto);
    gateway.clock.advance(WINDOW_MS - 2000);
    expectReplay(await issue(gateway, { to }, auto), first);
    gateway.clock.advance(2001);
    const second = await issue(gateway, { to }, auto);
    expectNew(second, first);
    expectReplay(await issue(gateway, { to }, auto), second);
    expect(await read(gateway, first.json.id)).toMatchObject({ status: "replaced" });
  });

  test("inside a cool-down gets its first answer, where one without a key is refused as ever", async () => {
    await putLimits(gateway, { cooldown_seconds: 30 });
    const to = phone();
    const first = await issue(gateway, { to }, auto);
    expectReplay(await issue(gateway, { to }, auto), first);
    const refused = await issue(gateway, { to });
    expectProblem(refused, 429, "rate_limited");
    expect(refused.json.otp.id).toBe(first.json.id);
  });

  test("without a recipient is one by its user: a decoy is repeated, what needs a recipient is refused as ever", async () => {
    const first = await issue(gateway, { to: undefined, user: "nobody", decoy: true }, auto);
    expect(first.status, first.text).toBe(201);
    expectReplay(await issue(replica, { to: undefined, user: "nobody", decoy: true }, auto), first);
    expectNew(await issue(gateway, { to: undefined, user: "no one", decoy: true }, auto), first);
    const refused = await issue(gateway, { to: undefined, user: "ani" }, auto);
    expectProblem(refused, 422, "invalid_recipient");
    expect(refused.json.errors[0].path).toBe("user");
  });

  test("does not repeat a refusal", async () => {
    await putLimits(gateway, { recipient: [{ max: 1, per_seconds: 20 }] });
    const to = phone();
    await issued(gateway, { to });
    expectProblem(await issue(gateway, { to }, auto), 429, "rate_limited");
    await putLimits(gateway);
    expect((await issue(gateway, { to }, auto)).status).toBe(201);
  });

  test("twenty at once, over two replicas, are one: the others get its answer or are told to wait", async () => {
    const to = phone();
    const replies = await Promise.all(
      Array.from({ length: 20 }, (_, n) => issue(n % 2 === 0 ? gateway : replica, { to }, auto)),
    );
    const made = replies.filter(({ status }) => status === 201);
    expect(made.filter(({ headers }) => headers.get("idempotent-replayed") === null)).toHaveLength(1);
    expect(new Set(made.map(({ text }) => text)).size).toBe(1);
    for (const reply of replies.filter(({ status }) => status !== 201)) {
      expectProblem(reply, 409, "idempotency_in_progress");
    }
    const [row] = await gateway.database.sql`
      select count(*)::int as n from otps where recipients = ${[`+62${to.slice(1)}`]}`;
    expect(row).toEqual({ n: 1 });
  });

  test("keeps nothing that tells the recipient, and is no key that a client could send", async () => {
    const to = phone();
    const first = await issue(gateway, { to }, auto);
    const rows = await gateway.database.sql<{ key: string }[]>`
      select key from idempotency where scope = 'auto POST /v1/otp/issue' order by created_at desc limit 1`;
    expect(rows[0]?.key).toMatch(/^[0-9a-f]{64}$/);
    const named = { headers: { "idempotency-key": String(rows[0]?.key) } };
    expectNew(await issue(gateway, { to }, named), first);
  });
});

describe("the other calls with the key auto", () => {
  const check = (id: string, code: string, on = gateway) =>
    on.request("/v1/otp/verify", { body: { id, code }, ...auto });

  test("a verify whose answer was lost says true again, and only within the window", async () => {
    const { id } = await issued(gateway, { code: "123456" });
    const first = await check(id, "123456");
    expect(first.json).toMatchObject({ valid: true, proof: expect.any(String) });
    expectReplay(await check(id, "123456", replica), first);
    expect(await verify(gateway, { id, code: "123456" })).toMatchObject({ valid: false, reason: "already_used" });
    gateway.clock.advance(WINDOW_MS + 1);
    expect((await check(id, "123456")).json).toMatchObject({ valid: false, reason: "already_used" });
  });

  test("a wrong code counts once, another wrong code again", async () => {
    const { id } = await issued(gateway, { code: "123456" });
    const first = await check(id, "000000");
    expectReplay(await check(id, "000000"), first);
    expect((await check(id, "000001")).json).toMatchObject({ attempts_left: 3 });
  });

  test("a resend and a cancel are done once for each OTP", async () => {
    const [one, two] = [await issued(gateway), await issued(gateway)];
    const first = await resend(gateway, one.id, {}, auto);
    expectReplay(await resend(replica, one.id, {}, auto), first);
    expect((await resend(gateway, two.id, {}, auto)).json.id).toBe(two.id);
    expect((await read(gateway, one.id)).messages).toHaveLength(2);
    const ended = await cancel(gateway, one.id, auto);
    expectReplay(await cancel(gateway, one.id, auto), ended);
  });

  test("who moves money gives a key of their own", async () => {
    const reply = await gateway.admin("/v1/balance/topups", { body: { amount: "1", reference: "auto-1" }, ...auto });
    expectProblem(reply, 400, "invalid_request");
    expect(reply.json.errors).toEqual([
      { path: "Idempotency-Key", message: expect.stringContaining("auto is for the ERP's") },
    ]);
  });
});
