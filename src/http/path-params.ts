import type { Context } from "hono";
import { invalidField } from "../errors.ts";

/**
 * What stands in a path's places. The router leaves what it can't decode as it came: `Jos%E9` would be another id than the
 * one that was meant, so it is refused.
 */
export function pathParams(c: Context, path: string): Record<string, string> {
  if (c.req.url.includes("%")) {
    const sent = new URL(c.req.url).pathname.split("/");
    const wrong = path.split("/").find((_, place) => !isEncoded(sent[place] ?? ""));
    if (wrong !== undefined) {
      throw invalidField(wrong.replace(/[{}]/g, ""), "is not valid percent-encoded UTF-8: é is %C3%A9, % is %25");
    }
  }
  return c.req.param();
}

function isEncoded(part: string): boolean {
  try {
    decodeURIComponent(part);
    return true;
  } catch {
    return false;
  }
}
