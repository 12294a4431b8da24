import type { Context } from "hono";

export type Format = "json" | "text" | "xml";

const byName: Record<string, Format> = { json: "json", text: "text", txt: "text", xml: "xml" };

/** Each format's media types, the preferred format first. */
const mediaTypes: readonly [Format, readonly string[]][] = [
  ["json", ["application/json", "application/problem+json"]],
  ["text", ["text/plain"]],
  ["xml", ["application/xml", "text/xml", "application/problem+xml"]],
];

/** The format that `?format=` names, shortly or as a media type; null when it is none. */
export function formatNamed(name: string): Format | null {
  const asked = name.trim().toLowerCase();
  if (Object.hasOwn(byName, asked)) return byName[asked] ?? null;
  return mediaTypes.find(([, types]) => types.includes(asked))?.[0] ?? null;
}

/** What the caller can read: `?format=` where headers can't be set, else `Accept`. */
export function formatOf(c: Context): Format {
  return formatNamed(c.req.query("format") ?? "") ?? formatAccepted(c.req.header("accept") ?? "");
}

/** RFC 9110, 12.5.1. What is named beats what only a wildcard lets through; who can read none of ours gets JSON. */
export function formatAccepted(accept: string): Format {
  if (accept === "" || accept === "*/*") return "json";
  const ranges = accept.split(",").map((part) => {
    const [type = "", ...parameters] = part.split(";").map((piece) => piece.trim().toLowerCase());
    const q = Number(parameters.find((parameter) => parameter.startsWith("q="))?.slice(2) ?? "1");
    return { type, q: Number.isNaN(q) ? 0 : q };
  });
  const wish = (types: readonly string[]): number => {
    const named = ranges.filter(({ type }) => types.includes(type));
    const wild = ranges.filter(({ type }) => types.some((t) => type === `${t.split("/")[0]}/*`));
    const any = ranges.filter(({ type }) => type === "*/*");
    const [found, specific] = named.length > 0 ? [named, 2] : wild.length > 0 ? [wild, 1] : [any, 0];
    const q = Math.max(0, ...found.map((range) => range.q));
    return q === 0 ? 0 : q * 1000 + specific;
  };
  const [best] = mediaTypes.map(([format, types]) => ({ format, wish: wish(types) })).sort((a, b) => b.wish - a.wish);
  return best === undefined || best.wish === 0 ? "json" : best.format;
}
