import { invalidField } from "../../errors.ts";
import { decoderOf, guessedDecoder, type Decode } from "./charset.ts";
import { nestFields, type TextObject } from "./text-fields.ts";

/** A name and its value, in whatever charset they are. */
export type RawField = [name: Uint8Array, value: Uint8Array];

/** More than any call has, a list of numbers included. */
export const MOST_FIELDS = 1100;

/** The hidden field in which HTML forms and RFC 7578 name the charset of the others. */
export const CHARSET_FIELD = "_charset_";

export function parseForm(bytes: Uint8Array, charset: string | null, lists: ReadonlySet<string>): TextObject {
  const raw = rawFields(bytes);
  const decode = charset === null ? undeclaredDecoder(raw) : decoderOf(charset);
  const pairs = raw.map(([name, value]): [string, string] => [decode(name), decode(value)]);
  return nestFields(
    pairs.filter(([name]) => name !== CHARSET_FIELD),
    lists,
  );
}

/** Of fields whose Content-Type says nothing: as the field `_charset_` says, or else as they look. */
export function undeclaredDecoder(fields: readonly RawField[]): Decode {
  const said = fields.find(([name]) => latin1(name) === CHARSET_FIELD)?.[1];
  const charset = said === undefined ? "" : latin1(said).trim();
  return charset === "" ? guessedDecoder(fields.flat()) : decoderOf(charset, CHARSET_FIELD);
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("latin1");
}

/** Taken apart as bytes: old clients also send the charset's own bytes as they are, not as %XX. */
function rawFields(bytes: Uint8Array): RawField[] {
  const pairs = latin1(bytes)
    .split("&")
    .filter((pair) => pair !== "");
  if (pairs.length > MOST_FIELDS) throw invalidField("body", `has more than ${MOST_FIELDS} fields`);
  return pairs.map((pair) => {
    const at = pair.indexOf("=");
    if (at < 0) return [percentDecoded(pair), new Uint8Array()];
    return [percentDecoded(pair.slice(0, at)), percentDecoded(pair.slice(at + 1))];
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
