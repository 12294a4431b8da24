import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import type { Guard } from "../../src/delivery/guards.ts";
import { usefulLifeMs } from "../../src/delivery/recipients-turn.ts";
import type { Provider, SendOutcome } from "../../src/providers/provider.ts";
import { sandbox } from "../../src/providers/sandbox/index.ts";
import { World } from "../scenarios/world.ts";

/** What it took, with the moment, in real time: that is what a wait takes. */
const sent: { by: string; to: string; text: string; at: number }[] = [];
/** Kinds that refuse, after so many milliseconds of the gateway's clock. */
let refusals: Record<string, number> = {};

/** A vendor that takes one message to a person in so many milliseconds, or as many as come. */
function kindOf(kind: string, recipientEveryMs?: number): Provider<object> {
  return {
    kind,
    channels: ["whatsapp"],
    settings: z.strictObject({}),
    secrets: z.strictObject({}),
    fixedText: [],
    ...(recipientEveryMs === undefined ? {} : { recipientEveryMs }),
    timeoutMs: () => 5000,
    send({ to, text }) {
      const afterMs = refusals[kind];
      if (afterMs !== undefined) return Promise.resolve(refused(to, afterMs));
      sent.push({ by: kind, to, text, at: performance.now() });
      return Promise.resolve({ ok: true, providerMessageId: `${kind}-${sent.length}` });
    },
  };
}

function guardOf(name: string): Guard {
  const { settings, delivery } = world.gateway.gateway;
  const provider = settings.current.tenantsByName.get("demo")?.providers.get(name);
  if (provider === undefined) throw new Error("not loaded");
  return delivery.guards.of(provider);
}

/** Meanwhile somebody else has this person's turn at `middling`. */
function refused(to: string, afterMs: number): SendOutcome {
  world.gateway.clock.advance(afterMs);
  void guardOf("middling").recipients?.turn(to, 0);
  return { ok: false, errorClass: "rejected", scope: "recipient", providerCode: "scripted" };
}

const SHORT_MS = 250;
const reason = (seconds: number) => `one message per ${seconds} s to one recipient`;
let world: World;

beforeAll(async () => {
  const kinds = [
    sandbox,
    kindOf("short", SHORT_MS),
    kindOf("fair", 6000),
    kindOf("half", 5500),
    kindOf("middling", 3000),
    kindOf("long", 60_000),
    kindOf("free"),
    kindOf("spare"),
  ];
  world = await World.start({ kinds: new Map(kinds.map((kind) => [kind.kind, kind as unknown as Provider])) });
  await world.put("/v1/tenants/demo", { brand: "Demo", central_recipients: ["+628119990001"] });
});
afterAll(() => world.close());
beforeEach(() => {
  sent.length = 0;
  refusals = {};
});

/** A provider of each kind in this order; without `sms` there is no other channel to go to. */
async function route(kinds: string[], { sms = false } = {}): Promise<void> {
  for (const kind of kinds) await world.put(`/v1/providers/${kind}`, { kind });
  await world.put("/v1/routes", {
    channels: {
      whatsapp: kinds.map((provider, i) => ({ provider, weight: i === 0 ? 1 : 0 })),
      sms: [{ provider: "sandbox" }],
    },
    fallback: [{ channel: "whatsapp" }, ...(sms ? [{ channel: "sms" }] : [])],
  });
}

const accepted = async (otp: string) => (await world.until(otp, ([m]) => m?.status === "accepted"))[0];

describe("one message to a person in so many seconds", () => {
  test("the next one waits for its turn", async () => {
    await route(["short"]);
    const to = world.number();
    const began = performance.now();
    const otps = await Promise.all(["budi", "siti"].map((user) => world.issue(to, { user })));
    for (const otp of otps) expect((await accepted(otp))?.skips).toEqual([]);
    // A timer may fire a moment early.
    expect((sent[1]?.at ?? 0) - began).toBeGreaterThan(SHORT_MS - 10);
  });

  test("and others go past", async () => {
    await route(["fair"]);
    const to = world.number();
    await accepted(await world.issue(to, { user: "budi" }));
    const siti = await world.issue(to, { user: "siti" });
    await accepted(await world.issue(world.number()));
    expect((await world.story(siti))[0]).toMatchObject({ status: "queued", skips: [] });
    await world.gateway.request(`/v1/otp/${siti}/cancel`, { method: "POST", body: {} });
  });

  test("who would wait longer than a channel may take goes to the next provider, and it says why", async () => {
    await route(["long", "free"]);
    const [budi, siti] = [
      await world.issue("central", { user: "budi" }),
      await world.issue("central", { user: "siti" }),
    ];
    expect(await accepted(budi)).toMatchObject({ provider: "long", skips: [] });
    expect(await accepted(siti)).toMatchObject({
      provider: "free",
      skips: [{ provider: "long", reason: reason(60) }],
    });
    const { text } = await world.gateway.admin(`/v1/explain?otp=${siti}`);
    expect(text).toContain(reason(60));
  });

  test("or to the next channel", async () => {
    await route(["long"], { sms: true });
    const to = world.number();
    await accepted(await world.issue(to, { user: "budi" }));
    const siti = await world.issue(to, { user: "siti" });
    const [whatsapp, sms] = await world.until(siti, ([, m]) => m?.hold_state === "captured");
    expect(whatsapp).toMatchObject({ status: "failed", charged: "0", attempts: [] });
    expect(whatsapp?.skips).toEqual([{ provider: "long", reason: reason(60) }]);
    expect(sms?.channel).toBe("sms");
  });

  test("with nobody else to send it, it waits", async () => {
    await route(["long"]);
    const to = world.number();
    await accepted(await world.issue(to, { user: "budi" }));
    const siti = await world.issue(to, { user: "siti" });
    expect((await world.story(siti))[0]).toMatchObject({ status: "queued", due: "send", hold_state: "held" });
    await world.gateway.request(`/v1/otp/${siti}/cancel`, { method: "POST", body: {} });
    const [message] = await world.until(siti, ([m]) => m?.hold_state === "released");
    expect(message?.status).toBe("cancelled");
    expect(sent.filter((one) => one.to === to)).toHaveLength(1);
  });

  test("or ends as failed, uncharged, when its turn comes in the last seconds of that life", async () => {
    await route(["long"]);
    const to = world.number();
    await accepted(await world.issue(to, { user: "budi" }));
    const siti = await world.issue(to, { user: "siti", ttl_seconds: 75 });
    const [message] = await world.until(siti, ([m]) => m?.hold_state === "released");
    expect(message).toMatchObject({ status: "failed", charged: "0", attempts: [] });
    expect(message?.skips).toEqual([{ provider: "long", reason: reason(60) }]);
  });

  describe("a turn in which nothing is sent is the next one's", () => {
    const cancel = (otp: string) => world.gateway.request(`/v1/otp/${otp}/cancel`, { method: "POST", body: {} });

    test("where its OTP ended before it came", async () => {
      await route(["half", "free"]);
      const behindSiti = async (user: string, ends?: (siti: string) => Promise<unknown>) => {
        const to = world.number();
        await accepted(await world.issue(to, { user: "budi" }));
        const siti = await world.issue(to, { user: "siti" });
        await ends?.(siti);
        return accepted(await world.issue(to, { user }));
      };
      const [behind, cancelled, replaced] = await Promise.all([
        behindSiti("joko"),
        behindSiti("joko", cancel),
        behindSiti("siti"),
      ]);
      expect(behind).toMatchObject({ provider: "free", skips: [{ provider: "half", reason: reason(5.5) }] });
      expect(cancelled).toMatchObject({ provider: "half", skips: [] });
      expect(replaced).toMatchObject({ provider: "half", skips: [] });
    });

    test("where its provider could not be used when it came", async () => {
      await route(["middling", "free"]);
      const { breaker, recipients } = guardOf("middling");
      const to = world.number();
      await accepted(await world.issue(to, { user: "budi" }));
      const siti = await world.issue(to, { user: "siti" });
      const failure = { ok: false, errorClass: "credentials", scope: "provider", providerCode: "scripted" } as const;
      breaker.failed(failure, world.gateway.clock.now());
      expect(await accepted(siti)).toMatchObject({ provider: "free", skips: [{ provider: "middling" }] });
      expect(await recipients?.turn(to, 0)).toMatchObject({ waitedMs: 0 });
    });
  });

  describe("it comes again to who was put off, after the others had their turn in vain", () => {
    afterEach(() => world.put("/v1/providers/sandbox", { kind: "sandbox", state: "on" }));

    test.each([
      ["with no other channel", { sms: false }, { free: 5900 }],
      ["with another channel that can't carry it", { sms: true }, { free: 5900 }],
      ["with no time left on this channel", { sms: false }, { free: 5000, spare: 2000 }],
    ])("%s", async (_, more, slowly: Record<string, number>) => {
      const others = Object.keys(slowly);
      await route(["free", "middling", ...others.slice(1)], more);
      await world.put("/v1/providers/sandbox", { kind: "sandbox", state: "off" });
      refusals = slowly;
      const message = await accepted(await world.issue(world.number()));
      expect(message?.attempts.map(({ provider }) => provider)).toEqual([...others, "middling"]);
      expect(message?.skips).toEqual([{ provider: "middling", reason: reason(3) }]);
    });
  });
});

describe("a code may wait until its life has left", () => {
  test.each([
    ["twenty seconds", 300, 0, 280],
    ["a third, of a short life", 30, 0, 20],
    ["just as much, of one of a minute", 60, 0, 40],
    ["that much, whenever it is asked", 300, 250, 30],
    ["and then no longer", 300, 290, -10],
  ])("%s", (_, ttlSeconds, passed, useful) =>
    expect(usefulLifeMs({ ttlSeconds, expiresAt: ttlSeconds * 1000 }, passed * 1000)).toBe(useful * 1000),
  );
});

test("the ledger is right after all of it", () => world.expectLedgerRight());
