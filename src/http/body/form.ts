import { invalidField } from "../../errors.ts";
import type { Decode } from "./charset.ts";

/** `params[x]=` and `params.x=` make an object of `params`; a name twice is an error, not a guess. */
export function parseForm(bytes: Uint8Array, decode: Decode): Record<string, unknown> {
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
