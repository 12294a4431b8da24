import { expect, test } from "vitest";
import { localeChain, normaliseLocale, templateKeys } from "../../src/templates/match.ts";

test.each([
  ["id", "id"],
  ["ID", "id"],
  ["en_us", "en-US"],
  ["EN-us", "en-US"],
  ["zh-Hant-TW", "zh-hant-TW"],
  ["zh_hant_tw", "zh-hant-TW"],
])("%s is %s", (locale, normal) => expect(normaliseLocale(locale)).toBe(normal));

test.each([
  ["id-ID", "en", ["id-ID", "id", "en"]],
  [undefined, "id", ["id", "en"]],
  ["en_US", "id", ["en-US", "en", "id"]],
  ["jv", "id-ID", ["jv", "id-ID", "id", "en"]],
  ["en", "en", ["en", "id"]],
])("wanted %s, default %s", (wanted, fallback, chain) => expect(localeChain(wanted, fallback)).toEqual(chain));

test.each([
  ["otp_vip", "login", false, ["otp_vip"]],
  ["otp_vip", "login", true, ["otp_vip"]],
  [undefined, "login", false, ["otp_login", "otp"]],
  [undefined, "transaction", true, ["otp_central", "otp_transaction", "otp"]],
])("asked %s for %s, central %s", (asked, purpose, central, keys) => {
  expect(templateKeys(asked, purpose, central)).toEqual(keys);
});
