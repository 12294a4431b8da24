const QUARTER_MS = 900_000;
const DAY_MS = 86_400_000;

/**
 * Pure: when a day like `2026-11-21` begins and ends in a time zone, milliseconds, `until` exclusive. Null: there is no
 * such day. Looked for, not computed: some days have no midnight, and offsets are whole quarters.
 */
export function daySpan(date: string, timeZone: string): { from: number; until: number } | null {
  const start = /^2\d{3}-\d{2}-\d{2}$/.test(date) ? Date.parse(`${date}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(start) || new Date(start).toISOString().slice(0, 10) !== date) return null;
  const next = new Date(start + DAY_MS).toISOString().slice(0, 10);
  const format = new Intl.DateTimeFormat("en-CA-u-ca-gregory-nu-latn", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  });
  return { from: beginning(date, start, format), until: beginning(next, start + DAY_MS, format) };
}

/** The first quarter of an hour that a calendar on the wall there shows as this day. */
function beginning(date: string, inUtc: number, calendar: Intl.DateTimeFormat): number {
  let before = inUtc - DAY_MS;
  let after = inUtc + DAY_MS;
  while (after - before > QUARTER_MS) {
    const middle = before + Math.floor((after - before) / (2 * QUARTER_MS)) * QUARTER_MS;
    if (calendar.format(middle) < date) before = middle;
    else after = middle;
  }
  return after;
}
