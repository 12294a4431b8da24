import { readPhone } from "../kit/phone.ts";
import { guessCarrier } from "./carriers.ts";

export interface CheckedNumber {
  e164: string | null;
  country: string | null;
  /** By its prefix. */
  carrier: string | null;
  /** Null when it is valid. */
  why: string | null;
  /** Where the first one was that is the same number. */
  duplicateOf: number | null;
}

export interface Counts {
  numbers: number;
  valid: number;
  invalid: number;
  /** Valid ones that were there before. */
  duplicates: number;
}

/** One list of numbers, however long: each as it comes, by the rules that an issue reads `to` by. */
export class NumberCheck {
  readonly counts: Counts = { numbers: 0, valid: 0, invalid: 0, duplicates: 0 };
  readonly #country: string;
  /** By the digits as a number, which take a third of the memory that the text does. */
  readonly #places = new Map<number, number>();

  constructor(defaultCountry: string) {
    this.#country = defaultCountry;
  }

  /** `place`: what a duplicate is told of this one. */
  check(text: string, place: number): CheckedNumber {
    this.counts.numbers += 1;
    const reading = readPhone(text, this.#country);
    if (!reading.ok) {
      this.counts.invalid += 1;
      return { e164: null, country: null, carrier: null, why: reading.why, duplicateOf: null };
    }
    this.counts.valid += 1;
    const { e164, country } = reading;
    // At most 15 digits, so that each is a number of its own.
    const digits = Number(e164.slice(1));
    const duplicateOf = this.#places.get(digits) ?? null;
    if (duplicateOf === null) this.#places.set(digits, place);
    else this.counts.duplicates += 1;
    return { e164, country, carrier: guessCarrier(e164), why: null, duplicateOf };
  }
}
