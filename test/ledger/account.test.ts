import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canPay, payable, post, type Account, type Entry } from "../../src/ledger/account.ts";

const details = { actor: "test", at: 0 };
const account = (changes: Partial<Account> = {}): Account => ({
  tenantId: "t",
  currency: "IDR",
  available: 0n,
  held: 0n,
  spent: 0n,
  creditLine: 0n,
  seq: 0,
  ...changes,
});

describe("one movement", () => {
  test.each([
    ["topup", (a: Account) => post.topup(a, 70n, details), { amount: 70n, heldDelta: 0n }, [1070n, 500n, 200n]],
    ["hold", (a: Account) => post.hold(a, 70n, details), { amount: -70n, heldDelta: 70n }, [930n, 570n, 200n]],
    [
      "capture",
      (a: Account) => post.capture(a, 100n, 70n, details),
      { amount: 30n, heldDelta: -100n },
      [1030n, 400n, 270n],
    ],
    ["release", (a: Account) => post.release(a, 70n, details), { amount: 70n, heldDelta: -70n }, [1070n, 430n, 200n]],
    ["refund", (a: Account) => post.refund(a, 70n, details), { amount: 70n, heldDelta: 0n }, [1070n, 500n, 130n]],
    [
      "adjustment",
      (a: Account) => post.adjustment(a, -70n, details),
      { amount: -70n, heldDelta: 0n },
      [930n, 500n, 200n],
    ],
    [
      "adjustment",
      (a: Account) => post.lateCharge(a, 70n, details),
      { amount: -70n, heldDelta: 0n },
      [930n, 500n, 270n],
    ],
  ])("%s", (kind, move, expected, [available, held, spent]) => {
    const before = account({ available: 1000n, held: 500n, spent: 200n, seq: 8 });
    const entry = move(before);
    expect(entry).toMatchObject({ kind, seq: 9, ...expected });
    expect([entry.availableAfter, entry.heldAfter, entry.spentAfter]).toEqual([available, held, spent]);
    expect([before.available, before.held, before.spent]).toEqual([available, held, spent]);
  });

  test.each([
    ["a hold beyond the balance", (a: Account) => post.hold(a, 1001n, details)],
    ["a capture of more than is held", (a: Account) => post.capture(a, 501n, 1n, details)],
    ["a release of more than is held", (a: Account) => post.release(a, 501n, details)],
    ["a correction below zero", (a: Account) => post.adjustment(a, -1001n, details)],
  ])("%s throws and leaves the account as it was", (_, move) => {
    const before = account({ available: 1000n, held: 500n, seq: 3 });
    expect(() => move(before)).toThrow(/overdraw/);
    expect(before).toEqual(account({ available: 1000n, held: 500n, seq: 3 }));
  });

  test("a credit line may be used to its end", () => {
    const poor = account({ available: 10n, creditLine: 90n });
    expect([canPay(poor, 100n), canPay(poor, 101n)]).toEqual([true, false]);
    expect([payable(poor, 40n), payable(poor, 400n)]).toEqual([40n, 100n]);
    post.hold(poor, 100n, details);
    expect(poor.available).toBe(-90n);
    expect(payable(poor, 1n)).toBe(0n);
  });
});

type Move = {
  kind: "topup" | "hold" | "capture" | "release" | "refund" | "adjust" | "late";
  amount: bigint;
  of: number;
};
const moves: fc.Arbitrary<Move[]> = fc.array(
  fc.record({
    kind: fc.constantFrom<Move["kind"][]>("topup", "hold", "capture", "release", "refund", "adjust", "late"),
    amount: fc.bigInt({ min: 0n, max: 1000n }),
    of: fc.nat(),
  }),
  { maxLength: 60 },
);

test("after any movements the account is the sum of its entries, and never below its credit line", () => {
  fc.assert(
    fc.property(moves, fc.bigInt({ min: 0n, max: 500n }), (list, creditLine) => {
      const a = account({ creditLine });
      const entries: Entry[] = [];
      const holds: bigint[] = [];
      for (const { kind, amount, of } of list) {
        const before = { ...a };
        const hold = holds.length === 0 ? 0n : (holds[of % holds.length] as bigint);
        try {
          if (kind === "topup") entries.push(post.topup(a, amount, details));
          else if (kind === "hold" && canPay(a, amount)) {
            entries.push(post.hold(a, amount, details));
            holds.push(amount);
          } else if (kind === "capture" && holds.length > 0) {
            entries.push(post.capture(a, hold, amount < hold ? amount : hold, details));
            holds.splice(of % holds.length, 1);
          } else if (kind === "release" && holds.length > 0) {
            entries.push(post.release(a, hold, details));
            holds.splice(of % holds.length, 1);
          } else if (kind === "refund") entries.push(post.refund(a, amount, details));
          else if (kind === "late") entries.push(post.lateCharge(a, payable(a, amount), details));
          else if (kind === "adjust") entries.push(post.adjustment(a, -amount, details));
        } catch {
          // Refused: nothing moved.
          expect(a).toEqual(before);
        }
        expect(a.available).toBe(entries.reduce((sum, e) => sum + e.amount, 0n));
        expect(a.held).toBe(entries.reduce((sum, e) => sum + e.heldDelta, 0n));
        expect(a.held).toBe(holds.reduce((sum, h) => sum + h, 0n));
        expect(a.available + a.creditLine >= 0n).toBe(true);
        expect(entries.map((e) => e.seq)).toEqual(entries.map((_, i) => i + 1));
        const last = entries.at(-1);
        if (last)
          expect([last.availableAfter, last.heldAfter, last.spentAfter]).toEqual([a.available, a.held, a.spent]);
      }
    }),
  );
});
