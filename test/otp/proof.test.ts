import { createPrivateKey, hash, hkdfSync } from "node:crypto";
import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, errors, jwtVerify, SignJWT } from "jose";
import { describe, expect, test } from "vitest";
import { Keyring } from "../../src/kit/secret.ts";
import { KEY_PERIOD_MS, ProofSigner, publishedPeriods } from "../../src/otp/proof.ts";

const minute = 60_000;
const day = 1440 * minute;
/** The moment at which every replica changes its key. */
const change = 200 * KEY_PERIOD_MS;

const [newer, older] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
const signer = (...masters: Buffer[]) => new ProofSigner(new Keyring(masters), "https://otp.example");
const claims = { tenant: "demo", otpId: `otp_${"0a".repeat(16)}`, user: "ani", purpose: "login" };
const signed = (by: ProofSigner, at: number) => by.sign(claims, by.stamp(at));
const verified = async (proof: string, keys: Awaited<ReturnType<ProofSigner["jwks"]>>, now: number) =>
  jwtVerify(proof, createLocalJWKSet(keys), { audience: "demo", currentDate: new Date(now) });

describe("the keys that are published", () => {
  test.each([
    [change - 1, [199, 200]],
    [change, [200, 201, 199]],
    [change + day - 1, [200, 201, 199]],
    [change + day, [200, 201]],
  ])("at %i are those of the periods %j", (now, periods) => {
    expect(publishedPeriods(now)).toEqual(periods);
  });

  test("are public, named apart, and the first one signs", async () => {
    const { keys } = await signer(newer, older).jwks(change);
    // Three of each master key, and one as 0.1.0 had it.
    expect(keys).toHaveLength(8);
    expect(new Set(keys.map(({ kid }) => kid)).size).toBe(8);
    for (const key of keys) expect(Object.keys(key).sort()).toEqual(["alg", "crv", "kid", "kty", "use", "x"]);
    const proof = await signed(signer(newer, older), change);
    expect(decodeProtectedHeader(proof)).toEqual({ alg: "EdDSA", kid: keys[0]?.kid, typ: "JWT" });
  });
});

describe("a proof", () => {
  test("from just before a change of keys is right until it expires, by what is published then", async () => {
    const proof = await signed(signer(newer), change - 1);
    for (const now of [change - 1, change, change + 4 * minute]) {
      await verified(proof, await signer(newer).jwks(now), now);
    }
    const late = change + 5 * minute;
    await expect(verified(proof, await signer(newer).jwks(late), late)).rejects.toThrow(errors.JWTExpired);
  });

  test("of 0.1.0 is right until it expires, and can be redeemed", async () => {
    // As 0.1.0 signed: the key derived for proofs itself, named by the master key's id alone.
    const seed = Buffer.from(hkdfSync("sha256", newer, "gerbang", "proof", 32));
    const der = Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), seed]);
    const kid = hash("sha256", Buffer.concat([Buffer.from("gerbang key id"), newer]), "hex").slice(0, 8);
    const proof = await new SignJWT({ user: claims.user, purpose: claims.purpose })
      .setProtectedHeader({ alg: "EdDSA", kid, typ: "JWT" })
      .setAudience(claims.tenant)
      .setSubject(claims.otpId)
      .setIssuedAt(change / 1000)
      .setExpirationTime(change / 1000 + 300)
      .sign(createPrivateKey({ key: der, format: "der", type: "pkcs8" }));
    await verified(proof, await signer(older, newer).jwks(change + minute), change + minute);
    expect((await signer(newer).read(proof, "demo", change + minute))?.expired).toBe(false);
  });

  test("from just after it is right by what was read before", async () => {
    const kept = await signer(newer).jwks(change - day);
    const proof = await signed(signer(newer), change);
    await verified(proof, kept, change);
    expect(decodeProtectedHeader(proof).kid).not.toBe(
      decodeProtectedHeader(await signed(signer(newer), change - 1)).kid,
    );
  });

  test("is the same whenever and wherever it is made again", async () => {
    const stamp = signer(newer).stamp(change - 1);
    const first = await signer(newer).sign(claims, stamp);
    expect(await signer(newer).sign(claims, stamp)).toBe(first);
    // Another master key came since: its answer is still the first one's.
    expect(await signer(older, newer).sign(claims, stamp)).toBe(first);
    // The old one is gone: one that can be checked is better than none.
    const anew = await signer(older).sign(claims, stamp);
    await verified(anew, await signer(older).jwks(change), change);
  });

  test("has one jti for an OTP, whenever it is signed", async () => {
    const [first, second] = [await signed(signer(newer), change), await signed(signer(newer), change + minute)];
    expect(decodeJwt(first)).toMatchObject({ sub: claims.otpId, jti: claims.otpId.replace("otp_", "prf_") });
    expect(decodeJwt(second).jti).toBe(decodeJwt(first).jti);
  });
});

describe("reading a proof back", () => {
  const otpId = "0a0a0a0a-0a0a-0a0a-0a0a-0a0a0a0a0a0a";

  test("names the OTP, over a change of keys and of master keys, and says when it is too late", async () => {
    const proof = await signed(signer(newer), change - 1);
    expect(await signer(newer).read(proof, "demo", change)).toEqual({ otpId, expired: false });
    expect(await signer(older, newer).read(proof, "demo", change)).toEqual({ otpId, expired: false });
    expect(await signer(newer).read(proof, "demo", change + 5 * minute)).toEqual({ otpId, expired: true });
  });

  test("of another tenant, another gateway, changed or no proof at all is null", async () => {
    const proof = await signed(signer(newer), change);
    const [head = "", body = "", signature = ""] = proof.split(".");
    const claimsOf = { ...decodeJwt(proof), sub: `otp_${"0b".repeat(16)}` };
    const forged = Buffer.from(JSON.stringify(claimsOf)).toString("base64url");
    const none = Buffer.from(JSON.stringify({ alg: "none" })).toString("base64url");
    expect(await signer(newer).read(proof, "acme", change)).toBeNull();
    expect(await signer(older).read(proof, "demo", change)).toBeNull();
    for (const text of [`${head}.${forged}.${signature}`, `${none}.${body}.`, "a.b.c", "x", ""]) {
      expect(await signer(newer).read(text, "demo", change)).toBeNull();
    }
  });
});
