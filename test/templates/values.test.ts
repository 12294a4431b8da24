import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { channels, type Channel } from "../../src/providers/provider.ts";
import { cleanValue, type ValueOf } from "../../src/templates/values.ts";

const clean = (value: string, of: ValueOf = "user", channel: Channel = "sms") => cleanValue(of, value, channel);

describe("no value brings a link", () => {
  test.each([
    ["a scheme", "http://evil.example/x", "evil example/x"],
    ["any scheme", "intent://evil.example", "evil example"],
    ["none at all", "evil.example", "evil example"],
    ["www", "www.evil.example", "www evil example"],
    ["dots of other scripts", "evil。example", "evil example"],
    ["a host with figures", "4dmin.evil-1.example", "4dmin evil-1 example"],
    ["behind an at sign", "budi@evil.example/login", "budi@evil example/login"],
    ["in the middle", "Budi. Buka bit.ly/x ya", "Budi. Buka bit ly/x ya"],
  ])("%s", (_, value, shown) => {
    expect(clean(value)).toBe(shown);
    expect(clean(value, "params")).toBe(shown);
  });

  test.each([
    ["an address of e-mail", "budi.santoso@acme.co.id"],
    ["an amount", "Rp 1.500.000"],
    ["a large amount", "1.500.000.000"],
    ["a larger one", "Rp 1.500.000.000.000."],
    ["a time", "20.15"],
    ["a title", "H. Ahmad"],
  ])("%s stays what it is", (_, value) => expect(clean(value, "params")).toBe(value));

  test.each([
    ["where a code-like number stays", "http://10.1.2.3/x", "10 1 2 3/x"],
    ["at the end of a sentence", "Buka 10.1.2.3.", "Buka 10 1 2 3."],
    ["that looks like an amount", "103.150.190.222/login", "103 150 190 222/login"],
    ["behind a scheme", "http://103.150.190.222", "103 150 190 222"],
    ["as an amount with a path", "1.500.000.000/login", "1 500 000 000/login"],
    ["as an amount with a port", "1.500.000.000:80", "1 500 000 000:80"],
  ])("an IP address loses its dots: %s", (_, value, shown) => expect(clean(value, "params")).toBe(shown));

  test("but the operator's own brand may be called after its site", () => {
    expect(clean("tiket.com", "brand")).toBe("tiket.com");
  });
});

describe("no user or purpose brings a second code", () => {
  test.each([
    ["in a sentence", "Budi. Your code is 999999 at http://x", "Budi. Your code is at x"],
    ["one digit at a time", "kode 9 9 9 9 9 9", "kode"],
    ["with dashes", "kode 999-999", "kode"],
    ["of other scripts", "kode ９９９９９９", "kode"],
    ["after a colon", "kode:999999", "kode:"],
    ["before words", "999999 adalah kode Anda", "adalah kode Anda"],
    ["with two spaces", "Kode baru 12  34  56", "Kode baru"],
    ["with spaces and dashes", "Kode baru 12 - 34 \u2013 56", "Kode baru"],
    ["in circles", "kode \u2460\u2461\u2462\u2463\u2464\u2465", "kode"],
    ["as keys", "kode 1\ufe0f\u20e32\ufe0f\u20e33\ufe0f\u20e34\ufe0f\u20e3", "kode"],
    ["that hides a link", "Budi evil.9999com", "Budi evil com"],
  ])("%s", (_, value, shown) => expect(clean(value)).toBe(shown));

  test.each([
    ["a number that is the name", "100234"],
    ["a phone number", "0812 3456 7890"],
    ["a name with a number", "EMP-100234"],
    ["a till", "Kasir 21"],
  ])("%s stays", (_, value) => expect(clean(value)).toBe(value));

  test("while params keep their figures: they are what params are for", () => {
    expect(clean("Rp 1500000 ke 0123456789", "params")).toBe("Rp 1500000 ke 0123456789");
  });
});

describe("no value is markup", () => {
  test.each<[string, Channel, string, string]>([
    ["WhatsApp's bold", "whatsapp", "*budi*", "budi"],
    ["its other marks", "whatsapp", "_a_ ~b~ ```c```", "a b c"],
    ["a quote", "whatsapp", "> budi", "budi"],
    ["a mark inside a word is a letter", "whatsapp", "budi_santoso", "budi_santoso"],
    ["a voice's tags", "voice", '<say-as>budi</say-as> & "ani"', 'say-as budi /say-as "ani"'],
    ["in SMS they are letters", "sms", "*budi* <b>", "*budi* <b>"],
    ["in e-mail too: it is plain text", "email", "<b>budi</b>", "<b>budi</b>"],
  ])("%s", (_, channel, value, shown) => expect(clean(value, "user", channel)).toBe(shown));
});

describe("no mark hides a link or a code", () => {
  test.each<[Channel, string, string]>([
    ["whatsapp", "Buka https:*//evil.*com/x kode 12  34  56", "Buka evil com/x kode"],
    ["whatsapp", "kode 12* 34* 56", "kode"],
    ["voice", "Kode Anda 1&2&3&4&5&6", "Kode Anda"],
  ])("on %s: %s", (channel, value, shown) => expect(clean(value, "user", channel)).toBe(shown));
});

test("a value that was cleaned is clean", () => {
  const piece = fc.constantFrom(
    ...[
      "http:",
      "://",
      "www.",
      "evil",
      "com",
      ".",
      "\u3002",
      "@",
      "/",
      ":",
      "1",
      "12",
      "999",
      "103.150.190.222",
      "\u2460",
    ],
    ...[
      " ",
      "  ",
      "-",
      "_",
      "*",
      "~",
      "`",
      ">",
      "<",
      "&",
      "{",
      "}",
      "\n",
      "\u200b",
      "\ufe0f",
      "\u20e3",
      "\ud83d",
      "\u{1F600}",
    ],
  );
  const value = fc.array(fc.oneof(piece, fc.string({ unit: "grapheme", maxLength: 3 })), { maxLength: 40 });
  const whose = fc.constantFrom<ValueOf>("brand", "user", "purpose", "params");
  fc.assert(
    fc.property(value, whose, fc.constantFrom(...channels), (pieces, of, channel) => {
      const once = clean(pieces.join(""), of, channel);
      expect(clean(once, of, channel)).toBe(once);
    }),
    { numRuns: 2000 },
  );
});

test("what needs no cleaning is what it was, on every channel", () => {
  for (const channel of channels) {
    for (const value of ["budi", "Demo", "PT Maju Jaya", "100234"]) expect(clean(value, "user", channel)).toBe(value);
  }
});
