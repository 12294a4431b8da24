import { randomInt } from "node:crypto";
import type { Keyring } from "../kit/secret.ts";

/** Digits from the system's generator, each value as likely as another: `randomInt` has no modulo bias. */
export function makeCode(length: number): string {
  return randomInt(0, 10 ** length)
    .toString()
    .padStart(length, "0");
}

/** The copy of the code that delivery, fallback and resend need; bound to the OTP, erased when the OTP ends. */
export function sealCode(keyring: Keyring, otpId: string, code: string): Buffer {
  return keyring.seal(`code:${otpId}`, code);
}

export function openCode(keyring: Keyring, otpId: string, sealed: Uint8Array): string {
  return keyring.openText(`code:${otpId}`, sealed);
}
