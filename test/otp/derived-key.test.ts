import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  cancel,
  delivered,
  expectProblem,
  issue,
  issued,
  phone,
  putLimits,
  putTenant,
  read,
  resend,
  verify,
} from "../support/erp.ts";
import { startTestGateway, type Reply, type TestGateway } from "../support/gateway.ts";
import { makeTenant } from "../support/roles.ts";
import { keptAs } from "../support/numbers.ts";
import { stopClock } from "../support/still.ts";

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
      .sql`select count(*)::int as n from messages where recipient = ${keptAs(gateway, `+62${to.slice(1)}`)}`;
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
    stopClock(gateway);
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

  test.each([
    ["verified", (id: string) => verify(gateway, { id, code: "123456" })],
    ["cancelled", (id: string) => cancel(gateway, id)],
  ])("is a new one once the first is %s, and that one's answer is repeated then", async (status, end) => {
    const to = phone();
    const first = await issue(gateway, { to, code: "123456" }, auto);
    await end(first.json.id);
    expect(await read(gateway, first.json.id)).toMatchObject({ status });
    const replies = await Promise.all([gateway, replica, gateway].map((on) => issue(on, { to }, auto)));
    const made = replies.filter(({ headers }) => headers.get("idempotent-replayed") === null);
    const second = made.find((reply) => reply.status === 201);
    if (second === undefined) throw new Error("none was issued");
    expectNew(second, first);
    expect(replies.filter((reply) => reply.status === 201 && reply.json.id !== second.json.id)).toEqual([]);
    expectReplay(await issue(replica, { to }, auto), second);
  });

  test("by user alone is one as long as that user's codes go there, and none once they are switched off", async () => {
    const put = async (user: object): Promise<void> => {
      const reply = await gateway.admin("/v1/users/sari", { method: "PUT", body: { destination: "own", ...user } });
      expect(reply.status, reply.text).toBe(200);
    };
    const numbers = [phone(), phone()];
    await put({ active: true, number: numbers[0] });
    const call = () => issue(gateway, { to: undefined, user: "sari" }, auto);
    const first = await call();
    expectReplay(await call(), first);
    await put({ active: true, number: numbers[1] });
    const second = await call();
    expectNew(second, first);
    await put({ active: false, number: numbers[1] });
    expectProblem(await call(), 409, "conflict");
  });

  test("with a hosted page is another one than without, with another way back, and with another state", async () => {
    const ways = ["https://erp.example/a", "https://erp.example/b"];
    await putTenant(gateway, { return_urls: ways });
    const to = phone();
    const plain = await issue(gateway, { to }, auto);
    const hosted = (return_url = ways[0], state = "s1") =>
      issue(gateway, { to, hosted: true, return_url, state }, auto);
    const page = await hosted();
    expectNew(page, plain);
    expect(page.json.hosted_url).toEqual(expect.any(String));
    expectReplay(await hosted(), page);
    expectNew(await hosted(ways[1]), page);
    expectNew(await hosted(ways[0], "s2"), page);
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
      select count(*)::int as n from otps where recipients = ${[keptAs(gateway, `+62${to.slice(1)}`)]}`;
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

  test("a right code is right once, whoever sends it how often: a verify heeds no derived key", async () => {
    const { id } = await issued(gateway, { code: "123456" });
    const replies = await Promise.all(
      Array.from({ length: 8 }, (_, n) => check(id, "123456", n % 2 === 0 ? gateway : replica)),
    );
    expect(replies.map(({ json }) => json.reason as string | null).sort()).toEqual([
      ...Array<string>(7).fill("already_used"),
      null,
    ]);
    expect((await check(id, "123456")).json).toMatchObject({ valid: false, reason: "already_used" });
    // To whom the answer was lost, this says that the code was right.
    expect(await read(gateway, id)).toMatchObject({ status: "verified" });
  });

  test("an old code is not right beside a newer OTP", async () => {
    const to = phone();
    await issued(gateway, { to, code: "111111" });
    const old = { body: { to, code: "111111" }, ...auto };
    expect((await gateway.request("/v1/otp/verify", old)).json).toMatchObject({ valid: true });
    await issued(gateway, { to, code: "222222" });
    expect((await gateway.request("/v1/otp/verify", old)).json).toMatchObject({ valid: false, reason: "wrong_code" });
  });

  test("each wrong code counts, as without a key", async () => {
    const { id } = await issued(gateway, { code: "123456" });
    await check(id, "000000");
    expect((await check(id, "000000")).json).toMatchObject({ valid: false, attempts_left: 3 });
  });

  test("a proof is redeemed once", async () => {
    const { id } = await issued(gateway, { code: "123456" });
    const { proof } = await verify(gateway, { id, code: "123456" });
    const redeem = () => gateway.request("/v1/otp/redeem", { body: { proof }, ...auto });
    expect((await redeem()).json).toMatchObject({ id, valid: true });
    expectProblem(await redeem(), 409, "conflict");
  });

  test("what does nothing needs no key and takes the word, as from a client with one function for all", async () => {
    const form = { "content-type": "application/x-www-form-urlencoded" };
    const body = "numbers=0812-3456-7890&idempotency_key=auto";
    expect((await gateway.request("/v1/numbers/normalise", { body, headers: form })).status).toBe(200);
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
