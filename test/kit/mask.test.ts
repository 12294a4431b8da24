import fc from "fast-check";
import { expect, test } from "vitest";
import { maskMessageId, maskNumbers, maskRecipient } from "../../src/kit/mask.ts";

test.each([
  ["+6281234567890", "+62812****7890"],
  ["+628123456789012", "+62812****9012"],
  ["+62811234567", "+628****4567"],
  ["+6591234567", "+65****4567"],
  ["name@example.com", "n****@example.com"],
  ["a@b.co", "a****@b.co"],
  ['"a@b"@example.com', '"****@example.com'],
  ["nonsense", "n****"],
  ["", "erased"],
])("%s is shown as %s", (recipient, shown) => expect(maskRecipient(recipient)).toBe(shown));

test.each([
  ["Recipient 6281234567890 not on WhatsApp", "Recipient +62812****7890 not on WhatsApp"],
  ["+62 812-3456-7890 failed", "+62812****7890 failed"],
  ["code 131026 (#100)", "code 131026 (#100)"],
  ["trace 12345678 only", "trace 12345678 only"],
  ["two: 6281234567890, 6281234567891", "two: +62812****7890, +62812****7891"],
])("in a vendor's words: %s", (text, shown) => expect(maskNumbers(text)).toBe(shown));

test("the middle of a number is never shown", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^\+[1-9]\d{8,14}$/), (number) => {
      const shown = maskRecipient(number);
      const digits = shown.replace(/\D/g, "").length;
      expect(digits).toBeLessThanOrEqual(number.length - 1 - Math.min(4, number.length - 8));
      expect(shown).not.toContain(number.slice(1));
    }),
  );
});

test.each([
  ["wamid.HBgNNjI4MTEwMDAwMDAwMRUCABEYEkU4QkMxNjNDODJFRUUxODczMwA=", "+6281100000001", null],
  ["true_6281100000001@c.us_3EB0A1", "+6281100000001", null],
  ["<1@name@example.com>", "name@example.com", null],
  ["wamid.HBgNNjI4MTEwMDAwMDAwMRUCABEYEkU4QkMxNjNDODJFRUUxODczMwA=", "+6281100000002", "as it is"],
  ["SM0123456789abcdef0123456789abcdef", "+6281100000001", "as it is"],
  ["3EB0A1B2C3D4E5F60001", "+6281100000001", "as it is"],
])("of the id %s, %s can see %s", (id, to, shown) => expect(maskMessageId(id, to)).toBe(shown === null ? null : id));
