import { CHECKS_AN_OTP, type Otp } from "../otp/model.ts";

/** The same sentence in both languages. */
export interface Words {
  en: string;
  id: string;
}

/** How many wrong codes were entered; when, nobody keeps. */
export function checksUsed({ attemptsLeft, via }: Pick<Otp, "attemptsLeft" | "via">): number {
  return Math.max(0, Math.min(CHECKS_AN_OTP, via?.checks ?? CHECKS_AN_OTP) - attemptsLeft);
}
