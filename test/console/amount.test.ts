import { describe, expect, test } from "vitest";
import { readTyped } from "../../src/console/pages/balance/amount.ts";

describe("an amount as people write it", () => {
  test.each([
    ["1500000", "1500000"],
    ["1.500.000", "1500000"],
    ["1,500,000", "1500000"],
    ["1 500 000", "1500000"],
    ["1.500.000,50", "1500000.5"],
    ["1,500,000.50", "1500000.5"],
    ["Rp 1.500.000", "1500000"],
    ["Rp1.500.000,-".slice(0, -2), "1500000"],
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
