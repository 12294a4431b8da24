import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Channel } from "../../src/providers/provider.ts";
import type { PriceRule, TenantConfig } from "../../src/settings/snapshot.ts";
import { defaultTemplates } from "../../src/templates/defaults.ts";
import { previewTemplate, type PreviewQuestion } from "../../src/templates/preview.ts";
import { eventually, startTestGateway, type TestGateway } from "../support/gateway.ts";
import { tenantConfig, type TenantSketch } from "../support/tenant-config.ts";
import { word } from "../support/word.ts";

const defaults = Object.fromEntries(
  defaultTemplates.map(({ key, channel, locale, document }) => [`${key}/${channel}/${locale}`, document]),
);

const app = { package_name: "id.co.contoh.erp", signature_hash: "a1B2c3D4e5F" };

function preview(id: string, sketch: TenantSketch = {}, more: Partial<PreviewQuestion> = {}) {
  return previewTemplate(tenantConfig({ templates: defaults, ...sketch }), asked(id, more));
}

function asked(id: string, more: Partial<PreviewQuestion> = {}): PreviewQuestion {
  const [key = "", channel = "", locale = ""] = id.split("/");
  return {
    variant: { key, channel: channel as Channel, locale },
    body: undefined,
    subject: undefined,
    brand: undefined,
    code: "123456",
    ttlSeconds: 300,
    user: "demo",
    purpose: "login",
    params: {},
    country: "ID",
    now: 1,
    ...more,
  };
}

describe("what every installation starts with, as a person gets it", () => {
  test.each([
    ["otp/sms/id", "Demo: kode OTP Anda 123456, berlaku 5 menit. Jangan berikan kepada siapa pun."],
    ["otp/sms/en", "Demo: your code is 123456, valid for 5 minutes. Do not share it with anyone."],
    [
      "otp/voice/id",
      "Kode OTP Demo Anda adalah 1 2 3 4 5 6. Sekali lagi, 1 2 3 4 5 6. Jangan berikan kepada siapa pun.",
    ],
    ["otp/voice/en", "Your Demo code is 1 2 3 4 5 6. Again, 1 2 3 4 5 6. Do not share it with anyone."],
    [
      "otp/whatsapp/id",
      "*123456* adalah kode verifikasi Anda. Demi keamanan, jangan bagikan kode ini. Kode ini kedaluwarsa dalam 5 menit.",
    ],
    [
      "otp/whatsapp/en",
      "*123456* is your verification code. For your security, do not share this code. This code expires in 5 minutes.",
    ],
  ])("%s", (id, text) => {
    const shown = preview(id);
    expect(shown.text).toBe(text);
    expect(shown.subject).toBeNull();
    expect(shown).toMatchObject({ encoding: "GSM-7", segments: 1 });
  });

  test.each([
    [
      "otp/email/id",
      "Kode OTP Demo",
      "Kode OTP Demo Anda: 123456\n\nBerlaku 5 menit. Jangan berikan kepada siapa pun, termasuk petugas kami.",
    ],
    [
      "otp/email/en",
      "Your Demo code",
      "Your Demo code: 123456\n\nValid for 5 minutes. Do not share it with anyone, our staff included.",
    ],
  ])("%s", (id, subject, text) => expect(preview(id)).toMatchObject({ subject, text, segments: 1 }));

  test.each([
    [
      "otp/whatsapp/id",
      "*123456* adalah kode verifikasi Anda. Demi keamanan, jangan bagikan kode ini.",
      "Kode ini kedaluwarsa dalam 5 menit.",
      "Salin kode",
    ],
    [
      "otp/whatsapp/en",
      "*123456* is your verification code. For your security, do not share this code.",
      "This code expires in 5 minutes.",
      "Copy code",
    ],
  ])("%s on a phone", (id, body, footer, text) => {
    expect(preview(id).whatsapp).toEqual({ body, footer, buttons: [{ type: "copy_code", text }] });
  });

  test("all of them are in the tables above", () => {
    expect(Object.keys(defaults)).toHaveLength(8);
  });

  test("and fit one SMS with the longest code, brand and life", () => {
    for (const locale of ["id", "en"]) {
      const longest = { code: "1234567890", brand: "x".repeat(60), ttlSeconds: 600 };
      expect(preview(`otp/sms/${locale}`, {}, longest)).toMatchObject({ encoding: "GSM-7", segments: 1 });
    }
  });
});

describe("what was previewed is what is sent", () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startTestGateway();
  });
  afterAll(() => gateway.close());

  const hard = {
    key: "hard",
    channel: "sms" as const,
    locale: "id",
    document: {
      body: "\u201c{{brand}}\u201d \u2013 {{user}}: {{code}}, {{ttl_minutes}} menit {{params.shop}}",
      app_hash: "FA+9qCX9VSu",
      webotp_domain: "erp.example.com",
      bindings: {},
    },
  };

  test.each([...defaultTemplates, hard].map((template, index) => ({ ...template, index })))(
    "$key/$channel/$locale",
    async ({ key, channel, locale, document, index }) => {
      const path = `/v1/templates/${key}/${channel}/${locale}`;
      if (key === "hard") await gateway.admin(path, { method: "PUT", body: document });
      const values = {
        code: "00700707",
        user: "Budi*. Kode 999999 di http://evil.example",
        params: { shop: "Toko \u2018Maju\u2019\u2026" },
      };
      const to = channel === "email" ? `ani${index}@example.com` : `+62812000${index}7890`;
      const issued = await gateway.request("/v1/otp/issue", {
        body: { ...values, to, channel, locale, template: key, ttl_seconds: 120, wait_ms: 5000 },
      });
      expect(issued.status, issued.text).toBe(201);
      const { json } = await eventually(
        () => gateway.admin(`/v1/sandbox/messages?to=${encodeURIComponent(to)}`),
        (inbox) => inbox.json.data.length === 1,
      );
      const previewed = await gateway.admin(`${path}/preview`, { body: { ...values, ttl_seconds: 120 } });
      expect(previewed.json.text).toBe(json.data[0].text);
      expect(previewed.json.text).toContain(channel === "voice" ? "0 0 7 0 0 7 0 7" : "00700707");
      expect(previewed.json.price).toEqual(priceOf(previewed.json.providers[0]));
      if (key === "hard") {
        expect(json.data[0].text).toBe(
          "\"Demo\" - Budi*. Kode di evil example: 00700707, 2 menit Toko 'Maju'...\nFA+9qCX9VSu\n@erp.example.com #00700707",
        );
      }
    },
  );
});

function priceOf({ price }: { price: { amount: string; currency: string; charged_on: string } }) {
  const { amount, currency, charged_on } = price;
  return { amount, currency, charged_on };
}

describe("what each provider would make of it", () => {
  const price = (amount: bigint, changes: Partial<PriceRule> = {}): PriceRule => ({
    channel: "sms",
    provider: null,
    country: null,
    prefix: null,
    amount,
    cost: null,
    per: "segment",
    chargedOn: "accepted",
    validFrom: 0,
    ...changes,
  });

  test("an SMS is measured in each one's alphabet, priced by the part or as a whole, and the dearest is held", () => {
    const shown = preview(
      "otp/sms/id",
      {
        providers: { local: "sandbox", wide: "smpp", flat: "twilio", dear: "vonage" },
        routes: { sms: ["local", "wide", "flat", "dear"] },
        prices: [
          price(200n, { provider: "local" }),
          price(150n, { provider: "wide", chargedOn: "delivered" }),
          price(250n, { provider: "flat", per: "message" }),
        ],
      },
      { body: `{{brand}}: {{code}}, {{ttl_minutes}} menit. ${"x".repeat(60)}` },
    );
    expect(shown.providers.map((one) => [one.provider, one.segments, one.price])).toEqual([
      ["local", 1, { amount: 200n, chargedOn: "accepted", cost: null, segments: 1, perSegment: 200n }],
      ["wide", 2, { amount: 300n, chargedOn: "delivered", cost: null, segments: 2, perSegment: 150n }],
      ["flat", 1, { amount: 250n, chargedOn: "accepted", cost: null, segments: null, perSegment: null }],
      ["dear", 1, null],
    ]);
    expect(shown.price).toMatchObject({ amount: 300n, chargedOn: "delivered" });
    expect(shown.segments).toBe(1);
  });

  test("no price at all is a finding, and no provider too", () => {
    const shown = preview("otp/sms/id", { routes: { sms: ["sandbox"] } });
    expect(shown).toMatchObject({ price: null, findings: [{ rule: "price_missing", path: "price" }] });
    expect(preview("otp/sms/id").providers).toEqual([]);
  });

  test("WhatsApp by template: Meta's words in the language and with the life that were submitted", () => {
    const bindings = { meta: { name: "otp_login", language: "en_US", expiry_minutes: 10 } };
    const templates = { "otp/whatsapp/id": { ...defaults["otp/whatsapp/id"], bindings } };
    const { providers } = preview("otp/whatsapp/id", {
      providers: { meta: "meta-cloud", other: "qontak", wa: "waha", el: "engagelab-otp" },
      routes: { whatsapp: ["meta", "other", "wa", "el", "gone"] },
      templates,
    });
    expect(providers.map(({ provider, shows, text, binding }) => ({ provider, shows, text, binding }))).toEqual([
      {
        provider: "meta",
        shows: "template",
        text: "*123456* is your verification code. For your security, do not share this code. This code expires in 10 minutes.",
        binding: { name: "otp_login", language: "en_US", status: "approved", reason: null },
      },
      { provider: "other", shows: "template", text: null, binding: null },
      {
        provider: "wa",
        shows: "text",
        text: "*123456* adalah kode verifikasi Anda. Demi keamanan, jangan bagikan kode ini. Kode ini kedaluwarsa dalam 5 menit.",
        binding: null,
      },
      { provider: "el", shows: "vendor_words", text: null, binding: null },
    ]);
  });

  test("a language whose words are WhatsApp's alone is shown in English, and that is said", () => {
    const document = { ...defaults["otp/whatsapp/en"], button: "one_tap" as const, apps: [app], expiry_line: false };
    const shown = preview("otp/whatsapp/fr", { templates: { ...defaults, "otp/whatsapp/fr": document } });
    expect(shown.whatsapp).toEqual({
      body: "*123456* is your verification code. For your security, do not share this code.",
      footer: null,
      buttons: [{ type: "one_tap", text: "Autofill" }],
    });
    expect(shown.findings.map(({ rule }) => rule)).toContain("meta_words");
  });
});

describe("who would be passed over, and what is held without them", () => {
  const meta = { name: "otp", language: "id" };
  const price = (amount: bigint, provider: string, channel: Channel = "whatsapp"): PriceRule => ({
    ...{ channel, provider, country: null, prefix: null, amount, cost: null },
    ...{ per: "message", chargedOn: "accepted", validFrom: 0 },
  });
  const world = (bindings: object): TenantSketch => ({
    providers: { meta: "meta-cloud", constructor: "meta-cloud", wa: "sandbox" },
    routes: { whatsapp: ["meta", "constructor", "wa"] },
    prices: [price(900n, "meta"), price(800n, "constructor"), price(300n, "wa")],
    templates: { "otp/whatsapp/id": { ...defaults["otp/whatsapp/id"], bindings } },
  });
  const told = (tenant: TenantConfig) => {
    const { providers, price: held } = previewTemplate(tenant, asked("otp/whatsapp/id"));
    return [held?.amount ?? null, ...providers.map(({ provider, skipped }) => `${provider}: ${skipped ?? "used"}`)];
  };
  const unbound = "constructor: template otp/id is not bound";

  test("one that is bound counts, one that is not does not, whatever it is called", () => {
    expect(told(tenantConfig(world({ meta })))).toEqual([900n, "meta: used", unbound, "wa: used"]);
    expect(told(tenantConfig(world({})))).toEqual([300n, "meta: template otp/id is not bound", unbound, "wa: used"]);
  });

  test("one whose template says more minutes than the OTP lives, or that is refused", () => {
    const longer = tenantConfig(world({ meta: { ...meta, expiry_minutes: 10 } }));
    expect(told(longer)).toEqual([300n, "meta: template says 10 minutes", unbound, "wa: used"]);
    const paused = tenantConfig(world({ meta }));
    const [[id, template] = expect.unreachable()] = [...paused.templates];
    const templates = new Map([[id, { ...template, approvals: new Map([["meta", word("paused")]]) }]]);
    expect(told({ ...paused, templates })).toEqual([300n, "meta: template is paused", unbound, "wa: used"]);
  });

  test("one that is switched off, or draining, or has no price", () => {
    const tenant = tenantConfig(world({ meta }));
    const state = (state: "off" | "drain") => {
      const provider = tenant.providers.get("meta") ?? expect.unreachable();
      return { ...tenant, providers: new Map([...tenant.providers, ["meta", { ...provider, state }]]) };
    };
    expect(told(state("off"))).toEqual([300n, "meta: switched off", unbound, "wa: used"]);
    expect(told(state("drain"))).toEqual([300n, "meta: draining", unbound, "wa: used"]);
    const priceless = tenantConfig({ ...world({ meta }), prices: [price(900n, "meta")] });
    expect(told(priceless)).toEqual([900n, "meta: used", unbound, "wa: no price"]);
  });

  test("the tenant's own provider, where the first tenant's of the same name is bound; the linter says so too", () => {
    const tenant = tenantConfig(world({ meta }));
    const [[id, template] = expect.unreachable()] = [...tenant.templates];
    const sharing = { ...tenant, templates: new Map([[id, { ...template, ownerId: "first" }]]) };
    expect(told(sharing)).toEqual([300n, "meta: template otp/id is not bound", unbound, "wa: used"]);
    const { providers, findings } = previewTemplate(sharing, asked("otp/whatsapp/id"));
    expect(providers[0]).toMatchObject({ text: null, binding: null });
    expect(findings.map(({ message }) => message)).toContainEqual(expect.stringContaining("not bound to meta"));
  });
});

describe("the button", () => {
  const buttonOf = (fields: object) =>
    preview("otp/whatsapp/id", { templates: { "otp/whatsapp/id": { ...defaults["otp/whatsapp/id"], ...fields } } })
      .whatsapp?.buttons;
  test.each<[string, object, object]>([
    ["WhatsApp's words", {}, { type: "copy_code", text: "Salin kode" }],
    ["the operator's words", { button_text: "Pakai kode" }, { type: "copy_code", text: "Pakai kode" }],
    ["of an app", { button: "one_tap", apps: [app] }, { type: "one_tap", text: "Isi otomatis" }],
    [
      "of an app, in the operator's words",
      { button: "zero_tap", apps: [app], autofill_text: "Isi" },
      { type: "zero_tap", text: "Isi" },
    ],
    [
      "without an app it copies",
      { button: "one_tap", autofill_text: "Isi", button_text: "Salin" },
      { type: "copy_code", text: "Salin" },
    ],
  ])("%s", (_, fields, button) => expect(buttonOf(fields)).toEqual([button]));
});

test("Ido is no Indonesian", () => {
  const shown = preview("otp/whatsapp/ido", { templates: { "otp/whatsapp/ido": defaults["otp/whatsapp/en"] ?? {} } });
  expect([shown.whatsapp?.body, shown.text]).toEqual([
    expect.stringContaining("is your verification code"),
    expect.stringContaining("is your verification code"),
  ]);
});

describe("in place of what is stored", () => {
  test("a text on WhatsApp has no footer and no button", () => {
    const shown = preview("otp/whatsapp/id", {}, { body: "{{brand}}: *{{code}}*", brand: "Toko_" });
    expect(shown.whatsapp).toEqual({ body: "Toko: *123456*", footer: null, buttons: [] });
  });

  test("the words of a body are, and what else the stored one has stays", () => {
    const stored = { body: "{{brand}}: {{code}}, {{ttl_minutes}} menit", webotp_domain: "erp.example.com" };
    const templates = { ...defaults, "otp/sms/id": stored };
    const shown = preview("otp/sms/id", { templates }, { body: "{{brand}} {{code}} {{ttl_minutes}} menit" });
    expect(shown.text).toBe("Demo 123456 5 menit\n@erp.example.com #123456");
    expect(shown.findings).toMatchObject([{ rule: "price_missing" }]);
  });

  test("what is said of it is judged with the values that were given", () => {
    const rules = (more: Partial<PreviewQuestion>) => preview("otp/sms/id", {}, more).findings.map(({ rule }) => rule);
    expect(rules({ brand: "Démô" })).toEqual(["ucs2", "segments", "price_missing"]);
    expect(rules({ brand: "x".repeat(31) })).toEqual(["code_late", "brand_long", "price_missing"]);
    expect(rules({ body: "{{brand}} {{code}} {{ttl_minutes}} {{params.a}}" })).toEqual([
      "param_missing",
      "price_missing",
    ]);
  });

  test("parts say where the text is cut", () => {
    const { parts, characters, units } = preview("otp/sms/id", {}, { body: `{{code}}${"x".repeat(151)}€€` });
    expect(parts.map((part) => [part.characters, part.units])).toEqual([
      [153, 153],
      [6, 8],
    ]);
    expect([characters, units]).toEqual([159, 161]);
  });
});
