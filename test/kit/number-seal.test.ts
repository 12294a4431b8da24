import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isSealed, NumberSeal } from "../../src/kit/number-seal.ts";

const tenant = "0190c7e2-0000-7000-8000-000000000001";
const other = "0190c7e2-0000-7000-8000-000000000002";
const seal = new NumberSeal(Buffer.alloc(32, 1));

describe("a sealed number", () => {
  test.each([
    ["+6281234567890", "n1.UTpZE68--LN0Y_oHO0ahbvaaf03qz2SKr6XN-Yzh"],
    ["budi@example.com", "n1.LPQhPH8vsKbwyVegPpP0ZS1oS7FmrN-C3EmuhKs_jfI"],
    ["central:+622112345678:budi", "n1.38ZKJ7oUTjde1sggjx-5n0XoKPyTDnkHq8bVRRWDegfvIz9TVbylpQsG"],
  ])("of %s is the same for ever", (number, known) => {
    expect(seal.seal(tenant, number)).toBe(known);
    expect(seal.open(tenant, known)).toBe(number);
  });

  test("opens to what it was, whatever that was, and shows nothing of it", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: "binary" }), (number) => {
        const sealed = seal.seal(tenant, number);
        expect(isSealed(sealed)).toBe(true);
        expect(seal.open(tenant, sealed)).toBe(number);
        expect(seal.seal(tenant, number)).toBe(sealed);
      }),
    );
  });

  test("of two numbers, two tenants or two keys is never the same", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 2, maxLength: 2 }),
        ([one = "", two = ""]) => {
          expect(seal.seal(tenant, one)).not.toBe(seal.seal(tenant, two));
          expect(seal.seal(tenant, one)).not.toBe(seal.seal(other, one));
          expect(seal.seal(tenant, one)).not.toBe(new NumberSeal(Buffer.alloc(32, 2)).seal(tenant, one));
        },
      ),
    );
  });

  test("does not open for another tenant, under another key, or with any bit changed", () => {
    const sealed = seal.seal(tenant, "+6281234567890");
    expect(() => seal.open(other, sealed)).toThrow("does not open");
    expect(() => new NumberSeal(Buffer.alloc(32, 2)).open(tenant, sealed)).toThrow("does not open");
    const bytes = Buffer.from(sealed.slice(3), "base64url");
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      expect(() => seal.open(tenant, `n1.${changed.toString("base64url")}`)).toThrow("does not open");
    }
  });

  test("of an erased one is empty", () => {
    expect(seal.seal(tenant, "")).toBe("");
    expect(seal.open(tenant, "")).toBe("");
  });

  test.each(["+6281234567890", "n1.longenoughforanaddress@example.com", "central:+62811:u", "decoy:+62811", ""])(
    "is not what %s looks like, so a row of before reads as it is",
    (clear) => {
      expect(isSealed(clear)).toBe(false);
      expect(seal.open(tenant, clear)).toBe(clear);
    },
  );
});
