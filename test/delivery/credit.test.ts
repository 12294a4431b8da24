import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { TransportError, type Credit, type Provider } from "../../src/providers/provider.ts";
import { sandbox } from "../../src/providers/sandbox/index.ts";
import { World } from "../scenarios/world.ts";

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

let world: World;
beforeAll(async () => {
  const kinds = new Map([sandbox, prepaid].map((kind) => [kind.kind, kind as unknown as Provider]));
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
  await world.gateway.gateway.delivery.credits.look();
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
    await world.gateway.gateway.delivery.credits.look();
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
    await world.gateway.gateway.delivery.credits.look();
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
    await world.gateway.gateway.delivery.credits.look();
    expect(await shown()).toMatchObject({ health: "ok", credit: { amount: "7", currency: null } });
  });
});
