import { describe, expect, test } from "vitest";
import { GatewayError } from "../../src/errors.ts";
import { destinationOf, isCentralDecoy } from "../../src/otp/to-user.ts";
import type { UserDocument } from "../../src/users/user.ts";

const stored: UserDocument = { id: "budi", active: true, destination: "own", number: "+6281234567890", name: "" };

describe("a decoy goes to the central numbers as often as the tenant's users do", () => {
  const hashes = Array.from({ length: 100 }, (_, n) => Buffer.from([Math.floor(n * 2.56), 0, 0, 0]));
  test.each([
    [{ active: 0, central: 0 }, 0],
    [{ active: 7, central: 0 }, 0],
    [{ active: 4, central: 1 }, 25],
    [{ active: 1_000_000, central: 500_000 }, 50],
    [{ active: 3, central: 3 }, 100],
  ])("%j: %i of 100", (mix, expected) => {
    expect(hashes.filter((hash) => isCentralDecoy(mix, hash))).toHaveLength(expected);
  });
});

describe("where the codes of a user go", () => {
  test.each<[string, Partial<UserDocument>, object]>([
    ["to the own number", {}, { to: "+6281234567890" }],
    ["to the central numbers, though an own one is stored", { destination: "central" }, { to: "central" }],
    ["with the name that people read", { name: "Budi" }, { to: "+6281234567890", userName: "Budi" }],
  ])("%s", (_, user, expected) => expect(destinationOf("budi", { ...stored, ...user })).toEqual(expected));

  test.each<[string, UserDocument | null, object]>([
    ["nowhere when the user is not active", { ...stored, active: false }, { code: "conflict" }],
    ["nowhere when no such user is stored", null, { code: "invalid_recipient" }],
  ])("%s", (_, user, expected) => {
    const refusal = (): unknown => {
      try {
        return destinationOf("budi", user);
      } catch (error) {
        return error;
      }
    };
    expect(refusal()).toBeInstanceOf(GatewayError);
    expect(refusal()).toMatchObject(expected);
  });
});
