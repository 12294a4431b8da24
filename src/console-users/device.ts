import { randomBytes } from "node:crypto";
import type { Keyring } from "../kit/secret.ts";

/** A browser in which a person has signed in keeps a mark of it, so that tries of strangers are not counted as its own. */
const CONTEXT = "console device";
const ID_BYTES = 16;
const TIME_BYTES = 6;
export const DEVICE_DAYS = 180;

/** Says who signed in and when, under our MAC. It opens nothing. */
export function markDevice(keyring: Keyring, userId: string, now: number): string {
  const at = Buffer.alloc(TIME_BYTES);
  at.writeUIntBE(Math.floor(now), 0, TIME_BYTES);
  return keyring.token(CONTEXT, Buffer.concat([bytesOf(userId), at, randomBytes(ID_BYTES)]));
}

/** Whether this browser is one of the person's. */
export function isKnownDevice(keyring: Keyring, mark: string | null, userId: string, now: number): boolean {
  const content = mark === null ? null : keyring.readToken(CONTEXT, mark);
  if (content?.length !== ID_BYTES + TIME_BYTES + ID_BYTES) return false;
  const at = content.readUIntBE(ID_BYTES, TIME_BYTES);
  return content.subarray(0, ID_BYTES).equals(bytesOf(userId)) && now - at < DEVICE_DAYS * 86_400_000;
}

function bytesOf(uuid: string): Buffer {
  return Buffer.from(uuid.replaceAll("-", ""), "hex");
}
