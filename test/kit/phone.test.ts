import fc from "fast-check";
import { parsePhoneNumberFromString } from "libphonenumber-js/max";
import { describe, expect, test } from "vitest";
import { readPhone } from "../../src/kit/phone.ts";

const read = (text: string, country = "ID") => {
  const reading = readPhone(text, country);
  return reading.ok ? reading.e164 : null;
};

describe("as people in Indonesia write it", () => {
  test.each([
    "0812-3456-7890",
    "+62 812 3456 7890",
    "6281234567890",
    "81234567890",
    "006281234567890",
    "0062 812-3456-7890",
    "+62 0812 3456 7890",
    "62 0812 3456 7890",
    "+62 (0) 812 3456 7890",
    "(0812) 3456.7890",
    "  081234567890\t",
    "+62-812-3456-7890",
  ])("%s", (text) => expect(read(text)).toBe("+6281234567890"));

  test.each([
    ["0811", "+628111234567", "nine digits after the 8: Telkomsel's oldest"],
    ["shortest", "+62811234567", "nine national digits"],
    ["longest", "+628123456789012".slice(0, 15), "twelve national digits"],
  ])("%s", (_, e164) => expect(read(e164)).toBe(e164));

  test.each(
    "0811 0812 0813 0821 0822 0823 0851 0852 0853 0814 0815 0816 0855 0856 0857 0858 0817 0818 0819 0859 0877 0878 0879 0831 0832 0833 0838 0895 0896 0897 0898 0899 0881 0882 0883 0884 0885 0886 0887 0888 0889".split(
      " ",
    ),
  )("the prefix %s", (prefix) => expect(read(`${prefix}1234567`)).toBe(`+62${prefix.slice(1)}1234567`));
});

describe("no mobile number", () => {
  test.each([
    ["a landline of Jakarta", "021 5550 1234"],
    ["a landline of Bandung", "+62 22 5550123"],
    ["a landline of Surabaya", "031-5550123"],
    ["084x is nobody's", "0841 2345 678"],
    ["080x neither", "0801 234 5678"],
    ["eight digits", "81234567"],
    ["too short", "0812345"],
    ["too long", "0812 3456 7890 123"],
    ["much too long", "0".repeat(40)],
    ["nothing", ""],
    ["spaces", "   "],
    ["a sign", "+"],
    ["letters", "0812-3456-789O"],
    ["words", "call me"],
    ["an extension", "081234567890;ext=5"],
    ["an extension in letters", "081234567890 x5"],
    ["a control character inside", "0812345\u000067890"],
    ["a line break inside", "0812345\n67890"],
    ["premium rate", "0809 1234567"],
    ["emergency", "112"],
    ["two numbers", "081234567890 081234567891"],
    ["a short code", "3456"],
  ])("%s", (_, text) => {
    const reading = readPhone(text, "ID");
    expect(reading.ok).toBe(false);
    if (!reading.ok) expect(reading.why).toMatch(/^[ -~]{10,120}$/);
  });

  test("what is wrong is said without the number", () => {
    const why = "not a mobile number; a code can only be sent to a mobile phone";
    expect(readPhone("021 5550 1234", "ID")).toEqual({ ok: false, why, landline: true });
    expect(readPhone("0800 1 234567", "ID")).toEqual({ ok: false, why });
  });
});

describe("other countries", () => {
  test.each([
    ["+60 12-345 6789", "ID", "+60123456789"],
    ["012-345 6789", "MY", "+60123456789"],
    ["0060123456789", "ID", "+60123456789"],
    ["+1 202 555 0123", "ID", "+12025550123"],
    ["0812 3456 7890", "MY", null],
    ["+62 812 3456 7890", "MY", "+6281234567890"],
    ["6281234567890", "SG", "+6281234567890"],
  ])("%s from %s", (text, country, e164) => expect(read(text, country)).toBe(e164));
});

describe("properties", () => {
  const second = fc.constantFrom(..."12356789");
  const national = fc.tuple(second, fc.stringMatching(/^\d{7,10}$/)).map(([digit, rest]) => `8${digit}${rest}`);
  const prefixes = ["0", "", "62", "+62", "0062", "+620", "+62 0", "+62-", "62 ", "(0)"];
  /** Separators people put between digits. */
  const spread = (digits: string, gaps: number[]) =>
    [...digits].map((digit, i) => digit + ([" ", "-", ".", "", "", ""][(gaps[i] ?? 3) % 6] ?? "")).join("");

  test("a mobile number in any of its forms is one E.164 number", () => {
    const gaps = fc.array(fc.nat({ max: 5 }), { minLength: 12, maxLength: 12 });
    fc.assert(
      fc.property(national, fc.constantFrom(...prefixes), gaps, (digits, prefix, between) => {
        const text = prefix + spread(digits, between);
        fc.pre(text.trim().length <= 32);
        expect(read(text)).toBe(`+62${digits}`);
        expect(read(`+62${digits}`)).toBe(`+62${digits}`);
      }),
      { numRuns: 500 },
    );
  });

  test("the quick way and the library agree on every number of Indonesia", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[2-9]\d{5,13}$/), (digits) => {
        const number = parsePhoneNumberFromString(`+62${digits}`);
        const mobile = number?.isValid() === true && number.getType() === "MOBILE" ? number.number : null;
        expect(read(`+62${digits}`)).toBe(mobile);
      }),
      { numRuns: 2000 },
    );
  });

  test("no text throws, and whatever is read is E.164", () => {
    const texts = fc.oneof(
      fc.string({ unit: "grapheme" }),
      fc.string({ unit: fc.constantFrom(..."0123456789+-() .٣８") }),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const number = read(text);
        if (number !== null) expect(number).toMatch(/^\+[1-9]\d{6,14}$/);
      }),
      { numRuns: 2000 },
    );
  });
});
