import type { Context } from "hono";
import { GatewayError, invalidField } from "../errors.ts";

export const BODY_LIMIT = 64 * 1024;
const DEEPEST = 32;

/** The body's bytes, never more than `limit`: a length that lies or is missing does not help. */
export async function readBytes(c: Context, limit: number): Promise<Uint8Array> {
  const declared = Number(c.req.header("content-length") ?? "0");
  if (declared > limit) throw tooLarge(limit);
  // The socket's own stream: going through a web `Request` costs more than the rest of the reading.
  const { incoming } = (c.env ?? {}) as { incoming?: AsyncIterable<Uint8Array> };
  const stream = incoming ?? (c.req.raw.body as AsyncIterable<Uint8Array> | null);
  if (stream === null) return new Uint8Array(0);
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of stream) {
    size += part.byteLength;
    if (size > limit) throw tooLarge(limit);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function tooLarge(limit: number): GatewayError {
  return new GatewayError("payload_too_large", `The body may have at most ${limit / 1024} KiB.`);
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
  const text = decode(bytes, charsetOf(parameters), form);
  return { fields: json ? parseJson(text) : parseForm(text, charsetOf(parameters)), form };
}

function charsetOf(parameters: string[]): string {
  const found = parameters.map((part) => /^charset\s*=\s*"?([^"\s]+)"?$/i.exec(part)?.[1]).find(Boolean);
  return found ?? "utf-8";
}

function decode(bytes: Uint8Array, charset: string, form: boolean): string {
  let decoder: InstanceType<typeof TextDecoder>;
  try {
    decoder = new TextDecoder(form ? "utf-8" : charset, { fatal: true });
  } catch {
    throw new GatewayError("unsupported_media_type", `Content-Type: the charset ${charset.slice(0, 40)} is not known.`);
  }
  try {
    return decoder.decode(bytes);
  } catch {
    throw invalidField("body", `is not valid ${charset}; send UTF-8, or name the charset in Content-Type`);
  }
}

function parseJson(text: string): unknown {
  if (depthOf(text) > DEEPEST) throw invalidField("body", `is nested deeper than ${DEEPEST} levels`);
  try {
    return JSON.parse(text);
  } catch {
    throw invalidField("body", "is not valid JSON");
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
function parseForm(text: string, charset: string): Record<string, unknown> {
  const fields: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const [name, value] of formPairs(text, charset)) {
    const nested = /^([a-z_]{1,40})(?:\[([A-Za-z0-9_]{1,40})\]|\.([A-Za-z0-9_]{1,40}))$/.exec(name);
    if (nested === null) {
      if (name in fields) throw invalidField(name.slice(0, 64), "is given twice");
      fields[name] = value;
      continue;
    }
    const [, outer = "", bracketed, dotted] = nested;
    const inner = bracketed ?? dotted ?? "";
    const object = (fields[outer] ??= Object.create(null)) as unknown;
    if (typeof object !== "object" || object === null) throw invalidField(outer, "is given twice");
    (object as Record<string, unknown>)[inner] = value;
  }
  return fields;
}

function formPairs(text: string, charset: string): [string, string][] {
  if (/^utf-?8$/i.test(charset)) {
    return text
      .split("&")
      .filter((pair) => pair !== "")
      .map((pair) => splitPair(pair, (part) => decodeURIComponent(part)));
  }
  const decoder = new TextDecoder(charset, { fatal: true });
  return text
    .split("&")
    .filter((pair) => pair !== "")
    .map((pair) =>
      splitPair(pair, (part) => {
        const bytes: number[] = [];
        for (let i = 0; i < part.length; i += 1) {
          const hex = part[i] === "%" ? part.slice(i + 1, i + 3) : "";
          if (/^[0-9A-Fa-f]{2}$/.test(hex)) {
            bytes.push(Number.parseInt(hex, 16));
            i += 2;
          } else bytes.push(...Buffer.from(part[i] ?? ""));
        }
        return decoder.decode(Uint8Array.from(bytes));
      }),
    );
}

function splitPair(pair: string, decodePart: (part: string) => string): [string, string] {
  const at = pair.indexOf("=");
  const plain = (part: string): string => {
    try {
      return decodePart(part.replaceAll("+", " "));
    } catch {
      throw invalidField("body", "is not a valid form: a percent-encoding is broken");
    }
  };
  return at < 0 ? [plain(pair), ""] : [plain(pair.slice(0, at)), plain(pair.slice(at + 1))];
}

export type Format = "json" | "text" | "xml";

/** What the caller can read: `?format=` where headers can't be set, else `Accept`. */
export function formatOf(c: Context): Format {
  const asked = c.req.query("format");
  if (asked === "json" || asked === "xml") return asked;
  if (asked === "text" || asked === "txt") return "text";
  const accept = c.req.header("accept") ?? "";
  if (accept === "" || accept.includes("json") || accept.includes("*/*")) return "json";
  if (/\b(application|text)\/xml\b/.test(accept)) return "xml";
  return accept.includes("text/plain") ? "text" : "json";
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
    } else lines.push(`${name}=${escapeLine(scalar(value))}`);
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
    const attribute = tag === name ? "" : ` name="${escapeXml(name)}"`;
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
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "\uFFFD")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
