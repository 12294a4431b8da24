import { errors, jwtVerify, SignJWT } from "jose";
import { parsePublicId, publicId } from "../../../kit/id.ts";
import type { Keyring } from "../../../kit/secret.ts";

/** What a token says: which key asked for it, and as which customer. */
export interface TokenClaims {
  keyId: string;
  customerId: string;
}

/** Clients keep a token for up to 23 hours; theirs says nothing of its life. */
export const TOKEN_LIFE_SECONDS = 24 * 3600;

const AUDIENCE = "verifynow";
const CUSTOMER = "customer";

/** Named by the vendor's own algorithm. It carries the key's id, never the key: each use looks the key up anew. */
export async function giveToken(keyring: Keyring, claims: TokenClaims, now: number): Promise<string> {
  const [current] = keyring.tokenKeys();
  if (current === undefined) throw new Error("no key for tokens");
  const issuedAt = Math.floor(now / 1000);
  return new SignJWT({ [CUSTOMER]: claims.customerId })
    .setProtectedHeader({ alg: "HS512", kid: current.id })
    .setAudience(AUDIENCE)
    .setSubject(publicId("key", claims.keyId))
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + TOKEN_LIFE_SECONDS)
    .sign(current.key);
}

/** Null: not one of ours, not for here, or its time is over. */
export async function readToken(keyring: Keyring, token: string, now: number): Promise<TokenClaims | null> {
  const keys = new Map(keyring.tokenKeys().map(({ id, key }) => [id, key]));
  try {
    const { payload } = await jwtVerify(
      token,
      ({ kid = "" }) => {
        const key = keys.get(kid);
        if (key === undefined) throw new errors.JWSSignatureVerificationFailed("signed by nobody we know");
        return key;
      },
      { algorithms: ["HS512"], audience: AUDIENCE, currentDate: new Date(now), requiredClaims: ["exp", "sub"] },
    );
    const keyId = parsePublicId("key", payload.sub ?? "");
    const customerId = payload[CUSTOMER];
    return keyId === null || typeof customerId !== "string" ? null : { keyId, customerId };
  } catch (error) {
    if (error instanceof errors.JOSEError) return null;
    throw error;
  }
}
