import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { Expected } from "../templates/state.ts";
import { badFields } from "./endpoint.ts";

/** For descriptions of what heeds them. */
export const conditional =
  "With `If-Match` and the `ETag` of a read it is done only if the variant and its draft are still as they were read; " +
  "else 409 `conflict` says who changed it and when, and `current` how it is now.";

const ifMatch = z.string().max(1000).optional().describe('ETags of a read, like `"v3"`, or `*`: it is there');
const ifNoneMatch = z
  .string()
  .max(1000)
  .optional()
  .describe("`*`: only when the tenant has no version of its own in use");
export const matchHeaders = z.object({ "If-Match": ifMatch });
export const createHeaders = z.object({ "If-Match": ifMatch, "If-None-Match": ifNoneMatch });

export function etag(tag: string): Record<string, string> {
  return { ETag: `"${tag}"` };
}

/** What the caller says must still hold; undefined when it says nothing. */
export function expectedOf(c: Context): Expected | undefined {
  const match = c.req.header("if-match")?.trim();
  const noneMatch = c.req.header("if-none-match")?.trim();
  if (match !== undefined && noneMatch !== undefined) {
    throw badFields([{ path: "If-None-Match", message: "can't be sent together with If-Match" }]);
  }
  if (noneMatch !== undefined) {
    if (noneMatch !== "*") throw badFields([{ path: "If-None-Match", message: "takes * only" }]);
    return "absent";
  }
  if (match === undefined) return undefined;
  if (match === "*") return "exists";
  return { tags: match.split(",").map(tagIn) };
}

/** A proxy that compresses makes a tag weak; it still names the same state. */
function tagIn(text: string): string {
  const tag = /^\s*(?:W\/)?"([\x21\x23-\x7e]*)"\s*$/.exec(text)?.[1];
  if (tag === undefined) throw badFields([{ path: "If-Match", message: 'takes the ETag of a read, like "v3", or *' }]);
  return tag;
}
