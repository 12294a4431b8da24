import { describe, expect, test } from "vitest";
import { GatewayError } from "../../src/errors.ts";
import { whatsappLanguage } from "../../src/providers/whatsapp-templates.ts";
import { templateDocument } from "../../src/settings/documents.ts";
import type { TemplateConfig } from "../../src/settings/snapshot.ts";
import { buttonErrors, buttonLacks } from "../../src/templates/button.ts";
import { prepareSubmission, ttlSeconds, type Submission } from "../../src/templates/submission.ts";

const app = { package_name: "id.co.contoh.erp", signature_hash: "a1B2c3D4e5F" };
const every = { buttons: ["copy_code", "one_tap", "zero_tap"], severalLanguages: true } as const;
const one = { buttons: ["copy_code"], severalLanguages: false } as const;

function variant(document: object = {}, locale = "id", key = "otp-login"): TemplateConfig {
  return {
    ownerId: "o",
    key,
    channel: "whatsapp",
    locale,
    version: 1,
    document: templateDocument.parse({ category: "authentication", ...document }),
    approvals: new Map(),
  };
}

const prepare = (
  asked: Partial<Submission>,
  variants: TemplateConfig[],
  verbs: Parameters<typeof prepareSubmission>[2] = every,
) => prepareSubmission({ provider: "meta", ...asked }, variants, verbs, "some-kind");
const bound = (binding: object) => variant({ bindings: { meta: { name: "otp_login", language: "id", ...binding } } });

describe("what is submitted", () => {
  test.each<[name: string, asked: Partial<Submission>, variants: TemplateConfig[], request: object]>([
    [
      "the key's name, the locale's language, the life that an OTP has",
      {},
      [variant()],
      { name: "otp_login", languages: ["id"], boundTo: null, expiryMinutes: 5, ttlSeconds: 300 },
    ],
    ["what the binding says already", {}, [bound({ expiry_minutes: 3 })], { expiryMinutes: 3, ttlSeconds: 180 }],
    [
      "not an id that a binding holds",
      {},
      [variant({ bindings: { meta: { name: "HX9a03", language: "id" } } })],
      { name: "otp_login", boundTo: "HX9a03" },
    ],
    ["another name as another template", { name: "otp_v2" }, [bound({})], { name: "otp_v2", boundTo: null }],
    [
      "what is asked for",
      { language: "en_US", expiryMinutes: 10 },
      [bound({ expiry_minutes: 3 })],
      { languages: ["en_US"], expiryMinutes: 10, ttlSeconds: 600 },
    ],
    [
      "nothing of the expiry where the text says nothing",
      {},
      [variant({ expiry_line: false })],
      { expiryMinutes: null, ttlSeconds: 300 },
    ],
    ["several languages", {}, [variant(), variant({}, "en-US")], { languages: ["id", "en_US"] }],
    [
      "the app that takes the code",
      {},
      [variant({ button: "one_tap", apps: [app], button_text: "Salin" })],
      { button: "one_tap", apps: [app], buttonText: "Salin", autofillText: null },
    ],
  ])("%s", (_name, asked, variants, request) => {
    expect(prepare(asked, variants).request).toMatchObject(request);
  });

  test("the vendor gives a message up when its code has ended, within its own bounds", () => {
    expect([1, 5, 15, 90, null].map(ttlSeconds)).toEqual([60, 300, 900, 900, 300]);
  });

  test("a locale is the language that WhatsApp has for it", () => {
    const locales = ["id", "id-ID", "en", "en-US", "en-AU", "pt-BR", "zh-TW"];
    expect(locales.map(whatsappLanguage)).toEqual(["id", "id", "en", "en_US", "en", "pt_BR", "zh_TW"]);
  });
});

describe("what can't be submitted names the field", () => {
  test.each<[path: string, words: RegExp, act: () => unknown]>([
    ["locales", /one language in a submission/, () => prepare({}, [variant(), variant({}, "en")], one)],
    ["locales", /made otherwise/, () => prepare({}, [variant(), variant({ security_line: false }, "en")])],
    [
      "locales",
      /in one language/,
      () => prepare({}, [variant({ button_text: "Salin" }), variant({ button_text: "Salin" }, "en")]),
    ],
    ["locales", /are one language/, () => prepare({}, [variant({}, "en"), variant({}, "en-AU")])],
    ["language", /is for one locale/, () => prepare({ language: "id" }, [variant(), variant({}, "en")])],
    ["provider", /has no zero_tap/, () => prepare({}, [variant({ button: "zero_tap" })], one)],
    ["expiry_minutes", /expiry_line/, () => prepare({ expiryMinutes: 5 }, [variant({ expiry_line: false })])],
    ["key", /bound by hand/, () => prepare({}, [variant({ category: "utility" })])],
  ])("%s: %s", (path, words, act) => {
    const refused = (() => {
      try {
        return act();
      } catch (error) {
        return error;
      }
    })();
    expect(refused).toBeInstanceOf(GatewayError);
    expect((refused as GatewayError).extras.errors).toMatchObject([{ path, message: expect.stringMatching(words) }]);
  });
});

describe("a button", () => {
  test.each<[name: string, document: object, paths: string[]]>([
    ["to copy needs nothing", {}, []],
    ["of one tap needs an app", { button: "one_tap" }, ["apps"]],
    ["of zero taps needs its terms too", { button: "zero_tap" }, ["apps", "zero_tap_terms_accepted"]],
    [
      "of zero taps needs them accepted",
      { button: "zero_tap", apps: [app], zero_tap_terms_accepted: false },
      ["zero_tap_terms_accepted"],
    ],
    ["of zero taps with all of it", { button: "zero_tap", apps: [app], zero_tap_terms_accepted: true }, []],
    ["to copy has no use for apps", { apps: [app], autofill_text: "Isi" }, ["apps", "autofill_text"]],
    ["with the same app twice", { button: "one_tap", apps: [app, app] }, ["apps"]],
  ])("%s", (_name, given, paths) => {
    const document = templateDocument.parse({ category: "authentication", ...given });
    if (!("category" in document)) return expect.unreachable();
    expect([...buttonLacks(document), ...buttonErrors(document)].map(({ path }) => path)).toEqual(paths);
  });
});
