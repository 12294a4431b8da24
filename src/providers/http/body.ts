import { readXml } from "./xml.ts";

export const bodyFormats = ["json", "xml", "form", "text"] as const;
export type BodyFormat = (typeof bodyFormats)[number];

/** Words and lines of a plain text that can be addressed; the rest is not looked at. */
const MAX_PIECES = 64;

/** Pure: a body as values that paths lead to; undefined when it is not what its format says. */
export function readBody(text: string, format: BodyFormat): unknown {
  switch (format) {
    case "json":
      return readJson(text);
    case "xml":
      return readXml(text);
    case "form":
      return readFields(new URLSearchParams(text));
    case "text":
      return {
        text: text.trim(),
        lines: text.split("\n", MAX_PIECES).map((line) => line.trim()),
        words: text
          .split(/[\s,;:|=]/, 4 * MAX_PIECES)
          .filter((word) => word !== "")
          .slice(0, MAX_PIECES),
      };
  }
}

/** Form fields or a query; a name that comes twice is an array. */
export function readFields(fields: URLSearchParams): unknown {
  const body = new Map<string, string[]>();
  for (const [name, value] of fields) {
    const values = body.get(name);
    if (values === undefined) body.set(name, [value]);
    else values.push(value);
  }
  return Object.fromEntries([...body].map(([name, values]) => [name, values.length === 1 ? values[0] : values]));
}

/**
 * The value at a path like `data.0.id`, or undefined. Keys are own ones, compared as written first and then without
 * regard to case (one vendor writes `Status` in some of its answers). The first of what is not a list is itself, so
 * that XML, where one and many look alike, needs one path only.
 */
export function valueAt(body: unknown, path: string): unknown {
  let value = body;
  for (const part of path.split(".")) {
    if (Array.isArray(value)) value = /^\d{1,5}$/.test(part) ? (value[Number(part)] as unknown) : undefined;
    else {
      const key = typeof value === "object" && value !== null ? keyOf(value, part) : undefined;
      if (key !== undefined) value = (value as Record<string, unknown>)[key];
      else if (part !== "0") return undefined;
    }
  }
  return value;
}

function keyOf(value: object, part: string): string | undefined {
  if (Object.hasOwn(value, part)) return part;
  const lower = part.toLowerCase();
  return Object.keys(value).find((key) => key.toLowerCase() === lower);
}

/** A text, number or truth value as text; null for anything else, and for what is too long to be one of ours. */
export function textAt(body: unknown, path: string): string | null {
  const value = valueAt(body, path);
  if (typeof value === "string") return value.length <= 4096 ? value : null;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : null;
}

function readJson(text: string): unknown {
  try {
    const body = JSON.parse(text) as unknown;
    return /\d{16}/.test(text) ? (JSON.parse(quoteLongIntegers(text)) as unknown) : body;
  } catch {
    return undefined;
  }
}

/** Ids may pass 2^53, where a number would silently become another. `text` is valid JSON. */
function quoteLongIntegers(text: string): string {
  const pieces: string[] = [];
  const number = /-?\d[\d.eE+-]*/y;
  let done = 0;
  for (let at = 0; at < text.length;) {
    if (text[at] === '"') {
      at = endOfString(text, at);
      continue;
    }
    number.lastIndex = at;
    const found = number.exec(text)?.[0];
    if (found !== undefined && /^-?\d{16,}$/.test(found)) {
      pieces.push(text.slice(done, at), `"${found}"`);
      done = at + found.length;
    }
    at += found?.length ?? 1;
  }
  pieces.push(text.slice(done));
  return pieces.join("");
}

function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at + 1;
}
