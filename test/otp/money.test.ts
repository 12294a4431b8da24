import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import {
  balance,
  cancel,
  expectProblem,
  expectSoundLedger,
  holdDeliveries,
  issue,
  issued,
  leave,
  phone,
  putLimits,
  putTenant,
  resend,
  settledBalance,
  verify,
} from "../support/erp.ts";
import { startTestGateway, type Reply, type TestGateway } from "../support/gateway.ts";
import { makeTenant } from "../support/roles.ts";

let gateway: TestGateway;
let replica: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
  replica = await gateway.replica();
  await putLimits(gateway);
});
afterEach(() => expectSoundLedger(gateway.database.sql));
afterAll(() => gateway.close());

const settled = (of = gateway) => settledBalance(of);

describe("the balance", () => {
  test("answers what the contract says", async () => {
    expect(await balance(gateway)).toEqual({
      available: "100000",
      held: "0",
      total: "100000",
      currency: "IDR",
      low_threshold: "50000",
      runway_hours: null,
    });
  });

  test("is held by an issue and charged when a provider took the message", async () => {
    await issued(gateway, { wait_ms: 5000 });
    const after = await balance(gateway);
    expect(after).toMatchObject({ available: "99650", held: "0", total: "99650" });
    expect(after.runway_hours).toEqual(expect.any(Number));
  });

  test("gets back what no provider took", async () => {
    const before = await balance(gateway);
    await issued(gateway, { to: phone("0006"), channel: "voice", wait_ms: 5000 });
    expect(await settled()).toMatchObject({ available: before.available });
  });

  test("of a fallback pays the channel that went through, alone", async () => {
    const before = Number((await balance(gateway)).total);
    await issued(gateway, { to: phone("0001"), wait_ms: 5000 });
    expect(Number((await settled()).total)).toBe(before - 500);
  });

  test("is each tenant's own", async () => {
    const other = await makeTenant(gateway, "penniless");
    const reply = await issue(gateway, {}, { key: other.erp });
    expectProblem(reply, 402, "insufficient_balance");
    expect(reply.json.detail).toMatch(/needs 350 IDR, available are 0/);
  });

  test("may go below zero as far as the credit line, not further", async () => {
    const { available } = await balance(gateway);
    await leave(gateway, 0);
    await putTenant(gateway, { credit_line: "700" });
    await issued(gateway, { wait_ms: 5000 });
    await issued(gateway, { wait_ms: 5000 });
    expectProblem(await issue(gateway), 402, "insufficient_balance");
    expect(await settled()).toMatchObject({ available: "-700" });
    await leave(gateway, Number(available));
    await putTenant(gateway, {});
  });
});

describe("the last credit", () => {
  const racers = (count: number, make: (on: TestGateway, n: number) => Promise<Reply>) =>
    Promise.all(Array.from({ length: count }, (_, n) => make(n % 2 === 0 ? gateway : replica, n)));

  test.each([1, 2, 3, 4, 5])("goes to one of two issues on two replicas, the other is 402 (%i)", async () => {
    await settled();
    await leave(gateway, 350);
    const replies = await racers(2, (on) => issue(on));
    expect(replies.map((reply) => reply.status).sort()).toEqual([201, 402]);
    expect(await settled()).toMatchObject({ available: "0", total: "0" });
  });

  test("that pays for three goes to three of thirty, over two replicas", async () => {
    await leave(gateway, 3 * 350 + 349);
    const replies = await racers(30, (on) => issue(on));
    expect(replies.filter((reply) => reply.status === 201)).toHaveLength(3);
    for (const reply of replies) if (reply.status !== 201) expectProblem(reply, 402, "insufficient_balance");
    expect(await settled()).toMatchObject({ available: "349" });
  });

  test("goes to an issue or to a resend, not both", async () => {
    await leave(gateway, 700);
    const { id } = await issued(gateway, { wait_ms: 5000 });
    const replies = await racers(2, (on, n) => (n === 0 ? issue(on) : resend(on, id)));
    const statuses = replies.map((reply) => reply.status);
    expect([
      [201, 402],
      [402, 200],
    ]).toContainEqual(statuses);
    await settled();
  });

  test("is not enough for a message to each of two central numbers when it pays for one", async () => {
    await putTenant(gateway, { central_recipients: ["081190001111", "081190002222"] });
    await leave(gateway, 699);
    expectProblem(await issue(gateway, { to: "central", user: "ani" }), 402, "insufficient_balance");
    expect(await balance(gateway)).toMatchObject({ available: "699", held: "0" });
  });

  test("is not needed for what costs nothing: verify, read, cancel, decoys of others", async () => {
    await leave(gateway, 350);
    const { id } = await issued(gateway, { code: "123456" });
    expect(await verify(gateway, { id, code: "000000" })).toMatchObject({ attempts_left: 4 });
    expect((await cancel(gateway, id)).status).toBe(200);
    await settled();
  });
});

describe("a storm of 200 mixed calls over two replicas", () => {
  test("leaves the account the sum of its entries, and each hold ended at most once", async () => {
    await leave(gateway, 40_000);
    const phones = Array.from({ length: 12 }, (_, n) => phone(n === 3 ? "0001" : n === 5 ? "0006" : undefined));
    const open = await Promise.all(phones.map((to) => issued(gateway, { to, code: "123456" })));
    const calls = Array.from({ length: 200 }, (_, n): Promise<Reply> => {
      const on = n % 2 === 0 ? gateway : replica;
      const { id } = open[n % open.length] as { id: string };
      const to = phones[(n * 5) % phones.length];
      switch (n % 7) {
        case 0:
        case 1:
          return issue(on, { to, code: "123456" });
        case 2:
          return resend(on, id, n % 2 === 0 ? {} : { channel: "sms" });
        case 3:
          return cancel(on, id);
        case 4:
          return on.request("/v1/otp/verify", { body: { to, code: n % 3 === 0 ? "123456" : "000000" } });
        case 5:
          return issue(on, { to, code: "123456" }, { headers: { "idempotency-key": `storm-${n % 10}` } });
        default:
          return on.request("/v1/balance");
      }
    });
    const replies = await Promise.all(calls);
    expect(replies.filter((reply) => reply.status >= 500).map((reply) => reply.text)).toEqual([]);
    for (const reply of replies)
      if (reply.json.available !== undefined) expect(Number(reply.json.available)).toBeGreaterThanOrEqual(0);
    await expectSoundLedger(gateway.database.sql);
    await settled();
    const pending = await gateway.database.sql`
      select subject from otps where status = 'pending' group by tenant_id, subject, user_ref, purpose having count(*) > 1`;
    expect([...pending]).toEqual([]);
  });
});

test("what is held is the sum of the open holds, and all of it comes back when nothing is sent", async () => {
  const held = await startTestGateway();
  await putLimits(held);
  await holdDeliveries(held);
  const otps = await Promise.all(["whatsapp", "sms", "voice"].map((channel) => issued(held, { channel })));
  expect(await balance(held)).toMatchObject({ available: "98450", held: "1550", total: "100000" });
  await expectSoundLedger(held.database.sql);
  await cancel(held, (otps[0] as { id: string }).id);
  expect(await balance(held)).toMatchObject({ held: "1200", total: "100000" });
  held.clock.advance(301_000);
  await held.gateway.sweep.run();
  await expectSoundLedger(held.database.sql);
  await held.close();
});
