import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatAmount, parseAmount } from "../../src/kit/money.ts";

test.each([
  ["356.65", 356_650_000n],
  ["350", 350_000_000n],
  ["0", 0n],
  ["-0", 0n],
  ["0.000001", 1n],
  ["-0.5", -500_000n],
  ["007", 7_000_000n],
  ["1.100000", 1_100_000n],
  ["999999999999.999999", 999_999_999_999_999_999n],
])("%s is read exactly", (text, micros) => expect(parseAmount(text)).toBe(micros));

test.each([
  "",
  " ",
  " 1",
  "1 ",
  "1\n",
  "+1",
  "--1",
  "1.",
  ".5",
  "1,5",
  "1.000,00",
  "1e3",
  "0x10",
  "1.0000001",
  "1000000000000",
  "NaN",
  "Infinity",
  "Rp1",
  "١٢",
  "１２",
  "1\u00a0000",
  "1_000",
  "null",
])("%j is no amount", (text) => expect(parseAmount(text)).toBeNull());

test.each([
  [356_650_000n, "356.65"],
  [350_000_000n, "350"],
  [0n, "0"],
  [-1n, "-0.000001"],
  [-500_000n, "-0.5"],
  [123_456_789_000_001n, "123456789.000001"],
])("%s micros are written %s", (micros, text) => expect(formatAmount(micros)).toBe(text));

describe("properties", () => {
  const limit = 10n ** 18n - 1n;
  test("what is written is read back, and only in one way", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -limit, max: limit }), (micros) => {
        const text = formatAmount(micros);
        expect(parseAmount(text)).toBe(micros);
        expect(text).toMatch(/^(0|-?(0|[1-9]\d*)(\.\d{0,5}[1-9])?)$/);
      }),
    );
  });

  test("no text throws, and what is read is what the digits say", () => {
    const texts = fc.oneof(fc.string({ unit: "grapheme" }), fc.string({ unit: fc.constantFrom(..."0123456789.-+e ") }));
    fc.assert(
      fc.property(texts, (text) => {
        const micros = parseAmount(text);
        if (micros !== null) expect(Number(micros) / 1e6).toBeCloseTo(Number(text), 3);
      }),
      { numRuns: 2000 },
    );
  });
});
