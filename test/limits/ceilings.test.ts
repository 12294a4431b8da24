import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  bucketOf,
  ceilingReached,
  ceilingsOf,
  mostPerMessage,
  oldestBucket,
  usedMoney,
} from "../../src/limits/ceilings.ts";
import { Counters } from "../../src/limits/counters.ts";
import { defaultLimits } from "../../src/settings/documents.ts";
import type { TenantConfig } from "../../src/settings/snapshot.ts";

const HOUR = 3600;
/** Where a bucket of an hour (18 s) and one of a day (432 s) begin together. */
const NOW = 1_767_225_600_000 - (1_767_225_600_000 % 432_000);

type Ceilings = Partial<typeof defaultLimits.ceilings>;
const tenant = (ceilings: Ceilings, gateway: Ceilings | null = null) =>
  ({
    id: "t",
    limits: { ...defaultLimits, ceilings: { ...defaultLimits.ceilings, ...ceilings } },
    gatewayLimits:
      gateway === null
        ? null
        : { ownerId: "first", windows: [], ceilings: { ...defaultLimits.ceilings.gateway, ...gateway } },
  }) as Pick<TenantConfig, "id" | "limits" | "gatewayLimits">;
const place = { country: "ID", prefix: "+62812" };

describe("which ceilings a message is under", () => {
  test.each([
    ["none that is not set", tenant({}), place, []],
    ["the tenant's", tenant({ per_hour: "5", per_day: "6" }), place, ["money_per_hour", "money_per_day"]],
    [
      "its country's and prefix's",
      tenant({ country: { per_hour: "5", per_day: null }, prefix: { per_hour: null, per_day: "6" } }),
      place,
      ["money_country_per_hour", "money_prefix_per_day"],
    ],
    [
      "of an address, none by place",
      tenant({ country: { per_hour: "5", per_day: null }, prefix: { per_hour: null, per_day: "6" } }),
      { country: null, prefix: null },
      [],
    ],
    ["the gateway's", tenant({}, { per_day: "9" }), place, ["money_gateway_per_day"]],
  ])("%s", (_, limited, to, limits) => {
    expect(ceilingsOf(limited, to).map(({ limit }) => limit)).toEqual(limits);
  });

  test("each country and prefix is counted by itself, the gateway's under its owner", () => {
    const limited = tenant({ prefix: { per_hour: "5", per_day: null } }, { per_hour: "5" });
    const ids = (prefix: string) => ceilingsOf(limited, { country: "ID", prefix }).map(({ id }) => id);
    expect(ids("+62812")).toEqual(["t/prefix/+62812/3600", "first/gateway//3600"]);
    expect(ids("+62857")).toEqual(["t/prefix/+62857/3600", "first/gateway//3600"]);
  });

  test.each([
    ["no ceiling", tenant({}), null],
    ["the tenant's", tenant({ per_message: "500" }), 500_000_000n],
    ["the gateway's, where lower", tenant({ per_message: "500" }, { per_message: "400.5" }), 400_500_000n],
    ["what an hour has room for", tenant({ per_message: "500", per_hour: "100" }), 100_000_000n],
  ])("the most a message may cost: %s", (_, limited, most) => {
    expect(mostPerMessage(limited, place)).toBe(most);
  });
});

describe("the room under a ceiling", () => {
  const reached = (used: [start: number, amount: bigint][], amount: bigint, now = NOW) =>
    ceilingReached({ most: 1000n, spanSeconds: HOUR }, new Map(used), amount, now);

  test.each([
    ["an empty one", [], 1000n, null],
    ["exactly full afterwards", [[NOW, 400n]], 600n, null],
    ["one micro too much", [[NOW, 400n]], 601n, { used: 400n, retryAt: NOW + 17_999 + 3_600_000 }],
    [
      "freed by the oldest that makes room",
      [
        [NOW - 36_000, 300n],
        [NOW - 18_000, 300n],
        [NOW, 300n],
      ],
      500n,
      { used: 900n, retryAt: NOW - 18_000 + 17_999 + 3_600_000 },
    ],
    [
      "whatever the order of its rows",
      [
        [NOW, 300n],
        [NOW - 36_000, 600n],
      ],
      500n,
      { used: 900n, retryAt: NOW - 36_000 + 17_999 + 3_600_000 },
    ],
    ["more than it by itself", [], 1001n, { used: 0n, retryAt: NOW + 3_600_000 }],
  ] as [string, [number, bigint][], bigint, unknown][])("%s", (_, used, amount, expected) => {
    expect(reached(used, amount)).toEqual(expected);
  });

  test.each([
    ["a bucket's last millisecond inside the span", 3_600_000 + 17_998, 900n],
    ["the moment after it", 3_600_000 + 17_999, 0n],
  ])("%s", (_, later, used) => {
    expect(usedMoney(HOUR, new Map([[NOW, 900n]]), NOW + later)).toBe(used);
    expect(oldestBucket(HOUR, NOW + later)).toBeLessThanOrEqual(NOW);
  });

  test("sums beyond what a double can hold stay exact", () => {
    const huge = 9_007_199_254_740_993n;
    const buckets = new Map([[NOW, huge]]);
    expect(usedMoney(HOUR, buckets, NOW)).toBe(huge);
    const ceiling = { most: huge + 1n, spanSeconds: HOUR };
    expect(ceilingReached(ceiling, buckets, 1n, NOW)).toBeNull();
    expect(ceilingReached(ceiling, buckets, 2n, NOW)).not.toBeNull();
  });
});

test("whatever is held and given back: never above the ceiling in any span, and retry_at is exact to the millisecond", () => {
  const [ceiling] = ceilingsOf(tenant({ per_hour: "0.001" }), place);
  if (ceiling === undefined) throw new Error("no ceiling");
  const steps = fc.array(
    fc.record({ after: fc.nat(900_000), amount: fc.bigInt(1n, 700n), back: fc.bigInt(0n, 700n) }),
    { minLength: 5, maxLength: 60 },
  );
  fc.assert(
    fc.property(steps, (history) => {
      const counters = new Counters();
      const held: { at: number; amount: bigint }[] = [];
      let now = NOW;
      for (const { after, amount, back } of history) {
        now += after;
        const room = ceilingReached(ceiling, counters.moneyOf(ceiling), amount, now);
        if (room === null) {
          counters.move(ceiling, now, amount);
          held.push({ at: now, amount });
        } else {
          expect(ceilingReached(ceiling, counters.moneyOf(ceiling), amount, room.retryAt)).toBeNull();
          expect(ceilingReached(ceiling, counters.moneyOf(ceiling), amount, room.retryAt - 1)).not.toBeNull();
        }
        const last = held.at(-1);
        if (last !== undefined) {
          // As a capture of less than the hold: where it was held, however much later.
          const returned = back < last.amount ? back : last.amount;
          counters.move(ceiling, last.at, -returned);
          last.amount -= returned;
        }
        const inSpan = held.filter(({ at }) => at > now - 3_600_000).reduce((sum, one) => sum + one.amount, 0n);
        expect(inSpan).toBeLessThanOrEqual(1000n);
      }
      const { money } = counters.changes(now);
      expect(new Set(money.map(({ bucket }) => bucket)).size).toBe(money.length);
      expect(money.every(({ bucket }) => bucketOf(HOUR, bucket) === bucket)).toBe(true);
    }),
  );
});
