import { createHmac } from "node:crypto";
import { sameSecret } from "../kit/secret.ts";
import type { RawHook } from "./provider.ts";

/** `X-Hub-Signature-256`, HMAC-SHA-256 over the raw bytes, as Meta signs. Null when it is right, else why not. */
export function refusedByHubSignature(hook: RawHook, secret: string): string | null {
  const given = /^sha256=([0-9a-f]{64})$/i.exec(hook.headers["x-hub-signature-256"] ?? "")?.[1];
  if (given === undefined) return "no x-hub-signature-256";
  const expected = createHmac("sha256", secret).update(hook.body).digest();
  return sameSecret(expected, Buffer.from(given, "hex")) ? null : "x-hub-signature-256 differs";
}
