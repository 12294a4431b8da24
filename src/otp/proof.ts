import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { exportJWK, SignJWT, type JWK } from "jose";
import type { Keyring } from "../kit/secret.ts";

const LIFE_SECONDS = 300;
/** PKCS #8 of an Ed25519 key, up to its 32-byte seed (RFC 8410, section 7). */
const PKCS8_PREFIX = Buffer.from("302e020100300506032b657004220420", "hex");

/**
 * The proof that comes with a right code: a JWS that the ERP can keep, or check offline against
 * `/.well-known/jwks.json`. Its key is derived from the master key, so every replica signs alike and nothing is stored.
 */
export class ProofSigner {
  readonly #keys: { id: string; key: KeyObject }[];
  readonly #issuer: string;

  constructor(keyring: Keyring, issuer: string) {
    this.#issuer = issuer;
    this.#keys = keyring.proofSeeds().map(({ id, seed }) => ({
      id,
      key: createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, seed]), format: "der", type: "pkcs8" }),
    }));
  }

  /** `now`: milliseconds. */
  async sign(
    claims: { tenant: string; otpId: string; user: string | null; purpose: string },
    now: number,
  ): Promise<string> {
    const [current] = this.#keys;
    if (current === undefined) throw new Error("no signing key");
    const issuedAt = Math.floor(now / 1000);
    return new SignJWT({ user: claims.user, purpose: claims.purpose })
      .setProtectedHeader({ alg: "EdDSA", kid: current.id, typ: "JWT" })
      .setIssuer(this.#issuer)
      .setAudience(claims.tenant)
      .setSubject(claims.otpId)
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + LIFE_SECONDS)
      .sign(current.key);
  }

  /** Public keys, newest first; those of older master keys stay as long as they are configured. */
  async jwks(): Promise<{ keys: JWK[] }> {
    const keys = await Promise.all(
      this.#keys.map(async ({ id, key }) => ({
        ...(await exportJWK(createPublicKey(key))),
        kid: id,
        alg: "EdDSA",
        use: "sig",
      })),
    );
    return { keys };
  }
}
