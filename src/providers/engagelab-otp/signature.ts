import { createHmac, hash } from "node:crypto";
import { sameSecret } from "../../kit/secret.ts";
import type { RawHook } from "../provider.ts";

/** How far the vendor's clock and ours may be apart, the journey included. */
const TOLERANCE_MS = 300_000;

/** The three values are signed without anything between them: ten digits, or the nonce could lend the timestamp some. */
const HEADER =
  /^timestamp=(\d{10}); ?nonce=([\x21-\x3a\x3c-\x7e]{1,128}); ?username=([^;]{1,512}); ?signature=([0-9a-f]{64})$/i;

/**
 * Why a callback is not believed, or null. EngageLab's signature does not cover the body: it only proves that its
 * bearer knows the secret, or has seen a callback. So it is good for a few minutes, and for the first body alone.
 */
export function whyUnproven(hook: RawHook, username: string, secret: string, seen: SeenSignatures): string | null {
  const header = HEADER.exec(hook.headers["x-callback-id"] ?? "");
  if (header === null) return "no x-callback-id";
  const [, timestamp = "", nonce = "", caller = "", signature = ""] = header;
  const expected = createHmac("sha256", secret).update(`${timestamp}${nonce}${username}`).digest("hex");
  if (!sameSecret(signature.toLowerCase(), expected) || !sameSecret(caller, username)) return "x-callback-id differs";

  const { receivedAt } = hook;
  if (Math.abs(receivedAt - Number(timestamp) * 1000) > TOLERANCE_MS) return "x-callback-id is not of this time";
  return seen.admits(expected, hook.body, receivedAt) ? null : "x-callback-id came before, with another body";
}

/** Which body a signature came with, for as long as it is good. In memory: another replica has its own. */
export class SeenSignatures {
  readonly #seen = new Map<string, { body: string; until: number }>();
  readonly #capacity: number;

  constructor(capacity = 10_000) {
    this.#capacity = capacity;
  }

  /** The same callback sent again is let in: its reports change nothing the second time. */
  admits(signature: string, body: Uint8Array, now: number): boolean {
    const digest = hash("sha256", body, "base64");
    const known = this.#seen.get(signature);
    if (known !== undefined) return known.body === digest;
    for (const [oldest, { until }] of this.#seen) {
      if (until >= now && this.#seen.size < this.#capacity) break;
      this.#seen.delete(oldest);
    }
    this.#seen.set(signature, { body: digest, until: now + 2 * TOLERANCE_MS });
    return true;
  }
}
