import { Dicer } from "@fastify/busboy";
import { invalidField, shownName } from "../../errors.ts";
import { decoderOf } from "./charset.ts";
import { CHARSET_FIELD, MOST_FIELDS, undeclaredDecoder } from "./form.ts";
import { charsetOf, readMediaType, type MediaType } from "./media-type.ts";
import { nestFields, type TextObject } from "./text-fields.ts";

interface Part {
  headers: Record<string, string[]>;
  bytes: Uint8Array;
}

/**
 * `multipart/form-data` (RFC 7578), for its text fields. A part's own charset goes first, then what the whole form says.
 * Parts are read by their headers here, since charset and transfer encoding decide what their bytes mean.
 */
export async function parseMultipart(
  bytes: Uint8Array,
  type: MediaType,
  lists: ReadonlySet<string>,
): Promise<TextObject> {
  const boundary = type.parameters.get("boundary") ?? "";
  if (boundary === "") throw invalidField("Content-Type", "multipart/form-data needs its boundary");
  if (Buffer.from(bytes).toString("latin1").split(`--${boundary}`).length > MOST_FIELDS) {
    throw invalidField("body", `has more than ${MOST_FIELDS} parts`);
  }
  const fields = (await partsOf(bytes, boundary)).map(readPart);
  const charset = charsetOf(type);
  const undeclared = fields.filter((field) => field.charset === null);
  const decode =
    charset === null ? undeclaredDecoder(undeclared.map(({ name, value }) => [name, value])) : decoderOf(charset);
  const pairs = fields.map((field): [string, string] => [
    decode(field.name),
    field.charset === null ? decode(field.value) : decoderOf(field.charset)(field.value),
  ]);
  return nestFields(
    pairs.filter(([name]) => name !== CHARSET_FIELD),
    lists,
  );
}

function partsOf(bytes: Uint8Array, boundary: string): Promise<Part[]> {
  return new Promise((resolve, reject) => {
    const parts: Part[] = [];
    const broken = (): void =>
      reject(
        invalidField("body", "is not a whole multipart form: a boundary is missing or differs from Content-Type's"),
      );
    const dicer = new Dicer({ boundary, maxHeaderPairs: 20 });
    dicer.on("part", (stream) => {
      const data: Uint8Array[] = [];
      const part: Part = { headers: {}, bytes: new Uint8Array() };
      parts.push(part);
      stream.on("header", (headers) => (part.headers = headers as unknown as Record<string, string[]>));
      stream.on("data", (piece: Uint8Array) => data.push(piece));
      stream.on("end", () => (part.bytes = Buffer.concat(data)));
      stream.on("error", broken);
    });
    dicer.on("error", broken).on("finish", () => resolve(parts));
    dicer.end(bytes);
  });
}

function readPart({ headers, bytes }: Part): { name: Uint8Array; value: Uint8Array; charset: string | null } {
  const disposition = readMediaType(headers["content-disposition"]?.[0] ?? "");
  const name = disposition.parameters.get("name") ?? "";
  if (disposition.media !== "form-data" || name === "") throw invalidField("body", "has a part without a name");
  if (disposition.parameters.has("filename") || disposition.parameters.has("filename*")) {
    throw invalidField(shownName(name), "is a file; send each field as text");
  }
  return {
    name: Buffer.from(name, "latin1"),
    value: transferDecoded(name, headers["content-transfer-encoding"]?.[0] ?? "", bytes),
    charset: charsetOf(readMediaType(headers["content-type"]?.[0] ?? "")),
  };
}

/** RFC 7578 has given these up; Indy (Delphi) sends its text fields as quoted-printable all the same. */
function transferDecoded(name: string, encoding: string, bytes: Uint8Array): Uint8Array {
  switch (encoding.trim().toLowerCase()) {
    case "":
    case "7bit":
    case "8bit":
    case "binary":
      return bytes;
    case "quoted-printable": {
      const text = Buffer.from(bytes)
        .toString("latin1")
        .replace(/=[ \t]*\r?\n/g, "");
      const plain = text.replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) =>
        String.fromCharCode(Number.parseInt(hex, 16)),
      );
      return Buffer.from(plain, "latin1");
    }
    case "base64":
      return Buffer.from(Buffer.from(bytes).toString("latin1"), "base64");
    default:
      throw invalidField(shownName(name), "has an unknown Content-Transfer-Encoding; send it as it is (8bit)");
  }
}
