/**
 * CSV as people's programs write it (RFC 4180): quoted fields with line breaks in them, any line ending, a byte order
 * mark, Excel's `sep=` line, and `,`, `;`, tab or `|` between the fields. Read in parts: only one row is in memory.
 */
export interface CsvOptions {
  /** Found out from the first line when it is not given. */
  delimiter?: string;
}

/** The file is no CSV, in words for whoever sent it. */
export class CsvError extends Error {
  override readonly name = "CsvError";
  readonly line: number;

  constructor(line: number, message: string) {
    super(`line ${line}: ${message}`);
    this.line = line;
  }
}

export interface CsvRow {
  /** Where it begins, counted from 1. */
  line: number;
  fields: string[];
}

const DELIMITERS = [",", ";", "\t", "|"];
/** A quote that is never closed would make one field of the rest of the file. */
const LONGEST_FIELD = 65_536;
const MOST_FIELDS = 1000;
const LONGEST_FIRST_LINE = 65_536;

/** The rows of a file, as many at once as a part of it brought. Empty lines are left out. */
export async function* readCsv(parts: AsyncIterable<Uint8Array>, options: CsvOptions = {}): AsyncGenerator<CsvRow[]> {
  const decode = decoder();
  const parser = new CsvParser(options.delimiter ?? null);
  for await (const part of parts) {
    const rows = parser.push(decode(part, parser.line));
    if (rows.length > 0) yield rows;
  }
  const rows = [...parser.push(decode(null, parser.line)), ...parser.end()];
  if (rows.length > 0) yield rows;
}

/** UTF-8, or the UTF-16 that Excel calls Unicode text; both marks are dropped. */
function decoder(): (part: Uint8Array | null, line: number) => string {
  let utf: InstanceType<typeof TextDecoder> | null = null;
  let first: Uint8Array = new Uint8Array();
  return (part, line) => {
    if (utf === null) {
      first = part === null ? first : Buffer.concat([first, part]);
      if (first.byteLength < 2 && part !== null) return "";
      const wide = first[0] === 0xff && first[1] === 0xfe;
      utf = new TextDecoder(wide ? "utf-16le" : "utf-8", { fatal: true });
      part = first;
    }
    try {
      // Of a file of one byte, there is no more to come.
      if (first.byteLength < 2) return utf.decode(first);
      return part === null ? utf.decode() : utf.decode(part, { stream: true });
    } catch {
      throw new CsvError(line, "is not UTF-8 text");
    }
  };
}

type State = "start" | "plain" | "quoted" | "after-quote";

class CsvParser {
  /** The line that is being read. */
  line = 1;
  #delimiter: string | null;
  /** Text that waits for the end of the first line, which tells the delimiter. */
  #waiting = "";
  #state: State = "start";
  #field = "";
  #fields: string[] = [];
  #rowLine = 1;
  #afterReturn = false;

  constructor(delimiter: string | null) {
    this.#delimiter = delimiter;
  }

  push(text: string): CsvRow[] {
    if (this.#delimiter !== null) return this.#read(text);
    this.#waiting += text;
    const end = endOfFirstLine(this.#waiting);
    if (end === null && this.#waiting.length > LONGEST_FIRST_LINE) throw new CsvError(1, "is too long for a header");
    return end === null ? [] : this.#begin(this.#waiting.slice(0, end));
  }

  end(): CsvRow[] {
    const rows = this.#delimiter === null ? this.#begin(this.#waiting) : [];
    if (this.#state === "quoted") throw new CsvError(this.#rowLine, "a quote is opened and never closed");
    const last = this.#endRow();
    return last === null ? rows : [...rows, last];
  }

  #begin(firstLine: string): CsvRow[] {
    const named = /^sep=(.)\r?$/i.exec(firstLine);
    this.#delimiter = named?.[1] ?? mostFrequent(firstLine);
    const text = this.#waiting;
    this.#waiting = "";
    return named === null ? this.#read(text) : this.#read(text.slice(firstLine.length));
  }

  #read(text: string): CsvRow[] {
    const rows: CsvRow[] = [];
    const delimiter = this.#delimiter;
    for (let i = 0; i < text.length; i += 1) {
      const char = text[i] as string;
      const lineFeedOfReturn = char === "\n" && this.#afterReturn;
      this.#afterReturn = char === "\r";
      const newLine = (char === "\n" || char === "\r") && !lineFeedOfReturn;
      if (newLine) this.line += 1;
      if (this.#state === "quoted") {
        if (char === '"') this.#state = "after-quote";
        else i = this.#addRun(text, i);
      } else if (char === '"' && this.#state === "after-quote") {
        this.#add('"');
        this.#state = "quoted";
      } else if (newLine) {
        const row = this.#endRow();
        if (row !== null) rows.push(row);
        this.#rowLine = this.line;
      } else if (lineFeedOfReturn) {
        this.#rowLine = this.line;
      } else if (char === delimiter) {
        this.#endField();
      } else if (char === '"' && this.#state === "start") {
        this.#state = "quoted";
      } else if (this.#state === "after-quote") {
        throw new CsvError(this.line, "there is text between a closing quote and the delimiter");
      } else {
        this.#state = "plain";
        i = this.#addRun(text, i);
      }
    }
    return rows;
  }

  /** What means nothing but itself goes in one piece. Answers where it ends. */
  #addRun(text: string, from: number): number {
    let end = from + 1;
    while (end < text.length && !this.#special(text[end] as string)) end += 1;
    this.#add(text.slice(from, end));
    return end - 1;
  }

  #special(char: string): boolean {
    return char === '"' || char === "\n" || char === "\r" || char === this.#delimiter;
  }

  #add(piece: string): void {
    // PostgreSQL could not keep it, and no text has one: this is UTF-16 without its mark, or no text at all.
    if (piece.includes("\0")) throw new CsvError(this.line, "has a NUL character; send the file as UTF-8");
    this.#field += piece;
    if (this.#field.length > LONGEST_FIELD) {
      throw new CsvError(this.#rowLine, `a field has more than ${LONGEST_FIELD} characters; is a quote left open?`);
    }
  }

  #endField(): void {
    if (this.#fields.length >= MOST_FIELDS) throw new CsvError(this.line, `has more than ${MOST_FIELDS} fields`);
    this.#fields.push(this.#field);
    this.#field = "";
    this.#state = "start";
  }

  #endRow(): CsvRow | null {
    const empty = this.#fields.length === 0 && this.#field === "" && this.#state !== "after-quote";
    if (empty) return null;
    this.#endField();
    const row = { line: this.#rowLine, fields: this.#fields };
    this.#fields = [];
    return row;
  }
}

/** Where the first line ends, its line ending left out; null while that has not come. */
function endOfFirstLine(text: string): number | null {
  let quoted = false;
  for (let i = 0; i < text.length; i += 1) {
    if (text[i] === '"') quoted = !quoted;
    else if (!quoted && (text[i] === "\n" || text[i] === "\r")) return i;
  }
  return null;
}

function mostFrequent(line: string): string {
  const outside = line.replace(/"[^"]*"/g, "");
  const count = (delimiter: string): number => outside.split(delimiter).length;
  return DELIMITERS.reduce((best, delimiter) => (count(delimiter) > count(best) ? delimiter : best));
}
