import type { View } from "../../view.ts";

const wall = new Map<string, Intl.DateTimeFormat>();

function wallOf(timeZone: string): Intl.DateTimeFormat {
  const known = wall.get(timeZone);
  if (known !== undefined) return known;
  // Of Sweden: the one that writes a date as ISO 8601 has it.
  const made = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "medium" });
  wall.set(timeZone, made);
  return made;
}

/** What a clock on the wall there shows, read as if it were UTC. */
function shownAt(at: number, timeZone: string): number {
  return Date.parse(`${wallOf(timeZone).format(at).replace(" ", "T")}Z`);
}

/** What a browser's field for a date and a time holds (`2026-11-22T17:05`), as a moment. Null: it is no such text. */
export function momentOf(text: string, timeZone: string): number | null {
  const asUtc = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?$/.test(text) ? Date.parse(`${text}Z`) : Number.NaN;
  if (Number.isNaN(asUtc)) return null;
  // Clocks may be put back between the two: the second look has the offset of about that moment.
  const about = asUtc - (shownAt(asUtc, timeZone) - asUtc);
  return asUtc - (shownAt(about, timeZone) - about);
}

/** The other way round, to the minute. */
export function fieldOf(at: number, timeZone: string): string {
  return wallOf(timeZone).format(at).replace(" ", "T").slice(0, 16);
}

/** In a sentence: `22 Nov 2026, 17.05`. */
export function shortTime(iso: string, { language, timeZone }: Pick<View, "language" | "timeZone">): string {
  const options = { dateStyle: "medium", timeStyle: "short", timeZone } as const;
  return new Intl.DateTimeFormat(language === "id" ? "id-ID" : "en-GB", options).format(new Date(iso));
}
