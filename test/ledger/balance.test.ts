import fc from "fast-check";
import { expect, test } from "vitest";
import { runway } from "../../src/ledger/balance.ts";

test.each([
  ["nothing spent: nobody knows", 1000n, 0n, 168, null],
  ["refunds beyond the spend: nobody knows", 1000n, -5n, 168, null],
  ["nothing left", 0n, 5n, 168, 0],
  ["inside the credit line", -5n, 5n, 168, 0],
  ["100 an hour, 1000 left", 1000n, 16_800n, 168, 10],
  ["rounded down", 1099n, 16_800n, 168, 10],
  ["less than an hour", 99n, 16_800n, 168, 0],
  ["of an account an hour old", 1000n, 100n, 1, 10],
  ["a span of no length counts as a minute", 1000n, 100n, 0, 0],
  ["amounts past 2^53", 9_007_199_254_740_993_000n, 9_007_199_254_740_993n, 1, 1000],
])("%s", (_, available, spent, hours, expected) => expect(runway(available, spent, hours)).toBe(expected));

test("it is never promised longer than the money lasts", () => {
  const money = fc.bigInt({ min: 1_000_000n, max: 10n ** 15n });
  fc.assert(
    fc.property(money, money, fc.integer({ min: 1, max: 168 }), (available, spent, hours) => {
      const left = BigInt(runway(available, spent, hours) ?? 0);
      expect(left * spent <= available * BigInt(hours)).toBe(true);
      expect((left + 1n) * spent > available * BigInt(hours)).toBe(true);
    }),
  );
});
