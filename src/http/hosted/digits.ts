/** Digits as keyboards write them: Latin, Arabic, Persian and Urdu, full-width. For inside the brackets of a pattern. */
export const digitRanges = "0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19";

const anyDigit = new RegExp(`[${digitRanges}]`, "g");

/** Pure. Each of those rows begins at a multiple of 16, so the last four bits are the digit. */
export function plainDigits(text: string): string {
  return text.replace(anyDigit, (digit) => String(digit.charCodeAt(0) & 15));
}
