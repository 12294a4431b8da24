import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { expectProblem, issue, issued, phone, putLimits, resend } from "../support/erp.ts";
import { eventually, startTestGateway, type Reply, type TestGateway } from "../support/gateway.ts";
import { makeTenant } from "../support/roles.ts";

let gateway: TestGateway;
let other: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
  other = await gateway.replica();
  await gateway.admin("/v1/balance/topups", { body: { amount: "10000000", reference: "for the tests" } });
});
afterAll(() => gateway.close());
beforeEach(() => gateway.clock.advance(2 * 86_400_000));

const made = (replies: Reply[]) => replies.filter(({ status }) => status === 201).length;
/** WhatsApp costs 350, SMS 500. */
const spent = async (scope: string) => {
  const rows = await gateway.database.sql<{ amount: string }[]>`
    select coalesce(sum(amount), 0)::text as amount from money_usage
    where scope = ${scope} and bucket > ${gateway.clock.now() - 4_000_000}::bigint`;
  return Number(rows[0]?.amount) / 1e6;
};

async function everywhere(limits: object): Promise<void> {
  await putLimits(gateway, limits);
  const { json } = await gateway.admin("/v1/limits");
  await eventually(
    () => other.admin("/v1/limits"),
    (shown) => JSON.stringify(shown.json) === JSON.stringify(json),
  );
}

describe("a ceiling on money", () => {
  test.each([
    ["of the tenant", { per_hour: "3500" }, "money_per_hour"],
    ["of the country", { country: { per_day: "3500" } }, "money_country_per_day"],
    ["of the prefix", { prefix: { per_hour: "3500" } }, "money_prefix_per_hour"],
    ["of the gateway", { gateway: { per_hour: "3500" } }, "money_gateway_per_hour"],
  ])("%s lets exactly what it has room for through, over two replicas at once", async (_, ceilings, limit) => {
    await everywhere({ ceilings });
    const replies = await Promise.all(Array.from({ length: 80 }, (_one, n) => issue(n % 2 === 0 ? gateway : other)));
    expect(made(replies)).toBe(10);
    const refused = replies.find(({ status }) => status === 429);
    expect(refused?.json.limit).toBe(limit);
  });

  test("says when it frees, and its amounts; the refusal holds nothing", async () => {
    await putLimits(gateway, { ceilings: { per_hour: "800" } });
    await issued(gateway);
    await issued(gateway);
    const reply = await issue(gateway);
    expectProblem(reply, 429, "rate_limited");
    expect(reply.json.money).toEqual({ ceiling: "800", used: "700", needed: "350", currency: "IDR" });
    expect(reply.json.detail).toContain("800 IDR spent by this tenant in 1 hour (this message needs 350 IDR)");
    expect(reply.headers.get("ratelimit-policy")).toBe('"money_per_hour";q=800;qu="IDR";w=3600');
    expect(await spent("tenant")).toBe(700);
    gateway.clock.advance(Date.parse(reply.json.retry_at) - gateway.clock.now());
    await issued(gateway);
  });

  test("counts a resend like an issue", async () => {
    await putLimits(gateway, { ceilings: { per_hour: "800" } });
    const { id } = await issued(gateway);
    expect((await resend(gateway, id)).status).toBe(200);
    expectProblem(await resend(gateway, id), 429, "rate_limited");
  });

  test("gets back what was held and never charged, so that an outage does not use it up", async () => {
    // The sandbox refuses numbers that end in 0006.
    await putLimits(gateway, { ceilings: { per_hour: "900", prefix: { per_day: "900" } } });
    for (let n = 0; n < 4; n += 1) {
      const reply = await issue(gateway, { to: phone("0006"), channel: "whatsapp", wait_ms: 5000 });
      expect(reply.status, reply.text).toBe(201);
      await eventually(
        () => spent("tenant"),
        (amount) => amount === 0,
      );
    }
    expect(await spent("prefix")).toBe(0);
    await issued(gateway);
    expect(await spent("prefix")).toBe(350);
  });

  test("gets nothing back of what was held before it was set", async () => {
    const sandbox = (settings: object) =>
      gateway.admin("/v1/providers/sandbox", { method: "PUT", body: { kind: "sandbox", settings } });
    // What is held waits at the sandbox until it is cancelled.
    await sandbox({ latency_ms: 20_000 });
    await putLimits(gateway, { ceilings: { per_hour: "100000" } });
    const counted = await issued(gateway);
    await putLimits(gateway, {});
    const before = await Promise.all(Array.from({ length: 5 }, () => issued(gateway)));
    await putLimits(gateway, { ceilings: { per_hour: "3500" } });
    expect(await spent("tenant")).toBe(350);
    for (const { id } of [counted, ...before]) await gateway.request(`/v1/otp/${String(id)}/cancel`, { body: {} });
    const held = () => gateway.database.sql<{ n: number }[]>`
      select count(*)::int as n from messages where hold_state = 'held'
      and created_at > to_timestamp(${gateway.clock.now() - 600_000}::float8 / 1000)`;
    await eventually(held, ([row]) => row?.n === 0);
    await sandbox({});
    expect(await spent("tenant")).toBe(0);
    expect(made(await Promise.all(Array.from({ length: 15 }, () => issue(gateway))))).toBe(10);
  });

  test("is not for decoys, which hold nothing, but refuses them like a real one", async () => {
    await putLimits(gateway, { ceilings: { per_hour: "400" } });
    await issued(gateway, { decoy: true });
    await issued(gateway, { decoy: true });
    expect(await spent("tenant")).toBe(0);
    await issued(gateway);
    expect((await issue(gateway, { decoy: true })).json.limit).toBe("money_per_hour");
  });

  test("keeps a fallback from being made, and the message says why", async () => {
    await putLimits(gateway, { ceilings: { per_hour: "600" } });
    await issued(gateway);
    gateway.clock.advance(1);
    // WhatsApp fails: its 350 come back, and SMS would need 500 of the 250 that are left.
    const otp = await issued(gateway, { to: phone("0006") }).catch(() => null);
    expect(otp).toBeNull();
    await putLimits(gateway, { ceilings: { per_hour: "800" } });
    const second = await issued(gateway, { to: phone("0006") });
    const message = () => gateway.admin(`/v1/messages/${String(second.message.id)}`);
    const { json } = await eventually(message, (reply) => reply.json.skips.length > 0);
    expect(json.skips).toContainEqual({ provider: "sms", reason: "the limit money_per_hour holds the fallback back" });
    expect(await spent("tenant")).toBe(350);
  });

  test("of the gateway counts all tenants and tells none what the others spend", async () => {
    const { erp, finance } = await makeTenant(gateway, "spender");
    await gateway.request("/v1/balance/topups", { key: finance, body: { amount: "1000000", reference: "r" } });
    await everywhere({ ceilings: { gateway: { per_day: "1000" } } });
    await issued(gateway);
    const theirs = () => gateway.request("/v1/otp/issue", { key: erp, body: { to: phone() } });
    expect((await theirs()).status).toBe(201);
    const refused = await theirs();
    expect(refused.json).toMatchObject({ limit: "money_gateway_per_day", money: { needed: "350", currency: "IDR" } });
    expect(refused.json.money).not.toHaveProperty("used");
    expect(refused.json.detail).not.toContain("1000");
  });

  test("writes nothing where none is set", async () => {
    await putLimits(gateway, {});
    const count = () => gateway.database.sql`select count(*)::int as n from money_usage`;
    const before = await count();
    await issued(gateway);
    expect(await count()).toEqual(before);
  });
});
