import { describe, expect, test } from "vitest";
import {
  closeCheck,
  decideCheck,
  type CheckedOtp,
  type GuessStreak,
  type VendorWord,
} from "../../src/otp/decide-verify.ts";

const NOW = 1_767_225_600_000;
const otp = (changes: Partial<CheckedOtp> = {}): CheckedOtp => ({
  id: "o",
  subject: "+6281200000001",
  userRef: "",
  purpose: "login",
  status: "pending",
  attemptsLeft: 5,
  expiresAt: NOW + 300_000,
  decoy: false,
  ...changes,
});
const streak = (wrong = 0): GuessStreak => ({ wrong, blockedUntil: null });

describe("a check of an OTP whose code a vendor made", () => {
  const ask = (given: CheckedOtp, matches = false, guesses = streak()) => [
    decideCheck(given, guesses, () => matches, NOW, true),
    { left: given.attemptsLeft, status: given.status, wrong: guesses.wrong },
  ];

  test("is counted before the vendor is asked, and is no wrong one yet", () => {
    expect(ask(otp())).toEqual([null, { left: 4, status: "pending", wrong: 0 }]);
    // The last one may be right.
    expect(ask(otp({ attemptsLeft: 1 }))).toEqual([null, { left: 0, status: "pending", wrong: 0 }]);
  });

  test("is over when our code, tried first, is right", () => {
    expect(ask(otp(), true)).toMatchObject([{ valid: true }, { left: 4, status: "verified" }]);
  });

  test("is not asked about beyond the last attempt, nor after the end", () => {
    const beyond = { valid: false, status: "pending", reason: "locked", attemptsLeft: 0 };
    expect(ask(otp({ attemptsLeft: 0 }), true)).toMatchObject([beyond, { left: 0, status: "pending" }]);
    expect(ask(otp({ status: "verified" }))).toMatchObject([{ reason: "already_used" }, { left: 5 }]);
    expect(ask(otp({ expiresAt: NOW }))).toMatchObject([{ reason: "expired" }, { left: 5, status: "expired" }]);
    const blocked = { wrong: 100, blockedUntil: NOW + 1 };
    expect(() => ask(otp(), true, blocked)).toThrow(/Too many wrong codes/);
  });
});

describe("what the vendor said", () => {
  const close = (
    said: VendorWord,
    given: Partial<CheckedOtp> = {},
    { giveBack = false, now = NOW + 1000, wrong = 3 } = {},
  ) => {
    const row = otp({ attemptsLeft: 2, ...given });
    const guesses = streak(wrong);
    const { valid, reason, status } = closeCheck(row, guesses, { said, giveBack }, NOW, now);
    expect([row.status, row.attemptsLeft]).toEqual([status, row.attemptsLeft]);
    return { valid, reason, status, left: row.attemptsLeft, wrong: guesses.wrong };
  };

  test.each<[VendorWord, Partial<CheckedOtp>, object]>([
    ["right", {}, { valid: true, reason: null, status: "verified", left: 2, wrong: 0 }],
    ["right", { attemptsLeft: 0 }, { valid: true, reason: null, status: "verified", left: 0, wrong: 0 }],
    ["wrong", {}, { valid: false, reason: "wrong_code", status: "pending", left: 2, wrong: 4 }],
    ["wrong", { attemptsLeft: 0 }, { valid: false, reason: "locked", status: "locked", left: 0, wrong: 4 }],
    // Their own ends are not the OTP's, and no guess.
    ["expired", {}, { valid: false, reason: "expired", status: "pending", left: 2, wrong: 3 }],
    ["locked", {}, { valid: false, reason: "locked", status: "pending", left: 2, wrong: 3 }],
    ["expired", { attemptsLeft: 0 }, { valid: false, reason: "locked", status: "locked", left: 0, wrong: 3 }],
    // Whoever was told "right" may still be on the way: no lock before them.
    ["used", { attemptsLeft: 0 }, { valid: false, reason: "already_used", status: "pending", left: 0, wrong: 3 }],
    ["nothing", {}, { valid: false, reason: "wrong_code", status: "pending", left: 2, wrong: 3 }],
    ["nothing", { attemptsLeft: 0 }, { valid: false, reason: "locked", status: "locked", left: 0, wrong: 3 }],
  ])("is %s with %o", (said, given, outcome) => {
    expect(close(said, given)).toEqual(outcome);
  });

  test("gives a check back that never left, and never more than there were", () => {
    const back = { giveBack: true };
    expect(close("nothing", { attemptsLeft: 0 }, back)).toMatchObject({ status: "pending", left: 1, wrong: 3 });
    expect(close("nothing", { attemptsLeft: 5 }, back)).toMatchObject({ left: 5 });
  });

  test.each<[CheckedOtp["status"], string]>([
    ["verified", "already_used"],
    ["locked", "locked"],
    ["cancelled", "cancelled"],
    ["replaced", "replaced"],
    ["expired", "expired"],
  ])("comes too late for one that is %s: the first commit wins", (status, reason) => {
    expect(close("right", { status })).toEqual({ valid: false, reason, status, left: 2, wrong: 3 });
  });

  test("counts from when the check was made, not from when they answered", () => {
    const late = { now: NOW + 400_000 };
    expect(close("right", { expiresAt: NOW + 1 }, late)).toMatchObject({ valid: true, status: "verified" });
  });
});
