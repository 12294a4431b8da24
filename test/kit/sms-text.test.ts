import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { measureSms } from "../../src/kit/sms-text.ts";

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
