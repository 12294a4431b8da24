import { GatewayError } from "../../../errors.ts";
import { decoderOf } from "../../body/charset.ts";

/** A name and its value, as the bytes that were sent. */
export type ByteFields = ReadonlyMap<string, Buffer>;

/**
 * Pure: a query or a form, whose values are bytes until their charset is known. A percent sign that begins no escape
 * stands for itself, since many a client sends `%OTP%` as it is. Of a name that is given twice the first counts, as in
 * Kannel.
 */
export function byteFields(encoded: string): ByteFields {
  const fields = new Map<string, Buffer>();
  for (const pair of encoded.split("&")) {
    const at = pair.indexOf("=");
    const name = bytesOf(at < 0 ? pair : pair.slice(0, at)).toString("latin1");
    if (name !== "" && !fields.has(name)) fields.set(name, bytesOf(at < 0 ? "" : pair.slice(at + 1)));
  }
  return fields;
}

/** `part` is Latin-1: a character for each byte. */
function bytesOf(part: string): Buffer {
  const text = part
    .replaceAll("+", " ")
    .replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(text, "latin1");
}

/**
 * Pure: a text in its charset; null when it isn't of that charset, or nobody knows it. Without one it is UTF-8, or else
 * Windows-1252, which old clients send without a word. `coding` 2 is UCS-2: big-endian, two bytes a character.
 */
export function textOf(bytes: Buffer, charset: string | undefined, coding: string | undefined): string | null {
  if (charset !== undefined) return decoded(bytes, /^ucs-?2$/i.test(charset) ? "utf-16be" : charset);
  if (coding === "2") return decoded(bytes, "utf-16be");
  return decoded(bytes, "utf-8") ?? decoded(bytes, "windows-1252");
}

function decoded(bytes: Buffer, charset: string): string | null {
  try {
    return decoderOf(charset)(bytes);
  } catch (error) {
    if (error instanceof GatewayError) return null;
    throw error;
  }
}

/** Pure: where the parameters are headers, the body is the text, and its Content-Type may say its charset. */
export function headerFields(headers: Record<string, string>, body: Buffer): ByteFields {
  const prefix = "x-kannel-";
  const charset = /;\s*charset\s*=\s*"?([^"\s;]+)/i.exec(headers["content-type"] ?? "")?.[1];
  const fields = new Map<string, Buffer>();
  if (charset !== undefined) fields.set("charset", Buffer.from(charset));
  for (const [name, value] of Object.entries(headers)) {
    if (name.startsWith(prefix)) fields.set(name.slice(prefix.length), Buffer.from(value));
  }
  return fields.set("text", body);
}

export function fieldOf(fields: ByteFields, ...names: string[]): string | undefined {
  return names
    .map((name) => fields.get(name))
    .find((bytes) => bytes !== undefined)
    ?.toString("utf8");
}
