import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { World, type MessageStory } from "../scenarios/world.ts";
import { eventually, type TestGateway } from "../support/gateway.ts";
import type { Answer } from "../support/meta-server.ts";

let world: World;
let other: TestGateway;

beforeAll(async () => {
  world = await World.start();
  other = await world.gateway.replica();
});
afterAll(() => world.close());

const tried = (message: MessageStory | undefined) =>
  message?.attempts.map(({ provider, outcome }) => `${provider} ${outcome}`);

async function accepted(from: TestGateway = world.gateway, to = world.number()): Promise<MessageStory> {
  const otp = await world.issue(to, {}, from);
  const [message] = await world.until(otp, ([m]) => m?.status === "accepted");
  if (message === undefined) throw new Error("no message");
  return message;
}

/** What a replica knows of the template at this provider. */
const approval = (gateway: TestGateway, provider: string) =>
  [...gateway.gateway.settings.current.tenants.values()][0]?.templates.get("otp/whatsapp/id")?.approvals.get(provider)
    ?.status;
const everywhere = (provider: string, status: string | undefined) =>
  eventually(
    () => Promise.resolve([approval(world.gateway, provider), approval(other, provider)]),
    (known) => known.every((one) => one === status),
    1500,
  );

describe("a template that is refused", () => {
  beforeEach(() => world.routeToMeta({ first: {}, second: {} }, { fallback: false }));

  test.each([
    [132001, "rejected"],
    [132015, "paused"],
    [132016, "disabled"],
    [132000, "rejected"],
    [132007, "rejected"],
  ])(
    "(%i) leaves the plan of every replica within a second; the next provider takes the message",
    async (error, status) => {
      world.meta.next({ error });
      expect(tried(await accepted())).toEqual(["first rejected", "second accepted"]);
      await everywhere("first", status);
      for (const gateway of [world.gateway, other]) {
        const message = await accepted(gateway);
        expect(tried(message)).toEqual(["second accepted"]);
        expect(message.skips).toContainEqual({ provider: "first", reason: `template is ${status}` });
      }
    },
  );

  test("comes back when it is put anew", async () => {
    world.meta.next({ error: 132001 });
    await accepted();
    await everywhere("first", "rejected");
    await world.bind({ first: {}, second: {} });
    await everywhere("first", undefined);
    expect(tried(await accepted(other))).toEqual(["first accepted"]);
  });

  test("comes back when the vendor says that it is approved, and goes when it says paused", async () => {
    world.meta.next({ error: 132001 });
    await accepted();
    await everywhere("first", "rejected");
    const news = (event: string) =>
      world.meta.post(
        world.hook("first"),
        JSON.stringify({
          object: "whatsapp_business_account",
          entry: [
            {
              id: world.meta.wabaId,
              changes: [
                {
                  field: "message_template_status_update",
                  value: { event, message_template_name: "otp", message_template_language: "id", reason: "NONE" },
                },
              ],
            },
          ],
        }),
      );
    expect(await news("APPROVED")).toBe(200);
    await everywhere("first", "approved");
    expect(tried(await accepted(other))).toEqual(["first accepted"]);
    expect(await news("PAUSED")).toBe(200);
    await everywhere("first", "paused");
    expect(tried(await accepted(other))).toEqual(["second accepted"]);
  });

  test("never opens the breaker, nor does one person's bad number", async () => {
    for (let i = 0; i < 6; i += 1) {
      await world.bind({ first: {}, second: {} });
      world.meta.next({ error: 132012 });
      await accepted();
    }
    for (let i = 0; i < 6; i += 1) {
      const to = world.number();
      world.meta.answerTo(to, { error: 131026 });
      const otp = await world.issue(to);
      await world.until(otp, ([m]) => m?.status === "failed");
    }
    await world.bind({ first: {}, second: {} });
    expect(tried(await accepted())).toEqual(["first accepted"]);
  });
});

describe("a provider that refuses our account", () => {
  beforeEach(() => world.routeToMeta({ first: {}, second: {} }, { fallback: false }));

  test("is left out at once, says why, and lets one message probe after thirty seconds", async () => {
    world.meta.next({ error: 190 });
    expect(tried(await accepted())).toEqual(["first credentials", "second accepted"]);
    expect(world.gateway.logged()).toMatch(/breaker opened/);
    const next = await accepted();
    expect(tried(next)).toEqual(["second accepted"]);
    expect(next.skips).toEqual([
      { provider: "first", reason: expect.stringMatching(/^breaker open since 20/) as string },
    ]);

    await world.advance(30_000);
    world.meta.next({ error: 190 });
    expect(tried(await accepted())).toEqual(["first credentials", "second accepted"]);
    expect(tried(await accepted())).toEqual(["second accepted"]);

    await world.advance(30_000);
    // One probes; the others do not wait for it.
    const to = world.number();
    world.meta.answerTo(to, { afterMs: 1500 });
    const probe = await world.issue(to);
    await world.until(probe, ([m]) => m?.status === "sending");
    const others = await Promise.all([accepted(), accepted(other), accepted()]);
    expect(others.map(({ provider }) => provider)).toEqual(["second", "first", "second"]);
    await world.until(probe, ([m]) => m?.status === "accepted");
    expect(tried(await accepted())).toEqual(["first accepted"]);
  });

  test("comes back at once when it is put anew", async () => {
    world.meta.next({ error: 190 });
    await accepted();
    await world.routeToMeta({ first: {}, second: {} }, { fallback: false });
    expect(tried(await accepted())).toEqual(["first accepted"]);
  });

  test("alone on its channel: the next channel takes the message at once", async () => {
    await world.routeToMeta({ first: {} });
    world.meta.next({ error: 190 });
    const otp = await world.issue(world.number());
    const [whatsapp, sms] = await world.until(otp, ([, m]) => m?.hold_state === "captured");
    expect([whatsapp?.status, whatsapp?.charged, sms?.channel]).toEqual(["failed", "0", "sms"]);
    const direct = await world.issue(world.number());
    const [only] = await world.until(direct, ([m]) => m?.hold_state === "captured");
    expect(only?.channel).toBe("sms");
  });
});

describe("what was on its way when an operator mended it", () => {
  /** The next message gets its answer when the test says so. */
  function hangThen(then: Answer) {
    let give = (): void => {};
    world.meta.next({ after: new Promise<void>((resolve) => (give = resolve)), then });
    return { count: world.meta.received + 1, give };
  }

  beforeEach(() => world.routeToMeta({ first: {}, second: {} }, { fallback: false }));

  test("refused late, does not flag the template that was put meanwhile", async () => {
    const answer = hangThen({ error: 132001 });
    const otp = await world.issue(world.number());
    await world.meta.untilReceived(answer.count);
    await world.bind({ first: {}, second: {} });
    answer.give();
    const [message] = await world.until(otp, ([m]) => m?.status === "accepted");
    expect(tried(message)).toEqual(["first rejected", "second accepted"]);
    expect(tried(await accepted())).toEqual(["first accepted"]);
  });

  test("refused late, does not open the breaker of the account that was put meanwhile", async () => {
    const answer = hangThen({ error: 190 });
    const otp = await world.issue(world.number());
    await world.meta.untilReceived(answer.count);
    await world.routeToMeta({ first: {}, second: {} }, { fallback: false });
    answer.give();
    await world.until(otp, ([m]) => m?.status === "accepted");
    expect(tried(await accepted())).toEqual(["first accepted"]);
  });

  test("and waited for its turn, goes to where the provider is now", async () => {
    await world.routeToMeta({ first: { max_per_second: 0.05, base_url: "http://127.0.0.1:9" } }, { fallback: false });
    const refused = await world.issue(world.number());
    const otp = await world.issue(world.number());
    expect((await world.story(otp))[0]?.status).toBe("queued");
    await world.routeToMeta({ first: {} }, { fallback: false });
    const [message] = await world.until(otp, ([m]) => m?.status === "accepted", 8000);
    expect(tried(message)).toEqual(["first accepted"]);
    // Its next try would take a turn of the test after this one.
    await world.until(refused, ([m]) => m?.status === "accepted");
  });

  test("and waited for its turn, is not sent by a provider that was switched off", async () => {
    await world.routeToMeta({ first: { max_per_second: 0.05 }, second: {} }, { fallback: false });
    await accepted();
    const otp = await world.issue(world.number());
    expect((await world.story(otp))[0]?.status).toBe("queued");
    const settings = { phone_number_id: world.meta.phoneNumberId, base_url: world.meta.baseUrl };
    await world.put("/v1/providers/first", { kind: "meta-cloud", state: "off", settings });
    const [message] = await world.until(otp, ([m]) => m?.status === "accepted", 8000);
    expect(tried(message)).toEqual(["second accepted"]);
  });
});

test("a provider that fails five times in a row is left out for thirty seconds", async () => {
  await world.routeToMeta({ first: {}, second: {} }, { fallback: false });
  world.meta.next({ error: 131016 }, { error: 131016 }, { error: 131016 }, "ok");
  await accepted();
  // The success of another provider is not its own.
  world.meta.next({ error: 131016 }, { error: 131016 });
  const otp = await world.issue(world.number());
  const [message] = await world.until(otp, ([m]) => m?.status === "accepted");
  expect(tried(message)).toEqual(["first transient", "first transient", "second accepted"]);
  expect(tried(await accepted())).toEqual(["second accepted"]);
  await world.advance(30_000);
  expect(tried(await accepted())).toEqual(["first accepted"]);
  await world.expectLedgerRight();
});
