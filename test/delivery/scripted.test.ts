import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import type { Channel, Provider, RenderedMessage, SendOutcome } from "../../src/providers/provider.ts";
import { sandbox } from "../../src/providers/sandbox/index.ts";
import { World } from "../scenarios/world.ts";
import { eventually } from "../support/gateway.ts";

/** What the providers of kind `scripted` do, by provider, since each names itself in its settings. */
const scripts = new Map<string, (message: RenderedMessage) => Promise<SendOutcome>>();
const sent: { by: string; message: RenderedMessage }[] = [];

const scripted: Provider<{ me: string }> = {
  kind: "scripted",
  channels: ["whatsapp", "sms"] satisfies Channel[],
  settings: z.strictObject({ me: z.string(), max_per_second: z.number().nullable().default(null) }),
  secrets: z.strictObject({}),
  fixedText: [],
  timeoutMs: () => 5000,
  send(message, { me }) {
    sent.push({ by: me, message });
    return scripts.get(me)?.(message) ?? Promise.resolve({ ok: true, providerMessageId: `id-${sent.length}` });
  },
};
/** The same with words that the vendor fixes, so that on a central number it first says whose code comes. */
const announced: { by: string; user: string }[] = [];
const fixed: Provider<{ me: string }> = {
  ...scripted,
  kind: "fixed",
  fixedText: ["whatsapp"],
  announce({ user }, { me }) {
    announced.push({ by: me, user });
    return scripts.get(`announce ${me}`)?.(undefined as never) ?? Promise.resolve({ ok: true, providerMessageId: "x" });
  },
};
const refuse = (errorClass: "transient" | "rejected" | "credentials" | "recipient"): SendOutcome => ({
  ok: false,
  errorClass,
  scope: errorClass === "recipient" ? "recipient" : "provider",
  providerCode: "scripted",
});
const sentBy = (otpTo: string) => sent.filter(({ message }) => message.to === otpTo).map(({ by }) => by);

let world: World;
beforeAll(async () => {
  const kinds = new Map([sandbox, scripted, fixed].map((kind) => [kind.kind, kind as unknown as Provider]));
  world = await World.start({ kinds });
});
afterAll(() => world.close());

/** These providers on WhatsApp in this order; SMS by the sandbox. */
async function route(names: Record<string, object>, afterSeconds = 20) {
  scripts.clear();
  for (const [name, settings] of Object.entries(names)) {
    await world.put(`/v1/providers/${name}`, { kind: "scripted", state: "on", settings: { me: name, ...settings } });
  }
  await world.put("/v1/routes", {
    channels: {
      whatsapp: Object.keys(names).map((provider, i) => ({ provider, weight: i === 0 ? 1 : 0 })),
      sms: [{ provider: "sandbox" }],
    },
    fallback: [{ channel: "whatsapp", after_seconds: afterSeconds }, { channel: "sms" }],
  });
}

describe("time", () => {
  test("six seconds of tries a channel, over all its providers; then the next channel", async () => {
    await route({ a: {}, b: {}, c: {} });
    const slowly = (): Promise<SendOutcome> => {
      world.gateway.clock.advance(2700);
      return Promise.resolve(refuse("transient"));
    };
    for (const name of ["a", "b", "c"]) scripts.set(name, slowly);
    const to = world.number();
    const otp = await world.issue(to);
    const [whatsapp, sms] = await world.until(otp, ([, m]) => m?.hold_state === "captured");
    expect(sentBy(to)).toEqual(["a", "a", "b"]);
    expect(whatsapp?.skips).toContainEqual({ provider: "c", reason: "no time left on this channel" });
    expect(whatsapp).toMatchObject({ status: "failed", charged: "0" });
    expect(sms?.channel).toBe("sms");
  });

  test("an adapter that throws may have sent: its message is in doubt, and no other is harmed", async () => {
    await route({ a: {} });
    scripts.set("a", () => Promise.reject(new TypeError("a bug")));
    const otp = await world.issue(world.number(), { ttl_seconds: 30 });
    const [message] = await world.until(otp, ([m]) => m?.due === "doubt");
    expect(message?.attempts).toMatchObject([{ outcome: "ambiguous", code: "adapter_error" }]);
    scripts.clear();
    const other = await world.issue(world.number());
    await world.until(other, ([m]) => m?.status === "accepted");
  });
});

describe("a provider that hangs", () => {
  test("takes no other provider's time, on another channel or another message's way", async () => {
    await route({ a: {} });
    let letGo = (_: SendOutcome): void => {};
    const hangs = new Promise<SendOutcome>((resolve) => (letGo = resolve));
    scripts.set("a", () => hangs);
    const hung = await Promise.all(Array.from({ length: 150 }, () => world.issue(world.number())));
    // So many at once; the others have not left.
    const sending = async (): Promise<number> => {
      const waiting = await Promise.all(hung.map((otp) => world.story(otp)));
      return waiting.filter(([m]) => m?.status === "sending").length;
    };
    await eventually(sending, (count) => count === 128);
    const other = await world.issue(world.number(), { channel: "sms" });
    await world.until(other, ([m]) => m?.hold_state === "captured");
    expect(await sending()).toBe(128);
    letGo({ ok: true, providerMessageId: "late" });
    for (const otp of hung) await world.until(otp, ([m]) => m?.status === "accepted");
  });
});

describe("while a message waits", () => {
  type End = (otp: string, to: string, code: string) => Promise<unknown>;
  const ways: [string, string, End][] = [
    ["cancelled", "cancelled", (otp) => world.gateway.request(`/v1/otp/${otp}/cancel`, { method: "POST", body: {} })],
    ["verified", "cancelled", (id, _, code) => world.gateway.request("/v1/otp/verify", { body: { id, code } })],
    ["replaced", "cancelled", (_, to) => world.gateway.request("/v1/otp/issue", { body: { to, channel: "sms" } })],
  ];

  test.each(ways)("for its next try, nothing more is sent of an OTP that was %s", async (_, status, end) => {
    await route({ a: {}, b: {} });
    scripts.set("a", () => Promise.resolve(refuse("transient")));
    const to = world.number();
    const otp = await world.issue(to, { code: "135790" });
    await world.until(otp, ([m]) => m?.attempts.length === 2);
    await end(otp, to, "135790");
    const [message, ...more] = await world.settled(otp);
    expect(message).toMatchObject({ status, charged: "0", entries: ["hold", "release"] });
    expect(more).toEqual([]);
    expect(sentBy(to).filter((by) => by !== "sandbox")).toEqual(["a", "a"]);
  });

  test.each(ways)("in doubt, nothing more is sent of an OTP that was %s", async (_, _status, end) => {
    await route({ a: {}, b: {} });
    scripts.set("a", () => Promise.reject(new Error("lost")));
    const to = world.number();
    const otp = await world.issue(to, { code: "135790" });
    await world.until(otp, ([m]) => m?.due === "doubt");
    await end(otp, to, "135790");
    await world.pass(9000);
    const [message, ...more] = await world.until(otp, ([m]) => m?.due === null);
    expect(message).toMatchObject({ status: "unknown", charged: "0", entries: ["hold", "release"] });
    expect(more).toEqual([]);
    expect(sentBy(to)).toEqual(["a"]);
  });

  test.each(ways)("for its fallback, nothing more is sent of an OTP that was %s", async (_, _status, end) => {
    await route({ a: {} });
    const to = world.number();
    const otp = await world.issue(to, { code: "135790" });
    await world.until(otp, ([m]) => m?.due === "fallback");
    await end(otp, to, "135790");
    await world.pass(21_000);
    const messages = await world.until(otp, ([m]) => m?.due === "unreported");
    expect(messages).toMatchObject([{ status: "accepted", charged: "350" }]);
  });

  test.each(ways)(
    "for its turn, nothing is sent of an OTP that was %s, and its hold comes back",
    async (_, status, end) => {
      await route({ a: { max_per_second: 0.05 } });
      await world.issue(world.number());
      const to = world.number();
      const otp = await world.issue(to, { code: "135790" });
      expect((await world.story(otp))[0]).toMatchObject({ status: "queued", hold_state: "held" });
      await end(otp, to, "135790");
      const [message] = await world.until(otp, ([m]) => m?.hold_state === "released");
      expect(message).toMatchObject({ status, due: null, leased: false, attempts: [] });
      expect(sentBy(to)).toEqual([]);
    },
  );

  test("nothing is sent of an OTP that has expired; its code is erased and its hold comes back", async () => {
    await route({ a: {} });
    scripts.set("a", () => Promise.reject(new Error("lost")));
    const to = world.number();
    const otp = await world.issue(to, { ttl_seconds: 30 });
    await world.until(otp, ([m]) => m?.due === "doubt");
    await world.pass(30_000);
    const [message, ...more] = await world.until(otp, ([m]) => m?.due === null);
    expect(message).toMatchObject({ status: "unknown", hold_state: "released" });
    expect(more).toEqual([]);
    expect((await world.otp(otp)).status).toBe("expired");
    const { sql } = world.gateway.database;
    const sealed = await sql`select from otps where status <> 'pending' and code_sealed is not null`;
    expect(sealed).toHaveLength(0);
    const due = await sql`
      select from otps where code_sealed is not null
        and expires_at <= to_timestamp(${world.gateway.clock.now()}::float8 / 1000)`;
    expect(due).toHaveLength(0);
  });

  test("a message that waits for its turn until its OTP expires is expired, and free", async () => {
    await route({ a: { max_per_second: 0.5 } });
    await Promise.all([world.issue(world.number()), world.issue(world.number())]);
    const to = world.number();
    const otp = await world.issue(to, { ttl_seconds: 30 });
    expect((await world.story(otp))[0]?.status).toBe("queued");
    world.gateway.clock.advance(30_000);
    const [message] = await world.until(otp, ([m]) => m?.status === "expired");
    expect(message).toMatchObject({ hold_state: "released", charged: "0", due: null });
    expect(sentBy(to)).toEqual([]);
  });
});

describe("an announcement that is refused", () => {
  test("flags its own template, not the code's: others still get theirs there", async () => {
    const binding = (name: string) => ({ name, language: "id" });
    const put = (key: string, category: string) =>
      world.put(`/v1/templates/${key}/whatsapp/id`, {
        category,
        bindings: { first: binding(key), second: binding(key) },
      });
    scripts.clear();
    for (const name of ["first", "second"]) {
      await world.put(`/v1/providers/${name}`, { kind: "fixed", state: "on", settings: { me: name } });
    }
    await put("otp", "authentication");
    await put("announce", "utility");
    await world.put("/v1/routes", {
      channels: { whatsapp: [{ provider: "first" }, { provider: "second", weight: 0 }] },
      fallback: [{ channel: "whatsapp" }],
    });
    await world.put("/v1/tenants/demo", { brand: "Demo", central_recipients: ["+628119990001"] });
    const refusal = { ok: false, errorClass: "rejected", scope: "template", providerCode: "132001" } as const;
    scripts.set("announce first", () => Promise.resolve(refusal));

    const central = await world.issue("central", { user: "budi" });
    const [message] = await world.until(central, ([m]) => m?.status === "accepted");
    expect(message?.attempts.map(({ provider, outcome }) => `${provider} ${outcome}`)).toEqual([
      "first rejected",
      "second accepted",
    ]);
    expect(announced).toEqual([
      { by: "first", user: "budi" },
      { by: "second", user: "budi" },
    ]);
    const [tenant] = world.gateway.gateway.settings.current.tenants.keys();
    const flagged = () =>
      world.gateway.gateway.settings.current.tenants.get(tenant ?? "")?.templates.get("announce/whatsapp/id")
        ?.approvals;
    await eventually(
      () => Promise.resolve(flagged()?.get("first")?.status),
      (status) => status === "rejected",
    );
    const again = await world.issue("central", { user: "siti" });
    const [next] = await world.until(again, ([m]) => m?.status === "accepted");
    expect(next?.skips).toEqual([{ provider: "first", reason: "cannot name the user" }]);
    const [own] = await world.until(await world.issue(world.number()), ([m]) => m?.status === "accepted");
    expect([own?.provider, own?.skips]).toEqual(["first", []]);
  });
});

describe("wait_ms", () => {
  test("wakes when a provider took it", async () => {
    await route({ a: {} });
    const began = Date.now();
    const reply = await world.gateway.request("/v1/otp/issue", { body: { to: world.number(), wait_ms: 9000 } });
    expect(reply.json.message.status).toBe("accepted");
    expect(Date.now() - began).toBeLessThan(3000);
  });

  test("sleeps on over a refused channel until the next one takes it", async () => {
    await route({ a: {} });
    scripts.set("a", () => Promise.resolve(refuse("recipient")));
    const otp = await world.issue(world.number(), { wait_ms: 9000 });
    const messages = await world.story(otp);
    expect(messages.map(({ channel, hold_state: state }) => [channel, state])).toEqual([
      ["whatsapp", "released"],
      ["sms", "captured"],
    ]);
  });

  test("wakes when the plan has ended", async () => {
    await route({ a: {} });
    scripts.set("a", () => Promise.resolve(refuse("rejected")));
    const body = { to: world.number(), channel: "whatsapp", wait_ms: 9000 };
    const began = Date.now();
    const reply = await world.gateway.request("/v1/otp/issue", { body });
    expect(reply.json.message.status).toBe("failed");
    expect(Date.now() - began).toBeLessThan(3000);
  });

  test("and when its time is up", async () => {
    await route({ a: { max_per_second: 0.1 } });
    await world.issue(world.number());
    await world.issue(world.number());
    const reply = await world.gateway.request("/v1/otp/issue", { body: { to: world.number(), wait_ms: 300 } });
    expect(reply.json.message.status).toBe("queued");
  });
});

test("a fallback that the balance cannot pay is not made, and says so", async () => {
  await route({ a: {} });
  let fail = (): void => {};
  const pending = new Promise<void>((resolve) => (fail = resolve));
  scripts.set("a", async () => {
    await pending;
    return refuse("recipient");
  });
  const otp = await world.issue(world.number());
  const { json: balance } = await world.gateway.request("/v1/balance");
  // The hold of 350 comes back; 100 and that do not pay an SMS of 500.
  const amount = `-${Number(balance.available) - 100}`;
  const body = { amount, reason: "spent elsewhere", reference: "poor" };
  expect((await world.gateway.admin("/v1/balance/adjustments", { body })).status).toBe(201);
  fail();
  const [message, ...more] = await world.until(otp, ([m]) => m?.status === "failed" && m.due === null);
  expect(more).toEqual([]);
  expect(message?.skips).toContainEqual({ provider: "sms", reason: "the balance cannot pay the fallback" });
  await world.gateway.admin("/v1/balance/topups", { body: { amount: "100000", reference: "rich" } });
});

test("the ledger is right after all of it", () => world.expectLedgerRight());
