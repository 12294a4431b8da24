import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { World } from "../scenarios/world.ts";

let world: World;

beforeAll(async () => {
  world = await World.start();
  await world.put("/v1/providers/sandbox", {
    kind: "sandbox",
    state: "on",
    settings: { ambiguous_wait_seconds: 4 },
  });
  await world.put("/v1/routes", {
    channels: { whatsapp: [{ provider: "sandbox" }], sms: [{ provider: "sandbox" }] },
    fallback: [{ channel: "whatsapp", after_seconds: 6 }, { channel: "sms" }],
  });
});
afterAll(() => world.close());

describe.concurrent("a number of the sandbox", () => {
  test("that ends in nothing special is sent, delivered and read, and paid once", async ({ expect }) => {
    const otp = await world.issue(world.number());
    const [message, ...more] = await world.until(otp, ([m]) => m?.status === "read");
    expect(more).toEqual([]);
    expect(message).toMatchObject({
      channel: "whatsapp",
      provider: "sandbox",
      charged: "350",
      hold_state: "captured",
      attempts: [{ provider: "sandbox", outcome: "accepted" }],
      reports: ["sent", "delivered", "read"],
      entries: ["hold", "capture"],
      due: null,
    });
  });

  test("0001 has no WhatsApp: SMS at once, and WhatsApp costs nothing", async ({ expect }) => {
    const began = Date.now();
    const otp = await world.issue(world.number("0001"));
    const [whatsapp, sms] = await world.until(otp, ([, second]) => second?.hold_state === "captured");
    expect(Date.now() - began).toBeLessThan(5900);
    expect(whatsapp).toMatchObject({ status: "failed", charged: "0", entries: ["hold", "release"], advanced: true });
    expect(whatsapp?.attempts).toEqual([
      { provider: "sandbox", outcome: "recipient", code: "not_on_whatsapp", scope: "recipient" },
    ]);
    expect(sms).toMatchObject({ channel: "sms", charged: "500", entries: ["hold", "capture"] });
  });

  test("0002 goes through at its third try, each recorded, with its waits between", async ({ expect }) => {
    const began = Date.now();
    const otp = await world.issue(world.number("0002"));
    const [message] = await world.until(otp, ([m]) => m?.hold_state === "captured");
    expect(message?.attempts.map(({ outcome }) => outcome)).toEqual(["transient", "transient", "accepted"]);
    // 250 ms and 1 s, each by half less at most.
    expect(Date.now() - began).toBeGreaterThan(600);
    expect(message).toMatchObject({ tries: 3, charged: "350", entries: ["hold", "capture"] });
  });

  test("0003 never answers: in doubt, then the plan goes on; nothing is paid for it", async ({ expect }) => {
    const otp = await world.issue(world.number("0003"));
    const [doubted] = await world.until(otp, ([m]) => m?.due === "doubt", 15_000);
    expect(doubted).toMatchObject({ status: "sending", hold_state: "held", leased: false });
    const [whatsapp] = await world.until(otp, (messages) => messages.length === 2, 10_000);
    expect(whatsapp).toMatchObject({ status: "unknown", charged: "0", entries: ["hold", "release"] });
    expect(whatsapp?.attempts).toEqual([
      { provider: "sandbox", outcome: "ambiguous", code: "timeout", scope: "provider" },
    ]);
  });

  test("0004 is accepted and never delivered: SMS after the time the route says", async ({ expect }) => {
    const began = Date.now();
    const otp = await world.issue(world.number("0004"));
    const [whatsapp, sms] = await world.until(otp, ([, m]) => m?.status === "accepted", 20_000);
    expect(Date.now() - began).toBeGreaterThan(5900);
    expect(whatsapp).toMatchObject({ status: "accepted", charged: "350", due: "unreported", reports: [] });
    expect(sms).toMatchObject({ channel: "sms", charged: "500", due: "unreported" });
  });

  test("0005 is throttled once, waits as told, and is accepted", async ({ expect }) => {
    const began = Date.now();
    const otp = await world.issue(world.number("0005"));
    const [message] = await world.until(otp, ([m]) => m?.hold_state === "captured");
    expect(Date.now() - began).toBeGreaterThan(990);
    expect(message?.attempts.map(({ outcome }) => outcome)).toEqual(["throttled", "accepted"]);
  });

  test("0006 is refused for credentials: that message fails, the breaker stays closed", async ({ expect }) => {
    const otp = await world.issue(world.number("0006"));
    const messages = await world.until(otp, ([, second]) => second?.status === "failed");
    expect(messages.map(({ status, charged }) => [status, charged])).toEqual([
      ["failed", "0"],
      ["failed", "0"],
    ]);
    expect(messages[0]?.attempts).toMatchObject([{ outcome: "credentials", scope: "recipient" }]);
    const other = await world.issue(world.number());
    await world.until(other, ([m]) => m?.hold_state === "captured");
    // The OTP is still good: the ERP may send it again.
    expect((await world.otp(otp)).status).toBe("pending");
  });
});

test("what nobody reported on becomes unknown after its day; what was taken on acceptance stays paid", async () => {
  const otp = await world.issue(world.number("0004"), { channel: "whatsapp" });
  await world.until(otp, ([m]) => m?.due === "unreported");
  await world.pass(86_400_000 - 60_000);
  expect((await world.story(otp))[0]?.status).toBe("accepted");
  await world.pass(60_000);
  const [message] = await world.until(otp, ([m]) => m?.status === "unknown");
  expect(message).toMatchObject({ charged: "350", due: null, entries: ["hold", "capture"] });
  await world.expectLedgerRight();
});

test("charged on delivery, silence is free, unless the provider charges for it", async () => {
  await world.put("/v1/prices", {
    prices: [{ channel: "whatsapp", amount: "300", charged_on: "delivered" }],
  });
  const free = await world.issue(world.number("0004"), { channel: "whatsapp" });
  const delivered = await world.issue(world.number(), { channel: "whatsapp" });
  const [paid] = await world.until(delivered, ([m]) => m?.status === "read");
  expect(paid).toMatchObject({ charged: "300", entries: ["hold", "capture"] });
  expect((await world.until(free, ([m]) => m?.due === "unreported"))[0]?.hold_state).toBe("held");
  await world.pass(86_400_001);
  const [released] = await world.until(free, ([m]) => m?.status === "unknown");
  expect(released).toMatchObject({ charged: "0", entries: ["hold", "release"] });

  await world.put("/v1/providers/sandbox", { kind: "sandbox", state: "on", settings: { charge_unreported: true } });
  const charged = await world.issue(world.number("0004"), { channel: "whatsapp" });
  await world.until(charged, ([m]) => m?.due === "unreported");
  await world.pass(86_400_001);
  const [silent] = await world.until(charged, ([m]) => m?.status === "unknown");
  expect(silent).toMatchObject({ charged: "300", entries: ["hold", "capture"] });
  await world.expectLedgerRight();
});
