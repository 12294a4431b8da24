import { createHash } from "node:crypto";

/** Names the content of a document whose members stand in one order, as a parsed one's do: who put the same changed nothing. */
export function documentTag(document: object): string {
  return createHash("sha256").update(JSON.stringify(document)).digest("base64url").slice(0, 22);
}
