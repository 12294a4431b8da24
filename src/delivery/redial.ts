import type { SendFailure } from "../providers/provider.ts";

const FIRST_MS = 500;
const LONGEST_MS = 30_000;
/** An account that was refused may be locked by more tries. */
const FIRST_REFUSED_MS = 30_000;
const LONGEST_REFUSED_MS = 300_000;

/** A connection that lasted this long was sound; the count of failures starts anew. */
export const SOUND_MS = 30_000;

/** Pure but for `random`, 0 ≤ x < 1: how long until the next dial, after so many failures in a row. */
export function redialMs(failure: SendFailure, failures: number, random: number): number {
  const doublings = 2 ** (failures - 1);
  // Never sooner than promised, and never all replicas at once.
  if (failure.errorClass === "credentials") {
    return Math.min(FIRST_REFUSED_MS * doublings, LONGEST_REFUSED_MS) * (1 + random / 2);
  }
  return Math.min(FIRST_MS * doublings, LONGEST_MS) * (0.5 + random / 2);
}
