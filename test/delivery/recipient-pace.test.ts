import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import type { Provider, SendOutcome } from "../../src/providers/provider.ts";
import { sandbox } from "../../src/providers/sandbox/index.ts";
import { World } from "../scenarios/world.ts";

/** What it took, with the moment, in real time: that is what a wait takes. */
const sent: { by: string; to: string; text: string; at: number }[] = [];
let refusal: SendOutcome | null = null;

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
      if (kind === "free" && refusal !== null) {
        world.gateway.clock.advance(5900);
        return Promise.resolve(refusal);
      }
      sent.push({ by: kind, to, text, at: performance.now() });
      return Promise.resolve({ ok: true, providerMessageId: `${kind}-${sent.length}` });
    },
  };
}

const SHORT_MS = 250;
const reason = (seconds: number) => `one message per ${seconds} s to one recipient`;
let world: World;

beforeAll(async () => {
  const kinds = [sandbox, kindOf("short", SHORT_MS), kindOf("middling", 7000), kindOf("long", 60_000), kindOf("free")];
  world = await World.start({ kinds: new Map(kinds.map((kind) => [kind.kind, kind as unknown as Provider])) });
  await world.put("/v1/tenants/demo", { brand: "Demo", central_recipients: ["+628119990001"] });
});
afterAll(() => world.close());
beforeEach(() => {
  sent.length = 0;
  refusal = null;
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
  test("the next one waits for its turn, and others go past", async () => {
    await route(["short"]);
    const to = world.number();
    const [first, second, other] = await Promise.all([
      world.issue(to, { user: "budi" }),
      world.issue(to, { user: "siti" }),
      world.issue(world.number()),
    ]);
    for (const otp of [first, second, other]) expect((await accepted(otp))?.skips).toEqual([]);
    const at = sent.filter((one) => one.to === to).map((one) => one.at);
    // A timer may fire a moment early.
    expect((at[1] ?? 0) - (at[0] ?? 0)).toBeGreaterThan(SHORT_MS - 10);
    expect(sent.map((one) => one.to).indexOf(to, 1)).toBe(2);
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

  test("with nobody else to send it, it waits for as long as its OTP lives", async () => {
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

  test("it comes again to who was put off, after the others had their turn in vain", async () => {
    await route(["middling"]);
    const to = world.number();
    await accepted(await world.issue(to, { user: "budi" }));
    await route(["free", "middling"]);
    // It spends 5.9 of the 6 seconds; the turn is a second off then.
    refusal = { ok: false, errorClass: "rejected", scope: "recipient", providerCode: "scripted" };
    const message = await accepted(await world.issue(to, { user: "siti" }));
    expect(message?.attempts.map(({ provider }) => provider)).toEqual(["free", "middling"]);
    expect(message?.skips).toEqual([{ provider: "middling", reason: reason(7) }]);
  });
});

test("the ledger is right after all of it", () => world.expectLedgerRight());
