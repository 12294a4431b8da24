import { GatewayError } from "../errors.ts";
import { isoMs } from "../kit/clock.ts";
import type { GuessRules } from "../settings/limit-parts.ts";

/** Consecutive wrong codes, over all OTPs, channels and resends of one recipient or one user. */
export interface GuessStreak {
  wrong: number;
  blockedUntil: number | null;
}

/** The streaks that one check is counted in. A central number's recipients are many users, a user may have many numbers. */
export interface Guesses {
  rules: GuessRules;
  recipient: GuessStreak;
  /** Null: the ERP named nobody. */
  user: GuessStreak | null;
}

export function refuseBlocked({ rules, recipient, user }: Guesses, now: number): void {
  const byRecipient = recipient.blockedUntil ?? 0;
  const byUser = user?.blockedUntil ?? 0;
  const until = Math.max(byRecipient, byUser);
  if (until > now) throw blocked(byUser > byRecipient ? "guesses_user" : "guesses", until, rules, now);
}

export function countWrong({ rules, recipient, user }: Guesses, now: number): void {
  for (const streak of user === null ? [recipient] : [recipient, user]) {
    streak.wrong += 1;
    streak.blockedUntil = waitAfter(streak.wrong, rules, now);
  }
}

/** A right code forgets both. */
export function forgetWrong({ recipient, user }: Guesses): void {
  for (const streak of user === null ? [recipient] : [recipient, user]) {
    streak.wrong = 0;
    streak.blockedUntil = null;
  }
}

/** Waits that double, never a lock: whoever waits may try again. */
export function waitAfter(wrong: number, rules: GuessRules, now: number): number | null {
  if (wrong < rules.free) return null;
  // Further doublings would leave what a number can hold; the longest wait is a day.
  const doublings = Math.min(wrong - rules.free, 20);
  return now + Math.min(rules.longest_wait_seconds, rules.first_wait_seconds * 2 ** doublings) * 1000;
}

function blocked(limit: "guesses" | "guesses_user", until: number, rules: GuessRules, now: number): GatewayError {
  const seconds = Math.max(1, Math.ceil((until - now) / 1000));
  const whose = limit === "guesses" ? "recipient" : "user";
  return new GatewayError(
    "rate_limited",
    `Too many wrong codes in a row for this ${whose}; the next check may be made in ${seconds} s, at ${isoMs(until)}.`,
    {
      retryAfterSeconds: seconds,
      headers: {
        RateLimit: `"${limit}";r=0;t=${seconds}`,
        "RateLimit-Policy": `"${limit}";q=${rules.free};w=${rules.longest_wait_seconds}`,
      },
      members: { limit, retry_at: isoMs(until) },
    },
  );
}
