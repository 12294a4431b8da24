import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { errors, exportJWK, jwtVerify, SignJWT, type JWK } from "jose";
import { parsePublicId } from "../kit/id.ts";
import type { Keyring } from "../kit/secret.ts";

const LIFE_SECONDS = 300;
const DAY_MS = 86_400_000;
/** Counted from 1970, so that every replica changes keys at the same moment without a word between them. */
export const KEY_PERIOD_MS = 90 * DAY_MS;
/** How long a key that no longer signs is published: an answer may be asked for again, with its proof, for a day. */
const PUBLISHED_AFTER_MS = DAY_MS;
/** PKCS #8 of an Ed25519 key, up to its 32-byte seed (RFC 8410, section 7). */
const PKCS8_PREFIX = Buffer.from("302e020100300506032b657004220420", "hex");

export interface ProofClaims {
  tenant: string;
  /** As the ERP knows it: `otp_…`. */
  otpId: string;
  user: string | null;
  purpose: string;
}

/** When a proof was made, and by which key: with the claims, all that makes the same proof again. */
export interface ProofStamp {
  /** Milliseconds. */
  at: number;
  kid: string;
}

interface SigningKey {
  kid: string;
  secret: KeyObject;
  shown: KeyObject;
}

/**
 * The proof that comes with a right code: a JWS that the ERP can keep, redeem, or check offline against
 * `/.well-known/jwks.json`. Its keys are derived from the master key and the period, so every replica signs alike and
 * nothing is stored.
 */
export class ProofSigner {
  readonly #keyring: Keyring;
  readonly #issuer: string;
  readonly #derived = new Map<number, SigningKey[]>();
  /** For one release: what 0.1.0 signed right before the upgrade, or a replica of it still signs, can be checked. */
  readonly #first: SigningKey[];

  constructor(keyring: Keyring, issuer: string) {
    this.#keyring = keyring;
    this.#issuer = issuer;
    this.#first = keyring.firstProofSeeds().map(signingKey);
  }

  stamp(now: number): ProofStamp {
    return { at: now, kid: this.#signing(now).kid };
  }

  /** An Ed25519 signature is always the same, so the same stamp and claims make the same proof. */
  async sign(claims: ProofClaims, { at, kid }: ProofStamp): Promise<string> {
    // The one that made it first may be of an older master key.
    const key = this.#keys(periodOf(at)).find((known) => known.kid === kid) ?? this.#signing(at);
    const issuedAt = Math.floor(at / 1000);
    return (
      new SignJWT({ user: claims.user, purpose: claims.purpose })
        .setProtectedHeader({ alg: "EdDSA", kid: key.kid, typ: "JWT" })
        .setIssuer(this.#issuer)
        .setAudience(claims.tenant)
        .setSubject(claims.otpId)
        // One for all proofs of an OTP: who takes each `jti` once takes each OTP once.
        .setJti(claims.otpId.replace("otp_", "prf_"))
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + LIFE_SECONDS)
        .sign(key.secret)
    );
  }

  /** The OTP that a proof of this tenant is about; null when we did not sign it, or for somebody else. */
  async read(proof: string, tenant: string, now: number): Promise<{ otpId: string; expired: boolean } | null> {
    try {
      const { payload } = await jwtVerify(proof, ({ kid }) => this.#shown(now, kid), {
        algorithms: ["EdDSA"],
        audience: tenant,
        currentDate: new Date(now),
      });
      return subjectOf(payload.sub, false);
    } catch (error) {
      // Its signature was right: that is looked at first.
      if (error instanceof errors.JWTExpired) return subjectOf(error.payload.sub, true);
      if (error instanceof errors.JOSEError) return null;
      throw error;
    }
  }

  /** Public keys: the one that signs now first, then the next one, the last one for a day, and 0.1.0's. */
  async jwks(now: number): Promise<{ keys: JWK[] }> {
    const keys = await Promise.all(
      this.#published(now).map(async ({ kid, shown }) => ({
        ...(await exportJWK(shown)),
        kid,
        alg: "EdDSA",
        use: "sig",
      })),
    );
    return { keys };
  }

  #signing(now: number): SigningKey {
    const [key] = this.#keys(periodOf(now));
    if (key === undefined) throw new Error("no signing key");
    return key;
  }

  #shown(now: number, kid: string | undefined): KeyObject {
    const key = this.#published(now).find((known) => known.kid === kid);
    if (key === undefined) throw new errors.JWKSNoMatchingKey();
    return key.shown;
  }

  #published(now: number): SigningKey[] {
    return [...publishedPeriods(now).flatMap((period) => this.#keys(period)), ...this.#first];
  }

  /** Of each master key, the newest first. */
  #keys(period: number): SigningKey[] {
    const known = this.#derived.get(period);
    if (known !== undefined) return known;
    const keys = this.#keyring.proofSeeds(period).map(signingKey);
    this.#derived.set(period, keys);
    return keys;
  }
}

function signingKey({ id, seed }: { id: string; seed: Buffer }): SigningKey {
  const secret = createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, seed]), format: "der", type: "pkcs8" });
  return { kid: id, secret, shown: createPublicKey(secret) };
}

function periodOf(at: number): number {
  return Math.floor(at / KEY_PERIOD_MS);
}

/** Pure. The next one is there early: who keeps this answer for a while then knows the key before it signs. */
export function publishedPeriods(now: number): number[] {
  const current = periodOf(now);
  const last = periodOf(now - PUBLISHED_AFTER_MS);
  return [current, current + 1, ...(last === current ? [] : [last])];
}

function subjectOf(subject: string | undefined, expired: boolean): { otpId: string; expired: boolean } | null {
  const otpId = parsePublicId("otp", subject ?? "");
  return otpId === null ? null : { otpId, expired };
}
