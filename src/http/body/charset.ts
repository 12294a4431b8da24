import { GatewayError, invalidField } from "../../errors.ts";

export function charsetOf(parameters: string[]): string {
  const found = parameters.map((part) => /^charset\s*=\s*"?([^"\s]+)"?$/i.exec(part)?.[1]).find(Boolean);
  return found ?? "utf-8";
}

export type Decode = (bytes: Uint8Array) => string;

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
