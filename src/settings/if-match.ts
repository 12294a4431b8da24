import { createHash } from "node:crypto";
import { GatewayError } from "../errors.ts";
import type { Expected } from "../templates/state.ts";
import type { RoutesDocument } from "./documents.ts";

/**
 * Two people may have the same form open. Who names the state that they read (`If-Match`) is refused when it is another
 * by now, instead of undoing what the other did. `tag`: of the state as it is; null: there is none.
 */
export function refuseChanged(expected: Expected | undefined, tag: string | null, what: string): void {
  if (expected === undefined) return;
  if (expected === "exists" ? tag !== null : expected === "absent" ? tag === null : isOneOf(expected.tags, tag)) return;
  throw new GatewayError("conflict", `${what} changed since it was read; read it again, and put what is still wanted.`);
}

function isOneOf(tags: readonly string[], tag: string | null): boolean {
  return tag !== null && tags.includes(tag);
}

/** The same content is the same state: who puts back what was there has changed nothing. */
export function routesTag({ channels, fallback }: RoutesDocument): string {
  return createHash("sha256")
    .update(JSON.stringify([channels, fallback]))
    .digest("base64url")
    .slice(0, 22);
}

export function providerTag(updatedAt: Date): string {
  return `t${updatedAt.getTime()}`;
}
