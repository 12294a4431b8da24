import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { TransportError, type Credit, type Health, type Provider } from "../../src/providers/provider.ts";
import { sandbox } from "../../src/providers/sandbox/index.ts";
import { World } from "../scenarios/world.ts";

let session: Health | null | Error = { ok: true };
let left: Credit | null | Error = { amount: "12.5", currency: "IDR" };
let asked = 0;

/** A vendor that can say what is left of our credit with it. */
const prepaid: Provider<object> = {
  kind: "prepaid",
  channels: ["sms"],
  settings: z.strictObject({}),
  secrets: z.strictObject({}),
  fixedText: [],
  timeoutMs: () => 1000,
  send: () => Promise.resolve({ ok: true, providerMessageId: `id-${Math.random()}` }),
  credit() {
    asked += 1;
    return left instanceof Error ? Promise.reject(left) : Promise.resolve(left);
  },
};

/** A vendor that can say whether its session works. */
const paired: Provider<object> = {
  ...prepaid,
  kind: "paired",
  health() {
    return session instanceof Error ? Promise.reject(session) : Promise.resolve(session);
  },
};
delete paired.credit;

let world: World;
beforeAll(async () => {
  const kinds = new Map([sandbox, prepaid, paired].map((kind) => [kind.kind, kind as unknown as Provider]));
  world = await World.start({ kinds });
  await world.put("/v1/providers/prepaid", { kind: "prepaid", state: "on", settings: {} });
  await world.put("/v1/routes", {
    channels: { sms: [{ provider: "prepaid" }, { provider: "sandbox", weight: 0 }] },
    fallback: [{ channel: "sms" }],
  });
});
afterAll(() => world.close());

/** What a poll a minute later comes to. */
async function look(): Promise<void> {
  world.gateway.clock.advance(61_000);
  await world.gateway.gateway.delivery.watch.look();
}

const shown = async (): Promise<unknown> => (await world.gateway.admin("/v1/providers/prepaid")).json;

async function carrier(): Promise<string> {
  const issued = await world.gateway.request("/v1/otp/issue", {
    body: { to: `0812${String((phones += 1)).padStart(8, "0")}`, wait_ms: 5000 },
  });
  expect(issued.status).toBe(201);
  const message = await world.gateway.admin(`/v1/messages/${issued.json.message.id}`);
  return message.json.provider as string;
}
let phones = 34_000_000;

describe("credit at a provider", () => {
  test("is shown with the provider, and asked for once a minute", async () => {
    await look();
    expect(await shown()).toMatchObject({ health: "ok", credit: { amount: "12.5", currency: "IDR" } });
    const before = asked;
    await world.gateway.gateway.delivery.watch.look();
    expect(asked).toBe(before);
    await look();
    expect(asked).toBe(before + 1);
    expect(await carrier()).toBe("prepaid");
  });

  test.each(["0", "0.00", "-3.5"])("of %s leaves it out until there is some again", async (amount) => {
    left = { amount, currency: "IDR" };
    await look();
    expect(await shown()).toMatchObject({
      health: "down",
      breaker: { state: "open", reason: expect.stringMatching(/^out of credit since 2/) },
      credit: { amount },
    });
    expect(await carrier()).toBe("sandbox");
    left = { amount: "100", currency: "IDR" };
    // Asked four times as often now.
    world.gateway.clock.advance(16_000);
    await world.gateway.gateway.delivery.watch.look();
    expect(await shown()).toMatchObject({ health: "ok", breaker: { state: "closed" } });
    expect(await carrier()).toBe("prepaid");
  });

  test.each([
    ["does not answer", new TransportError("timeout", true)],
    ["fails in a way nobody foresaw", new TypeError("secret-word")],
    ["does not say", null],
  ])("that %s changes nothing", async (_, answer) => {
    left = answer;
    await look();
    expect(await shown()).toMatchObject({ health: "ok", credit: { amount: "100" } });
    expect(await carrier()).toBe("prepaid");
    expect(world.gateway.logged()).not.toContain("secret-word");
  });

  test("is asked anew when the provider was put, since it may be another account", async () => {
    left = { amount: "0", currency: null };
    await look();
    expect(await shown()).toMatchObject({ health: "down" });
    await world.put("/v1/providers/prepaid", { kind: "prepaid", state: "on", settings: {} });
    expect(await shown()).toMatchObject({ health: "ok" });
    left = { amount: "7", currency: null };
    await world.gateway.gateway.delivery.watch.look();
    expect(await shown()).toMatchObject({ health: "ok", credit: { amount: "7", currency: null } });
  });
});

describe("the session that a provider sends with", () => {
  const lost = { ok: false, reason: "session is SCAN_QR_CODE" } as const;
  const shownPaired = async (): Promise<unknown> => (await world.gateway.admin("/v1/providers/paired")).json;

  beforeAll(async () => {
    await world.put("/v1/providers/paired", { kind: "paired" });
    await world.put("/v1/routes", {
      channels: { sms: [{ provider: "paired" }, { provider: "sandbox", weight: 0 }] },
      fallback: [{ channel: "sms" }],
    });
  });

  test("leaves the plan when it is lost, with its reason, and returns by itself", async () => {
    await look();
    expect(await carrier()).toBe("paired");
    session = lost;
    await look();
    expect(await shownPaired()).toMatchObject({ health: "down", breaker: { reason: lost.reason }, credit: null });
    const issued = await world.issue(world.number());
    const [message] = await world.until(issued, ([m]) => m?.provider === "sandbox");
    expect(message?.skips).toEqual([{ provider: "paired", reason: lost.reason }]);
    session = { ok: true };
    world.gateway.clock.advance(16_000);
    await world.gateway.gateway.delivery.watch.look();
    expect(await shownPaired()).toMatchObject({ health: "ok", breaker: { state: "closed" } });
    expect(await carrier()).toBe("paired");
  });

  test("says why when the reason changes", async () => {
    session = lost;
    await look();
    session = { ok: false, reason: "session is FAILED" };
    await look();
    expect(await shownPaired()).toMatchObject({ breaker: { reason: "session is FAILED" } });
    session = { ok: true };
    await look();
  });

  test.each([
    ["does not answer", new TransportError("timeout", true)],
    ["does not say", null],
  ])("that %s stays as it was", async (_, answer) => {
    session = answer;
    await look();
    expect(await carrier()).toBe("paired");
    session = lost;
    await look();
    session = answer;
    await look();
    expect(await carrier()).toBe("sandbox");
    session = { ok: true };
    await look();
  });

  test("is asked for soon when the breaker says that something is wrong", async () => {
    await look();
    const snapshot = world.gateway.gateway.settings.current;
    const provider = snapshot.tenantsByName.get("demo")?.providers.get("paired");
    if (provider === undefined) throw new Error("not loaded");
    const refused = { ok: false, errorClass: "credentials", scope: "provider", providerCode: "x" } as const;
    const { guards, watch } = world.gateway.gateway.delivery;
    guards.of(provider).breaker.failed(refused, world.gateway.clock.now());
    session = lost;
    world.gateway.clock.advance(16_000);
    await watch.look();
    expect(await shownPaired()).toMatchObject({ breaker: { reason: lost.reason } });
  });
});
