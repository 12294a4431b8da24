import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { measureSms, measureUcs2, normaliseSms, septetsOf, splitSms } from "../../src/kit/sms-text.ts";

const times = (text: string, count: number) => text.repeat(count);

describe("GSM-7", () => {
  const basic =
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

  test("every character of the basic set costs one septet", () => {
    expect([...basic]).toHaveLength(127);
    for (const char of basic) {
      expect(measureSms(times(char, 160))).toEqual({ encoding: "GSM-7", segments: 1 });
      expect(measureSms(times(char, 161)).segments).toBe(2);
    }
  });

  test("every character of the extension costs two", () => {
    for (const char of "\f^{}\\[~]|€") {
      expect(measureSms(times(char, 80))).toEqual({ encoding: "GSM-7", segments: 1 });
      expect(measureSms(times(char, 81))).toEqual({ encoding: "GSM-7", segments: 2 });
    }
  });

  test.each([
    ["nothing", "", 1],
    ["160", times("a", 160), 1],
    ["161", times("a", 161), 2],
    ["two full parts", times("a", 306), 2],
    ["one more", times("a", 307), 3],
    ["159 and a pair", times("a", 159) + "€", 2],
    ["a pair that would be split moves on", times("a", 152) + "€" + times("a", 151), 2],
    ["and takes its part's last place with it", times("a", 152) + "€" + times("a", 152), 3],
    ["76 pairs a part", times("€", 152), 2],
    ["and no half", times("€", 153), 3],
  ])("%s", (_, text, segments) => expect(measureSms(text)).toEqual({ encoding: "GSM-7", segments }));
});

describe("UCS-2", () => {
  test.each(["ç", "`", "“", "–", "…", "•", "\u00a0", "\t", "ā", "你", "😀"])(
    "%j turns all of it into UCS-2",
    (char) => {
      expect(measureSms(`kode 123456 ${char}`)).toEqual({ encoding: "UCS-2", segments: 1 });
    },
  );

  test.each([
    ["70", times("你", 70), 1],
    ["71", times("你", 71), 2],
    ["two full parts", times("你", 134), 2],
    ["one more", times("你", 135), 3],
    ["35 pairs", times("😀", 35), 1],
    ["36 pairs: 33 a part", times("😀", 36), 2],
    ["66 pairs", times("😀", 66), 2],
    ["67 pairs, none split", times("😀", 67), 3],
    ["a pair at the seam moves on", times("你", 66) + "😀" + times("你", 65), 2],
    ["and takes a place with it", times("你", 66) + "😀" + times("你", 66), 3],
  ])("%s", (_, text, segments) => expect(measureSms(text)).toEqual({ encoding: "UCS-2", segments }));
});

test("every default text in Indonesian is one segment, whatever the code", () => {
  const text = "Demo: kode OTP Anda 1234567890, berlaku 10 menit. Jangan berikan kepada siapa pun.";
  expect(measureSms(text)).toEqual({ encoding: "GSM-7", segments: 1 });
});

test("a longer text never takes fewer segments", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 400 }), fc.string({ unit: "binary" }), (text, more) => {
      expect(measureSms(text + more).segments).toBeGreaterThanOrEqual(measureSms(text).segments);
    }),
  );
});

describe("split", () => {
  test.each([
    ["alone", "a€", "GSM-7", [["a€", 2, 3]]],
    [
      "an escape pair moves on whole",
      times("a", 152) + "€" + times("b", 10),
      "GSM-7",
      [
        [times("a", 152), 152, 152],
        ["€" + times("b", 10), 11, 12],
      ],
    ],
    [
      "a surrogate pair moves on whole",
      times("你", 66) + "😀" + times("你", 5),
      "UCS-2",
      [
        [times("你", 66), 66, 66],
        ["😀" + times("你", 5), 6, 7],
      ],
    ],
  ])("%s", (_, text, encoding, parts) => {
    const shown = splitSms(text);
    expect(shown.encoding).toBe(encoding);
    expect(shown.parts.map((part) => [part.text, part.characters, part.units])).toEqual(parts);
  });

  test("the parts are the text, as many as are paid for, none too full", () => {
    const anything = fc.oneof(fc.string({ unit: "binary", maxLength: 400 }), fc.string({ maxLength: 400 }));
    fc.assert(
      fc.property(anything, (text) => {
        const { encoding, parts } = splitSms(text);
        expect({ encoding, segments: parts.length }).toEqual(measureSms(text));
        expect(parts.map((part) => part.text).join("")).toBe(text);
        const room = parts.length === 1 ? [160, 70] : [153, 67];
        for (const { units } of parts) expect(units).toBeLessThanOrEqual(room[encoding === "GSM-7" ? 0 : 1] ?? 0);
        if (encoding === "UCS-2") expect(measureUcs2(text).segments).toBe(parts.length);
      }),
    );
  });
});

describe("normalised", () => {
  test.each([
    ["curly quotes", "\u2018a\u2019 \u201cb\u201d \u201ec\u201f", '\'a\' "b" "c"'],
    ["dashes", "a\u2013b\u2014c\u2011d\u2212e", "a-b-c-d-e"],
    ["spaces that are none", "a\u00a0b\u2009c\u202fd\te", "a b c d e"],
    ["an ellipsis", "tunggu\u2026", "tunggu..."],
    ["a back-tick", "`a`", "'a'"],
    ["what nobody sees", "a\u00adb\u200bc\ufeffd", "abcd"],
    ["a letter with its accent apart", "cafe\u0301", "café"],
    ["a sign that only looks like the letter", "\u212b \u2126", "Å Ω"],
    ["an emoji stays", "ok 👍🏽", "ok 👍🏽"],
    ["plain text stays", "Demo: 123456\n@a.example #123456", "Demo: 123456\n@a.example #123456"],
  ])("%s", (_, text, plain) => expect(normaliseSms(text)).toBe(plain));

  test("the digits are never touched, and once is enough", () => {
    const digits = (text: string) => text.match(/\p{Nd}/gu);
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 100 }), fc.stringMatching(/^[0-9]{4,10}$/), (text, code) => {
        const plain = normaliseSms(`${text} ${code}`);
        expect(plain.endsWith(` ${code}`)).toBe(true);
        expect(digits(plain)).toEqual(digits(`${text} ${code}`.normalize("NFC")));
        expect(normaliseSms(plain)).toBe(plain);
      }),
    );
  });

  test("every stand-in is one that GSM-7 has", () => {
    const plain = normaliseSms("\u2018\u201c\u2013\u2014\u2026\u00a0`\t");
    expect([...plain].every((char) => septetsOf(char) > 0)).toBe(true);
  });
});
