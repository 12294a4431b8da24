import type { SendFailure } from "../providers/provider.ts";

const FIRST_MS = 500;
const LONGEST_MS = 30_000;
/** A bind that has just broken may still count with the vendor; soon it will not. */
const ONCE_REFUSED_MS = 5000;
/** An account that was refused may be locked by more tries. */
const FIRST_REFUSED_MS = 30_000;
const LONGEST_REFUSED_MS = 300_000;

/** A connection that lasted this long was sound; both counts start anew. */
export const SOUND_MS = 30_000;

/** What dialling came to since the last sound connection, or since the row was put. */
export interface DialHistory {
  /** Failures in a row, the last one included: refusals of the account, and all others. */
  refusals: number;
  others: number;
  /** Whether there was a sound connection at all. */
  wasSound: boolean;
}

/** Pure but for `random`, 0 ≤ x < 1: how long until the next dial. */
export function redialMs(
  { errorClass }: SendFailure,
  { refusals, others, wasSound }: DialHistory,
  random: number,
): number {
  if (errorClass !== "credentials") return Math.min(FIRST_MS * 2 ** (others - 1), LONGEST_MS) * (0.5 + random / 2);
  const counted = wasSound ? refusals - 1 : refusals;
  const least = counted === 0 ? ONCE_REFUSED_MS : Math.min(FIRST_REFUSED_MS * 2 ** (counted - 1), LONGEST_REFUSED_MS);
  // Never sooner than promised, and never all replicas at once.
  return least * (1 + random / 2);
}
