import type { Context } from "hono";
import { GatewayError } from "../../errors.ts";
import { BODY_LIMIT, readBytes } from "./bytes.ts";
import { charsetOf, decoderOf } from "./charset.ts";
import { parseForm } from "./form.ts";
import { parseJson } from "./json.ts";

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
