import { describe, expect, test } from "vitest";
import type { Delivery } from "../../src/delivery/delivery.ts";
import { askVendors, RecentChecks, type VendorReference } from "../../src/otp/vendor-codes.ts";
import type { CheckOutcome } from "../../src/providers/provider.ts";

const word = (said: "right" | "wrong" | "used" | "expired" | "locked"): CheckOutcome => ({ said });
const nothing = (sent: boolean): CheckOutcome => ({ said: "nothing", sent, providerCode: "reset" });

describe("vendors that are asked about one code", () => {
  const asked = (...outcomes: CheckOutcome[]) => {
    const delivery = {
      askVendor: (_: unknown, reference: string) => Promise.resolve(outcomes[Number(reference)] ?? nothing(false)),
    } as unknown as Delivery;
    const references = outcomes.map((_, n) => ({ reference: String(n) }) as VendorReference);
    return askVendors(delivery, references, "481516");
  };

  test.each<[CheckOutcome[], object]>([
    [[word("wrong"), word("right")], { said: "right", giveBack: false }],
    [[nothing(true), word("right")], { said: "right", giveBack: false }],
    // It may have been the right one that could not be asked.
    [[word("wrong"), nothing(false)], { said: "nothing", giveBack: false }],
    [[nothing(false), word("wrong")], { said: "nothing", giveBack: false }],
    [[nothing(false), nothing(true)], { said: "nothing", giveBack: false }],
    [[nothing(false), nothing(false)], { said: "nothing", giveBack: true }],
    // Newest first.
    [[word("wrong"), word("expired")], { said: "wrong", giveBack: false }],
    [[word("expired"), word("wrong")], { said: "expired", giveBack: false }],
    [[word("used"), word("wrong")], { said: "used", giveBack: false }],
  ])("and say %o come to one word", async (outcomes, expected) => {
    expect(await asked(...outcomes)).toEqual(expected);
  });
});

describe("what a decoy's check is like", () => {
  const now = 1_767_225_600_000;
  const sample = (checks: RecentChecks, at = now) => checks.sample(at, () => 0.5);

  test.each(["right", "wrong", "used", "expired", "locked"] as const)("after %s is a wrong one, as long", (said) => {
    const checks = new RecentChecks();
    checks.add(now - 1000, 123, { said, giveBack: false });
    expect(sample(checks)).toEqual({ ms: 123, word: { said: "wrong", giveBack: false } });
  });

  test("in an outage is none, for as long as that is recent", () => {
    const checks = new RecentChecks();
    checks.add(now, 7, { said: "nothing", giveBack: true });
    expect(sample(checks)).toEqual({ ms: 7, word: { said: "nothing", giveBack: true } });
    expect(sample(checks, now + 300_001)).toEqual({ ms: 160, word: { said: "wrong", giveBack: false } });
  });

  test("is like one of the last 64, and of no more", () => {
    const checks = new RecentChecks();
    for (let n = 0; n < 1000; n += 1) checks.add(now, n, { said: "wrong", giveBack: false });
    for (const draw of [0, 0.999]) expect(checks.sample(now, () => draw).ms).toBeGreaterThanOrEqual(936);
  });
});
