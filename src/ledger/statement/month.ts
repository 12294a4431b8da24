const QUARTER_MS = 900_000;
const DAY_MS = 86_400_000;

/** A span of time, milliseconds: from, inclusive, and until, exclusive. */
export interface Span {
  from: number;
  until: number;
}

/** Pure: when a month like `2026-11` begins and ends in a time zone. Null: there is no such month, from 2000 on. */
export function monthSpan(month: string, timeZone: string): Span | null {
  const match = /^(2\d{3})-(0[1-9]|1[0-2])$/.exec(month);
  if (match === null) return null;
  const [year, index] = [Number(match[1]), Number(match[2])];
  const next = index === 12 ? monthName(year + 1, 1) : monthName(year, index + 1);
  const calendar = calendarOf(timeZone);
  return { from: beginning(month, calendar), until: beginning(next, calendar) };
}

/** Tells the month that a time lies in, as a calendar on the wall there shows it. */
type Calendar = (at: number) => string;

export function calendarOf(timeZone: string): Calendar {
  const format = new Intl.DateTimeFormat("en-u-ca-gregory-nu-latn", { timeZone, year: "numeric", month: "2-digit" });
  return (at) => {
    const parts = format.formatToParts(at);
    const part = (type: string): number => Number(parts.find((piece) => piece.type === type)?.value);
    return monthName(part("year"), part("month"));
  };
}

/**
 * The first quarter of an hour in which the calendar there shows this month. Looked for, not computed: in some places the
 * first day has no midnight, since clocks are put forward then. Since 1972 every zone's offset is whole
 * quarters.
 */
function beginning(month: string, calendar: Calendar): number {
  const inUtc = Date.parse(`${month}-01T00:00:00Z`);
  let before = inUtc - DAY_MS;
  let after = inUtc + DAY_MS;
  while (after - before > QUARTER_MS) {
    const middle = before + Math.floor((after - before) / (2 * QUARTER_MS)) * QUARTER_MS;
    if (calendar(middle) < month) before = middle;
    else after = middle;
  }
  return after;
}

function monthName(year: number, month: number): string {
  return `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}`;
}

export type Grain = "quarter" | "day" | "month";
export interface Piece extends Span {
  grain: Grain;
}

/** Pure: the sums that make up a span, as few as there are: whole months, whole days at their ends, then quarters. */
export function piecesOf(span: Span): Piece[] {
  return cut(span, ["month", "day", "quarter"]);
}

function cut({ from, until }: Span, grains: readonly Grain[]): Piece[] {
  const [grain, ...finer] = grains;
  if (grain === undefined || from >= until) return [];
  const first = roundUp(from, grain);
  const last = roundDown(until, grain);
  if (first >= last) return cut({ from, until }, finer);
  return [
    ...cut({ from, until: first }, finer),
    { grain, from: first, until: last },
    ...cut({ from: last, until }, finer),
  ];
}

function roundDown(at: number, grain: Grain): number {
  if (grain === "quarter") return Math.floor(at / QUARTER_MS) * QUARTER_MS;
  if (grain === "day") return Math.floor(at / DAY_MS) * DAY_MS;
  const date = new Date(at);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth());
}

function roundUp(at: number, grain: Grain): number {
  const down = roundDown(at, grain);
  if (down === at) return at;
  if (grain === "quarter") return down + QUARTER_MS;
  if (grain === "day") return down + DAY_MS;
  const date = new Date(down);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1);
}
