import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { writeCorrelation } from "../../src/delivery/correlation.ts";
import { newId } from "../../src/kit/id.ts";
import { parsePublicId } from "../../src/kit/id.ts";
import type { Provider, SendOutcome } from "../../src/providers/provider.ts";
import { sandbox } from "../../src/providers/sandbox/index.ts";
import { World } from "../scenarios/world.ts";
import { eventually, type TestGateway } from "../support/gateway.ts";

/** Each hand-over to a scripted provider waits here for the test's word. */
const onTheWire: { by: string; to: string; answer: (outcome: SendOutcome | Error) => void }[] = [];
const everyone: (typeof onTheWire)[number][] = [];
let hold = true;

const scripted: Provider<{ me: string }> = {
  kind: "scripted",
  channels: ["whatsapp"],
  settings: z.strictObject({ me: z.string() }),
  secrets: z.strictObject({}),
  fixedText: [],
  timeoutMs: () => 5000,
  send: ({ to }, { me }) =>
    new Promise((resolve, reject) => {
      const answer = (outcome: SendOutcome | Error): void =>
        outcome instanceof Error ? reject(outcome) : resolve(outcome);
      onTheWire.push({ by: me, to, answer });
      everyone.push({ by: me, to, answer });
      if (!hold) answer({ ok: true, providerMessageId: `${me}-${onTheWire.length}` });
    }),
};

let world: World;
let other: TestGateway;
const dead = randomUUID();

beforeAll(async () => {
  const kinds = new Map([sandbox, scripted].map((kind) => [kind.kind, kind as unknown as Provider]));
  world = await World.start({ kinds });
  other = await world.gateway.replica();
  for (const name of ["a", "b", "c"]) {
    await world.put(`/v1/providers/${name}`, { kind: "scripted", state: "on", settings: { me: name } });
  }
});
afterAll(async () => {
  for (const { answer } of everyone) answer({ ok: true, providerMessageId: randomUUID() });
  await world.close();
});
beforeEach(() => {
  hold = true;
  onTheWire.length = 0;
});

/** Messages of the sandbox stay queued, in this process's hands, for as long as it has this latency. */
async function sandboxHolds(latency: number, fallback = true): Promise<void> {
  await world.put("/v1/providers/sandbox", { kind: "sandbox", state: "on", settings: { latency_ms: latency } });
  await world.put("/v1/routes", {
    channels: { whatsapp: [{ provider: "sandbox" }], sms: [{ provider: "sandbox" }] },
    fallback: fallback ? [{ channel: "whatsapp", after_seconds: 600 }, { channel: "sms" }] : [{ channel: "whatsapp" }],
  });
  const version = world.gateway.gateway.settings.current.version;
  await eventually(
    () => Promise.resolve(other.gateway.settings.current.version),
    (v) => v >= version,
  );
}
async function routeTo(...providers: string[]): Promise<void> {
  await world.put("/v1/routes", {
    channels: { whatsapp: providers.map((provider, i) => ({ provider, weight: i === 0 ? 1 : 0 })) },
    fallback: [{ channel: "whatsapp" }],
  });
  const version = world.gateway.gateway.settings.current.version;
  await eventually(
    () => Promise.resolve(other.gateway.settings.current.version),
    (v) => v >= version,
  );
}
const bothSweep = () => Promise.all([world.sweep(), other.gateway.sweep.run()]);
const sql = () => world.gateway.database.sql;
/** As a process leaves them that dies now. */
async function orphan(otps: string[], changes: { status?: string; provider?: string; tries?: number } = {}) {
  const ids = otps.map((otp) => parsePublicId("otp", otp));
  await sql()`
    update messages set lease_owner = ${dead}, status = ${changes.status ?? "queued"},
      provider = ${changes.provider ?? null}, tries = ${changes.tries ?? 0}
    where otp_id = any(${ids}::uuid[])`;
}
async function inboxCounts(): Promise<number[]> {
  const rows = await sql()<{ n: number }[]>`select count(*)::int as n from sandbox_messages group by message_id`;
  return rows.map(({ n }) => n);
}

describe("what a dead process left", () => {
  test("queued, is sent once, whichever of two replicas takes it", async () => {
    await sandboxHolds(600_000);
    const otps = await Promise.all(Array.from({ length: 200 }, () => world.issue(world.number())));
    await sandboxHolds(0);
    await orphan(otps);
    await Promise.all([bothSweep(), bothSweep()]);
    for (const otp of otps) {
      const [message] = await world.until(otp, ([m]) => m?.status === "read");
      expect(message).toMatchObject({ tries: 1, charged: "350", entries: ["hold", "capture"], leased: false });
      expect(message?.attempts).toHaveLength(1);
    }
    expect(await inboxCounts()).toEqual(Array(200).fill(1));
    await world.expectLedgerRight();
  });

  test("queued, is sent by a provider that came since, for what was held at most", async () => {
    await sandboxHolds(600_000);
    const otp = await world.issue(world.number());
    await sandboxHolds(0);
    await routeTo("a");
    await orphan([otp]);
    hold = false;
    await bothSweep();
    const [message] = await world.until(otp, ([m]) => m?.status === "accepted");
    expect(message).toMatchObject({ provider: "a", charged: "350", entries: ["hold", "capture"] });
    expect(onTheWire).toHaveLength(1);
    const [row] = await sql()`select prices from messages where otp_id = ${parsePublicId("otp", otp)}`;
    expect(row?.["prices"]).toMatchObject({ sandbox: ["350000000", "accepted"], a: ["350000000", "accepted"] });
    await world.expectLedgerRight();
  });

  test("queued, is not sent by one that is dearer than what is held", async () => {
    await sandboxHolds(600_000);
    const otp = await world.issue(world.number());
    await sandboxHolds(0);
    const { prices } = (await world.gateway.admin("/v1/prices")).json as { prices: object[] };
    const dear = { channel: "whatsapp", provider: "a", amount: "351", per: "message", charged_on: "accepted" };
    await world.put("/v1/prices", { prices: [...prices, { ...dear, valid_from: "2026-01-01T00:00:00Z" }] });
    await routeTo("a");
    await orphan([otp]);
    await bothSweep();
    const [message] = await world.settled(otp);
    await world.put("/v1/prices", { prices });
    expect(message).toMatchObject({ status: "failed", charged: "0", entries: ["hold", "release"] });
    expect(message?.skips).toContainEqual({ provider: "a", reason: "dearer than what is held for the message" });
    expect(onTheWire).toEqual([]);
  });

  test("sending, waits for its report, then goes on to the next provider", async () => {
    await routeTo("a", "b");
    const otp = await world.issue(world.number());
    await eventually(
      () => Promise.resolve(onTheWire.length),
      (n) => n === 1,
    );
    await orphan([otp], { status: "sending", provider: "a", tries: 1 });
    hold = false;
    await bothSweep();
    const [doubted] = await world.story(otp);
    expect(doubted).toMatchObject({ status: "sending", due: "doubt", leased: false, hold_state: "held" });
    await world.pass(8001);
    await bothSweep();
    const [message] = await world.until(otp, ([m]) => m?.status === "accepted");
    expect(message).toMatchObject({ provider: "b", tries: 2, charged: "350" });
    expect(onTheWire.map(({ by }) => by)).toEqual(["a", "b"]);
  });

  test("sending, is not sent again when its report comes within the wait", async () => {
    await routeTo("a", "b");
    const otp = await world.issue(world.number());
    await eventually(
      () => Promise.resolve(onTheWire.length),
      (n) => n === 1,
    );
    await orphan([otp], { status: "sending", provider: "a", tries: 1 });
    await bothSweep();
    const [message] = await world.story(otp);
    const tenant = [...other.gateway.settings.current.tenants.values()][0];
    const provider = tenant?.providers.get("a");
    if (tenant === undefined || provider === undefined || message === undefined)
      throw new Error("nothing to report on");
    const correlation = writeCorrelation({ tenantId: tenant.id, messageId: message.id, n: 1 });
    const report = { providerMessageId: "unheard-of", correlation, status: "delivered", at: Date.now() } as const;
    // Another tenant's provider of the same name says nothing of ours, though it knows what the attempt is called.
    await other.gateway.delivery.report({ ...provider, ownerId: newId() }, report);
    expect((await world.story(otp))[0]).toMatchObject({ status: "sending", due: "doubt" });
    await other.gateway.delivery.report(provider, report);
    await world.pass(8001);
    await bothSweep();
    const [after] = await world.story(otp);
    expect(after).toMatchObject({ status: "delivered", charged: "350", entries: ["hold", "capture"], due: null });
    expect(onTheWire).toHaveLength(1);
  });

  test("while the next provider of a doubtful message was on its way, waits for that one too", async () => {
    await routeTo("a", "b", "c");
    const otp = await world.issue(world.number());
    await eventually(
      () => Promise.resolve(onTheWire.length),
      (n) => n === 1,
    );
    onTheWire[0]?.answer(new Error("lost"));
    await world.until(otp, ([m]) => m?.due === "doubt");
    await world.pass(8001);
    await eventually(
      () => Promise.resolve(onTheWire.length),
      (n) => n === 2,
    );
    await orphan([otp], { status: "sending", provider: "b", tries: 2 });
    hold = false;
    await bothSweep();
    expect(onTheWire.map(({ by }) => by)).toEqual(["a", "b"]);
    expect((await world.story(otp))[0]).toMatchObject({ status: "sending", due: "doubt", leased: false });
    await world.pass(8001);
    await bothSweep();
    const [message] = await world.until(otp, ([m]) => m?.status === "accepted");
    expect(onTheWire.map(({ by }) => by)).toEqual(["a", "b", "c"]);
    expect(message).toMatchObject({ provider: "c", tries: 3 });
  });

  test.each([
    ["verified", "cancelled"],
    ["cancelled", "cancelled"],
    ["locked", "cancelled"],
    ["expired", "expired"],
  ])("queued, of an OTP that is %s by now, is %s and its hold comes back", async (ended, status) => {
    await sandboxHolds(600_000);
    const otp = await world.issue(world.number());
    await sandboxHolds(0);
    await sql()`
      update otps set status = ${ended}, code_sealed = null, ended_at = now() where id = ${parsePublicId("otp", otp)}`;
    await orphan([otp]);
    await bothSweep();
    const [message] = await world.until(otp, ([m]) => m?.due === null);
    expect(message).toMatchObject({ status, hold_state: "released", attempts: [], leased: false });
  });
});

describe("a lease", () => {
  test("that ran out while its process slept is not taken by that process itself", async () => {
    await routeTo("a", "b");
    const otp = await world.issue(world.number());
    await eventually(
      () => Promise.resolve(onTheWire.length),
      (n) => n === 1,
    );
    world.gateway.clock.advance(60_000);
    // No heartbeat yet: the first thing a process does that was stopped and goes on may be its sweep.
    await world.sweep();
    expect((await world.story(otp))[0]).toMatchObject({ status: "sending", leased: true, due: "send" });
    onTheWire[0]?.answer({ ok: true, providerMessageId: "a-1" });
    await world.until(otp, ([m]) => m?.status === "accepted");
    expect(onTheWire).toHaveLength(1);
  });

  test("lost to another worker: the answer that comes late is kept, and overwrites nothing", async () => {
    await routeTo("a");
    const to = world.number();
    const otp = await world.issue(to);
    await eventually(
      () => Promise.resolve(onTheWire.length),
      (n) => n === 1,
    );
    await orphan([otp], { status: "sending", provider: "a", tries: 1 });
    await other.gateway.sweep.run();
    onTheWire[0]?.answer({ ok: true, providerMessageId: `late-${to}` });
    const [message] = await world.until(otp, ([m]) => m?.attempts.length === 1);
    expect(message).toMatchObject({ status: "sending", due: "doubt", charged: "0" });
    // But its id is known now, so its report finds the message.
    const tenant = [...world.gateway.gateway.settings.current.tenants.values()][0];
    const provider = tenant?.providers.get("a");
    if (provider === undefined) throw new Error("no provider");
    const report = { providerMessageId: `late-${to}`, status: "sent", at: Date.now() } as const;
    await other.gateway.delivery.report(provider, report);
    expect((await world.story(otp))[0]).toMatchObject({ status: "sent", charged: "350" });
  });

  test("lost between two tries: the late worker sends nothing more", async () => {
    await routeTo("a");
    const otp = await world.issue(world.number());
    await eventually(
      () => Promise.resolve(onTheWire.length),
      (n) => n === 1,
    );
    onTheWire[0]?.answer({ ok: false, errorClass: "transient", scope: "provider", providerCode: "x" });
    await world.until(otp, ([m]) => m?.attempts.length === 1);
    await orphan([otp], { status: "sending", provider: "a", tries: 1 });
    await other.gateway.sweep.run();
    const [{ id = "" } = {}] = await world.story(otp);
    await eventually(
      () => Promise.resolve(world.gateway.gateway.delivery.worksOn(id)),
      (works) => !works,
    );
    expect(onTheWire).toHaveLength(1);
    expect((await world.story(otp))[0]).toMatchObject({ status: "sending", due: "doubt" });
  });

  test("of our own that nobody works under is given back and taken up again", async () => {
    await sandboxHolds(600_000);
    const otp = await world.issue(world.number(), {}, other);
    await sandboxHolds(0);
    const id = parsePublicId("otp", otp);
    // As after a commit whose answer was lost with the database: ours, and unknown to us.
    await sql()`update messages set lease_owner = ${world.gateway.gateway.delivery.worker},
                  updated_at = now() - interval '1 minute' where otp_id = ${id}`;
    await world.pass(31_000);
    await bothSweep();
    const [message] = await world.until(otp, ([m]) => m?.status === "read");
    expect(message?.attempts).toHaveLength(1);
  });
});

describe("a stop", () => {
  test("puts back what has not left; the next gateway sends it once, and what was on the wire is settled", async () => {
    const leaving = await world.gateway.replica();
    await sandboxHolds(600_000);
    await eventually(
      () => Promise.resolve(leaving.gateway.settings.current.version),
      (v) => v >= world.gateway.gateway.settings.current.version,
    );
    const held = await Promise.all(Array.from({ length: 20 }, () => world.issue(world.number(), {}, leaving)));
    await sandboxHolds(0);
    await leaving.close();
    await bothSweep();
    for (const otp of held) {
      const [message] = await world.until(otp, ([m]) => m?.status === "read");
      expect(message).toMatchObject({ tries: 1, entries: ["hold", "capture"] });
    }
  });

  test("waits for what is on the wire and keeps its answer", async () => {
    const leaving = await world.gateway.replica();
    await routeTo("a");
    await eventually(
      () => Promise.resolve(leaving.gateway.settings.current.version),
      (v) => v >= world.gateway.gateway.settings.current.version,
    );
    const otp = await world.issue(world.number(), {}, leaving);
    await eventually(
      () => Promise.resolve(onTheWire.length),
      (n) => n === 1,
    );
    const closed = leaving.close();
    onTheWire[0]?.answer({ ok: true, providerMessageId: "at the last moment" });
    await closed;
    expect((await world.story(otp))[0]).toMatchObject({ status: "accepted", charged: "350", leased: false });
  });

  test("between two tries puts the message back; the next gateway goes on", async () => {
    const leaving = await world.gateway.replica();
    await routeTo("a");
    await eventually(
      () => Promise.resolve(leaving.gateway.settings.current.version),
      (v) => v >= world.gateway.gateway.settings.current.version,
    );
    const otp = await world.issue(world.number(), {}, leaving);
    await eventually(
      () => Promise.resolve(onTheWire.length),
      (n) => n === 1,
    );
    onTheWire[0]?.answer({
      ok: false,
      errorClass: "throttled",
      scope: "provider",
      providerCode: "x",
      retryAfterMs: 2000,
    });
    await world.until(otp, ([m]) => m?.attempts.length === 1);
    hold = false;
    await leaving.close();
    await bothSweep();
    const [message] = await world.until(otp, ([m]) => m?.status === "accepted");
    expect(message?.attempts.map(({ outcome }) => outcome)).toEqual(["throttled", "accepted"]);
    expect(message?.tries).toBe(2);
  });
});

test("two replicas under load send each message once", async () => {
  await sandboxHolds(0, false);
  const otps = await Promise.all(
    Array.from({ length: 200 }, async (_, i) => {
      const otp = await world.issue(world.number(), {}, i % 2 === 0 ? world.gateway : other);
      if (i % 20 === 0) await bothSweep();
      return otp;
    }),
  );
  for (const otp of otps) {
    const [message, ...more] = await world.until(otp, ([m]) => m?.status === "read");
    expect([message?.attempts.length, message?.charged, more.length]).toEqual([1, "350", 0]);
  }
  expect(new Set(await inboxCounts())).toEqual(new Set([1]));
  await world.expectLedgerRight();
});
