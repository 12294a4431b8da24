import { z } from "@hono/zod-openapi";
import { badFields } from "./endpoint.ts";

/**
 * Where a page ended. Opaque to callers, and it names its list: that of another one is refused, not misread.
 */
export function writeCursor(list: string, position: string): string {
  return Buffer.from(`${list}:${position}`).toString("base64url");
}

/** The position, when it has the form of this list's. */
export function readCursor(cursor: string | undefined, list: string, form: RegExp, field = "cursor"): string | null {
  if (cursor === undefined) return null;
  const text = /^[A-Za-z0-9_-]+$/.test(cursor) ? Buffer.from(cursor, "base64url").toString("utf8") : "";
  const position = text.startsWith(`${list}:`) ? text.slice(list.length + 1) : "";
  if (!form.test(position)) throw badFields([{ path: field, message: "is not a next_cursor of this list" }]);
  return position;
}

export const uuidForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
export const seqForm = /^[0-9]{1,18}$/;
/** A place in the feed of events. */
export const placeForm = /^[0-9]{1,19}\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const timeAndIdForm = /^[0-9]{1,15}\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** For lists in the order of a time and then an id. */
export function readTimeCursor(cursor: string | undefined, list: string): { at: number; id: string } | null {
  const position = readCursor(cursor, list, timeAndIdForm);
  if (position === null) return null;
  const [at = "", id = ""] = position.split(".");
  return { at: Number(at), id };
}

/** A page of rows, of which one more than asked for was read. */
export function pageOf<R, A>(
  rows: readonly R[],
  limit: number,
  list: string,
  positionOf: (row: R) => string,
  answerOf: (row: R) => A,
): { data: A[]; next_cursor: string | null } {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const next = rows.length > limit && last !== undefined ? writeCursor(list, positionOf(last)) : null;
  return { data: page.map(answerOf), next_cursor: next };
}

/** A page of a configuration that is in memory, in the order of its names. */
export function pageByName<R, A>(
  items: readonly R[],
  query: { limit: number; cursor?: string | undefined },
  list: string,
  nameOf: (item: R) => string,
  answerOf: (item: R) => A,
): { data: A[]; next_cursor: string | null } {
  const after = readCursor(query.cursor, list, /^[A-Za-z0-9/_-]{1,150}$/);
  const left = items
    .filter((item) => after === null || nameOf(item) > after)
    .sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
  return pageOf(left, query.limit, list, nameOf, answerOf);
}

/** In a query, a `+` that was not escaped arrives as a space. */
const instant = z
  .string()
  .transform((text) => text.replace(" ", "+"))
  .pipe(z.iso.datetime({ offset: true, message: "an ISO 8601 time with a zone, like 2026-11-01T00:00:00Z" }))
  .transform((text) => Date.parse(text))
  .openapi({ type: "string", format: "date-time" });

export const spanQuery = {
  from: instant.optional().describe("From this time on"),
  until: instant.optional().describe("Before this time"),
};
