import type { Context } from "hono";
import { GatewayError } from "../errors.ts";

const keyNames = new Set([
  "api_key",
  "apikey",
  "api-key",
  "x-api-key",
  "key",
  "token",
  "access_token",
  "authorization",
  "password",
]);
const codeNames = new Set(["code", "otp"]);

const WHERE = "must not be in the URL, which proxies and logs keep; send it";
const KEY_PLACES =
  "as Authorization: Bearer, X-API-Key or Basic, or as the field api_key of a form, multipart or XML body";

/**
 * The ERP's calls take no key and no code from the URL, and say so rather than leave them unread: whoever wrote the client
 * learns of it with the first call. `fields` are those of the body, which are not read there either. Null: there is none.
 * To a caller with no other key it is the reason why nobody is known.
 */
export function secretInUrl(
  c: Context,
  fields: { has: (name: string) => boolean },
  key: string | null,
): GatewayError | null {
  if (!c.req.url.includes("?")) return null;
  for (const name of Object.keys(c.req.query())) {
    // `apikey[]=` and `apikey[0]=` are the key as well.
    const known = name.toLowerCase().replace(/\[\d*\]$/, "");
    const nobody = key === null ? "unauthorized" : "invalid_request";
    if (keyNames.has(known)) return refusal(nobody, known, `${WHERE} ${KEY_PLACES}`);
    if (codeNames.has(known)) return refusal("invalid_request", known, `${WHERE} in the body of a POST`);
    if (fields.has(name)) return refusal("invalid_request", name, "is not read from the URL; send it in the body");
  }
  return null;
}

function refusal(code: "unauthorized" | "invalid_request", path: string, message: string): GatewayError {
  return new GatewayError(code, `${path}: ${message}`, { errors: [{ path, message }] });
}
