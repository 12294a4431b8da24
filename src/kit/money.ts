import type { Language } from "./language.ts";

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

/** How people of a language write numbers. */
const marks: Record<Language, { group: string; decimal: string }> = {
  id: { group: ".", decimal: "," },
  en: { group: ",", decimal: "." },
};

/** How many decimal places an amount needs: none, the two of a minor unit, or as many as it has. */
export function placesOf(micros: Micros): number {
  const fraction = (micros < 0n ? -micros : micros) % MICROS;
  if (fraction === 0n) return 0;
  return Math.max(2, fraction.toString().padStart(6, "0").replace(/0+$/, "").length);
}

/** For people: 1234500000n with two places → `"1.234,50"`. `places` must be enough for it. */
export function localAmount(micros: Micros, language: Language, places: number): string {
  return `${micros < 0n ? "−" : ""}${unsigned(micros, language, places)}`;
}

function unsigned(micros: Micros, language: Language, places: number): string {
  const absolute = micros < 0n ? -micros : micros;
  const { group, decimal } = marks[language];
  const whole = (absolute / MICROS).toString().replace(/\B(?=(\d{3})+$)/g, group);
  const fraction = (absolute % MICROS).toString().padStart(6, "0").slice(0, places);
  return `${whole}${places === 0 ? "" : decimal + fraction}`;
}

/** Of any decimal text, whatever its unit, cut to six places. Null when it is no number. */
export function readDecimal(text: string): Micros | null {
  const match = /^([+-]?)(\d{1,30})(?:\.(\d*))?$/.exec(text.trim());
  if (match === null) return null;
  const [, sign, whole = "0", fraction = ""] = match;
  const micros = BigInt(whole) * MICROS + BigInt(fraction.slice(0, 6).padEnd(6, "0"));
  return sign === "-" ? -micros : micros;
}

/** As people write it: `Rp49.650`, `USD 1,234.56`. With plain spaces and signs alone, so that an SMS stays in GSM-7. */
export function displayAmount(micros: Micros, currency: string | null, language: Language): string {
  const unit = currency === null ? "" : currency === "IDR" ? "Rp" : `${currency} `;
  return `${micros < 0n ? "-" : ""}${unit}${unsigned(micros, language, placesOf(micros))}`;
}
