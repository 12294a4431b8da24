import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { documentOf as limitsOf, valuesOf as limitValues } from "../../src/console/pages/limits/form-values.ts";
import { documentOf as tenantOf } from "../../src/console/pages/tenants/form-values.ts";
import { amountToType, clearAmount, readTyped, unclearAmounts } from "../../src/console/typed-amount.ts";
import { formatAmount } from "../../src/kit/money.ts";
import { defaultLimits } from "../../src/settings/documents.ts";

describe("an amount as people write it", () => {
  test.each([
    ["1500000", "1500000"],
    ["1.500.000", "1500000"],
    ["1,500,000", "1500000"],
    ["1 500 000", "1500000"],
    ["1.500.000,50", "1500000.5"],
    ["1,500,000.50", "1500000.5"],
    ["Rp 1.500.000", "1500000"],
    ["Rp1.500.000,-", "1500000"],
    ["Rp 25.000,-", "25000"],
    ["1234567890.125", "1234567890.125"],
    ["IDR 356.65", "356.65"],
    ["356,65", "356.65"],
    ["1.5", "1.5"],
    ["0.500", "0.5"],
    ["1.500,00", "1500"],
    ["12.3456", "12.3456"],
    ["0,000001", "0.000001"],
    ["-1.500.000", "-1500000"],
    ["−2,5", "-2.5"],
    [" 007 ", "7"],
  ])("%j is %s", (typed, amount) => {
    expect(readTyped(typed)).toEqual({ kind: "clear", amount });
  });

  test.each([
    ["1.500", "1500", "1.5"],
    ["1,500", "1500", "1.5"],
    ["12.345", "12345", "12.345"],
    ["1500.000", "1500000", "1500"],
    ["-1.500", "-1500", "-1.5"],
  ])("%j may be %s or %s, so it is asked", (typed, thousands, decimal) => {
    expect(readTyped(typed)).toEqual({ kind: "either", thousands, decimal });
  });

  test.each([
    "",
    "satu juta",
    "1.50.000",
    "1.500,000.5",
    "1.500.00",
    "1,5,0",
    "1e6",
    "1.2345678",
    "1234567890123",
    "--1",
    "0.1.2",
    "1 500,",
    "0.500.000",
  ])("%j is none", (typed) => {
    expect(readTyped(typed)).toEqual({ kind: "unreadable" });
  });
});

test("an amount that a field shows is read as the same again", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 18n - 1n }), (micros) => {
      expect(clearAmount(amountToType(formatAmount(micros)))).toBe(formatAmount(micros));
    }),
  );
});

test("among other fields one that is not clear is refused, with how to write it", () => {
  const values = { a: "50.000", b: "banyak", c: "", d: "50.000,00" };
  expect([...unclearAmounts(values, ["a", "b", "c", "d"], "en")]).toEqual([
    ["a", "can be read in two ways; write 50000 or 50"],
    ["b", "can't be read as an amount of money; write 1,500,000 or 1500000"],
  ]);
  expect([values.a, values.b, values.d].map(clearAmount)).toEqual(["", "", "50000"]);
});

test("ceilings, credit lines and thresholds take amounts as people write them, and never a thousandth of one", () => {
  const ceiling = (typed: string) =>
    limitsOf({ ...limitValues(defaultLimits), "ceilings.per_day": typed }, defaultLimits).ceilings.per_day;
  expect(["1.000.000", "50.000", ""].map(ceiling)).toEqual(["1000000", "", null]);
  const line = (typed: string) => tenantOf({ credit_line: typed, low_threshold: typed });
  expect(line("1.000.000")).toMatchObject({ credit_line: "1000000", low_threshold: "1000000" });
  expect(line("50.000")).toMatchObject({ credit_line: "", low_threshold: "" });
});
