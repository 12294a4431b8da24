import { describe, expect, test } from "vitest";
import type { TemplateDocument } from "../../src/settings/documents.ts";
import { templateId, type TemplateConfig } from "../../src/settings/snapshot.ts";
import { findTemplate, localeChain, matchTemplate, normaliseLocale, templateKeys } from "../../src/templates/match.ts";

const document: TemplateDocument = { body: "{{code}}", bindings: {} };
function templates(...ids: string[]): Map<string, TemplateConfig> {
  return new Map(
    ids.map((id) => {
      const [key = "", channel = "", locale = ""] = id.split("/");
      const config = { ownerId: "t", key, channel, locale, version: 1, document, approvals: new Map() };
      return [templateId(key, channel, locale), config as TemplateConfig];
    }),
  );
}

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

describe("the best match", () => {
  const all = templates("otp/sms/id", "otp/sms/en", "otp/sms/en-US", "otp_login/sms/id", "otp/whatsapp/jv");
  test.each([
    ["the locale itself", ["otp"], "sms", ["en-US", "en", "id"], "otp/sms/en-US"],
    ["its language", ["otp"], "sms", ["en-GB", "en", "id"], "otp/sms/en"],
    ["the default", ["otp"], "sms", ["jv", "id", "en"], "otp/sms/id"],
    ["a purpose's own text before its language", ["otp_login", "otp"], "sms", ["en", "id"], "otp_login/sms/id"],
    ["however it is written", ["otp"], "sms", ["en_us"], "otp/sms/en-US"],
    ["another channel's text serves nobody", ["otp"], "voice", ["id", "en"], null],
    ["nor another language's that nobody named", ["otp"], "whatsapp", ["id", "en"], null],
    ["no such key", ["nope"], "sms", ["id"], null],
  ])("%s", (_, keys, channel, locales, found) => {
    const match = matchTemplate(all, keys, channel, locales);
    expect(match && `${match.key}/${match.channel}/${match.locale}`).toBe(found);
  });

  test("asked again it is the same, and a new snapshot is looked into anew", () => {
    const question = { template: undefined, purpose: "login", central: false, channel: "sms", locale: "id-ID" };
    expect(findTemplate(all, "id", question)?.key).toBe("otp_login");
    expect(findTemplate(all, "id", question)?.key).toBe("otp_login");
    expect(findTemplate(all, "id", { ...question, purpose: "access" })?.key).toBe("otp");
    expect(findTemplate(all, "id", { ...question, locale: "en" })?.locale).toBe("id");
    expect(findTemplate(all, "id", { ...question, purpose: "access", locale: "en" })?.locale).toBe("en");
    expect(findTemplate(templates("otp/sms/en"), "id", question)?.locale).toBe("en");
    expect(findTemplate(templates(), "id", question)).toBeNull();
  });

  test("more questions than are remembered are all answered right", () => {
    for (let i = 0; i < 5000; i += 1) {
      const question = { template: undefined, purpose: `p${i}`, central: false, channel: "sms", locale: "en" };
      expect(findTemplate(all, "id", question)?.locale).toBe("en");
    }
  });
});
