import { describe, expect, test } from "vitest";
import {
  closeCheck,
  decideCheck,
  type AskedCheck,
  type CheckedOtp,
  type VendorWord,
} from "../../src/otp/decide-verify.ts";
import type { Guesses, GuessStreak } from "../../src/otp/guesses.ts";
import { defaultLimits } from "../../src/settings/documents.ts";

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
  asked: [],
  wonBy: null,
  ...changes,
});
const streak = (wrong = 0): GuessStreak => ({ wrong, blockedUntil: null });
const guessing = (recipient: GuessStreak): Guesses => ({ rules: defaultLimits.guesses, recipient, user: null });
const open = (id: string): AskedCheck => ({ id, until: NOW + 30_000 });

describe("a check of an OTP whose code a vendor made", () => {
  const ask = (given: CheckedOtp, matches = false, guesses = streak()) => [
    decideCheck(given, guessing(guesses), () => matches, NOW, { check: open("c") }),
    { left: given.attemptsLeft, status: given.status, wrong: guesses.wrong, asked: given.asked },
  ];
  const asked = [open("c")];

  test("is counted and kept before the vendor is asked, and is no wrong one yet", () => {
    expect(ask(otp())).toEqual([null, { left: 4, status: "pending", wrong: 0, asked }]);
    // The last one may be right.
    expect(ask(otp({ attemptsLeft: 1 }))).toEqual([null, { left: 0, status: "pending", wrong: 0, asked }]);
  });

  test("is over when our code, tried first, is right", () => {
    expect(ask(otp(), true)).toMatchObject([{ valid: true }, { left: 4, status: "verified", asked: [] }]);
  });

  test("is not asked about beyond the last attempt, nor after the end", () => {
    const beyond = { valid: false, status: "pending", reason: "locked", attemptsLeft: 0 };
    expect(ask(otp({ attemptsLeft: 0, asked: [open("a")] }), true)).toMatchObject([beyond, { left: 0 }]);
    expect(ask(otp({ status: "verified" }))).toMatchObject([{ reason: "already_used" }, { left: 5 }]);
    expect(ask(otp({ expiresAt: NOW }))).toMatchObject([{ reason: "expired" }, { left: 5, status: "expired" }]);
    const blocked = { wrong: 100, blockedUntil: NOW + 1 };
    expect(() => ask(otp(), true, blocked)).toThrow(/Too many wrong codes/);
  });

  test("beyond the last one that nobody lives to close locks the OTP", () => {
    const dead = { id: "a", until: NOW };
    const locked = { valid: false, status: "locked", reason: "locked", attemptsLeft: 0 };
    expect(ask(otp({ attemptsLeft: 0, asked: [dead] }))).toMatchObject([locked, { status: "locked" }]);
    const asked = { valid: false, status: "pending", reason: "locked", attemptsLeft: 0 };
    expect(ask(otp({ attemptsLeft: 0, asked: [open("a")] }))).toMatchObject([asked, { status: "pending" }]);
  });

  test("that nobody can be asked about is told to send another, and is no guess", () => {
    const lost = otp();
    const guesses = streak();
    const verdict = decideCheck(lost, guessing(guesses), () => false, NOW, "lost");
    expect(verdict).toMatchObject({ valid: false, status: "pending", reason: "expired", attemptsLeft: 5 });
    expect(guesses.wrong).toBe(0);
    expect(decideCheck(lost, guessing(guesses), () => true, NOW, "lost")).toMatchObject({ valid: true });
  });
});

describe("what the vendor said", () => {
  const close = (
    said: VendorWord,
    given: Partial<CheckedOtp> = {},
    { giveBack = false, now = NOW + 1000, id = "c" } = {},
  ) => {
    const row = otp({ attemptsLeft: 2, asked: [open("c")], ...given });
    const guesses = streak(3);
    const verdict = closeCheck(row, guessing(guesses), { id, said, giveBack, checkedAt: NOW }, now);
    expect(verdict).toMatchObject({ status: row.status, attemptsLeft: row.attemptsLeft });
    const { valid, reason, status, attemptsLeft: left } = verdict;
    return { valid, reason, status, left, wrong: guesses.wrong, asked: row.asked.map((check) => check.id), row };
  };
  const last = { attemptsLeft: 0 };

  test.each<[VendorWord, Partial<CheckedOtp>, object]>([
    ["right", {}, { valid: true, reason: null, status: "verified", left: 2, wrong: 0, asked: [] }],
    ["right", last, { valid: true, reason: null, status: "verified", left: 0, wrong: 0, asked: [] }],
    ["wrong", {}, { valid: false, reason: "wrong_code", status: "pending", left: 2, wrong: 4, asked: [] }],
    ["wrong", last, { valid: false, reason: "locked", status: "locked", left: 0, wrong: 4, asked: [] }],
    // Their own ends are not the OTP's, and no guess.
    ["expired", {}, { valid: false, reason: "expired", status: "pending", left: 2, wrong: 3, asked: [] }],
    ["locked", {}, { valid: false, reason: "locked", status: "pending", left: 2, wrong: 3, asked: [] }],
    ["used", {}, { valid: false, reason: "already_used", status: "pending", left: 2, wrong: 3, asked: [] }],
    ["expired", last, { valid: false, reason: "locked", status: "locked", left: 0, wrong: 3, asked: [] }],
    ["nothing", {}, { valid: false, reason: "wrong_code", status: "pending", left: 2, wrong: 3, asked: [] }],
    ["nothing", last, { valid: false, reason: "locked", status: "locked", left: 0, wrong: 3, asked: [] }],
  ])("is %s with %o", (said, given, outcome) => {
    expect(close(said, given)).toMatchObject(outcome);
  });

  test("gives a check back that never left, and never more than there were", () => {
    const back = { giveBack: true };
    expect(close("nothing", last, back)).toMatchObject({ status: "pending", left: 1, wrong: 3, asked: [] });
    expect(close("nothing", { attemptsLeft: 5 }, back)).toMatchObject({ left: 5 });
  });

  test.each<VendorWord>(["wrong", "used", "expired", "locked", "nothing"])(
    "is %s for the last check while an earlier one is still asked: that one may be right",
    (said) => {
      const { row, ...first } = close(said, { ...last, asked: [open("c"), open("d")] });
      expect(first).toMatchObject({ status: "pending", left: 0 });
      const winner = { id: "d", said: "right", giveBack: false, checkedAt: NOW } as const;
      expect(closeCheck(row, guessing(streak()), winner, NOW)).toMatchObject({ valid: true, status: "verified" });
    },
  );

  test("is heard once: said again, it changes nothing and comes to the same", () => {
    const { row } = close("right");
    const again = { id: "c", said: "right", giveBack: false, checkedAt: NOW } as const;
    expect(closeCheck(row, guessing(streak()), again, NOW)).toMatchObject({ valid: true, status: "verified" });
    expect(closeCheck(row, guessing(streak()), { ...again, id: "d" }, NOW)).toMatchObject({ reason: "already_used" });

    const back = close("nothing", { attemptsLeft: 1 }, { giveBack: true });
    const twice = { id: "c", said: "nothing", giveBack: true, checkedAt: NOW } as const;
    expect(closeCheck(back.row, guessing(streak()), twice, NOW)).toMatchObject({ status: "pending", attemptsLeft: 2 });
    const guesses = streak(3);
    expect(closeCheck(otp(), guessing(guesses), { ...twice, said: "wrong" }, NOW)).toMatchObject({ attemptsLeft: 5 });
    expect(guesses.wrong).toBe(3);
  });

  test("used is no yes, whoever else asked and heard nothing", () => {
    const others = [open("a"), { id: "b", until: NOW - 1 }];
    const used = { valid: false, reason: "already_used", status: "pending" };
    expect(close("used", { asked: [...others, open("c")] })).toMatchObject(used);
  });

  test.each<[CheckedOtp["status"], string]>([
    ["verified", "already_used"],
    ["locked", "locked"],
    ["cancelled", "cancelled"],
    ["replaced", "replaced"],
  ])("comes too late for one that is %s: the first commit wins", (status, reason) => {
    expect(close("right", { status })).toMatchObject({ valid: false, reason, status, left: 2, wrong: 3 });
  });

  test("counts from when the check was made, not from when they answered", () => {
    const late = { now: NOW + 400_000 };
    expect(close("right", { expiresAt: NOW + 1 }, late)).toMatchObject({ valid: true, status: "verified" });
    expect(close("right", { expiresAt: NOW + 1, status: "expired" }, late)).toMatchObject({ valid: true });
    const tooLate = close("right", { expiresAt: NOW, status: "expired" }, late);
    expect(tooLate).toMatchObject({ valid: false, reason: "expired", status: "expired" });
  });
});
