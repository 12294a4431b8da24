import { randomFillSync } from "node:crypto";
import { V7Generator } from "uuidv7";

/**
 * Ids are UUIDv7, made by us: sortable by time, unique without asking the database. Outside they wear
 * a prefix that says what they name: `otp_0199f0c2a1b27c3d8e4f5a6b7c8d9e0f`.
 */
export type IdPrefix = "otp" | "msg" | "key" | "user" | "ent" | "top" | "att" | "alr" | "rec" | "evt" | "whs";

/** `at`: milliseconds, of the row that is called by it, since months and spans of time are cut by ids; else now. */
export function newId(at?: number): string {
  const id = at === undefined ? generator.generate() : generator.generateOrResetWithTs(Math.floor(at));
  return id.toString();
}

/** Random words are taken in blocks: one system call for hundreds of ids. */
const words = new Uint32Array(1024);
let used = words.length;
const generator = new V7Generator({
  nextUint32() {
    if (used === words.length) {
      randomFillSync(words);
      used = 0;
    }
    used += 1;
    return words[used - 1] as number;
  },
});

/** The smallest UUIDv7 of a millisecond. */
export function firstIdAt(at: number): string {
  const hex = Math.min(Math.max(0, Math.floor(at)), 0xffff_ffff_ffff)
    .toString(16)
    .padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}

/** The time that an id carries, milliseconds. */
export function timeOfId(id: string): number {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}

const DAY_MS = 86_400_000;

/**
 * An OTP's messages, and what became of them, have ids of about its own time or later; a day is far more than the clocks
 * of two gateways may differ. With it as the least id of a look, no earlier month is looked at.
 */
export function firstIdNear(id: string): string {
  return firstIdAt(timeOfId(id) - DAY_MS);
}

export function publicId(prefix: IdPrefix, uuid: string): string {
  return `${prefix}_${uuid.replaceAll("-", "")}`;
}

/** The uuid inside a public id, or null when it is not one of ours: an unknown id, not a bad request. */
export function parsePublicId(prefix: IdPrefix, id: string): string | null {
  const hex = id.startsWith(`${prefix}_`) ? id.slice(prefix.length + 1) : "";
  if (!/^[0-9a-f]{32}$/.test(hex)) return null;
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
