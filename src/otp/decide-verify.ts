import { countWrong, forgetWrong, refuseBlocked, type Guesses } from "./guesses.ts";
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
  /** Checks that are with a vendor. */
  asked: AskedCheck[];
  /** The check that a vendor said yes to, once its commit got through. */
  wonBy: string | null;
}

export interface AskedCheck {
  id: string;
  /** Milliseconds: after that nobody lives to close it. */
  until: number;
}

/** What a provider's vendor that made the code itself said of it; `nothing`: it could not be asked, or did not answer. */
export type VendorWord = "right" | "wrong" | "used" | "expired" | "locked" | "nothing";

/** A code that may be a vendor's: to be asked about, or `lost`, since nobody knows by what name the vendor has it. */
export type Elsewhere = { check: AskedCheck } | "lost";

/**
 * Pure but for the rows in hand. `matches` is asked only when the guess counts, and in constant time. Null: it is not our
 * code, and a vendor that made one of its own has to be asked; the check is spent, and `closeCheck` ends it.
 */
export function decideCheck(
  otp: CheckedOtp,
  guesses: Guesses,
  matches: () => boolean,
  now: number,
  elsewhere: Elsewhere | null = null,
): VerifyVerdict | null {
  const status = statusAt(otp, now);
  if (status !== "pending") {
    if (otp.status === "pending") otp.status = status;
    return verdict(otp, reasonOf(status));
  }
  // The last check is with a vendor, or whoever asked is dead.
  if (otp.attemptsLeft === 0) return spent(otp, "locked", now);
  refuseBlocked(guesses, now);
  const right = matches() && !otp.decoy;
  // No code can be right, so none is a wrong guess; the ERP should send another.
  if (elsewhere === "lost" && !right) return verdict(otp, "expired");

  // The check is spent before its result is known: N attempts mean N, and the last one may be right.
  otp.attemptsLeft -= 1;
  if (right) return accept(otp, guesses);
  if (elsewhere === null || elsewhere === "lost") return refuse(otp, guesses, now);
  otp.asked.push(elsewhere.check);
  return null;
}

/** What a vendor said of the check `id`. `giveBack`: the question never left, so it was no check. */
export interface VendorAnswer {
  id: string;
  said: VendorWord;
  giveBack: boolean;
  /** When the check was counted. */
  checkedAt: number;
}

/**
 * Pure but for the rows in hand: what a vendor's word makes of a check that was counted before. Of several that were told
 * "right", the first to get here wins. Safe to repeat: a check is closed once, and what it came to is said again. "Used"
 * is never taken for a yes whose answer was lost: a vendor that evaluates a check twice would make any code right.
 */
export function closeCheck(otp: CheckedOtp, guesses: Guesses, answer: VendorAnswer, now: number): VerifyVerdict {
  const { id, said } = answer;
  const check = otp.asked.find((asked) => asked.id === id);
  if (check === undefined) return otp.wonBy === id ? verdict(otp, null) : verdict(otp, reasonNow(otp, said));
  otp.asked = otp.asked.filter((asked) => asked !== check);
  // It was made in time, though the sweep came by while the vendor was asked.
  const inTime = otp.status === "pending" || (otp.status === "expired" && answer.checkedAt < otp.expiresAt);
  if (!inTime) return verdict(otp, reasonNow(otp, said));
  switch (said) {
    case "right":
      otp.wonBy = id;
      return accept(otp, guesses);
    case "wrong":
      return refuse(otp, guesses, now);
    case "nothing":
      if (answer.giveBack) otp.attemptsLeft = Math.min(otp.attemptsLeft + 1, CHECKS_AN_OTP);
      return spent(otp, "wrong_code", now);
    // The vendor's own end of its code is not the OTP's: the ERP may send another.
    case "used":
    case "expired":
    case "locked":
      return spent(otp, reasons[said], now);
  }
}

const reasons = {
  wrong: "wrong_code",
  nothing: "wrong_code",
  used: "already_used",
  expired: "expired",
  locked: "locked",
} as const;

function reasonNow(otp: CheckedOtp, said: VendorWord): VerifyReason {
  if (otp.status !== "pending") return reasonOf(otp.status);
  return said === "right" ? "already_used" : reasons[said];
}

function accept(otp: CheckedOtp, guesses: Guesses): VerifyVerdict {
  otp.status = "verified";
  forgetWrong(guesses);
  return verdict(otp, null);
}

function refuse(otp: CheckedOtp, guesses: Guesses, now: number): VerifyVerdict {
  countWrong(guesses, now);
  return spent(otp, "wrong_code", now);
}

/** The last check locks the OTP, unless another one is still with a vendor: that one may be right. */
function spent(otp: CheckedOtp, reason: VerifyReason, now: number): VerifyVerdict {
  if (otp.attemptsLeft > 0 || otp.asked.some(({ until }) => now < until)) return verdict(otp, reason);
  otp.status = "locked";
  return verdict(otp, "locked");
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
