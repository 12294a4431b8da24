import type { Context } from "hono";
import { GatewayError } from "../../errors.ts";
import { BODY_LIMIT, readBytes } from "./bytes.ts";
import { decoderOf } from "./charset.ts";
import { parseForm } from "./form.ts";
import { parseJson } from "./json.ts";
import { charsetOf, readMediaType, type MediaType } from "./media-type.ts";
import { parseMultipart } from "./multipart.ts";
import { parseXml } from "./xml.ts";

/** What a file of at most `limit` bytes holds: JSON as a value, CSV as text. */
export async function readJsonOrCsv(c: Context, limit: number): Promise<{ json: unknown } | { csv: string }> {
  const type = typeOf(c);
  if (type.media !== "application/json" && type.media !== "text/csv") {
    throw new GatewayError("unsupported_media_type", "Content-Type: send application/json or text/csv.");
  }
  const text = decoderOf(charsetOf(type) ?? "utf-8")(await readBytes(c, limit, true));
  return type.media === "text/csv" ? { csv: text } : { json: parseJson(text) };
}

type Dialect = "json" | "form" | "multipart" | "xml";

function dialectOf({ media }: MediaType): Dialect | null {
  if (media === "application/json" || /^application\/[a-z0-9.+-]+\+json$/.test(media)) return "json";
  if (media === "application/x-www-form-urlencoded") return "form";
  if (media === "multipart/form-data") return "multipart";
  if (/^(?:application|text)\/xml$|^application\/[a-z0-9.+-]+\+xml$/.test(media)) return "xml";
  return null;
}

/** Where a client that can set no header puts its key: a body that is a form, or like one. */
export function carriesKey(c: Context): boolean {
  const dialect = dialectOf(typeOf(c));
  return dialect !== null && dialect !== "json";
}

/** What the ERP's calls take beside JSON, for who sends anything else. */
const DIALECTS = "application/json, application/x-www-form-urlencoded, multipart/form-data or application/xml";

export interface ParsedBody {
  fields: unknown;
  /** All values are text, whatever the schema wants. */
  text: boolean;
}

/** A body as fields. JSON everywhere; forms and XML where old clients call: `lists` are then the fields that are lists. */
export async function parseBody(
  c: Context,
  lists: ReadonlySet<string> | null,
  limit = BODY_LIMIT,
): Promise<ParsedBody> {
  refuseEncoded(c);
  const type = typeOf(c);
  const dialect = dialectOf(type);
  const bytes = await readBytes(c, limit, limit > BODY_LIMIT);
  const text = dialect !== null && dialect !== "json";
  if (bytes.byteLength === 0) return { fields: {}, text };
  const charset = charsetOf(type);
  if (dialect === "json") return { fields: parseJson(decoderOf(charset ?? "utf-8")(bytes)), text };
  if (dialect === null || lists === null) {
    throw new GatewayError(
      "unsupported_media_type",
      `Content-Type: send ${lists === null ? "application/json" : DIALECTS}.`,
    );
  }
  if (dialect === "form") return { fields: parseForm(bytes, charset, lists), text };
  if (dialect === "xml") return { fields: parseXml(bytes, charset, lists), text };
  return { fields: await parseMultipart(bytes, type, lists), text };
}

/** A body that came compressed would read as a broken one. */
function refuseEncoded(c: Context): void {
  const encoding = c.req.header("content-encoding")?.trim().toLowerCase() ?? "";
  if (encoding === "" || encoding === "identity") return;
  throw new GatewayError("unsupported_media_type", "Content-Encoding: send the body as it is, not compressed.");
}

function typeOf(c: Context): MediaType {
  return readMediaType(c.req.header("content-type") ?? "");
}
