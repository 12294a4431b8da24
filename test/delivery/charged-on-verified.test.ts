import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { AttemptRecord } from "../../src/delivery/decide-settle.ts";
import { parsePublicId } from "../../src/kit/id.ts";
import { takeUnsettled } from "../../src/delivery/ended-otps.ts";
import { World } from "../scenarios/world.ts";
import { cancel, expectSoundLedger, issued, resend, verify } from "../support/erp.ts";
import { eventually } from "../support/gateway.ts";
import { attempt, NOW } from "../support/settling.ts";
import { VerifyNow, verifyNowAccount } from "../support/verify-now.ts";

const onVerified = {
  prices: [
    { channel: "whatsapp", amount: "350", charged_on: "verified" },
    { channel: "sms", amount: "500", cost: "450", charged_on: "verified" },
  ],
};
let world: World;
beforeAll(async () => {
  world = await World.start();
  await world.put("/v1/prices", onVerified);
});
afterEach(async () => {
  await world.expectLedgerRight();
  await expectSoundLedger(world.gateway.database.sql);
});
afterAll(() => world.close());

const money = async (otp: string) =>
  (await world.story(otp)).map(({ status, hold_state, charged, entries }) => [status, hold_state, charged, entries]);
const unsettled = async (otp: string): Promise<boolean> => {
  const rows = await world.gateway.database.sql`
    select 1 from otps where id = ${parsePublicId("otp", otp)} and unsettled_since is not null`;
  return rows.length > 0;
};
/** Once the end of the OTP is settled; the hand-over after the verify's commit is not waited for by anybody. */
const settled = (otp: string) =>
  eventually(
    () => unsettled(otp),
    (open) => !open,
  );
/** Sent, and read by the person: nothing is paid for it yet. */
async function got(body: object = {}) {
  const to = world.number();
  const { id } = await issued(world.gateway, { to, code: "123456", wait_ms: 5000, ...body });
  await world.until(id, (messages) => messages.every(({ status }) => status === "read"));
  return { id, to };
}

describe("a message charged on verified", () => {
  test("is held until the OTP is verified, then captured, with what the provider takes", async () => {
    const { id } = await got({ channel: "sms" });
    expect(await money(id)).toEqual([["read", "held", "0", ["hold"]]]);
    expect(await unsettled(id)).toBe(true);
    expect(await verify(world.gateway, { id, code: "000000" })).toMatchObject({ valid: false });
    expect(await money(id)).toEqual([["read", "held", "0", ["hold"]]]);
    expect(await verify(world.gateway, { id, code: "123456" })).toMatchObject({ valid: true });
    await settled(id);
    expect(await money(id)).toEqual([["read", "captured", "500", ["hold", "capture"]]]);
    const [row] = await world.gateway.database
      .sql`select cost from messages where otp_id = ${parsePublicId("otp", id)}`;
    expect(row).toEqual({ cost: "450000000" });
  });

  test("costs nothing when the OTP is cancelled, replaced or locked", async () => {
    const cancelled = await got();
    await cancel(world.gateway, cancelled.id);
    const replaced = await got();
    await issued(world.gateway, { to: replaced.to });
    const locked = await got();
    for (let n = 0; n < 5; n++) await verify(world.gateway, { id: locked.id, code: "000000" });
    for (const { id } of [cancelled, replaced, locked]) {
      await settled(id);
      expect(await money(id)).toEqual([["read", "released", "0", ["hold", "release"]]]);
    }
  });

  test("costs nothing when the OTP expires", async () => {
    const { id } = await got();
    await world.pass(301_000);
    await world.pass(3000);
    expect(await unsettled(id)).toBe(false);
    expect(await money(id)).toEqual([["read", "released", "0", ["hold", "release"]]]);
  });

  test("of a resend and a first message pays for the one that came last", async () => {
    const { id } = await got();
    expect((await resend(world.gateway, id, { channel: "sms", wait_ms: 5000 })).status).toBe(200);
    await world.until(id, (messages) => messages.length === 2 && messages.every(({ status }) => status === "read"));
    expect((await money(id)).map(([, state]) => state)).toEqual(["held", "held"]);
    await verify(world.gateway, { id, code: "123456" });
    await settled(id);
    expect((await money(id)).map(([, state, charged]) => [state, charged])).toEqual([
      ["released", "0"],
      ["captured", "500"],
    ]);
  });

  test("that fell back pays for the message that went through, whichever replica is asked to verify", async () => {
    const replica = await world.gateway.replica();
    const { id } = await issued(world.gateway, { to: world.number("0001"), code: "123456", wait_ms: 5000 });
    await world.until(id, (messages) => messages[1]?.status === "read");
    expect(await verify(replica, { id, code: "123456" })).toMatchObject({ valid: true });
    await settled(id);
    expect((await money(id)).map(([status, , charged]) => [status, charged])).toEqual([
      ["failed", "0"],
      ["read", "500"],
    ]);
    await replica.close();
  });
});

describe("when the process that verified died before it had settled", () => {
  /** As the verify's commit leaves it. */
  const verifiedByTheDead = (id: string) => world.gateway.database.sql`
    update otps set status = 'verified', code_sealed = null,
                    ended_at = to_timestamp(${world.gateway.clock.now()}::float8 / 1000)
    where id = ${parsePublicId("otp", id)}`;

  test("a sweep settles it within seconds", async () => {
    const { id } = await got();
    await verifiedByTheDead(id);
    await world.sweep();
    expect(await money(id)).toEqual([["read", "held", "0", ["hold"]]]);
    await world.pass(6000);
    expect(await unsettled(id)).toBe(false);
    expect(await money(id)).toEqual([["read", "captured", "350", ["hold", "capture"]]]);
  });

  test("one replica takes it, and another one after some seconds if that one dies too", async () => {
    const { id } = await got();
    await verifiedByTheDead(id);
    await world.advance(6000);
    const { sql } = world.gateway.database;
    const now = world.gateway.clock.now();
    const takes = await Promise.all([takeUnsettled(sql, now, 10), takeUnsettled(sql, now, 10)]);
    expect(takes.flat().map(({ otpId }) => otpId)).toEqual([parsePublicId("otp", id)]);
    expect(await takeUnsettled(sql, now + 4000, 10)).toHaveLength(0);
    await world.pass(6000);
    expect(await money(id)).toEqual([["read", "captured", "350", ["hold", "capture"]]]);
  });

  test("it is found by its index alone", async () => {
    const { sql } = world.gateway.database;
    const plan = await sql<Record<string, string>[]>`
      explain select ctid from otps
      where unsettled_since is not null and status <> 'pending' and ended_at <= now() and unsettled_since <= now()
      order by ended_at limit 500 for update skip locked`;
    expect(plan.map((line) => line["QUERY PLAN"]).join("\n")).toMatch(/Index Scan (using|on) otps_\w+_unsettled/);
  });
});

/** The sandbox's word of the newest message of an OTP. */
async function reportNewest(otp: string, status: "delivered" | "failed"): Promise<void> {
  const { gateway, database, clock } = world.gateway;
  const [attempt] = await database.sql<{ owner: string; reference: string }[]>`
    select owner_id as owner, provider_message_id as reference from attempts a
    where message_id = (select id from messages where otp_id = ${parsePublicId("otp", otp)} order by id desc limit 1)`;
  const sandbox = gateway.settings.current.tenants.get(attempt?.owner ?? "")?.providers.get("sandbox");
  if (sandbox === undefined || attempt === undefined) throw new Error("nothing was sent");
  await gateway.delivery.report(sandbox, { providerMessageId: attempt.reference, status, at: clock.now() });
}
/** Two messages that were accepted, of which nothing more is heard. */
async function acceptedTwice(): Promise<string> {
  const { id } = await issued(world.gateway, { to: world.number("0004"), code: "123456", wait_ms: 5000 });
  expect((await resend(world.gateway, id, { channel: "sms", wait_ms: 5000 })).status).toBe(200);
  return id;
}
const bothPaid = async (otp: string) => (await money(otp)).map(([, , charged]) => charged);

test("the message that was paid fails after all: the other one that was accepted is paid instead", async () => {
  const id = await acceptedTwice();
  await verify(world.gateway, { id, code: "123456" });
  await settled(id);
  expect(await bothPaid(id)).toEqual(["0", "500"]);
  await reportNewest(id, "failed");
  expect(await unsettled(id)).toBe(true);
  await world.pass(6000);
  expect(await unsettled(id)).toBe(false);
  expect((await money(id)).map(([, , charged, entries]) => [charged, entries])).toEqual([
    ["350", ["hold", "release", "adjustment"]],
    ["0", ["hold", "capture", "refund"]],
  ]);
});

test("one that an unpaid newer message had passed over is paid when that one fails", async () => {
  await world.put("/v1/prices", {
    prices: [
      { channel: "whatsapp", amount: "350", charged_on: "verified" },
      { channel: "sms", amount: "500", charged_on: "delivered" },
    ],
  });
  const id = await acceptedTwice();
  await world.put("/v1/prices", onVerified);
  await verify(world.gateway, { id, code: "123456" });
  await settled(id);
  expect((await money(id)).map(([, state]) => state)).toEqual(["released", "held"]);
  await reportNewest(id, "failed");
  await world.pass(6000);
  expect(await bothPaid(id)).toEqual(["350", "0"]);
});

test("a provider that came since, with a price on verified, is not paid beside the message that was", async () => {
  const { id } = await got();
  expect((await resend(world.gateway, id, { channel: "sms", wait_ms: 5000 })).status).toBe(200);
  await world.until(id, (messages) => messages.length === 2 && messages.every(({ status }) => status === "read"));
  const { sql } = world.gateway.database;
  const { delivery } = world.gateway.gateway;
  // As while the other provider is asked: its price is not in the row.
  const [sms] = await sql<{ id: string; tenantId: string }[]>`
    update messages set status = 'sending', provider = 'second', prices = '{"sandbox": ["500", "accepted"]}',
                        lease_owner = ${delivery.worker}, accepted_at = null
    where otp_id = ${parsePublicId("otp", id)} and channel = 'sms' returning id, tenant_id as "tenantId"`;
  if (sms === undefined) throw new Error("no SMS");
  await verify(world.gateway, { id, code: "123456" });
  await settled(id);
  expect(await bothPaid(id)).toEqual(["350", "0"]);
  const late: AttemptRecord = { ...attempt("accepted", "second"), n: 2, latePrice: ["450", "verified"] };
  const fact = { kind: "accepted" as const, lease: delivery.worker, attempt: { ...late, ownerId: sms.tenantId } };
  await delivery.settle(sms, { ...fact, fallbackAt: null, reportBy: NOW, skips: [] });
  expect((await money(id)).map(([, state, charged]) => [state, charged])).toEqual([
    ["captured", "350"],
    ["released", "0"],
  ]);
});

test("what is left for the end is not lost to a change of the OTP at the same moment", async () => {
  const id = await acceptedTwice();
  await verify(world.gateway, { id, code: "123456" });
  await settled(id);
  const { sql } = world.gateway.database;
  const other = await sql.reserve();
  await other`begin`;
  await other`update otps set attempts_left = attempts_left - 1 where id = ${parsePublicId("otp", id)}`;
  const told = reportNewest(id, "failed");
  const waits = await eventually(
    () => sql<{ pid: number }[]>`
      select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    ({ length }) => length > 0,
  );
  expect(waits).toHaveLength(1);
  await other`commit`;
  other.release();
  // On a slow machine it may have waited too long: it comes again, as a hook does.
  await told.catch(() => reportNewest(id, "failed"));
  expect(await unsettled(id)).toBe(true);
  await world.pass(6000);
  expect(await bothPaid(id)).toEqual(["350", "0"]);
});

test("a code that its vendor made and checked is charged the same way", async () => {
  const vendor = await new VerifyNow().listen();
  const { password, ...account } = verifyNowAccount;
  await world.put("/v1/providers/verifynow", {
    kind: "message-central",
    settings: { ...account, base_url: vendor.url, ambiguous_wait_seconds: 0 },
    secrets: { password },
  });
  await world.put("/v1/routes", {
    channels: { sms: [{ provider: "verifynow" }], whatsapp: [{ provider: "sandbox" }] },
    fallback: [{ channel: "sms" }, { channel: "whatsapp" }],
  });
  const send = async () => {
    const to = world.number();
    const { id } = await issued(world.gateway, { to, channel: "sms", wait_ms: 5000 });
    return { id, code: vendor.codeFor(to) };
  };
  const right = await send();
  expect(await money(right.id)).toEqual([["accepted", "held", "0", ["hold"]]]);
  expect(await verify(world.gateway, { id: right.id, code: right.code })).toMatchObject({ valid: true });
  await settled(right.id);
  expect(await money(right.id)).toEqual([["accepted", "captured", "500", ["hold", "capture"]]]);

  // Counted in time, and answered after the sweep had ended the OTP: released, then charged by an entry.
  const late = await send();
  const { verifies } = world.gateway.gateway;
  const submit = verifies.submit.bind(verifies);
  verifies.submit = async (item) => {
    if (item.close !== undefined) {
      await world.pass(301_000);
      await world.pass(6000);
      expect(await money(late.id)).toEqual([["accepted", "released", "0", ["hold", "release"]]]);
    }
    return submit(item);
  };
  expect(await verify(world.gateway, { id: late.id, code: late.code })).toMatchObject({ valid: true });
  await settled(late.id);
  expect(await money(late.id)).toEqual([["accepted", "released", "500", ["hold", "release", "adjustment"]]]);
  verifies.submit = submit;
  await vendor.close();
});
