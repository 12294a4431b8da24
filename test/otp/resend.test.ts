import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import {
  balance,
  cancel,
  delivered,
  expectProblem,
  expectSoundLedger,
  holdDeliveries,
  inbox,
  issued,
  type OtpJson,
  leave,
  phone,
  putLimits,
  putTenant,
  read,
  resend,
  verify,
} from "../support/erp.ts";
import { eventually, startTestGateway, type TestGateway } from "../support/gateway.ts";

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
  await putLimits(gateway);
});
afterAll(() => gateway.close());

describe("a resend", () => {
  test("sends the same code again, as a message of its own with a hold of its own", async () => {
    const to = phone();
    const { id, expires_at: expires } = await issued(gateway, { to, wait_ms: 5000 });
    const first = await delivered(gateway, to);
    const before = Number((await balance(gateway)).total);
    const reply = await resend(gateway, id);
    expect(reply.status, reply.text).toBe(200);
    expect(reply.headers.get("ratelimit")).toBe(null); // no limit is set
    expect(reply.json).toMatchObject({ id, status: "pending", expires_at: expires, message: { status: "queued" } });
    expect(reply.json.messages).toHaveLength(2);
    expect(reply.json.message.id).toBe(reply.json.messages[1].id);
    expect((await delivered(gateway, to, 2)).code).toBe(first.code);
    await eventually(
      () => balance(gateway),
      ({ total }) => Number(total) === before - 350,
    );
    expect(await verify(gateway, { id, code: first.code })).toMatchObject({ valid: true });
  });

  test("inside resend_after is 429 with the OTP in it, then allowed", async () => {
    await putLimits(gateway, { cooldown_seconds: 30 });
    const { id } = await issued(gateway, { wait_ms: 5000 });
    const reply = await resend(gateway, id);
    expectProblem(reply, 429, "rate_limited");
    expect(reply.json.otp).toMatchObject({ id, status: "pending" });
    expect(reply.json.otp.resend_after).toBe(Number(reply.headers.get("retry-after")));
    gateway.clock.advance(30_000);
    const again = await resend(gateway, id);
    expect(again.status, again.text).toBe(200);
    expect(again.json).toMatchObject({ resend_after: 30, expires_in: 270 });
    expect((await resend(gateway, id)).status).toBe(429);
    await putLimits(gateway);
  });

  test("takes another channel, and its price", async () => {
    const to = phone();
    const { id } = await issued(gateway, { to, code: "123456", wait_ms: 5000 });
    const before = Number((await balance(gateway)).total);
    const reply = await resend(gateway, id, { channel: "voice", wait_ms: 5000 });
    expect(reply.json).toMatchObject({ channel: "voice", message: { channel: "voice" } });
    expect(reply.json.message.status).toMatch(/^(accepted|sent|delivered)$/);
    expect(Number((await balance(gateway)).total)).toBe(before - 700);
    expect((await delivered(gateway, to, 2)).text).toContain("Sekali lagi, 1 2 3 4 5 6");
  });

  test("after a failed channel goes to the next of the plan", async () => {
    const { id } = await issued(gateway, { to: phone("0006"), channels: ["voice", "sms"], wait_ms: 5000 });
    await eventually(
      () => read(gateway, id),
      (otp) => otp.messages.length === 2 && otp.messages[1]?.status === "failed",
    );
    expect((await resend(gateway, id)).json).toMatchObject({ channel: "sms" });
  });

  test("of a number by e-mail, or of an address by SMS, is 422 and costs nothing", async () => {
    const byNumber = await issued(gateway);
    const byAddress = await issued(gateway, { to: "ani@example.com", channel: "email" });
    const before = (await balance(gateway)).total;
    expectProblem(await resend(gateway, byNumber.id, { channel: "email" }), 422, "no_route");
    expectProblem(await resend(gateway, byAddress.id, { channel: "sms" }), 422, "no_route");
    expect((await read(gateway, byNumber.id)).messages).toHaveLength(1);
    expect(Number((await balance(gateway)).total)).toBeLessThanOrEqual(Number(before));
  });

  test("on a channel whose template needs what the issue did not bring is refused", async () => {
    const put = (path: string, body: string) => gateway.admin(path, { method: "PUT", body: { body } });
    await put("/v1/templates/pay/sms/id", "{{code}}");
    await put("/v1/templates/pay/voice/id", "{{code}} {{params.amount}}");
    const { id } = await issued(gateway, { channel: "sms", template: "pay" });
    const reply = await resend(gateway, id, { channel: "voice" });
    expectProblem(reply, 400, "invalid_request");
    expect(reply.json.errors[0].path).toBe("params.amount");
    expectProblem(await resend(gateway, id, { channel: "whatsapp" }), 422, "template_not_found");
  });

  test("that the balance can't pay is 402, the OTP as it was", async () => {
    const { id } = await issued(gateway, { wait_ms: 5000 });
    const { available } = await balance(gateway);
    await leave(gateway, 349);
    expectProblem(await resend(gateway, id), 402, "insufficient_balance");
    expect((await read(gateway, id)).messages).toHaveLength(1);
    await leave(gateway, Number(available));
  });

  test.each(["verified", "cancelled", "expired", "locked"])("after the OTP was %s is 409", async (end) => {
    const { id } = await issued(gateway, { code: "123456", ttl_seconds: 600 });
    if (end === "verified") await verify(gateway, { id, code: "123456" });
    if (end === "cancelled") await cancel(gateway, id);
    if (end === "expired") gateway.clock.advance(601_000);
    if (end === "locked") for (let n = 0; n < 5; n += 1) await verify(gateway, { id, code: "000000" });
    const reply = await resend(gateway, id);
    expectProblem(reply, 409, "conflict");
    expect(reply.json.detail).toContain(end);
  });

  test("keeps the attempts that were used", async () => {
    const { id } = await issued(gateway, { code: "123456" });
    await verify(gateway, { id, code: "000000" });
    expect((await resend(gateway, id)).json).toMatchObject({ attempts_left: 4 });
    expect(await read(gateway, id)).toMatchObject({ attempts_left: 4 });
  });

  describe("of a tenant that wants a new code", () => {
    beforeAll(() => putTenant(gateway, { resend_code: "new" }));
    afterAll(() => putTenant(gateway, {}));

    test("makes the old code wrong", async () => {
      const to = phone();
      const { id } = await issued(gateway, { to, code_length: 10 });
      const old = (await delivered(gateway, to)).code;
      await resend(gateway, id);
      const fresh = (await delivered(gateway, to, 2)).code;
      expect(fresh).toMatch(/^\d{10}$/);
      expect(fresh).not.toBe(old);
      expect(await verify(gateway, { id, code: old })).toMatchObject({ valid: false, reason: "wrong_code" });
      expect(await verify(gateway, { id, code: fresh })).toMatchObject({ valid: true });
    });
  });
});

describe("a cancel", () => {
  test("ends the OTP, and twice is once", async () => {
    const { id } = await issued(gateway);
    const reply = await cancel(gateway, id);
    expect(reply.status, reply.text).toBe(200);
    expect(reply.json).toMatchObject({ id, status: "cancelled", messages: [expect.any(Object)] });
    const again = await cancel(gateway, id);
    expect([again.status, again.json.status]).toEqual([200, "cancelled"]);
  });

  test("needs no body at all", async () => {
    const { id } = await issued(gateway);
    const reply = await gateway.request(`/v1/otp/${id}/cancel`, { method: "POST" });
    expect(reply.status, reply.text).toBe(200);
  });

  test.each(["verified", "expired", "locked"])("of one that was %s is 409", async (end) => {
    const { id } = await issued(gateway, { code: "123456" });
    if (end === "verified") await verify(gateway, { id, code: "123456" });
    if (end === "expired") gateway.clock.advance(301_000);
    if (end === "locked") for (let n = 0; n < 5; n += 1) await verify(gateway, { id, code: "000000" });
    const reply = await cancel(gateway, id);
    expectProblem(reply, 409, "conflict");
    expect(await read(gateway, id)).toMatchObject({ status: end });
  });

  test("against twenty verifies of the right code at once: one word stands, and it is the same for all", async () => {
    const { id } = await issued(gateway, { code: "123456" });
    const [ended, ...verdicts] = await Promise.all([
      cancel(gateway, id),
      ...Array.from({ length: 20 }, () => verify(gateway, { id, code: "123456" })),
    ]);
    const right = verdicts.filter(({ valid }) => valid).length;
    expect([ended.status, right]).toEqual(ended.status === 200 ? [200, 0] : [409, 1]);
    expect(await read(gateway, id)).toMatchObject({ status: right === 1 ? "verified" : "cancelled" });
  });
});

describe("what has not been sent", () => {
  let held: TestGateway;
  beforeAll(async () => {
    held = await startTestGateway();
    await putLimits(held);
    await holdDeliveries(held);
  });
  afterEach(() => expectSoundLedger(held.database.sql));
  afterAll(() => held.close());

  test("is not charged when its OTP is cancelled, and is never sent", async () => {
    const to = phone();
    const { id } = await issued(held, { to });
    await resend(held, id, { channel: "sms" });
    expect(await balance(held)).toMatchObject({ held: "850" });
    const reply = await cancel(held, id);
    expect((reply.json as OtpJson).messages.map((m) => m.status)).toEqual(["cancelled", "cancelled"]);
    expect(await balance(held)).toMatchObject({ available: "100000", held: "0", total: "100000" });
    expect(await inbox(held, to)).toEqual([]);
  });

  test("is not charged when its OTP was verified (by a code that came another way)", async () => {
    const { id } = await issued(held, { code: "123456" });
    await verify(held, { id, code: "123456" });
    await eventually(
      () => balance(held),
      (now) => now.held === "0" && now.available === "100000",
    );
    expect((await read(held, id)).message.status).toBe("cancelled");
  });
});
