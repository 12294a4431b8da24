import type { IncomingMessage } from "node:http";
import type { Context } from "hono";
import { GatewayError, invalidField } from "../errors.ts";
import { countIdleTime } from "./body-time.ts";

export const BODY_LIMIT = 64 * 1024;
const DEEPEST = 32;

/**
 * The body's bytes, never more than `limit`: a length that lies or is missing does not help. `upload`: the sender is
 * known and may take its time.
 */
export async function readBytes(c: Context, limit: number, upload = false): Promise<Uint8Array> {
  const declared = Number(c.req.header("content-length") ?? "0");
  if (declared > limit) throw tooLarge(limit);
  // The socket's own stream: going through a web `Request` costs more than the rest of the reading.
  const { incoming } = (c.env ?? {}) as { incoming?: IncomingMessage };
  if (incoming !== undefined) return readIncoming(incoming, limit, upload ? countIdleTime(incoming) : undefined);
  const bytes = new Uint8Array(await c.req.arrayBuffer());
  if (bytes.byteLength > limit) throw tooLarge(limit);
  return bytes;
}

/** A body that is too large is read on and dropped, or the socket would go with it and nobody would get the 413. */
function readIncoming(incoming: IncomingMessage, limit: number, goesOn?: () => void): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const parts: Uint8Array[] = [];
    let size = 0;
    incoming.on("data", (part: Uint8Array) => {
      goesOn?.();
      size += part.byteLength;
      if (size > limit) reject(tooLarge(limit));
      else parts.push(part);
    });
    incoming.once("end", () => resolve(parts.length === 1 ? (parts[0] as Uint8Array) : Buffer.concat(parts)));
    // Every request closes; an error, with its stack, is made for those alone that broke off.
    const broken = (): void => {
      if (!incoming.complete) reject(invalidField("body", "ended before it was complete"));
    };
    incoming.once("error", broken).once("close", broken);
  });
}

/** An upload in parts, never more than `limit` in all. What is left when its reader stops is read on and dropped, too. */
export async function* readParts(c: Context, limit: number): AsyncGenerator<Uint8Array> {
  const declared = Number(c.req.header("content-length") ?? "0");
  if (declared > limit) throw tooLarge(limit);
  const { incoming } = (c.env ?? {}) as { incoming?: IncomingMessage };
  const parts: AsyncIterable<Uint8Array> =
    incoming?.iterator({ destroyOnReturn: false }) ?? (c.req.raw.body as AsyncIterable<Uint8Array> | null) ?? nothing();
  const goesOn = incoming === undefined ? undefined : countIdleTime(incoming);
  let size = 0;
  try {
    for await (const part of parts) {
      goesOn?.();
      size += part.byteLength;
      if (size > limit) throw tooLarge(limit);
      yield part;
    }
    if (incoming?.complete === false) throw invalidField("body", "ended before it was complete");
  } finally {
    incoming?.resume();
  }
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

function tooLarge(limit: number): GatewayError {
  return new GatewayError("payload_too_large", `The body may have at most ${limit / 1024} KiB.`);
}

/** What a file of at most `limit` bytes holds: JSON as a value, CSV as text. */
export async function readJsonOrCsv(c: Context, limit: number): Promise<{ json: unknown } | { csv: string }> {
  const [type = "", ...parameters] = (c.req.header("content-type") ?? "").split(";").map((part) => part.trim());
  const media = type.toLowerCase();
  if (media !== "application/json" && media !== "text/csv") {
    throw new GatewayError("unsupported_media_type", "Content-Type: send application/json or text/csv.");
  }
  const text = decoderOf(charsetOf(parameters))(await readBytes(c, limit, true));
  return media === "text/csv" ? { csv: text } : { json: parseJson(text) };
}

export interface ParsedBody {
  fields: unknown;
  form: boolean;
}

/** A body as fields. JSON everywhere; forms where old clients call. */
export async function parseBody(c: Context, forms: boolean): Promise<ParsedBody> {
  const [type = "", ...parameters] = (c.req.header("content-type") ?? "").split(";").map((part) => part.trim());
  const media = type.toLowerCase();
  const json = media === "application/json" || /^application\/[a-z0-9.+-]+\+json$/.test(media);
  const form = media === "application/x-www-form-urlencoded";
  const bytes = await readBytes(c, BODY_LIMIT);
  if (bytes.byteLength === 0) return { fields: {}, form };
  if (!json && !(form && forms)) {
    const wanted = forms ? "application/json or application/x-www-form-urlencoded" : "application/json";
    throw new GatewayError("unsupported_media_type", `Content-Type: send ${wanted}.`);
  }
  const decode = decoderOf(charsetOf(parameters));
  return { fields: json ? parseJson(decode(bytes)) : parseForm(bytes, decode), form };
}

function charsetOf(parameters: string[]): string {
  const found = parameters.map((part) => /^charset\s*=\s*"?([^"\s]+)"?$/i.exec(part)?.[1]).find(Boolean);
  return found ?? "utf-8";
}

type Decode = (bytes: Uint8Array) => string;

/** What 0x80 to 0x9F are in Windows-1252: Node 20's own decoder takes them for Latin-1's control characters. */
const WINDOWS_1252 = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ";

export function decoderOf(charset: string): Decode {
  let decoder: InstanceType<typeof TextDecoder>;
  try {
    decoder = new TextDecoder(charset, { fatal: true });
  } catch {
    throw new GatewayError("unsupported_media_type", `Content-Type: the charset ${charset.slice(0, 40)} is not known.`);
  }
  if (decoder.encoding === "windows-1252") {
    return (bytes) =>
      Buffer.from(bytes)
        .toString("latin1")
        .replace(/[\u0080-\u009F]/g, (char) => WINDOWS_1252[char.charCodeAt(0) - 0x80] ?? char);
  }
  return (bytes) => {
    try {
      return decoder.decode(bytes);
    } catch {
      throw invalidField("body", `is not valid ${charset}; send UTF-8, or name the charset in Content-Type`);
    }
  };
}

function parseJson(text: string): unknown {
  if (depthOf(text) > DEEPEST) throw invalidField("body", `is nested deeper than ${DEEPEST} levels`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw invalidField("body", "is not valid JSON");
  }
  // The schemas would drop this one name without a word. It may be spelt with escapes.
  if (/__proto__|\\u00/i.test(text)) refusePrototypes(value, "");
  return value;
}

function refusePrototypes(value: unknown, path: string): void {
  if (typeof value !== "object" || value === null) return;
  for (const [name, inner] of Object.entries(value)) {
    const here = path === "" ? name : `${path}.${name}`;
    if (name === "__proto__") throw invalidField(here.slice(0, 200), "is not allowed");
    refusePrototypes(inner, here);
  }
}

/** Counted before parsing, so that nothing recurses over a hostile depth. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let quoted = false;
  for (let i = 0; i < text.length; i += 1) {
    const char = text[i];
    if (quoted) {
      if (char === "\\") i += 1;
      else if (char === '"') quoted = false;
    } else if (char === '"') quoted = true;
    else if (char === "{" || char === "[") deepest = Math.max(deepest, (depth += 1));
    else if (char === "}" || char === "]") depth -= 1;
  }
  return deepest;
}

/** `params[x]=` and `params.x=` make an object of `params`; a name twice is an error, not a guess. */
function parseForm(bytes: Uint8Array, decode: Decode): Record<string, unknown> {
  const fields: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const [name, value] of formPairs(bytes, decode)) {
    const nested = /^([a-z_]{1,40})(?:\[([A-Za-z0-9_]{1,40})\]|\.([A-Za-z0-9_]{1,40}))$/.exec(name);
    if (nested === null) {
      putOnce(fields, name, value, name);
      continue;
    }
    const [, outer = "", bracketed, dotted] = nested;
    const object = (fields[outer] ??= Object.create(null)) as unknown;
    if (typeof object !== "object" || object === null) throw invalidField(outer, "is given twice");
    const inner = bracketed ?? dotted ?? "";
    putOnce(object as Record<string, unknown>, inner, value, `${outer}.${inner}`);
  }
  return fields;
}

function putOnce(fields: Record<string, unknown>, name: string, value: string, path: string): void {
  if (path.includes("__proto__")) throw invalidField(path.slice(0, 64), "is not allowed");
  if (Object.hasOwn(fields, name)) throw invalidField(path.slice(0, 64), "is given twice");
  fields[name] = value;
}

/** Taken apart as bytes: old clients also send the charset's own bytes as they are, not as %XX. */
function formPairs(bytes: Uint8Array, decode: Decode): [string, string][] {
  const plain = (part: string): string => decode(percentDecoded(part));
  return Buffer.from(bytes)
    .toString("latin1")
    .split("&")
    .filter((pair) => pair !== "")
    .map((pair) => {
      const at = pair.indexOf("=");
      return at < 0 ? [plain(pair), ""] : [plain(pair.slice(0, at)), plain(pair.slice(at + 1))];
    });
}

function percentDecoded(part: string): Uint8Array {
  if (/%(?![0-9A-Fa-f]{2})/.test(part)) {
    throw invalidField("body", "is not a valid form: a percent-encoding is broken");
  }
  const text = part
    .replaceAll("+", " ")
    .replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(text, "latin1");
}

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

export function writeAnswer(format: Format, body: unknown, ok: boolean): { text: string; contentType: string } {
  if (format === "json") {
    const contentType = ok ? "application/json; charset=utf-8" : "application/problem+json; charset=utf-8";
    return { text: JSON.stringify(body), contentType };
  }
  if (format === "xml") return { text: toXml(body, ok), contentType: "application/xml; charset=utf-8" };
  return { text: toText(body, ok), contentType: "text/plain; charset=utf-8" };
}

/** One `name=value` a line, nested names joined with a dot, in the order of the JSON. */
function toText(body: unknown, ok: boolean): string {
  const lines = [`result=${ok ? "ok" : "error"}`];
  const walk = (name: string, value: unknown): void => {
    if (value !== null && typeof value === "object") {
      for (const [key, inner] of Object.entries(value)) walk(name === "" ? key : `${name}.${key}`, inner);
    } else lines.push(`${escapeLine(name)}=${escapeLine(scalar(value))}`);
  };
  walk("", body);
  return `${lines.join("\n")}\n`;
}

function scalar(value: unknown): string {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : "";
}

function escapeLine(value: string): string {
  return value.replaceAll("\\", "\\\\").replaceAll("\r", "\\r").replaceAll("\n", "\\n");
}

function toXml(body: unknown, ok: boolean): string {
  const element = (name: string, value: unknown): string => {
    const tag = /^[A-Za-z_][A-Za-z0-9_.-]*$/.test(name) ? name : "item";
    const attribute =
      tag === name ? "" : ` name="${escapeXml(name).replaceAll("\n", "&#10;").replaceAll("\t", "&#9;")}"`;
    if (Array.isArray(value))
      return `<${tag}${attribute}>${value.map((item) => element("item", item)).join("")}</${tag}>`;
    if (value !== null && typeof value === "object") {
      const inner = Object.entries(value).map(([key, field]) => element(key, field));
      return `<${tag}${attribute}>${inner.join("")}</${tag}>`;
    }
    return `<${tag}${attribute}>${escapeXml(scalar(value))}</${tag}>`;
  };
  const fields = Object.entries((body ?? {}) as Record<string, unknown>).map(([key, field]) => element(key, field));
  const result = `<result>${ok ? "ok" : "error"}</result>`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<response>${result}${fields.join("")}</response>\n`;
}

function escapeXml(text: string): string {
  return (
    text
      .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "\uFFFD")
      .replaceAll("&", "&amp;")
      .replaceAll("<", "&lt;")
      .replaceAll(">", "&gt;")
      .replaceAll('"', "&quot;")
      // A parser would make a space or a line feed of them.
      .replaceAll("\r", "&#13;")
  );
}
