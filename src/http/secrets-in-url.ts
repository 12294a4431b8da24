import type { Context } from "hono";
import { invalidField } from "../errors.ts";

const keyNames = new Set([
  "api_key",
  "apikey",
  "api-key",
  "x-api-key",
  "key",
  "token",
  "access_token",
  "authorization",
]);
const codeNames = new Set(["code", "otp"]);

const WHERE = "must not be in the URL, which proxies and logs keep; send it";
const KEY_PLACES =
  "as Authorization: Bearer, X-API-Key or Basic, or as the field api_key of a form, multipart or XML body";

/**
 * The ERP's calls take no key and no code from the URL, and say so rather than leave them unread: whoever wrote the client
 * learns of it with the first call. `fields` are those of the body, which are not read there either.
 */
export function refuseSecretsInUrl(c: Context, fields: { has: (name: string) => boolean }): void {
  if (!c.req.url.includes("?")) return;
  for (const name of Object.keys(c.req.query())) {
    const known = name.toLowerCase();
    if (keyNames.has(known)) throw invalidField(known, `${WHERE} ${KEY_PLACES}`);
    if (codeNames.has(known)) throw invalidField(known, `${WHERE} in the body of a POST`);
    if (fields.has(name)) throw invalidField(name, "is not read from the URL; send it in the body");
  }
}
