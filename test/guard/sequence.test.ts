import { describe, expect, test } from "vitest";
import { sequenceIn } from "../../src/guard/sequence.ts";
import { seeded } from "../support/pumping.ts";

const prefix = "+62812";
const numbered = (count: number, at: (i: number) => number): string[] =>
  Array.from({ length: count }, (_, i) => `${prefix}${String(at(i)).padStart(8, "0")}`);

describe("numbers that were counted up", () => {
  test.each([
    ["one after the other", numbered(40, (i) => 30_000_000 + i)],
    ["every seventh", numbered(40, (i) => 30_000_000 + 7 * i)],
    ["in any order", numbered(40, (i) => 30_000_000 + ((i * 17) % 40))],
    ["in two ranges", numbered(60, (i) => (i % 2 === 0 ? 30_000_000 : 71_000_000) + i)],
    ["of two lengths", [...numbered(20, (i) => 30_000_000 + i), ...numbered(20, (i) => i).map((n) => n.slice(0, -1))]],
  ])("%s", (_, numbers) => {
    expect(sequenceIn(numbers, prefix)).toMatchObject({ numbers: expect.any(Number) as number });
  });
});

describe("people's numbers", () => {
  const random = seeded(7);
  test.each([
    ["too few to tell", numbered(19, (i) => 30_000_000 + i)],
    ["the same number again and again", numbered(300, () => 30_000_000)],
    ["strewn over the prefix", numbered(300, () => Math.floor(random() * 100_000_000))],
    ["strewn over one district's block", numbered(300, () => 30_000_000 + Math.floor(random() * 1_000_000))],
    ["a company's telephones among others'", numbered(90, (i) => (i < 30 ? 30_000_000 + i : 40_000_000 + i * 90_001))],
    // So short that neighbours are no wonder.
    [
      "of a prefix with a thousand numbers",
      Array.from({ length: 200 }, (_, i) => `${prefix}${String(i * 5).padStart(3, "0")}`),
    ],
  ])("%s", (_, numbers) => {
    expect(sequenceIn(numbers, prefix)).toBeNull();
  });
});
