import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  balance,
  delivered,
  expectProblem,
  issue,
  issued,
  type OtpJson,
  phone,
  putLimits,
  putTenant,
  read,
  resend,
  rowCounts,
  settledBalance,
  verify,
} from "../support/erp.ts";
import { eventually, startTestGateway, type TestGateway } from "../support/gateway.ts";
import { stopClock } from "../support/still.ts";

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());

describe("the cool-down", () => {
  beforeAll(() => putLimits(gateway, { cooldown_seconds: 30 }));

  test("refuses a second issue with 429 that carries the pending OTP as read, and changes nothing", async () => {
    const to = phone();
    const began = gateway.clock.now();
    const otp = await issued(gateway, { to, metadata: { a: 1 }, wait_ms: 5000 });
    await eventually(
      () => read(gateway, otp.id),
      (shown) => shown.message.status === "read",
    );
    const before = await rowCounts(gateway.database.sql);
    const reply = await issue(gateway, { to });
    expectProblem(reply, 429, "rate_limited");
    const seconds = Number(reply.headers.get("retry-after"));
    expect(seconds).toBeGreaterThanOrEqual(30 - Math.ceil((gateway.clock.now() - began) / 1000));
    expect(seconds).toBeLessThanOrEqual(30);
    expect(reply.headers.get("ratelimit")).toBe(`"cooldown";r=0;t=${seconds}`);
    expect(reply.headers.get("ratelimit-policy")).toBe('"cooldown";q=1;w=30');
    expect(reply.json.limit).toBe("cooldown");
    const shown = await read(gateway, otp.id);
    const moving = { expires_in: expect.any(Number), resend_after: expect.any(Number) };
    expect(reply.json.otp).toEqual({ ...shown, ...moving });
    expect(await rowCounts(gateway.database.sql)).toEqual(before);
  });

  test("holds for every purpose and user of a phone, and ends by the clock", async () => {
    const to = phone();
    await issued(gateway, { to });
    expectProblem(await issue(gateway, { to, purpose: "access", user: "ani" }), 429, "rate_limited");
    gateway.clock.advance(31_000);
    await issued(gateway, { to, purpose: "access", user: "ani" });
  });

  test("is over once the OTP was verified", async () => {
    const to = phone();
    const { id } = await issued(gateway, { to, code: "123456" });
    await verify(gateway, { id, code: "123456" });
    await issued(gateway, { to });
  });

  test("is lifted when every message of the last OTP failed", async () => {
    const to = phone("0006");
    const failed = await issued(gateway, { to, wait_ms: 10_000 });
    await eventually(
      () => read(gateway, failed.id),
      (otp) => otp.messages.every((m: { status: string }) => m.status === "failed"),
    );
    await issued(gateway, { to, wait_ms: 10_000 });
    expect(await balance(gateway)).toMatchObject({ held: expect.any(String) });
  });

  test("shows no OTP when the last one is pending no more", async () => {
    const to = phone();
    const { id } = await issued(gateway, { to });
    await gateway.request(`/v1/otp/${id}/cancel`, { body: {} });
    const reply = await issue(gateway, { to });
    expectProblem(reply, 429, "rate_limited");
    expect(reply.json).not.toHaveProperty("otp");
  });

  test("shows no OTP that expired inside a cool-down longer than its life", async () => {
    await putLimits(gateway, { cooldown_seconds: 600 });
    const to = phone();
    await issued(gateway, { to, ttl_seconds: 30 });
    gateway.clock.advance(31_000);
    const reply = await issue(gateway, { to });
    expectProblem(reply, 429, "rate_limited");
    expect(reply.json).not.toHaveProperty("otp");
  });

  test("ten issues at once for one phone send one message", async () => {
    await putLimits(gateway, { cooldown_seconds: 30 });
    const to = phone();
    const replies = await Promise.all(Array.from({ length: 10 }, () => issue(gateway, { to })));
    expect(replies.map((reply) => reply.status).sort()).toEqual([201, ...Array<number>(9).fill(429)]);
  });
});

describe("windows", () => {
  const hour = { max: 3, per_seconds: 3600 };

  async function expectThree(make: () => Promise<{ status: number }>) {
    for (let n = 0; n < 3; n += 1) expect((await make()).status).toBe(201);
  }

  test("per recipient: refused over it, with the headers, free again by the clock", async () => {
    stopClock(gateway);
    await putLimits(gateway, { recipient: [hour] });
    const to = phone();
    await expectThree(() => issue(gateway, { to }));
    const reply = await issue(gateway, { to });
    expectProblem(reply, 429, "rate_limited");
    expect(reply.json.limit).toBe("recipient");
    expect(reply.headers.get("ratelimit-policy")).toBe('"recipient";q=3;w=3600');
    const seconds = Number(reply.headers.get("retry-after"));
    expect(reply.headers.get("ratelimit")).toBe(`"recipient";r=0;t=${seconds}`);
    expect(seconds).toBeGreaterThan(3590);
    await issued(gateway); // another phone is not held back
    gateway.clock.advance((seconds - 1) * 1000 - 500);
    expect((await issue(gateway, { to })).status).toBe(429);
    gateway.clock.advance(2000);
    await issued(gateway, { to });
  });

  test("per recipient: a resend counts like an issue", async () => {
    await putLimits(gateway, { recipient: [hour] });
    const to = phone();
    const { id } = await issued(gateway, { to });
    expect((await resend(gateway, id)).status).toBe(200);
    expect((await resend(gateway, id)).status).toBe(200);
    expectProblem(await resend(gateway, id), 429, "rate_limited");
    expectProblem(await issue(gateway, { to }), 429, "rate_limited");
  });

  test("per recipient and user: a verified OTP gives all its sends back", async () => {
    await putLimits(gateway, { recipient: [hour], user: [hour] });
    const to = phone();
    const { id } = await issued(gateway, { to, user: "ani", code: "123456" });
    await resend(gateway, id);
    await resend(gateway, id);
    expect((await issue(gateway, { to, user: "ani" })).status).toBe(429);
    expect((await issue(gateway, { user: "ani" })).json.limit).toBe("user");
    await verify(gateway, { id, code: "123456" });
    await expectThree(() => issue(gateway, { to, user: "ani" }));
    expect((await issue(gateway, { to, user: "ani" })).status).toBe(429);
  });

  test("per user: over all phones of the user", async () => {
    await putLimits(gateway, { user: [hour] });
    await expectThree(() => issue(gateway, { user: "budi" }));
    const reply = await issue(gateway, { user: "budi" });
    expectProblem(reply, 429, "rate_limited");
    expect(reply.json.limit).toBe("user");
    await issued(gateway, { user: "wati" });
    await issued(gateway);
  });

  test("per client address: however it is written, and nothing given back", async () => {
    await putLimits(gateway, { client_ip: [hour] });
    const { id } = await issued(gateway, { client_ip: "203.0.113.7", code: "123456" });
    await verify(gateway, { id, code: "123456" });
    await issued(gateway, { client_ip: "::ffff:203.0.113.7" });
    await issued(gateway, { client_ip: "203.0.113.7" });
    const reply = await issue(gateway, { client_ip: "203.0.113.7" });
    expectProblem(reply, 429, "rate_limited");
    expect(reply.json.limit).toBe("client_ip");
    await issued(gateway, { client_ip: "2001:db8::1" });
    await issued(gateway);
    gateway.clock.advance(3_620_000);
    await issued(gateway, { client_ip: "203.0.113.7" });
  });

  test("per tenant: never more than its maximum, also at once", async () => {
    await putLimits(gateway, { tenant: [{ max: 3, per_seconds: 86_400 }] });
    const replies = await Promise.all(Array.from({ length: 8 }, () => issue(gateway)));
    expect(replies.filter((reply) => reply.status === 201)).toHaveLength(3);
    const refused = replies.find((reply) => reply.status === 429);
    expect(refused?.json.limit).toBe("tenant");
  });

  test("per prefix: over all phones that begin with it", async () => {
    await putLimits(gateway, { prefix: [hour] });
    await expectThree(() => issue(gateway));
    expect((await issue(gateway)).json.limit).toBe("prefix");
    await issued(gateway, { to: "0857-1234-5678" });
  });

  test("the tightest of several windows is told, and a refusal uses none of them up", async () => {
    await putLimits(gateway, {
      recipient: [
        { max: 5, per_seconds: 86_400 },
        { max: 2, per_seconds: 60 },
      ],
    });
    const to = phone();
    const first = await issue(gateway, { to });
    expect(first.headers.get("ratelimit")).toMatch(/^"recipient";r=1;/);
    await issued(gateway, { to });
    for (let n = 0; n < 5; n += 1) expect((await issue(gateway, { to })).status).toBe(429);
    gateway.clock.advance(61_000);
    await issued(gateway, { to });
    await issued(gateway, { to });
  });
});

describe("a central number", () => {
  beforeAll(async () => {
    await putLimits(gateway, { cooldown_seconds: 30, recipient: [{ max: 2, per_seconds: 3600 }] });
    await putTenant(gateway, { central_recipients: ["0811-9000-1111", "+62 811 9000 2222"] });
  });

  test("needs the user whose code it is", async () => {
    const reply = await issue(gateway, { to: "central" });
    expectProblem(reply, 400, "invalid_request");
    expect(reply.json.errors[0].path).toBe("user");
  });

  test("makes one OTP and a message to each number that names the user; each has its hold", async () => {
    // What earlier messages cost has been taken.
    const before = Number((await settledBalance(gateway)).total);
    const reply = await issue(gateway, { to: "central", user: "Ani (kasir)", code: "471147" });
    expect(reply.status, reply.text).toBe(201);
    const otp = reply.json;
    expect(otp).toMatchObject({ status: "pending", to: "+62811****1111", user: "Ani (kasir)" });
    expect((otp as OtpJson).messages.map((m) => m.to)).toEqual(["+62811****1111", "+62811****2222"]);
    expect(otp.message).toEqual({ id: otp.messages[0].id, status: "queued", channel: "whatsapp" });
    for (const number of ["081190001111", "081190002222"]) {
      const { text, code } = await delivered(gateway, number);
      expect(text).toMatch(/^Ani \(kasir\): .*471147/);
      expect(code).toBe("471147");
    }
    await eventually(
      () => balance(gateway),
      ({ held, total }) => held === "0" && Number(total) === before - 700,
    );
    expect(await verify(gateway, { id: otp.id, code: "471147" })).toMatchObject({ valid: true });
  });

  test("counts cool-down, windows and the pending OTP for each user", async () => {
    const budi = await issued(gateway, { to: "central", user: "budi", code: "111111" });
    const wati = await issued(gateway, { to: "central", user: "wati", code: "222222" });
    expectProblem(await issue(gateway, { to: "central", user: "budi" }), 429, "rate_limited");
    expect(await read(gateway, budi.id)).toMatchObject({ status: "pending" });
    const right = await verify(gateway, { to: "central", user: "budi", code: "222222" });
    expect(right).toMatchObject({ id: budi.id, valid: false, attempts_left: 4 });
    expect(await verify(gateway, { to: "central", user: "wati", code: "222222" })).toMatchObject({
      id: wati.id,
      valid: true,
    });
    gateway.clock.advance(31_000);
    await issued(gateway, { to: "central", user: "budi" });
    gateway.clock.advance(31_000);
    const over = await issue(gateway, { to: "central", user: "budi" });
    expect(over.json.limit).toBe("recipient");
  });

  test("does not share its limits with the same phone as a person's own", async () => {
    await issued(gateway, { to: "central", user: "citra" });
    await issued(gateway, { to: "0811-9000-1111", user: "citra" });
  });

  test("needs no user where the tenant says so", async () => {
    await putTenant(gateway, { central_recipients: ["0811-9000-1111"], central_unnamed: true });
    const otp = await issued(gateway, { to: "central" });
    expect(otp).not.toHaveProperty("user");
    expect(otp).not.toHaveProperty("messages");
  });
});
