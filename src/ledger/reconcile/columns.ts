/** What is in which column of an invoice. Names count without case, blanks and signs: `PriceUnit` is `price_unit`. */
export interface InvoiceColumns {
  id: string;
  amount: string;
  currency: string | null;
  status: string | null;
  /** The vendor writes what it takes below zero. */
  negative: boolean;
}

/** Files that the vendors document; of the others the columns are named. */
export const presets = {
  /** The message log of the console: https://www.twilio.com/docs/messaging/api/message-resource */
  twilio: { id: "Sid", amount: "Price", currency: "PriceUnit", status: "Status", negative: true },
  /** The Reports API's SMS records as CSV: https://developer.vonage.com/en/api/reports */
  vonage: { id: "message_id", amount: "total_price", currency: "currency", status: "status", negative: false },
} as const satisfies Record<string, InvoiceColumns>;
export type Preset = keyof typeof presets;

export interface InvoiceOptions {
  columns: InvoiceColumns;
  /** Found out from each number when it is not given. */
  decimal: "." | "," | null;
  /** Of amounts without a currency column. */
  currency: string;
}

export interface InvoiceLine {
  line: number;
  providerMessageId: string;
  amount: bigint;
  currency: string;
  status: string | null;
}

/** The file can't be read as an invoice, in words for whoever sent it. */
export class InvoiceError extends Error {
  override readonly name = "InvoiceError";
  readonly path: string;

  constructor(path: string, message: string) {
    super(message);
    this.path = path;
  }
}

type ReadLine = (row: { line: number; fields: readonly string[] }) => InvoiceLine | null;

/** Pure: how the rows below this header are read. A row without an id, a total say, is null. */
export function lineReader(header: readonly string[], options: InvoiceOptions): ReadLine {
  const { columns, decimal } = options;
  const at = {
    id: findColumn(header, "id_column", columns.id),
    amount: findColumn(header, "amount_column", columns.amount),
    currency: columns.currency === null ? null : findColumn(header, "currency_column", columns.currency),
    status: columns.status === null ? null : findColumn(header, "status_column", columns.status),
  };
  return ({ line, fields }) => {
    const field = (index: number | null): string => (index === null ? "" : (fields[index] ?? "").trim());
    const id = field(at.id);
    if (id === "") return null;
    const amount = parseInvoiced(field(at.amount), decimal);
    if (typeof amount === "string") throw new InvoiceError("body", `line ${line}: ${amount}`);
    const currency = field(at.currency).toUpperCase();
    if (!/^(?:[A-Z]{3})?$/.test(currency)) {
      throw new InvoiceError(
        "body",
        `line ${line}: the currency "${cut(currency, 40)}" is not three letters, like USD`,
      );
    }
    return {
      line,
      providerMessageId: cut(id, 200),
      amount: columns.negative ? -amount : amount,
      currency: currency || options.currency,
      status: cut(field(at.status), 40) || null,
    };
  };
}

/** A character that is cut in two can't be kept as UTF-8. */
function cut(text: string, length: number): string {
  return text.slice(0, length).toWellFormed();
}

function findColumn(header: readonly string[], path: string, name: string): number {
  const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, "");
  const index = header.findIndex((title) => plain(title) === plain(name));
  if (index >= 0) return index;
  const there = header.map((title) => cut(title.trim(), 40)).slice(0, 30);
  throw new InvoiceError(path, `there is no column "${name}" in the file; it has ${there.join(", ")}`);
}

const NUMBER = /^([-+−]?)(\d[\d.,\s]*|[.,]\d+)$/;
/** By the decimal mark: what stands before and after it. Groups are of thousands, or a mark was taken for the wrong one. */
const SHAPES = {
  ".": /^(\d*|[1-9]\d{0,2}(?:(?:,\d{3})+|(?:\s\d{3})+))(?:\.(\d*))?$/,
  ",": /^(\d*|[1-9]\d{0,2}(?:(?:\.\d{3})+|(?:\s\d{3})+))(?:,(\d*))?$/,
};

/**
 * Pure: micros, or what is wrong with it. `1.234` is either, so without a decimal mark given it is neither. What is finer
 * than a millionth is rounded.
 */
export function parseInvoiced(text: string, decimal: "." | "," | null): bigint | string {
  if (/^(?:|-|null|n\/a)$/i.test(text)) return 0n;
  const bare = text.replace(/^(?:[A-Za-z]{3}|Rp\.?|[$€£])\s*/, "");
  const match = NUMBER.exec(bare);
  const quoted = `the amount "${cut(text, 40)}"`;
  if (match === null) return `${quoted} is no number`;
  const [, sign = "", digits = ""] = match;
  const mark = decimal ?? markOf(digits);
  if (mark === null) return `${quoted} may have thousands or places; say which mark is the decimal one`;
  const [, grouped = "", places = ""] = SHAPES[mark].exec(digits) ?? [];
  const whole = grouped.replace(/\D/g, "");
  if (whole + places === "" || whole.length > 12) return `${quoted} is no number`;
  const rounded = places.padEnd(7, "0");
  const micros = BigInt(whole + rounded.slice(0, 6)) + (Number(rounded[6]) >= 5 ? 1n : 0n);
  return sign === "" || sign === "+" ? micros : -micros;
}

/** The decimal mark of a number; null when it can't be told. */
function markOf(digits: string): "." | "," | null {
  const [dots, commas] = [digits.split(".").length - 1, digits.split(",").length - 1];
  if (dots > 0 && commas > 0) return digits.lastIndexOf(".") > digits.lastIndexOf(",") ? "." : ",";
  if (dots + commas === 0) return ".";
  const mark = dots > 0 ? "." : ",";
  const other = dots > 0 ? "," : ".";
  if (dots + commas > 1) return other;
  return /^[1-9]\d{0,2}[.,]\d{3}$/.test(digits) ? null : mark;
}
