import { GatewayError } from "../errors.ts";
import { CHECKS_AN_OTP, statusAt, type OtpStatus } from "./model.ts";

export type VerifyReason = "wrong_code" | "expired" | "locked" | "already_used" | "cancelled" | "replaced";

export interface VerifyVerdict {
  otpId: string;
  valid: boolean;
  status: OtpStatus;
  reason: VerifyReason | null;
  attemptsLeft: number;
  /** For the proof. */
  userRef: string;
  purpose: string;
}

/** The OTP's row as locked by the batch, changed in hand from check to check. */
export interface CheckedOtp {
  id: string;
  subject: string;
  userRef: string;
  purpose: string;
  status: OtpStatus;
  attemptsLeft: number;
  expiresAt: number;
  decoy: boolean;
}

/** Consecutive wrong codes of a subject, over all its OTPs. */
export interface GuessStreak {
  wrong: number;
  blockedUntil: number | null;
}

/** NIST SP 800-63B: no more than 100 consecutive failed tries an account; then waits that double, never a lock. */
export const FREE_WRONG_GUESSES = 100;
const FIRST_WAIT_MS = 60_000;
const LONGEST_WAIT_MS = 3_600_000;

/** What a provider's vendor that made the code itself said of it; `nothing`: it could not be asked, or did not answer. */
export type VendorWord = "right" | "wrong" | "used" | "expired" | "locked" | "nothing";

/**
 * Pure but for the rows in hand. `matches` is asked only when the guess counts, and in constant time. Null: it is not our
 * code, and a vendor that made one of its own has to be asked; the check is spent, and `closeCheck` ends it.
 */
export function decideCheck(
  otp: CheckedOtp,
  streak: GuessStreak,
  matches: () => boolean,
  now: number,
  askVendor = false,
): VerifyVerdict | null {
  const status = statusAt(otp, now);
  if (status !== "pending") {
    if (otp.status === "pending") otp.status = status;
    return verdict(otp, reasonOf(status));
  }
  // The last check is with a vendor, or never came back from there.
  if (otp.attemptsLeft === 0) return verdict(otp, "locked");
  if (streak.blockedUntil !== null && streak.blockedUntil > now) throw blocked(streak.blockedUntil, now);

  const right = matches() && !otp.decoy;
  // The check is spent before its result is known: N attempts mean N, and the last one may be right.
  otp.attemptsLeft -= 1;
  if (right) return accept(otp, streak);
  return askVendor ? null : refuse(otp, streak, now);
}

/** A check that is with a vendor: what it comes to if nobody lives to hear the answer. */
export function counted(otp: CheckedOtp): VerifyVerdict {
  return verdict(otp, "wrong_code");
}

/**
 * Pure but for the rows in hand: what a vendor's word makes of a check that was counted at `checkedAt`. Of several that
 * were told "right", the first to get here wins. `giveBack`: the question never left, so it was no check.
 */
export function closeCheck(
  otp: CheckedOtp,
  streak: GuessStreak,
  word: { said: VendorWord; giveBack: boolean },
  checkedAt: number,
  now: number,
): VerifyVerdict {
  const status = statusAt(otp, checkedAt);
  if (status !== "pending") return verdict(otp, reasonOf(status));
  switch (word.said) {
    case "right":
      return accept(otp, streak);
    case "wrong":
      return refuse(otp, streak, now);
    case "nothing":
      if (word.giveBack) otp.attemptsLeft = Math.min(otp.attemptsLeft + 1, CHECKS_AN_OTP);
      return spent(otp, "wrong_code");
    case "used":
      // Somebody was told "right" and may be on the way here: a lock would come before them.
      return verdict(otp, "already_used");
    // The vendor's own end of its code is not the OTP's: the ERP may send another.
    case "expired":
    case "locked":
      return spent(otp, word.said);
  }
}

function accept(otp: CheckedOtp, streak: GuessStreak): VerifyVerdict {
  otp.status = "verified";
  streak.wrong = 0;
  streak.blockedUntil = null;
  return verdict(otp, null);
}

function refuse(otp: CheckedOtp, streak: GuessStreak, now: number): VerifyVerdict {
  streak.wrong += 1;
  streak.blockedUntil = waitAfter(streak.wrong, now);
  return spent(otp, "wrong_code");
}

function spent(otp: CheckedOtp, reason: VerifyReason): VerifyVerdict {
  if (otp.attemptsLeft > 0) return verdict(otp, reason);
  otp.status = "locked";
  return verdict(otp, "locked");
}

function waitAfter(wrong: number, now: number): number | null {
  if (wrong < FREE_WRONG_GUESSES) return null;
  const doublings = Math.min(wrong - FREE_WRONG_GUESSES, 10);
  return now + Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** doublings);
}

function blocked(until: number, now: number): GatewayError {
  const seconds = Math.max(1, Math.ceil((until - now) / 1000));
  return new GatewayError(
    "rate_limited",
    `Too many wrong codes in a row for this recipient; the next check may be made in ${seconds} s.`,
    {
      retryAfterSeconds: seconds,
      headers: {
        RateLimit: `"guesses";r=0;t=${seconds}`,
        "RateLimit-Policy": `"guesses";q=${FREE_WRONG_GUESSES};w=${LONGEST_WAIT_MS / 1000}`,
      },
      members: { limit: "guesses" },
    },
  );
}

function reasonOf(status: Exclude<OtpStatus, "pending">): VerifyReason {
  return status === "verified" ? "already_used" : status;
}

function verdict(otp: CheckedOtp, reason: VerifyReason | null): VerifyVerdict {
  return {
    otpId: otp.id,
    valid: reason === null,
    status: otp.status,
    reason,
    attemptsLeft: otp.attemptsLeft,
    userRef: otp.userRef,
    purpose: otp.purpose,
  };
}
