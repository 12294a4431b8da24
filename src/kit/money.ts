/**
 * Money is a `bigint` of micros (millionths) of a currency. No floating point comes near it: decimal
 * strings are read and written digit by digit.
 */
export type Micros = bigint;

const MICROS = 1_000_000n;
const pattern = /^(-?)(\d{1,12})(?:\.(\d{1,6}))?$/;

/** `"356.65"` → 356650000n. Null when it is not a decimal of at most 12 digits and 6 places. */
export function parseAmount(text: string): Micros | null {
  const match = pattern.exec(text);
  if (!match) return null;
  const [, sign, whole = "0", fraction = ""] = match;
  const micros = BigInt(whole) * MICROS + BigInt(fraction.padEnd(6, "0"));
  return sign === "-" ? -micros : micros;
}

/** 356650000n → `"356.65"`, 350000000n → `"350"`: no trailing zeros, no exponent. */
export function formatAmount(micros: Micros): string {
  const sign = micros < 0n ? "-" : "";
  const absolute = micros < 0n ? -micros : micros;
  const fraction = (absolute % MICROS).toString().padStart(6, "0").replace(/0+$/, "");
  return `${sign}${absolute / MICROS}${fraction === "" ? "" : `.${fraction}`}`;
}

/** Of any decimal text, whatever its unit and however many digits it has. What is no number is neither. */
export function isZeroOrLess(amount: string): boolean {
  return amount.trim() !== "" && Number(amount) <= 0;
}

/** The marks of a country's numbers. */
export interface NumberMarks {
  group: string;
  decimal: string;
}

/** How many decimal places an amount needs: none, the two of a minor unit, or as many as it has. */
export function placesOf(micros: Micros): number {
  const fraction = (micros < 0n ? -micros : micros) % MICROS;
  if (fraction === 0n) return 0;
  return Math.max(2, fraction.toString().padStart(6, "0").replace(/0+$/, "").length);
}

/** For people: 1234500000n with two places → `"1.234,50"`. `places` must be enough for it. */
export function localAmount(micros: Micros, marks: NumberMarks, places: number): string {
  const absolute = micros < 0n ? -micros : micros;
  const whole = (absolute / MICROS).toString().replace(/\B(?=(\d{3})+$)/g, marks.group);
  const fraction = (absolute % MICROS).toString().padStart(6, "0").slice(0, places);
  return `${micros < 0n ? "−" : ""}${whole}${places === 0 ? "" : marks.decimal + fraction}`;
}

/** Of any decimal text, whatever its unit, cut to six places. Null when it is no number. */
export function readDecimal(text: string): Micros | null {
  const match = /^([+-]?)(\d{1,30})(?:\.(\d*))?$/.exec(text.trim());
  if (match === null) return null;
  const [, sign, whole = "0", fraction = ""] = match;
  const micros = BigInt(whole) * MICROS + BigInt(fraction.slice(0, 6).padEnd(6, "0"));
  return sign === "-" ? -micros : micros;
}

/** As people write it: `Rp49.650`, `USD 1,234.56`. With plain spaces alone, so that an SMS stays in GSM-7. */
export function displayAmount(micros: Micros, currency: string | null, indonesian: boolean): string {
  const [group, point] = indonesian ? [".", ","] : [",", "."];
  const [whole = "0", fraction = ""] = formatAmount(micros < 0n ? -micros : micros).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, group);
  const cents = fraction.slice(0, 2);
  const unit = currency === null ? "" : currency === "IDR" ? "Rp" : `${currency} `;
  return `${micros < 0n ? "-" : ""}${unit}${grouped}${cents === "" ? "" : `${point}${cents}`}`;
}
