import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { middleOf, quantilesOf, slotOf, type Slots } from "../../src/stats/latency.ts";

function slotsOf(values: readonly number[]): Slots {
  const slots: Slots = new Map();
  for (const value of values) slots.set(slotOf(value), (slots.get(slotOf(value)) ?? 0) + 1);
  return slots;
}

function exactly(values: readonly number[], share: number): number {
  return [...values].sort((a, b) => a - b)[Math.ceil(values.length * share) - 1] ?? Number.NaN;
}

describe("slots", () => {
  test.each([
    [0, 0],
    [0.9, 0],
    [1, 1],
    [1.2, 2],
    [1e12, slotOf(1e13)],
  ])("%d ms is in slot %i", (ms, slot) => expect(slotOf(ms)).toBe(slot));

  it("have a middle that is within 5 % of all that is in them", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 * 86_400_000 }), (ms) => {
        expect(Math.abs(middleOf(slotOf(ms)) - ms) / ms).toBeLessThan(0.05);
      }),
    );
  });
});

describe("quantiles", () => {
  it("are none of nothing", () => expect(quantilesOf(new Map())).toBeNull());

  it("of one value are the middle of its slot", () => {
    expect(quantilesOf(slotsOf([1000]))).toEqual({ count: 1, p50: 1002, p95: 1002, p99: 1002 });
  });

  it("are within 5 % of the exact ones, and a millisecond, whatever was measured", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 3_600_000 }), { minLength: 1, maxLength: 300 }), (values) => {
        const found = quantilesOf(slotsOf(values));
        expect(found?.count).toBe(values.length);
        for (const [share, ms] of [
          [0.5, found?.p50],
          [0.95, found?.p95],
          [0.99, found?.p99],
        ] as const) {
          const exact = exactly(values, share);
          expect(Math.abs((ms ?? Number.NaN) - exact)).toBeLessThanOrEqual(exact * 0.05 + 0.5);
        }
      }),
    );
  });

  it("of two spans are those of both together", () => {
    const [one, other] = [
      [3, 5, 8000],
      [1, 5, 90],
    ];
    const sum = slotsOf(one);
    for (const [slot, n] of slotsOf(other)) sum.set(slot, (sum.get(slot) ?? 0) + n);
    expect(quantilesOf(sum)).toEqual(quantilesOf(slotsOf([...one, ...other])));
  });
});
