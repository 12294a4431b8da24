import { randomBytes } from "node:crypto";
import { Secret, TOTP } from "otpauth";
import type { Sql, Tx } from "../db/client.ts";
import { UnknownMasterKey, type Keyring } from "../kit/secret.ts";

const PERIOD_SECONDS = 30;
const ISSUER = "Gerbang";
/** 160 bits, as RFC 4226 recommends and every app takes. */
const SECRET_BYTES = 20;
/** Steps to either side, for clocks that are not quite right. */
const WINDOW = 1;

const contextOf = (userId: string): string => `console totp ${userId}`;

export function newTotpSecret(): Buffer {
  return randomBytes(SECRET_BYTES);
}

/** What an app reads from the QR code. */
export function totpUri(secret: Uint8Array, label: string): string {
  return totpOf(secret, label).toString();
}

/** For typing: what the app asks for where it can't read the QR code. */
export function totpText(secret: Uint8Array): string {
  return totpOf(secret, "").secret.base32;
}

/** Pure. The step whose code it is, or null. */
export function stepOf(secret: Uint8Array, code: string, now: number): number | null {
  const token = code.replace(/\s/g, "");
  if (!/^\d{6}$/.test(token)) return null;
  const off = totpOf(secret, "").validate({ token, timestamp: now, window: WINDOW });
  return off === null ? null : Math.floor(now / 1000 / PERIOD_SECONDS) + off;
}

function totpOf(secret: Uint8Array, label: string): TOTP {
  const bytes = new Uint8Array(secret);
  return new TOTP({
    issuer: ISSUER,
    label,
    period: PERIOD_SECONDS,
    digits: 6,
    secret: new Secret({ buffer: bytes.buffer }),
  });
}

export function sealTotp(keyring: Keyring, userId: string, secret: Uint8Array): Buffer {
  return keyring.seal(contextOf(userId), secret);
}

export function openTotp(keyring: Keyring, userId: string, sealed: Uint8Array): Buffer {
  return keyring.open(contextOf(userId), sealed);
}

/** Takes a code at most once: of any number that come together with the same, one is right. */
export async function takeStep(sql: Sql | Tx, userId: string, step: number): Promise<boolean> {
  const taken = await sql`
    update console_users set totp_last_step = ${step} where id = ${userId} and totp_last_step < ${step} returning 1`;
  return taken.length === 1;
}

/** Seals all of them under the newest master key. `lost`: those that no master key opens. */
export async function resealTotps(sql: Sql, keyring: Keyring): Promise<{ sealed: number; lost: number }> {
  const rows = await sql<{ id: string; totp: Buffer }[]>`select id, totp from console_users where totp is not null`;
  const old = rows.filter(({ totp }) => !keyring.isCurrent(totp));
  const done = { sealed: 0, lost: 0 };
  for (const { id, totp } of old) {
    try {
      const anew = sealTotp(keyring, id, openTotp(keyring, id, totp));
      // Unless another one has been enrolled meanwhile.
      const updated = await sql`update console_users set totp = ${anew} where id = ${id} and totp = ${totp}`;
      done.sealed += updated.count;
    } catch (error) {
      if (!(error instanceof UnknownMasterKey)) throw error;
      done.lost += 1;
    }
  }
  return done;
}
