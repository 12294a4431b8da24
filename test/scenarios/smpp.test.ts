import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { receipt, secrets, Smsc } from "../support/smsc.ts";
import { World } from "./world.ts";

describe("an OTP over SMPP", { timeout: 60_000 }, () => {
  let world: World;
  let smsc: Smsc;

  beforeAll(async () => {
    [world, smsc] = await Promise.all([World.start(), new Smsc().listen()]);
    await put();
    await world.put("/v1/routes", { channels: { sms: [{ provider: "smsc" }] }, fallback: [{ channel: "sms" }] });
    await smsc.isBound();
  });
  afterAll(async () => {
    await world.close();
    await smsc.close();
  });

  const put = (changed: object = {}, password = secrets.password) =>
    world.put("/v1/providers/smsc", {
      kind: "smpp",
      settings: { host: "127.0.0.1", port: smsc.port, source_addr: "ERPANDA", ambiguous_wait_seconds: 0, ...changed },
      secrets: { ...secrets, password },
    });
  const shown = async (): Promise<unknown> => (await world.gateway.admin("/v1/providers/smsc")).json;
  const shownOnce = (wanted: object) => vi.waitFor(async () => expect(await shown()).toMatchObject(wanted), 10_000);
  const connected = { health: "ok", connection: { state: "connected", reason: null }, breaker: { state: "closed" } };

  test("is delivered when its receipt says so, and the receipt is answered when that is kept", async () => {
    await shownOnce(connected);
    const otp = await world.issue(world.number(), { code: "481516" });
    const [accepted] = await world.until(otp, ([message]) => message?.status === "accepted");
    expect(accepted).toMatchObject({ provider: "smsc", attempts: [{ outcome: "accepted" }] });
    const [submit] = await smsc.got("submit_sm");
    expect(JSON.stringify(submit?.["short_message"])).toContain("481516");

    expect(await smsc.deliver(receipt("id:4F2A91C0 stat:DELIVRD err:000 text:Kode 4815"))).toBe(0);
    expect(await world.story(otp)).toMatchObject([{ status: "delivered", reports: ["delivered"] }]);
    // Said again, since our answer was lost on the way, say.
    expect(await smsc.deliver(receipt("id:4F2A91C0 stat:ENROUTE"))).toBe(0);
    expect(await world.story(otp)).toMatchObject([{ status: "delivered" }]);
    expect(await smsc.deliver(receipt("id:nobody stat:DELIVRD"))).toBe(0);
  });

  test("that was accepted just before its receipt came is delivered all the same", async () => {
    smsc.next("hang");
    const otp = await world.issue(world.number());
    const submits = await smsc.got("submit_sm", 2);
    const session = await smsc.isBound();
    expect(await smsc.deliver(receipt("id:EARLY stat:DELIVRD"), session)).toBe(0);
    session.send(submits.at(-1)?.response({ message_id: "EARLY" }) ?? expect.unreachable());
    await world.until(otp, ([message]) => message?.status === "delivered");
  });

  test("under way when its provider is put is not lost, and is not sent twice", async () => {
    smsc.next("hang");
    const otp = await world.issue(world.number());
    const submits = await smsc.got("submit_sm", 3);
    const session = await smsc.isBound();
    await put({ window: 5 });
    session.send(submits.at(-1)?.response({ message_id: "PUT" }) ?? expect.unreachable());
    await world.until(otp, ([message]) => message?.status === "accepted");
    await smsc.got("unbind");
    await smsc.got("bind_transceiver", 2);
    expect(await smsc.deliver(receipt("id:PUT stat:DELIVRD"))).toBe(0);
    expect(await world.story(otp)).toMatchObject([{ status: "delivered", attempts: [{ outcome: "accepted" }] }]);
  });

  test.each([
    ["is put", () => put({ window: 6 })],
    ["is taken for unbound by the SMSC", () => Promise.resolve(smsc.next({ status: 0x04, body: "" }))],
  ])("beside one that hangs while the provider %s goes out over the next line", async (_, change) => {
    smsc.next("hang");
    const before = smsc.requests.length;
    const hanging = await world.issue(world.number());
    await smsc.got("submit_sm", before + 1);
    await change();
    const others = [];
    for (let n = 0; n < 8; n += 1) others.push(await world.issue(world.number()));
    for (const otp of others) await world.until(otp, ([message]) => message?.status === "accepted");
    await world.settled(hanging);
    expect(await world.story(hanging)).toMatchObject([{ attempts: [{ outcome: "ambiguous", code: "closed" }] }]);
    await shownOnce(connected);
  });

  test("that is one too many in a second waits, and the others behind it, none of them failing", async () => {
    await put({ window: 1 });
    smsc.next({ status: 0x58, body: "" });
    const otps = [];
    for (let n = 0; n < 3; n += 1) otps.push(await world.issue(world.number()));
    const codes = [];
    for (const otp of otps) {
      const [message] = await world.until(otp, ([sent]) => sent?.status === "accepted");
      codes.push(message?.attempts.map(({ code }) => code));
    }
    expect(codes).toEqual([["ESME_RTHROTTLED", null], [null], [null]]);
  });

  test("waits a moment for a new line, then takes another way", async () => {
    await world.put("/v1/providers/other", { kind: "sandbox", settings: {} });
    const steps = [{ provider: "smsc" }, { provider: "other", weight: 0 }];
    await world.put("/v1/routes", { channels: { sms: steps }, fallback: [{ channel: "sms" }] });
    smsc.bindStatus = "silent";
    await put({ window: 7 });
    const otp = await world.issue(world.number());
    const [message] = await world.until(otp, ([sent]) => sent?.status === "delivered");
    expect(message).toMatchObject({
      provider: "other",
      attempts: [{ code: "not_connected" }, { outcome: "accepted" }],
      skips: [{ provider: "smsc", reason: expect.stringMatching(/^not connected since /) as string }],
    });
    smsc.bindStatus = null;
    await put();
    await world.put("/v1/routes", { channels: { sms: [{ provider: "smsc" }] }, fallback: [{ channel: "sms" }] });
    await shownOnce(connected);
  });

  test("answered after its time is delivered when its receipt says so", async () => {
    await put({ timeout_ms: 200, ambiguous_wait_seconds: 30 });
    const before = smsc.requests.length;
    smsc.next("hang");
    const otp = await world.issue(world.number());
    const submits = await smsc.got("submit_sm", before + 1);
    const session = await smsc.isBound();
    await world.until(otp, ([message]) => message?.attempts[0]?.outcome === "ambiguous");
    session.send(submits.at(-1)?.response({ message_id: "LATE" }) ?? expect.unreachable());
    await world.until(otp, ([message]) => message?.status === "sent");
    expect(await smsc.deliver(receipt("id:LATE stat:DELIVRD"), session)).toBe(0);
    expect(await world.story(otp)).toMatchObject([{ status: "delivered", tries: 1 }]);
    await put();
  });

  test("unanswered when the line breaks is in doubt; the next one goes over the new line", async () => {
    smsc.next("reset");
    const doubtful = await world.issue(world.number());
    await world.until(doubtful, ([message]) => message?.attempts[0]?.outcome === "ambiguous");
    const next = await world.issue(world.number());
    await world.until(next, ([message]) => message?.status === "accepted");
    await world.settled(doubtful);
    expect(await world.story(doubtful)).toMatchObject([{ status: "unknown", hold_state: "released" }]);
  });

  test("is not sent while the account is refused; the provider says why, and works again once it is put right", async () => {
    await put({}, "wrong");
    await shownOnce({
      health: "down",
      connection: { state: "down", reason: "ESME_RINVPASWD" },
      breaker: { state: "open", reason: expect.stringMatching(/^not connected since 2.*: ESME_RINVPASWD$/) as string },
    });
    const refused = await world.gateway.request("/v1/otp/issue", { body: { to: world.number() } });
    expect(refused.json).toMatchObject({ status: 422, code: "no_route" });
    await put();
    await shownOnce(connected);
    await world.until(await world.issue(world.number()), ([message]) => message?.status === "accepted");
  });

  test("as an operator's test goes over the same connection, or over one of its own where there is none", async () => {
    const binds = smsc.received.filter(({ command }) => command === "bind_transceiver").length;
    const tried = await world.gateway.admin("/v1/providers/smsc/test", { body: { to: world.number() } });
    expect(tried.json).toMatchObject({ ok: true, error_class: null });
    expect(smsc.received.filter(({ command }) => command === "bind_transceiver")).toHaveLength(binds);
    await world.put("/v1/providers/smsc", { ...(await document()), state: "off" });
    await smsc.isLeft();
    expect(await shown()).toMatchObject({ health: "off", connection: null });
    const alone = await world.gateway.admin("/v1/providers/smsc/test", { body: { to: world.number() } });
    expect(alone.json).toMatchObject({ ok: true });
    await smsc.isLeft();
  });

  test("while it drains takes receipts, and the end of the gateway says goodbye", async () => {
    await world.put("/v1/providers/smsc", { ...(await document()), state: "drain" });
    await smsc.isBound();
    expect(await smsc.deliver(receipt("id:nobody stat:DELIVRD"))).toBe(0);
    const goodbyes = smsc.received.filter(({ command }) => command === "unbind").length;
    await world.gateway.gateway.settleDown();
    await smsc.isLeft();
    expect(smsc.received.filter(({ command }) => command === "unbind")).toHaveLength(goodbyes + 1);
  });

  test("leaves no code and no number in the log", () => {
    const logged = world.gateway.logged();
    expect(logged).toContain("connected to the provider");
    expect(logged).not.toMatch(/481516|62812\d{4}7890|sample-pw/);
  });

  /** The provider as it was put, its secrets kept. */
  async function document(): Promise<object> {
    const { kind, settings, secrets: set } = (await world.gateway.admin("/v1/providers/smsc")).json;
    return { kind, settings, secrets: set };
  }
});
