import { isUtf8 } from "node:buffer";
import { GatewayError, invalidField, shownName } from "../../errors.ts";

export type Decode = (bytes: Uint8Array) => string;

/** What 0x80 to 0x9F are in Windows-1252: Node 20's own decoder takes them for Latin-1's control characters. */
const WINDOWS_1252 = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ";

/** By the WHATWG's names, as browsers read them: `iso-8859-1` is Windows-1252. `where`: who named it. */
export function decoderOf(charset: string, where = "Content-Type"): Decode {
  let decoder: InstanceType<typeof TextDecoder>;
  try {
    decoder = new TextDecoder(charset, { fatal: true });
  } catch {
    throw new GatewayError("unsupported_media_type", `${where}: the charset ${shownName(charset)} is not known.`);
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
      throw invalidField("body", `is not valid ${charset}; send UTF-8, or name the charset in ${where}`);
    }
  };
}

/**
 * Of a body that names no charset. Valid UTF-8 is hardly ever anything else; what is not comes from programs that send
 * the code page of their Windows, and browsers take it for 1252 too. One answer for all pieces of a body.
 */
export function guessedDecoder(pieces: readonly Uint8Array[]): Decode {
  return decoderOf(pieces.every((piece) => isUtf8(piece)) ? "utf-8" : "windows-1252");
}
