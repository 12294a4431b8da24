import { describe, expect, test } from "vitest";
import { decideSettle } from "../../src/delivery/decide-settle.ts";
import { bucketOf, ceilingsOf, placeOf } from "../../src/limits/ceilings.ts";
import { Counters } from "../../src/limits/counters.ts";
import { providerCounter } from "../../src/limits/scopes.ts";
import { admitMessages } from "../../src/otp/admit.ts";
import { decideSend, type NewMessage } from "../../src/otp/decide-issue.ts";
import type { Otp } from "../../src/otp/model.ts";
import { defaultLimits } from "../../src/settings/documents.ts";
import type { LimitsDocument } from "../../src/settings/documents.ts";
import type { TenantConfig } from "../../src/settings/snapshot.ts";
import { account, advanced, message as sent, next } from "../support/settling.ts";
import { tenantConfig } from "../support/tenant-config.ts";

/** Where a bucket of an hour begins. */
const NOW = bucketOf(3600, 1_800_000_000_000);
const HOUR = 3600;

const tenantWith = (limits: Partial<LimitsDocument>): TenantConfig => ({
  ...tenantConfig(),
  limits: { ...defaultLimits, ...limits },
});
const oneEach = { provider: [{ max: 1, per_seconds: HOUR }] };
const perHour = (amount: string) => ({ ceilings: { ...defaultLimits.ceilings, per_hour: amount } });
/** Amounts are in micros. */
const message = (changes: Partial<NewMessage> = {}): NewMessage => ({ ...next(), ...changes });

function send(tenant: TenantConfig, messages: NewMessage[], counters: Counters, at = NOW, decoy = false) {
  const world = { accounts: new Map([["t", account()]]), past: new Map(), userSends: new Map(), counters, now: NOW };
  const who = { subject: "s", userRef: "", recipients: [next().recipient], clientIp: null };
  const otp = { ...who, decoy, channels: ["sms"], likeVendors: false } as unknown as Otp;
  const request = { kind: "issue" as const, tenant, otp, messages, sandbox: false, actor: "erp", now: at };
  return decideSend(request, world);
}

function refusal(tenant: TenantConfig, messages: NewMessage[], counters = new Counters(), decoy = false): unknown {
  try {
    send({ ...tenant, limits: { ...tenant.limits, tenant: [], recipient: [] } }, messages, counters, NOW, decoy);
    return null;
  } catch (error) {
    return error;
  }
}

describe("the order in which providers are tried", () => {
  const byNumber = message({ prices: { 1: ["5", "accepted"], 2: ["9", "accepted"] }, order: ["2", "1"], hold: 9n });
  const limited = tenantWith({ provider: [{ max: 1, per_seconds: HOUR }] });

  test("is the plan's, whatever they are called: its first is counted", () => {
    const counters = new Counters();
    const { messages, countProviders } = admitMessages(limited, [byNumber], counters, NOW);
    countProviders();
    expect(messages[0]?.order).toEqual(["2", "1"]);
    expect(counters.changes(NOW).hits.map(({ counter }) => counter.key)).toEqual(["2"]);
  });

  test("goes on without one that is over its limit, and its price", () => {
    const counters = new Counters();
    counters.count(providerCounter(limited, "2"), NOW);
    const { messages } = admitMessages(limited, [byNumber], counters, NOW);
    expect(messages[0]).toMatchObject({ order: ["1"], prices: { 1: ["5", "accepted"] }, hold: 5n });
  });
});

describe("a limit that holds a channel back", () => {
  const sms = message({ id: "m3", prices: { sm: ["4", "accepted"] }, order: ["sm"], hold: 4n });
  const whatsapp = message({
    ...{ channel: "whatsapp", prices: { wa: ["9", "accepted"] }, order: ["wa"], hold: 9n },
    otherwise: sms,
  });
  const full = (tenant: TenantConfig, ...hits: [provider: string, at: number][]) => {
    const counters = new Counters();
    for (const [provider, at] of hits) counters.count(providerCounter(tenant, provider), at);
    return counters;
  };

  test("of a provider: the next channel takes the message, which says why", () => {
    const tenant = tenantWith(oneEach);
    const admitted = admitMessages(tenant, [whatsapp], full(tenant, ["wa", NOW]), NOW);
    expect(admitted.blocks).toEqual([]);
    expect(admitted.heldBack).toEqual([{ channel: "whatsapp", limit: "provider" }]);
    expect(admitted.messages[0]).toMatchObject({
      id: "m3",
      skips: [
        { provider: "wa", reason: "over its limit of messages" },
        { provider: "whatsapp", reason: "the limit provider holds it back" },
      ],
    });
  });

  test("of money: a cheaper channel takes it, and its own hold is counted", () => {
    const tenant = tenantWith(perHour("0.00001"));
    const counters = new Counters();
    const [ceiling] = ceilingsOf(tenant, placeOf(sms.recipient));
    if (ceiling === undefined) throw new Error("no ceiling");
    counters.move(ceiling, NOW, 5n);
    const { messages, countMoney } = admitMessages(tenant, [whatsapp], counters, NOW);
    countMoney();
    expect(messages[0]?.id).toBe("m3");
    expect([...counters.moneyOf(ceiling).values()]).toEqual([9n]);
  });

  test("on every channel: the one that frees first is named", () => {
    const tenant = tenantWith(oneEach);
    const { blocks } = admitMessages(tenant, [whatsapp], full(tenant, ["wa", NOW], ["sm", NOW - 600_000]), NOW);
    expect(blocks.map(({ limit, retryAt }) => [limit, retryAt < NOW + 3_100_000])).toEqual([["provider", true]]);
  });

  test("with another on the same channel: the one that frees last is named", () => {
    const tenant = tenantWith({ ...oneEach, ...perHour("0.00001") });
    const counters = full(tenant, ["sm", NOW - 600_000]);
    const [ceiling] = ceilingsOf(tenant, placeOf(sms.recipient));
    if (ceiling !== undefined) counters.move(ceiling, NOW, 10n);
    const { blocks } = admitMessages(tenant, [sms], counters, NOW);
    expect(blocks.map(({ limit }) => limit)).toEqual(["money_per_hour"]);
  });

  test("lets the fallback go by a later channel", () => {
    const tenant = tenantWith(oneEach);
    const counters = full(tenant, ["wa", NOW]);
    const from = sent({ leaseOwner: null, due: "fallback", dueAt: NOW, status: "accepted", acceptedAt: NOW - 1 });
    const decision = decideSettle(from, advanced(whatsapp, null), account(), NOW, (next) =>
      admitMessages(tenant, [next], counters, NOW),
    );
    expect(decision.created?.id).toBe("m3");
    expect(from.skips).toContainEqual({ provider: "whatsapp", reason: "the limit provider holds the fallback back" });
  });
});

describe("several messages of one OTP", () => {
  const three = ["a", "b", "c"].map((id) =>
    message({ id, prices: { wa: ["5", "accepted"] }, order: ["wa"], hold: 5n }),
  );

  test.each([
    ["dearer together than a ceiling", perHour("0.000014"), "money_per_hour"],
    ["more than a provider takes at once", { provider: [{ max: 2, per_seconds: HOUR }] }, "provider"],
  ])("that are %s: waiting would not help", (_, limits, limit) => {
    expect(refusal(tenantWith(limits), three)).toMatchObject({ code: "no_route", extras: { members: { limit } } });
  });

  test.each([
    ["as a ceiling has room for", perHour("0.000015")],
    ["as a provider takes", { provider: [{ max: 3, per_seconds: HOUR }] }],
  ])("just as many %s may go; the next time they wait until all of them fit", (_, limits) => {
    const tenant = tenantWith(limits);
    const counters = new Counters();
    expect(refusal(tenant, three, counters)).toBeNull();
    expect(refusal(tenant, three, counters)).toMatchObject({ code: "rate_limited" });
  });
});

test("a decoy counts at its provider like a real one, and no money", () => {
  const tenant = tenantWith({ ...oneEach, ...perHour("1000") });
  const counters = new Counters();
  expect(refusal(tenant, [message()], counters, true)).toBeNull();
  const { hits, money } = counters.changes(NOW);
  expect([hits.filter(({ counter }) => counter.limit === "provider").length, money.length]).toEqual([1, 0]);
  expect(refusal(tenant, [message()], counters, true)).toMatchObject({ code: "rate_limited" });
});

describe("money under ceilings", () => {
  test("is counted at the time of its rows, where it comes back, though it was asked for in the bucket before", () => {
    const tenant = tenantWith(perHour("1000"));
    const counters = new Counters();
    const { messages } = send(tenant, [message()], counters, NOW - 1);
    const [ceiling] = ceilingsOf(tenant, placeOf(message().recipient));
    expect([...(ceiling === undefined ? [] : counters.moneyOf(ceiling))]).toEqual([[NOW, 500n]]);
    expect(messages[0]?.counted).toBe(ceiling?.bit);
  });

  test("is marked with the ceilings that are set, and no others", () => {
    const counted = (limits: Partial<LimitsDocument>) =>
      admitMessages(tenantWith(limits), [message()], new Counters(), NOW).messages[0]?.counted;
    const { ceilings } = defaultLimits;
    expect(counted({})).toBe(0);
    expect(counted({ ceilings: { ...ceilings, per_hour: "1", per_day: "1" } })).toBe(0b11);
    expect(counted({ ceilings: { ...ceilings, prefix: { per_hour: null, per_day: "1" } } })).toBe(0b100000);
  });
});
