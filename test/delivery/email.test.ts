import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { headersOf } from "../conformance/subjects/email.ts";
import { World } from "../scenarios/world.ts";
import { withoutTimesAndIds } from "../support/by-chance.ts";
import { SmtpRelay } from "../support/smtp-relay.ts";

const login = { username: "erp", password: "relay-password-sample" };

describe("an OTP by e-mail", { timeout: 60_000 }, () => {
  let world: World;
  let relay: SmtpRelay;
  let people = 0;

  beforeAll(async () => {
    [world, relay] = await Promise.all([World.start(), new SmtpRelay({ login, connections: 20 }).listen()]);
    await putRelay();
    await world.put("/v1/routes", { channels: { email: [{ provider: "relay" }] }, fallback: [{ channel: "email" }] });
  });
  afterAll(async () => {
    await world.close();
    await relay.close();
  });

  async function putRelay(settings: object = {}): Promise<void> {
    await world.put("/v1/providers/relay", {
      kind: "email",
      settings: {
        host: "127.0.0.1",
        port: Number(new URL(relay.url).port),
        from: "Demo <otp@demo.example>",
        ...settings,
      },
      secrets: login,
    });
  }

  function price(charged_on: string): Promise<void> {
    return world.put("/v1/prices", { prices: [{ channel: "email", amount: "50", charged_on }] });
  }

  const person = () => `person${(people += 1)}@customer.example`;
  const last = () => relay.requests.at(-1) ?? expect.unreachable("nothing came");

  it("arrives and verifies", async () => {
    const to = person();
    const id = await world.issue(to, { channel: "email", wait_ms: 5000 });
    const { headers, body } = last();
    expect(headers).toEqual({ from: "otp@demo.example", to, user: "erp", encrypted: "yes" });
    expect(headersOf(body)).toMatchObject({ subject: "Kode OTP Demo", from: "Demo <otp@demo.example>" });
    const code = /\b\d{6}\b/.exec(body.split("\r\n\r\n")[1] ?? "")?.[0];
    const verified = await world.gateway.request("/v1/otp/verify", { body: { id, code } });
    expect(verified.json).toMatchObject({ valid: true, status: "verified" });
    const [message] = await world.settled(id);
    expect(message).toMatchObject({ status: "accepted", provider: "relay", charged: "50" });
    expect(withoutTimesAndIds(world.gateway.logged())).not.toContain(code);
  });

  it("has the subject of its template, in the person's language, and never the code in it", async () => {
    const withCode = { body: "Your code: {{code}}", subject: "{{code}} is your code" };
    const path = "/v1/templates/otp/email/en";
    expect(await world.gateway.admin(path, { method: "PUT", body: withCode })).toMatchObject({ status: 400 });
    await world.put(path, { body: "Your code: {{code}}", subject: "{{brand}}: log in" });
    await world.issue(person(), { channel: "email", locale: "en", wait_ms: 5000 });
    expect(headersOf(last().body)["subject"]).toBe("Demo: log in");
    await world.put(path, { body: "Your code: {{code}}" });
    await world.issue(person(), { channel: "email", locale: "en", wait_ms: 5000 });
    expect(headersOf(last().body)["subject"]).toBe("Your Demo code");
  });

  it("costs nothing when the relay does not know the person", async () => {
    relay.next({ status: 550, body: "5.1.1 No such user", headers: { at: "recipient" } });
    const id = await world.issue(person(), { channel: "email", wait_ms: 5000 });
    const [message] = await world.settled(id);
    expect(message).toMatchObject({ status: "failed", charged: "0", entries: ["hold", "release"] });
    expect(message?.attempts).toMatchObject([{ outcome: "recipient", code: "550_5.1.1" }]);
  });

  it("that may have arrived ends at once as unknown, and costs nothing", async () => {
    const before = relay.requests.length;
    relay.next("reset");
    const id = await world.issue(person(), { channel: "email", wait_ms: 5000 });
    await world.pass(1000);
    const [message] = await world.settled(id);
    expect(message).toMatchObject({ status: "unknown", charged: "0", hold_state: "released" });
    expect(relay.requests).toHaveLength(before + 1);
  });

  it.each([
    [true, "50", ["hold", "capture"]],
    [false, "0", ["hold", "release"]],
  ])(
    "charged on delivered: nobody reports it, so with charge_unreported %s it costs %s",
    async (charge, cost, entries) => {
      await price("delivered");
      await putRelay({ charge_unreported: charge });
      const id = await world.issue(person(), { channel: "email", wait_ms: 5000 });
      expect(await world.settled(id)).toMatchObject([{ status: "accepted", hold_state: "held", due: "unreported" }]);
      await world.pass(601_000);
      expect(await world.settled(id)).toMatchObject([{ status: "unknown", charged: cost, entries }]);
      await world.expectLedgerRight();
    },
  );

  it("waits in a burst for its turn at a relay that takes so many connections and no more", async () => {
    await putRelay({ connections: 5 });
    const otps = await Promise.all(Array.from({ length: 60 }, () => world.issue(person(), { channel: "email" })));
    for (const otp of otps) {
      expect(await world.settled(otp)).toMatchObject([{ status: "accepted", attempts: [{ outcome: "accepted" }] }]);
    }
  });

  it("is a test message too, when an operator asks for one", async () => {
    const tested = await world.gateway.admin("/v1/providers/relay/test", { body: { to: person() } });
    expect(tested.json).toMatchObject({ ok: true, channel: "email" });
    expect(tested.json.provider_message_id).toMatch(/^att_[\w-]+@demo\.example$/);
    expect(headersOf(last().body)["message-id"]).toBe(`<${tested.json.provider_message_id}>`);
  });

  it("is not sent to a private address", async () => {
    const settings = { host: "10.0.0.1", from: "otp@demo.example" };
    const put = await world.gateway.admin("/v1/providers/inside", { method: "PUT", body: { kind: "email", settings } });
    expect(put).toMatchObject({ status: 400 });
    expect(put.text).toContain("settings.host");
  });

  it.each([
    ["host", { host: "smtp.elsewhere.example" }],
    ["tls", { tls: false }],
  ])("keeps no password for a relay that is reached otherwise, by its %s", async (what, changed) => {
    const settings = { host: "smtp.demo.example", port: 465, tls: true, from: "otp@demo.example" };
    await world.put("/v1/providers/other", { kind: "email", settings, secrets: login });
    const body = { kind: "email", settings: { ...settings, ...changed } };
    const put = await world.gateway.admin("/v1/providers/other", { method: "PUT", body });
    expect(put).toMatchObject({ status: 400 });
    expect(put.text).toContain(`must be sent again, because ${what} changes`);
  });
});
