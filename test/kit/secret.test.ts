import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hashApiKey, Keyring, parseMasterKey, sameSecret, UnknownMasterKey } from "../../src/kit/secret.ts";
import { StartError } from "../../src/start-error.ts";

const oldKey = Buffer.alloc(32, 1);
const newKey = Buffer.alloc(32, 2);
const ring = new Keyring([newKey]);
const rolled = new Keyring([newKey, oldKey]);
const old = new Keyring([oldKey]);

describe("a code's hash", () => {
  test("matches its own code under its own id and nothing else", () => {
    const hash = ring.hashCode("otp-1", "123456");
    expect(ring.codeMatches("otp-1", "123456", hash)).toBe(true);
    expect(ring.codeMatches("otp-2", "123456", hash)).toBe(false);
    expect(ring.codeMatches("otp-1", "123457", hash)).toBe(false);
    expect(ring.codeMatches("otp-1", "", hash)).toBe(false);
    expect(ring.hashCode("otp-2", "123456")).not.toEqual(hash);
  });

  test("tells nothing of the code, and is not the plain hash of it", () => {
    expect(ring.hashCode("otp-1", "123456").toString("latin1")).not.toContain("123456");
  });

  test("the id and the code can't be shifted into each other", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{4,10}$/), fc.stringMatching(/^\d{4,10}$/), (a, b) => {
        if (a !== b) expect(ring.hashCode("id", a)).not.toEqual(ring.hashCode("id", b));
        expect(ring.hashCode(`id${a}`, b)).not.toEqual(ring.hashCode("id", a + b));
      }),
    );
  });

  test("made under an older key it still matches, under a forgotten one never", () => {
    const hash = old.hashCode("otp-1", "123456");
    expect(rolled.codeMatches("otp-1", "123456", hash)).toBe(true);
    expect(ring.codeMatches("otp-1", "123456", hash)).toBe(false);
    expect([rolled.isCurrent(hash), rolled.isCurrent(rolled.hashCode("otp-1", "1"))]).toEqual([false, true]);
  });

  test("a shortened one matches nothing", () => {
    const hash = ring.hashCode("otp-1", "123456");
    for (const length of [0, 3, 4, 20, 35]) {
      expect(ring.codeMatches("otp-1", "123456", hash.subarray(0, length))).toBe(false);
    }
  });
});

describe("what is sealed", () => {
  test("opens with its own context alone", () => {
    const sealed = ring.seal("code:1", "123456");
    expect(ring.openText("code:1", sealed)).toBe("123456");
    expect(() => ring.openText("code:2", sealed)).toThrow();
    expect(sealed.toString("latin1")).not.toContain("123456");
  });

  test("is never sealed alike twice", () => {
    const seen = new Set(Array.from({ length: 1000 }, () => ring.seal("x", "same").toString("hex")));
    expect(seen.size).toBe(1000);
  });

  test("any text comes back", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.string(), (text, context) => {
        expect(ring.openText(context, ring.seal(context, text))).toBe(text);
      }),
    );
  });

  test("any changed bit is noticed", () => {
    const sealed = ring.seal("code:1", "123456");
    for (let i = 0; i < sealed.length * 8; i += 1) {
      const changed = Buffer.from(sealed);
      changed[i >> 3] = (changed[i >> 3] ?? 0) ^ (1 << (i & 7));
      expect(() => ring.open("code:1", changed)).toThrow();
    }
    for (let length = 0; length < sealed.length; length += 1) {
      expect(() => ring.open("code:1", sealed.subarray(0, length))).toThrow();
    }
  });

  test("under an older key opens, under a forgotten one says which is missing", () => {
    const sealed = old.seal("secrets:meta", "token");
    expect(rolled.openText("secrets:meta", sealed)).toBe("token");
    expect(() => ring.open("secrets:meta", sealed)).toThrow(UnknownMasterKey);
    expect(rolled.isCurrent(sealed)).toBe(false);
    expect(rolled.isCurrent(rolled.seal("secrets:meta", "token"))).toBe(true);
  });
});

describe("a master key", () => {
  test("of 32 bytes is read as base64, base64url and hex", () => {
    for (let i = 0; i < 50; i += 1) {
      const key = randomBytes(32);
      for (const form of ["hex", "base64", "base64url"] as const) {
        expect(parseMasterKey(key.toString(form))).toEqual(key);
      }
    }
  });

  test.each(["", "short", "x".repeat(64), "A".repeat(42), "A".repeat(45), " ".repeat(44), `${"a".repeat(63)}g`])(
    "%j is none",
    (text) => expect(parseMasterKey(text)).toBeNull(),
  );

  test("serves each purpose with another key, and none is the master", () => {
    const [seed] = ring.proofSeeds(0);
    expect(seed?.seed).not.toEqual(newKey);
    expect(seed?.seed).not.toEqual(old.proofSeeds(0)[0]?.seed);
    expect(rolled.proofSeeds(0)).toHaveLength(2);
    expect(new Set(rolled.proofSeeds(0).map(({ id }) => id)).size).toBe(2);
  });

  test("signs proofs of another period by another key", () => {
    const [first, again, next] = [ring.proofSeeds(7)[0], ring.proofSeeds(7)[0], ring.proofSeeds(8)[0]];
    expect(again).toEqual(first);
    expect(next?.id).not.toBe(first?.id);
    expect(next?.seed).not.toEqual(first?.seed);
  });

  test("no keyring without one", () => expect(() => new Keyring([])).toThrow());
});

describe("a token for an address", () => {
  const content = Buffer.from("who it is for");
  const token = ring.token("page", content);

  test("says its content, the same each time, in letters that a URL can hold", () => {
    expect(ring.readToken("page", token)).toEqual(content);
    expect(ring.token("page", content)).toBe(token);
    expect(token).toMatch(/^[A-Za-z0-9_-]+$/);
  });

  test("of another context, changed in any character, cut, or made by others, says nothing", () => {
    expect(ring.readToken("ticket", token)).toBeNull();
    for (let at = 0; at < token.length; at += 1) {
      const other = token[at] === "A" ? "B" : "A";
      expect(ring.readToken("page", token.slice(0, at) + other + token.slice(at + 1))).toBeNull();
      expect(ring.readToken("page", token.slice(0, at))).toBeNull();
    }
    for (const made of [`${token}=`, ` ${token}`, token + token, old.token("page", content)]) {
      expect(ring.readToken("page", made)).toBeNull();
    }
  });

  test("made under an older key is still read", () => {
    expect(rolled.readToken("page", old.token("page", content))).toEqual(content);
  });
});

test("secrets are compared whole", () => {
  expect(sameSecret("abc", "abc")).toBe(true);
  expect(sameSecret("abc", Buffer.from("abc"))).toBe(true);
  expect(["", "ab", "abcd", "abC"].map((other) => sameSecret("abc", other))).toEqual([false, false, false, false]);
  expect(hashApiKey("k")).toMatch(/^[0-9a-f]{64}$/);
});

test("a number asked for before the first start is answered with one line, not with a stack", () => {
  expect(() => new Keyring([Buffer.alloc(32, 7)]).numbers).toThrow(StartError);
});
