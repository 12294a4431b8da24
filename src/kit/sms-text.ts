/** GSM 03.38 and segment sizes (3GPP TS 23.038 and 23.040). */
const BASIC = new Set(
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà",
);
const EXTENSION = new Set("\f^{}\\[~]|€");

export interface SmsSize {
  encoding: "GSM-7" | "UCS-2";
  segments: number;
}

/** One of the messages on the air that a text goes out as. */
export interface SmsPart {
  text: string;
  characters: number;
  /** Septets of GSM-7, or UTF-16 units of UCS-2. */
  units: number;
}

export interface SplitSms {
  encoding: SmsSize["encoding"];
  parts: SmsPart[];
}

interface Alphabet {
  encoding: SmsSize["encoding"];
  /** What fits a message that stands alone, and one of several. */
  alone: number;
  part: number;
  unitsOf: (char: string) => number;
}

const gsm7: Alphabet = { encoding: "GSM-7", alone: 160, part: 153, unitsOf: septetsOf };
const ucs2: Alphabet = { encoding: "UCS-2", alone: 70, part: 67, unitsOf: (char) => char.length };

/** Septets of a character in GSM-7; 0 when it has none, and turns the whole text into UCS-2. */
export function septetsOf(char: string): number {
  return BASIC.has(char) ? 1 : EXTENSION.has(char) ? 2 : 0;
}

export function measureSms(text: string): SmsSize {
  return measure(text, alphabetOf(text));
}

/** A text that is sent in UCS-2, whatever its characters. */
export function measureUcs2(text: string): SmsSize {
  return measure(text, ucs2);
}

/** The same text as a phone gets it, part by part. */
export function splitSms(text: string): SplitSms {
  const alphabet = alphabetOf(text);
  const parts: SmsPart[] = [];
  cut(text, alphabet, (part) => parts.push(part));
  return { encoding: alphabet.encoding, parts };
}

const standIns: readonly [RegExp, string][] = [
  [/[\u2018\u2019\u201a\u201b\u2032`\u00b4]/g, "'"],
  [/[\u201c-\u201f\u2033\u00ab\u00bb]/g, '"'],
  [/[\u2010-\u2015\u2212]/g, "-"],
  [/\u2026/g, "..."],
  [/[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g, " "],
  [/[\u00ad\u200b\u2060\ufeff]/g, ""],
];

/**
 * What word processors put in the place of plain characters, put back: one of them would make the whole text UCS-2, and
 * two or three parts of one. What was sent, priced and previewed has all been through here. Digits are never touched.
 */
export function normaliseSms(text: string): string {
  // Of most texts nothing is to be changed.
  if (/^[\n\x20-\x5f\x61-\x7e]*$/.test(text)) return text;
  return standIns.reduce((plain, [odd, standIn]) => plain.replace(odd, standIn), text.normalize("NFC"));
}

function alphabetOf(text: string): Alphabet {
  for (const char of text) if (septetsOf(char) === 0) return ucs2;
  return gsm7;
}

function measure(text: string, alphabet: Alphabet): SmsSize {
  let segments = 0;
  cut(text, alphabet, () => (segments += 1));
  return { encoding: alphabet.encoding, segments };
}

/** An escape pair or a surrogate pair is never split over two parts. */
function cut(text: string, { alone, part: room, unitsOf }: Alphabet, each: (part: SmsPart) => void): void {
  let units = 0;
  let characters = 0;
  for (const char of text) {
    units += unitsOf(char);
    characters += 1;
  }
  if (units <= alone) return each({ text, characters, units });
  let part: SmsPart = { text: "", characters: 0, units: 0 };
  for (const char of text) {
    const size = unitsOf(char);
    if (part.units + size > room) {
      each(part);
      part = { text: "", characters: 0, units: 0 };
    }
    part.text += char;
    part.characters += 1;
    part.units += size;
  }
  each(part);
}
