import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { nextAsk, refilled } from "../../src/delivery/report-poll.ts";
import { RefusedError, TransportError, type DeliveryReport, type Provider } from "../../src/providers/provider.ts";
import { sandbox } from "../../src/providers/sandbox/index.ts";
import { World } from "../scenarios/world.ts";
import { eventually, type TestGateway } from "../support/gateway.ts";

const MINUTE = 60_000;

describe("the next ask", () => {
  test.each([
    [0, 3000],
    [6000, 3000],
    [20_000, 10_000],
    [30 * MINUTE, 5 * MINUTE],
  ])("of a message accepted %i ms ago is %i ms from now", (age, wait) => {
    expect(nextAsk(1_000_000_000 - age, 1_000_000_000)).toBe(1_000_000_000 + wait);
  });
});

describe("what may be asked", () => {
  test.each([
    ["at first a quarter of a minute's share", undefined, 60, 15],
    ["one at least", undefined, 1, 1],
    ["what has come since, beside what was left", { at: 0, left: 2 }, 60, 7],
    ["never more than a quarter", { at: 0, left: 14 }, 60, 15],
    ["one in a minute, if that is all", { at: 0, left: 0 }, 1, 5 / 60],
  ])("is %s", (_, before, perMinute, left) => {
    expect(refilled(before, perMinute, 5000)).toEqual({ at: 5000, left });
  });
});

/** A vendor that has no hook: it is asked, and answers what the test says. */
const asked: string[][] = [];
const known = new Map<string, DeliveryReport["status"]>();
let fails: Error | null = null;
/** Until it resolves, a slow vendor keeps its answer. */
let answers = Promise.resolve();
let sent = 0;
const mute: Provider<{ polls_per_minute: number | null }> = {
  kind: "mute",
  channels: ["sms"],
  settings: z.strictObject({ polls_per_minute: z.number().nullable().default(600) }),
  secrets: z.strictObject({}),
  fixedText: [],
  timeoutMs: () => 1000,
  send: () => Promise.resolve({ ok: true, providerMessageId: `m-${(sent += 1)}` }),
  pollsPerMinute: (settings) => settings.polls_per_minute,
  poll(references) {
    asked.push([...references]);
    if (fails !== null) return Promise.reject(fails);
    const reports = references.flatMap((providerMessageId) => {
      const status = known.get(providerMessageId);
      return status === undefined ? [] : [{ providerMessageId, status, at: world.gateway.clock.now() }];
    });
    return Promise.resolve(reports);
  },
};

const slow: Provider<{ polls_per_minute: number | null }> = {
  ...mute,
  kind: "slow",
  async poll(references) {
    asked.push([...references]);
    await answers;
    return [];
  },
};

let world: World;
beforeAll(async () => {
  const kinds = new Map([sandbox, mute, slow].map((kind) => [kind.kind, kind as unknown as Provider]));
  world = await World.start({ kinds });
  world.gateway.gateway.delivery.polls.pause();
  await world.put("/v1/providers/mute", { kind: "mute", state: "on", settings: {} });
  await world.put("/v1/routes", { channels: { sms: [{ provider: "mute" }] }, fallback: [{ channel: "sms" }] });
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.gateway.database.sql`delete from awaited_reports`;
  asked.length = 0;
  known.clear();
  fails = null;
});

async function accepted(): Promise<{ otp: string; id: string }> {
  const otp = await world.issue(world.number());
  await world.until(otp, ([m]) => m?.status === "accepted");
  return { otp, id: `m-${sent}` };
}
/** The turn that comes after so much time. */
async function after(ms: number, gateway: TestGateway = world.gateway): Promise<void> {
  await world.advance(ms);
  await gateway.gateway.delivery.polls.look();
  await gateway.gateway.delivery.polls.idle();
}
const status = async (otp: string) => (await world.story(otp))[0]?.status;

describe("a provider that tells nothing by itself", () => {
  test("is asked three seconds after the acceptance, until the message has arrived", async () => {
    const { otp, id } = await accepted();
    await after(2000);
    expect(asked).toEqual([]);
    known.set(id, "sent");
    await after(2000);
    expect(await status(otp)).toBe("sent");
    known.set(id, "delivered");
    await after(4000);
    expect(await status(otp)).toBe("delivered");
    expect(asked).toEqual([[id], [id]]);
    await after(10 * MINUTE);
    expect(asked).toHaveLength(2);
    expect(await world.gateway.database.sql`select from awaited_reports`).toHaveLength(0);
  });

  test("is asked about the youngest when it may be asked about one", async () => {
    await world.put("/v1/providers/mute", { kind: "mute", state: "on", settings: { polls_per_minute: 1 } });
    for (let n = 0; n < 3; n += 1) await accepted();
    await world.advance(MINUTE);
    const young = await accepted();
    await after(5000);
    expect(asked).toEqual([[young.id]]);
  });

  test("is asked ten in a call, within its share of the minute", async () => {
    await world.put("/v1/providers/mute", { kind: "mute", state: "on", settings: { polls_per_minute: 48 } });
    const old = await accepted();
    await world.advance(MINUTE);
    const young = [];
    for (let n = 0; n < 11; n += 1) young.push((await accepted()).id);
    await after(5000);
    const [first = [], second = [], ...more] = asked;
    expect(more).toEqual([]);
    expect([first.length, second.length]).toEqual([10, 2]);
    expect([...first, ...second].sort()).toEqual([...young, old.id].sort());
    expect(second).toContain(old.id);
    asked.length = 0;
    // A second later less than one more may be asked; ten seconds later eight.
    await after(1000);
    expect(asked).toEqual([]);
    await after(10_000);
    expect(asked.flat()).toHaveLength(8);
    await world.put("/v1/providers/mute", { kind: "mute", state: "on", settings: {} });
  });

  test("is asked by one replica", async () => {
    const other = await world.gateway.replica();
    other.gateway.delivery.polls.pause();
    const { otp, id } = await accepted();
    await after(4000, other);
    expect(asked).toEqual([]);
    await after(0);
    expect(asked).toEqual([[id]]);
    // The eldest goes: the next one asks in its place.
    await world.gateway.database.sql`
      update workers set started_at = started_at + interval '1 day' where id = ${world.gateway.gateway.delivery.worker}`;
    known.set(id, "delivered");
    await after(4000, other);
    expect(await status(otp)).toBe("delivered");
    await other.close();
  });

  test("is not asked about a message whose report has come, nor when it is switched off, nor when told not to", async () => {
    const { delivery, settings } = world.gateway.gateway;
    const reported = await accepted();
    const provider = [...settings.current.tenants.values()][0]?.providers.get("mute");
    if (provider === undefined) return expect.unreachable("no provider");
    await delivery.report(provider, { providerMessageId: reported.id, status: "read", at: world.gateway.clock.now() });
    await after(4000);
    expect(asked).toEqual([]);
    await accepted();
    await world.put("/v1/providers/mute", { kind: "mute", state: "off", settings: {} });
    await after(4000);
    await world.put("/v1/providers/mute", { kind: "mute", state: "on", settings: { polls_per_minute: null } });
    await after(4000);
    expect(asked).toEqual([]);
    await accepted();
    expect(await world.gateway.database.sql`select from awaited_reports`).toHaveLength(1);
    await world.put("/v1/providers/mute", { kind: "mute", state: "on", settings: {} });
  });

  test("is asked though another one is slow, and that one not twice at once", async () => {
    await world.put("/v1/providers/slow", { kind: "slow", state: "on", settings: {} });
    let letGo = (): void => {};
    answers = new Promise((resolve) => (letGo = resolve));
    const { id } = await accepted();
    await world.gateway.database.sql`
      insert into awaited_reports
      select owner_id, 'slow', 'slow-1', tenant_id, message_id, accepted_at, ask_at from awaited_reports`;
    const { polls } = world.gateway.gateway.delivery;
    for (const times of [1, 2]) {
      await world.advance(4000);
      await polls.look();
      await eventually(
        () => Promise.resolve(asked.filter(([reference]) => reference === id)),
        (calls) => calls.length === times,
      );
    }
    expect(asked.filter(([reference]) => reference === "slow-1")).toHaveLength(1);
    letGo();
    await polls.idle();
    await world.put("/v1/providers/slow", { kind: "slow", state: "off", settings: {} });
  });

  test("that does not answer one call is not asked the rest of the turn", async () => {
    for (let n = 0; n < 11; n += 1) await accepted();
    fails = new TransportError("timeout", true);
    await after(4000);
    expect(asked).toHaveLength(1);
    fails = null;
    await after(8000);
  });

  test.each([
    ["does not answer", new TransportError("timeout", true)],
    ["refuses our account", new RefusedError("http_401")],
    ["fails in a way nobody foresaw", new TypeError("secret-word")],
  ])("that %s is asked again, and named in the log once", async (_, error) => {
    const lines = () => world.gateway.logged().split("does not say what became").length;
    const before = lines();
    const { otp, id } = await accepted();
    fails = error;
    await after(4000);
    await after(4000);
    expect(asked).toEqual([[id], [id]]);
    expect(lines()).toBe(before + 1);
    expect(world.gateway.logged()).not.toContain("secret-word");
    fails = null;
    known.set(id, "failed");
    await after(8000);
    expect(await status(otp)).toBe("failed");
  });
});
