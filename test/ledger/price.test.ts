import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findPrice, type PriceQuestion } from "../../src/ledger/price.ts";
import type { PriceRule } from "../../src/settings/snapshot.ts";

const NOW = 1_800_000_000_000;
const rule = (amount: bigint, changes: Partial<PriceRule> = {}): PriceRule => ({
  channel: "sms",
  provider: null,
  country: null,
  amount,
  per: "message",
  chargedOn: "accepted",
  validFrom: 0,
  ...changes,
});
const question = (changes: Partial<PriceQuestion> = {}): PriceQuestion => ({
  channel: "sms",
  provider: "acme",
  country: "ID",
  segments: 1,
  at: NOW,
  ...changes,
});
const any = rule(1n);
const country = rule(2n, { country: "ID" });
const provider = rule(3n, { provider: "acme" });
const both = rule(4n, { provider: "acme", country: "ID" });

describe("the most telling rule wins", () => {
  test.each([
    ["any", [any], 1n],
    ["country before any", [any, country], 2n],
    ["provider before country", [country, provider, any], 3n],
    ["provider and country before all", [any, both, country, provider], 4n],
    ["another provider's is not ours", [rule(9n, { provider: "other" }), any], 1n],
    ["another country's is not ours", [rule(9n, { country: "MY", provider: "acme" }), provider], 3n],
    ["another channel's is not ours", [rule(9n, { channel: "whatsapp", provider: "acme", country: "ID" }), any], 1n],
    ["the newest of equals", [rule(1n, { validFrom: 5 }), rule(2n, { validFrom: 7 }), rule(3n, { validFrom: 6 })], 2n],
    ["what has not come yet does not count", [any, rule(9n, { validFrom: NOW + 1 })], 1n],
    ["what comes this millisecond does", [any, rule(9n, { validFrom: NOW })], 9n],
    ["more telling, though older", [rule(1n, { validFrom: 9 }), rule(2n, { country: "ID", validFrom: 1 })], 2n],
  ])("%s", (_, rules, amount) => expect(findPrice(rules, question())?.amount).toBe(amount));

  test("no rule, no price", () => {
    expect(findPrice([], question())).toBeNull();
    expect(findPrice([rule(1n, { validFrom: NOW + 1 })], question())).toBeNull();
    expect(findPrice([country], question({ country: null }))).toBeNull();
  });

  test("a segment's price is paid for each, a message's once", () => {
    const perSegment = rule(250n, { per: "segment", chargedOn: "delivered" });
    expect(findPrice([perSegment], question({ segments: 3 }))).toEqual({ amount: 750n, chargedOn: "delivered" });
    expect(findPrice([rule(250n)], question({ segments: 3 }))?.amount).toBe(250n);
  });
});

test("the order of the list never matters, except between two that say the same of the same moment", () => {
  const rules = fc.uniqueArray(
    fc.record({
      provider: fc.constantFrom(null, "acme", "other"),
      country: fc.constantFrom(null, "ID", "MY"),
      validFrom: fc.constantFrom(0, NOW - 1, NOW, NOW + 1),
      amount: fc.bigInt({ min: 0n, max: 99n }),
    }),
    { selector: (r) => `${r.provider}/${r.country}/${r.validFrom}`, maxLength: 12 },
  );
  fc.assert(
    fc.property(rules, fc.infiniteStream(fc.nat()), (made, order) => {
      const list = made.map(({ amount, ...changes }) => rule(amount, changes));
      const shuffled = list
        .map((r) => [order.next().value as number, r] as const)
        .sort(([a], [b]) => a - b)
        .map(([, r]) => r);
      expect(findPrice(shuffled, question())).toEqual(findPrice(list, question()));
    }),
  );
});
