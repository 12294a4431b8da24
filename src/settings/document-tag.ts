import { createHash } from "node:crypto";
import type { LimitsDocument, TenantDocument } from "./documents.ts";

/** Names the content of a document that was parsed, so that its members stand in one order: who put the same changed nothing. */
export function documentTag(document: LimitsDocument | TenantDocument): string {
  return createHash("sha256").update(JSON.stringify(document)).digest("base64url").slice(0, 22);
}
