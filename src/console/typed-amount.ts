import { formatAmount, parseAmount } from "../kit/money.ts";
import type { Language } from "../kit/language.ts";

/** What somebody typed, as the decimal text that the API takes. `either`: it can be read in two ways, so it is asked. */
export type TypedAmount =
  { kind: "clear"; amount: string } | { kind: "either"; thousands: string; decimal: string } | { kind: "unreadable" };

const UNREADABLE: TypedAmount = { kind: "unreadable" };
const SIGN = /^(?:Rp|IDR)\.?\s*/i;
/** As on receipts: `1.500.000,-`. */
const NO_CENTS = /(?<=\d)([.,])[-=]+$/;

/**
 * Pure. `1500000`, `1.500.000`, `1,500,000.50` and `1.500.000,50` are each one amount. `1.500` is not: fifteen hundred in
 * Indonesia, one and a half elsewhere; so nobody guesses with money. Nor is `1500.000`, where a mark may be missing.
 * Spaces group digits as well. Read digit by digit.
 */
export function readTyped(typed: string): TypedAmount {
  const text = typed
    .trim()
    .replace(/[\u2212\u2013]/g, "-")
    .replace(/[\s\u00a0\u202f]+/g, " ");
  const negative = text.startsWith("-");
  const digits = (negative ? text.slice(1) : text)
    .trim()
    .replace(SIGN, "")
    .replace(NO_CENTS, (_, mark: string) => `${mark}00`);
  const read = readUnsigned(digits);
  if (!negative) return read;
  if (read.kind === "clear") return { ...read, amount: minus(read.amount) };
  if (read.kind === "either") {
    return { ...read, thousands: minus(read.thousands), decimal: minus(read.decimal) };
  }
  return read;
}

function readUnsigned(text: string): TypedAmount {
  if (/^\d+$/.test(text)) return clear(text, "");
  // One mark, and three digits after it: both a group and a fraction look so. A group never begins with a nought.
  const one = /^([1-9]\d*)[.,](\d{3})$/.exec(text);
  if (one !== null) {
    const [, whole = "", rest = ""] = one;
    const [thousands, decimal] = [clear(whole + rest, ""), clear(whole, rest)];
    if (thousands.kind !== "clear" || decimal.kind !== "clear") return decimal;
    return { kind: "either", thousands: thousands.amount, decimal: decimal.amount };
  }
  const fraction = /^(\d+)[.,](\d{1,6})$/.exec(text);
  if (fraction !== null) return clear(fraction[1] ?? "", fraction[2] ?? "");
  for (const [group, mark] of [
    [".", ","],
    [",", "."],
    [" ", ","],
    [" ", "."],
  ] as const) {
    const grouped = new RegExp(`^([1-9]\\d{0,2}(?:\\${group}\\d{3})+)(?:\\${mark}(\\d{1,6}))?$`).exec(text);
    if (grouped !== null) return clear((grouped[1] ?? "").replaceAll(group, ""), grouped[2] ?? "");
  }
  return UNREADABLE;
}

function clear(whole: string, fraction: string): TypedAmount {
  const micros = parseAmount(fraction === "" ? whole : `${whole}.${fraction}`);
  return micros === null ? UNREADABLE : { kind: "clear", amount: formatAmount(micros) };
}

function minus(amount: string): string {
  return amount === "0" ? amount : `-${amount}`;
}

/** Among other fields, where nothing can be asked beside it: what is not clear is no amount, which the API refuses. */
export function clearAmount(typed: string): string {
  const read = readTyped(typed);
  return read.kind === "clear" ? read.amount : "";
}

/** An amount as a field shows it, so that it is read as the same again: three places would be taken for thousands. */
export function amountToType(amount: string): string {
  return /\.\d{3}$/.test(amount) ? `${amount}0` : amount;
}

const unclear = {
  id: {
    unreadable: "tidak terbaca sebagai jumlah uang; tulis misalnya 1.500.000 atau 1500000",
    either: (one: string, other: string) => `bisa dibaca dua cara; tulis ${one} atau ${other}`,
  },
  en: {
    unreadable: "can't be read as an amount of money; write 1,500,000 or 1500000",
    either: (one: string, other: string) => `can be read in two ways; write ${one} or ${other}`,
  },
} satisfies Record<Language, object>;

/** What is wrong with the amounts among these fields; an empty one is the API's to judge. */
export function unclearAmounts(
  values: Readonly<Record<string, string>>,
  fields: readonly string[],
  language: Language,
): Map<string, string> {
  const words = unclear[language];
  return new Map(
    fields.flatMap((field) => {
      const read = readTyped(values[field] ?? "");
      if (read.kind === "clear" || (values[field] ?? "").trim() === "") return [];
      const wrong =
        read.kind === "unreadable"
          ? words.unreadable
          : words.either(amountToType(read.thousands), amountToType(read.decimal));
      return [[field, wrong] as const];
    }),
  );
}
