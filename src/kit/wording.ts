/** What is said of a code, alike in our own texts and in what vendors are handed. */

const HAND_OVER_SECONDS = 15;

/**
 * Whole minutes that are left, so that nobody is promised more than a quarter of one that isn't there: a code of five
 * minutes that took some seconds on its way is still one of five. Less than a minute is called one.
 */
export function minutesLeft(seconds: number): number {
  return Math.max(1, Math.floor((seconds + HAND_OVER_SECONDS) / 60));
}

/** Digit by digit: a voice would read 123456 as a number. */
export function spelled(code: string): string {
  return [...code].join(" ");
}
