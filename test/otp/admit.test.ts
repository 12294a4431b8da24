import { describe, expect, test } from "vitest";
import { bucketOf, ceilingsOf, placeOf } from "../../src/limits/ceilings.ts";
import { Counters } from "../../src/limits/counters.ts";
import { providerCounter } from "../../src/limits/scopes.ts";
import { admitMessages } from "../../src/otp/admit.ts";
import { decideSend, type NewMessage } from "../../src/otp/decide-issue.ts";
import type { Otp } from "../../src/otp/model.ts";
import { defaultLimits } from "../../src/settings/documents.ts";
import type { LimitsDocument } from "../../src/settings/documents.ts";
import type { TenantConfig } from "../../src/settings/snapshot.ts";
import { account, next } from "../support/settling.ts";
import { tenantConfig } from "../support/tenant-config.ts";

const NOW = 1_800_000_000_000;
const HOUR = 3600;

const tenantWith = (limits: Partial<LimitsDocument>): TenantConfig => ({
  ...tenantConfig(),
  limits: { ...defaultLimits, ...limits },
});
const perHour = (amount: string) => ({ ceilings: { ...defaultLimits.ceilings, per_hour: amount } });
/** Amounts are in micros. */
const message = (changes: Partial<NewMessage> = {}): NewMessage => ({ ...next(), ...changes });

describe("the order in which providers are tried", () => {
  const byNumber = message({ prices: { 1: ["5", "accepted"], 2: ["9", "accepted"] }, order: ["2", "1"], hold: 9n });
  const limited = tenantWith({ provider: [{ max: 1, per_seconds: HOUR }] });

  test("is the plan's, whatever they are called: its first is counted", () => {
    const counters = new Counters();
    const { messages, count } = admitMessages(limited, [byNumber], counters, NOW);
    count();
    expect(messages[0]?.order).toEqual(["2", "1"]);
    expect(counters.changes().hits.map(({ counter }) => counter.key)).toEqual(["2"]);
  });

  test("goes on without one that is over its limit, and its price", () => {
    const counters = new Counters();
    counters.count(providerCounter(limited, "2"), NOW);
    const { messages } = admitMessages(limited, [byNumber], counters, NOW);
    expect(messages[0]).toMatchObject({ order: ["1"], prices: { 1: ["5", "accepted"] }, hold: 5n });
  });
});

describe("money under ceilings", () => {
  test("is counted at the time of its rows, where it comes back, though it was asked for in the bucket before", () => {
    const tenant = tenantWith(perHour("1000"));
    const counters = new Counters();
    const rows = bucketOf(HOUR, NOW);
    const world = { accounts: new Map([["t", account()]]), past: new Map(), userSends: new Map(), counters, now: rows };
    const otp = { subject: "s", userRef: "", recipients: [message().recipient], clientIp: null } as unknown as Otp;
    const asked = { otp, tenant, sandbox: false, actor: "erp", now: rows - 1 };
    const { messages } = decideSend({ kind: "issue", messages: [message()], ...asked }, world);
    const [ceiling] = ceilingsOf(tenant, placeOf(message().recipient));
    expect([...(ceiling === undefined ? [] : counters.moneyOf(ceiling))]).toEqual([[rows, 500n]]);
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
