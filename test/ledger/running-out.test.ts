import { describe, expect, test } from "vitest";
import { judge, shortestRunway, type Figures } from "../../src/ledger/running-out.ts";

const figures = (changes: Partial<Figures> = {}): Figures => ({
  available: 1000n,
  creditLine: 0n,
  currency: "IDR",
  threshold: 100n,
  runwayHours: null,
  lowRunwayHours: 24,
  cheapest: 10n,
  ...changes,
});

describe("how money stands", () => {
  test.each<[string, Partial<Figures>, string]>([
    ["plenty", {}, "over over over"],
    ["just below the threshold", { available: 99n }, "on over between"],
    ["at the threshold", { available: 100n }, "between over over"],
    ["a tenth above it", { available: 110n }, "over over over"],
    ["no threshold", { available: 0n, threshold: 0n, cheapest: null }, "over over over"],
    ["hours below the limit", { runwayHours: 23 }, "over on over"],
    ["hours at the limit", { runwayHours: 24 }, "over between over"],
    ["a quarter more hours", { runwayHours: 30 }, "over over over"],
    ["no limit of hours", { runwayHours: 0, lowRunwayHours: 0 }, "over over over"],
    ["less than a message costs", { available: 9n }, "on over on"],
    ["one message", { available: 10n }, "on over between"],
    ["ten messages by the credit line", { available: 0n, creditLine: 100n }, "on over over"],
    ["nothing of a credit line left", { available: -95n, creditLine: 100n }, "on over on"],
    ["messages that cost nothing", { available: 0n, cheapest: 0n }, "on over over"],
    ["no price", { available: 0n, cheapest: null }, "on over over"],
  ])("%s", (_, changes, states) => {
    const { low, runway, empty } = judge(figures(changes));
    expect([low, runway, empty].join(" ")).toBe(states);
  });
});

describe("how long it lasts", () => {
  test.each([
    ["nothing was spent", { day: 0n, week: 0n, livedHours: 500 }, null],
    ["an even week", { day: 240n, week: 1680n, livedHours: 500 }, 100],
    ["a surge of today", { day: 2400n, week: 2400n, livedHours: 500 }, 10],
    ["a quiet day after a busy week", { day: 24n, week: 16_800n, livedHours: 500 }, 10],
    ["a day in which nothing went", { day: 0n, week: 1680n, livedHours: 500 }, 100],
    ["the first two hours", { day: 200n, week: 200n, livedHours: 2 }, 10],
    ["the first minute", { day: 200n, week: 200n, livedHours: 0.01 }, 5],
  ])("after %s", (_, spend, hours) => expect(shortestRunway({ available: 1000n, ...spend })).toBe(hours));

  test("there is none left on credit", () => {
    expect(shortestRunway({ available: -5n, day: 1n, week: 1n, livedHours: 50 })).toBe(0);
  });
});
