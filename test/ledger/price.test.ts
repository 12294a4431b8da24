import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fixPrice, forSegments, readPrice } from "../../src/ledger/fixed-price.ts";
import { findPrice, type PriceQuestion } from "../../src/ledger/price.ts";
import type { PriceRule } from "../../src/settings/snapshot.ts";

const NOW = 1_800_000_000_000;
const rule = (amount: bigint, changes: Partial<PriceRule> = {}): PriceRule => ({
  channel: "sms",
  provider: null,
  country: null,
  prefix: null,
  amount,
  cost: null,
  per: "message",
  chargedOn: "accepted",
  validFrom: 0,
  ...changes,
});
const question = (changes: Partial<PriceQuestion> = {}): PriceQuestion => ({
  channel: "sms",
  provider: "acme",
  country: "ID",
  number: "+6281234567890",
  segments: 1,
  at: NOW,
  ...changes,
});
const any = rule(1n);
const country = rule(2n, { country: "ID" });
const provider = rule(3n, { provider: "acme" });
const both = rule(4n, { provider: "acme", country: "ID" });
const prefix = rule(5n, { prefix: "+62812" });
const bothPrefix = rule(6n, { provider: "acme", prefix: "+62812" });

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
    ["prefix before country", [any, country, prefix], 5n],
    ["provider before prefix", [any, prefix, provider], 3n],
    ["provider and country before prefix", [prefix, provider, both], 4n],
    ["provider and prefix before all", [prefix, provider, both, country, bothPrefix, any], 6n],
    ["the longest prefix", [rule(1n, { prefix: "+62" }), prefix, rule(7n, { prefix: "+62812345" }), country], 7n],
    ["another prefix is not ours", [rule(9n, { prefix: "+62813" }), country], 2n],
    ["a prefix longer than the number is not ours", [rule(9n, { prefix: "+628123456789012" }), any], 1n],
    ["a prefix in a country before the same prefix", [prefix, rule(8n, { prefix: "+62812", country: "ID" })], 8n],
    ["a prefix in another country is not ours", [rule(9n, { prefix: "+62812", country: "MY" }), any], 1n],
    [
      "a shorter prefix where the longer has not come",
      [prefix, rule(9n, { prefix: "+628123", validFrom: NOW + 1 })],
      5n,
    ],
  ])("%s", (_, rules, amount) => expect(findPrice(rules, question())?.amount).toBe(amount));

  test("an address has neither country nor prefix", () => {
    const asked = question({ channel: "email", country: null, number: null });
    const email = (amount: bigint, changes: Partial<PriceRule> = {}) => rule(amount, { channel: "email", ...changes });
    expect(findPrice([email(1n), email(2n, { country: "ID" }), email(3n, { prefix: "+62" })], asked)?.amount).toBe(1n);
  });

  test("no rule, no price", () => {
    expect(findPrice([], question())).toBeNull();
    expect(findPrice([rule(1n, { validFrom: NOW + 1 })], question())).toBeNull();
    expect(findPrice([country], question({ country: null }))).toBeNull();
  });

  test("a segment's price is paid for each, a message's once", () => {
    const perSegment = rule(250n, { per: "segment", chargedOn: "delivered" });
    expect(findPrice([perSegment], question({ segments: 3 }))).toEqual({
      amount: 750n,
      chargedOn: "delivered",
      cost: null,
      segments: 3,
    });
    expect(findPrice([rule(250n)], question({ segments: 3 }))).toMatchObject({ amount: 250n, segments: null });
  });

  test("the cost is for the same as the price", () => {
    const perSegment = rule(250n, { per: "segment", cost: 199n });
    expect(findPrice([perSegment], question({ segments: 3 }))).toMatchObject({ amount: 750n, cost: 597n });
    expect(findPrice([rule(250n, { cost: 199n })], question({ segments: 3 }))?.cost).toBe(199n);
    expect(findPrice([rule(250n, { per: "segment" })], question({ segments: 3 }))?.cost).toBeNull();
  });
});

test("the order of the list never matters, except between two that say the same of the same moment", () => {
  const rules = fc.uniqueArray(
    fc.record({
      provider: fc.constantFrom(null, "acme", "other"),
      country: fc.constantFrom(null, "ID", "MY"),
      prefix: fc.constantFrom(null, "+62", "+62812", "+60"),
      validFrom: fc.constantFrom(0, NOW - 1, NOW, NOW + 1),
      amount: fc.bigInt({ min: 0n, max: 99n }),
    }),
    { selector: (r) => `${r.provider}/${r.country}/${r.prefix}/${r.validFrom}`, maxLength: 20 },
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

test("an index finds what reading the whole list finds", () => {
  const weight = (r: PriceRule): number =>
    (r.provider === null ? 0 : 1000) + (r.prefix === null ? 0 : 10 * r.prefix.length) + (r.country === null ? 0 : 1);
  const rules = fc.uniqueArray(
    fc.record({
      channel: fc.constantFrom("sms" as const, "whatsapp" as const),
      provider: fc.constantFrom(null, "acme", "other"),
      country: fc.constantFrom(null, "ID", "MY"),
      prefix: fc.constantFrom(null, "+62", "+62812", "+628123", "+60"),
      validFrom: fc.constantFrom(0, NOW, NOW + 1),
      amount: fc.bigInt({ min: 0n, max: 99n }),
    }),
    { selector: (r) => JSON.stringify({ ...r, amount: "" }), maxLength: 40 },
  );
  fc.assert(
    fc.property(rules, (made) => {
      const list = made.map(({ amount, ...changes }) => rule(amount, changes));
      const asked = question();
      const fitting = list.filter(
        (r) =>
          r.channel === asked.channel &&
          r.validFrom <= asked.at &&
          (r.provider === null || r.provider === asked.provider) &&
          (r.country === null || r.country === asked.country) &&
          (r.prefix === null || asked.number?.startsWith(r.prefix) === true),
      );
      const [best] = fitting.sort((a, b) => weight(b) - weight(a) || b.validFrom - a.validFrom);
      expect(findPrice(list, asked)?.amount).toBe(best?.amount);
    }),
    { numRuns: 1000 },
  );
});

describe("a price that a message keeps", () => {
  const price = { amount: 750n, chargedOn: "delivered" as const, cost: 597n, segments: 3 };
  test.each([
    ["in full", price, ["750", "delivered", "597", 3]],
    ["without a cost", { ...price, cost: null }, ["750", "delivered", null, 3]],
    ["for a message", { ...price, segments: null }, ["750", "delivered", "597"]],
    ["for a message, without a cost", { ...price, segments: null, cost: null }, ["750", "delivered"]],
  ])("%s is read as it was written", (_, made, kept) => {
    expect(fixPrice(made)).toEqual(kept);
    expect(readPrice(fixPrice(made))).toEqual(made);
  });

  test.each([
    [1, ["250", "delivered", "199", 1]],
    [2, ["500", "delivered", "398", 2]],
    [3, null],
    [4, null],
    [0, null],
  ])("for %d segments instead of three", (sent, kept) => expect(forSegments(fixPrice(price), sent)).toEqual(kept));

  test("a message's price is the same for any number of segments", () => {
    expect(forSegments(["350", "accepted"], 1)).toBeNull();
  });
});
