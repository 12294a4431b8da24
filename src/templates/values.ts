import type { Channel } from "../providers/provider.ts";

/** Whose word a value is: the brand is the operator's; the others come with an issue, and may be a stranger's. */
export type ValueOf = "brand" | "user" | "purpose" | "params";

/** Characters of a value at most. */
export const LONGEST_VALUE = 60;
/** Most values: nothing below would change one of these. */
const plain = /^(?:[A-Za-z]+(?: [A-Za-z]+)*|[A-Za-z0-9]+)$/;
const printable = /^[\x20-\x7e]*$/;
const lineBreakers = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu;
const scheme = /[a-z][a-z0-9+.-]*:\/+/gi;
const address = /^[\p{L}\p{N}._%+-]+@[\p{L}\p{N}.-]+$/u;
/** A dot of any script that a letter follows, as in a host's name. */
const dotOfName = /[.\u3002\uff0e\uff61](?=\p{L})/gu;
const ipAddress = /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?!\d|\.\d)(?=([/:])?)/g;
const hasDots = /:\/|[.\u3002\uff0e\uff61]/;
const thousands = /^\d{1,3}(?:\.\d{3}){3}$/;
/** Four digits and more, in circles too, together or with a little between them: what could be read as a code. */
const codeLike = /[\p{Nd}\p{No}](?:[\s.\p{Pd}\p{M}]{0,3}[\p{Nd}\p{No}]){3,}\p{M}*/gu;
/** WhatsApp's marks for bold, italic, struck out and fixed width; between two letters they are letters themselves. */
const marks = /(?<![\p{L}\p{N}])[*_~`]+|[*_~`]+(?![\p{L}\p{N}])|^>+/gu;

/**
 * Pure: a value as a text may hold it. It fills a gap in a sentence and is never one of its own: one line, short, no
 * variable, no link to tap, no second code, and nothing that the channel would take for markup.
 */
export function cleanValue(of: ValueOf, value: string, channel: Channel): string {
  if (value.length <= LONGEST_VALUE && plain.test(value)) return value;
  let line = value;
  // What stood on both sides of what was taken out stands together now, and could be a link, a code or a mark itself.
  for (let before = ""; line !== before;) {
    before = line;
    line = cleanOnce(of, line, channel);
  }
  return line;
}

/** Marks go before links and codes are looked for, since they could hide some. */
function cleanOnce(of: ValueOf, value: string, channel: Channel): string {
  let line = printable.test(value) ? value : value.toWellFormed().replace(lineBreakers, " ");
  line = line.replace(/[{}]/g, "");
  if (channel === "whatsapp") line = line.replace(marks, "");
  // A voice reads markup (SSML) where it finds some.
  if (channel === "voice") line = line.replace(/[<>&]/g, " ");
  line = line.replace(/ {2,}/g, " ").trim();
  if (of !== "brand" && hasDots.test(line)) line = withoutLinks(line);
  if (of === "user" || of === "purpose") line = withoutCodes(line);
  line = line.replace(/ {2,}/g, " ").trim();
  // By characters, so that none is cut in half: half of one can't be sent.
  return line.length <= LONGEST_VALUE ? line : [...line].slice(0, LONGEST_VALUE).join("").trimEnd();
}

/** What a phone would make a link of, told apart by dots: an amount (1.500.000) and an address (a@b.example) stay. */
function withoutLinks(line: string): string {
  return line
    .replace(scheme, " ")
    .replace(ipAddress, (found, next?: string) =>
      next === undefined && isAmount(found) ? found : found.replaceAll(".", " "),
    )
    .split(" ")
    .map((word) => (address.test(word) ? word : word.replace(dotOfName, " ")))
    .join(" ");
}

/** What has the form of both is an amount where it can't be an address: 1.500.000.000, not 103.150.190.222. */
function isAmount(found: string): boolean {
  return thousands.test(found) && found.split(".").some((group) => Number(group) > 255 || /^0\d/.test(group));
}

/**
 * A name may be a number ("100234", "0812 3456 7890"): that is whom it names. Among words a number that could be a code
 * is left out. Params are not touched here: amounts and account numbers are what they are for.
 */
function withoutCodes(line: string): string {
  return /[\s:=]/.test(line) && /\p{L}/u.test(line) ? line.replace(codeLike, "") : line;
}
