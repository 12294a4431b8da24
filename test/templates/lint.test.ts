import { describe, expect, test, vi } from "vitest";
import type { Channel } from "../../src/providers/provider.ts";
import { templateDocument } from "../../src/settings/documents.ts";
import { defaultTemplates } from "../../src/templates/defaults.ts";
import { lintDocument, lintTemplates } from "../../src/templates/lint/index.ts";
import { rules, type LintFinding, type Rule } from "../../src/templates/lint/rules.ts";
import { setFindings } from "../../src/templates/lint/set.ts";
import { tenantConfig, type TenantSketch } from "../support/tenant-config.ts";

interface Case {
  key?: string;
  channel?: Channel;
  locale?: string;
  /** A text; else a document. */
  body?: string;
  document?: object;
  tenant?: TenantSketch;
}

const good = "{{brand}}: kode {{code}}, berlaku {{ttl_minutes}} menit.";

function lint({ key = "otp", channel = "sms", locale = "id", body = good, document, tenant }: Case): string[] {
  const put = templateDocument.parse(document ?? { body });
  return lintDocument(tenantConfig(tenant), { key, channel, locale }, put).map(brief);
}

/** `severity rule path: what`, without the reason that all of a rule share. */
function brief({ severity, rule, path, message }: LintFinding): string {
  const { reason } = rules[rule];
  expect(message.endsWith(`; ${reason}`)).toBe(true);
  return `${severity} ${rule} ${path}: ${message.slice(0, -reason.length - 2)}`;
}

const app = { package_name: "id.co.contoh.erp", signature_hash: "a1B2c3D4e5F" };
const authentication = (fields: object = {}) => ({ category: "authentication", ...fields });
const bound = (binding: object) => ({ bindings: { meta: { name: "otp", language: "id", ...binding } } });
const meta: TenantSketch = { providers: { meta: "meta-cloud" }, routes: { whatsapp: ["meta"] } };
const mail = (fields: object) => ({ channel: "email" as const, document: { body: good, ...fields } });

/** A rule, what breaks it, what it says of that, and what is next to it and right. */
const table: [Rule, Case, string[], Case][] = [
  [
    "unknown_variable",
    { body: `${good} {{nope}}` },
    ["error unknown_variable body: {{nope}} is not known"],
    { body: `${good} {{params.nope}}` },
  ],
  [
    "stray_braces",
    { body: `${good} {{brand` },
    ["error stray_braces body: has braces that are no {{variable}}"],
    { body: `${good} {brand` },
  ],
  [
    "control_character",
    { channel: "email", body: `${good}\u0007` },
    ["error control_character body: must not contain control characters"],
    { body: `${good}\nTerima kasih.` },
  ],
  [
    "code_missing",
    { body: "{{brand}}: halo." },
    ["error code_missing body: must hold {{code}}"],
    { body: "{{brand}}: {{ code }}, {{ttl_minutes}} menit." },
  ],
  [
    "code_in_subject",
    mail({ subject: "{{code}}" }),
    ["error code_in_subject subject: must not hold {{code}}"],
    mail({ subject: "Kode {{brand}}" }),
  ],
  [
    "subject_channel",
    { document: { body: good, subject: "Kode" } },
    ["error subject_channel subject: is for email only"],
    mail({ subject: "Kode" }),
  ],
  [
    "category_channel",
    { document: authentication() },
    ["error category_channel category: is for whatsapp, not for sms"],
    { channel: "whatsapp", document: authentication() },
  ],
  [
    "button_use",
    { channel: "whatsapp", document: authentication({ autofill_text: "Isi" }) },
    ["error button_use autofill_text: is for one_tap and zero_tap only"],
    { channel: "whatsapp", document: authentication({ autofill_text: "Isi", button: "one_tap", apps: [app] }) },
  ],
  [
    "autofill_channel",
    { channel: "whatsapp", document: { body: good, webotp_domain: "a.example", app_hash: "FA+9qCX9VSu" } },
    ["error autofill_channel webotp_domain: is for sms only", "error autofill_channel app_hash: is for sms only"],
    { document: { body: good, webotp_domain: "a.example" } },
  ],
  [
    "code_absent",
    { key: "greeting", body: "{{brand}}: halo {{user}}." },
    ["warning code_absent body: holds no {{code}}"],
    { key: "greeting" },
  ],
  [
    "code_twice",
    { body: `${good} Lagi: {{code}}` },
    ["warning code_twice body: holds {{code}} 2 times"],
    { channel: "voice", body: "Kode {{brand}} {{code}}. Lagi: {{code}}" },
  ],
  [
    "code_late",
    { body: `Terima kasih sudah memakai {{brand}}. ${good}` },
    ["info code_late body: the code comes after 44 characters"],
    { channel: "email", body: `Terima kasih sudah memakai {{brand}}. ${good}` },
  ],
  [
    "code_glued",
    { body: "{{brand}}: OTP{{code}}, {{ttl_minutes}} menit." },
    ["warning code_glued body: a letter or digit touches {{code}}"],
    { body: "{{brand}}: OTP:{{code}}, {{ttl_minutes}} menit." },
  ],
  [
    "announce_user",
    { key: "announce", body: "{{brand}}: kode berikut." },
    ["warning announce_user body: names no user"],
    { key: "announce", body: "{{brand}}: kode berikut untuk {{user}}." },
  ],
  [
    "announce_code",
    { key: "announce", body: `${good} {{user}}` },
    ["warning announce_code body: holds {{code}}"],
    { key: "announce", body: "{{brand}}: untuk {{user}}." },
  ],
  [
    "param_secret",
    { body: `${good} {{params.backup_code}}` },
    ["warning param_secret body: {{params.backup_code}} sounds like a secret"],
    { body: `${good} {{params.decoder}}` },
  ],
  [
    "param_link",
    { body: `${good} {{params.reset_url}}` },
    ["warning param_link body: {{params.reset_url}} sounds like a link"],
    { body: `${good} {{params.shop}}` },
  ],
  [
    "brand_missing",
    { body: "Kode {{code}}, berlaku {{ttl_minutes}} menit." },
    ["warning brand_missing body: does not say whose code it is"],
    { body: "DEMO: kode {{code}}, berlaku {{ttl_minutes}} menit." },
  ],
  [
    "brand_long",
    { body: "{{code}} {{brand}} {{ttl_minutes}} menit", tenant: { brand: "x".repeat(31) } },
    ["info brand_long body: the brand has 31 characters"],
    { body: "{{code}} {{brand}} {{ttl_minutes}} menit", tenant: { brand: "x".repeat(30) } },
  ],
  [
    "link",
    { body: `${good} Lihat bit.ly/abc` },
    ['warning link body: "bit.ly/abc" is a link'],
    { body: `${good} H. Ahmad, S.Kom. Rp 1.500.000` },
  ],
  [
    "link",
    mail({ subject: "https://demo.example" }),
    ['warning link subject: "https://demo.example" is a link'],
    { body: `${good}\n@erp.example.com #{{code}}` },
  ],
  [
    "email_address",
    { body: `${good} cs@demo.co.id` },
    ['warning email_address body: "cs@demo.co.id" is an address'],
    { body: `${good} 021-555` },
  ],
  [
    "promotion",
    { body: `${good} Ada DISKON!` },
    ['warning promotion body: "DISKON" is a word of advertising'],
    { body: `${good} {{params.promo}} promotor` },
  ],
  [
    "markup",
    { channel: "email", body: `<b>${good}</b>` },
    ["warning markup body: has what looks like a tag of HTML"],
    { channel: "email", body: `${good} 3 < 5` },
  ],
  [
    "expiry_literal",
    { body: "{{brand}}: {{code}}, berlaku 10 menit." },
    ['warning expiry_literal body: says "10 menit"; codes live 5 minutes unless an issue says otherwise'],
    { body: `${good} 10 orang` },
  ],
  [
    "expiry_fixed",
    { body: "{{brand}}: {{code}}, valid 300 seconds." },
    ['info expiry_fixed body: says "300 seconds"; codes live 5 minutes unless an issue says otherwise'],
    {},
  ],
  [
    "expiry_unit",
    { body: "{{brand}}: {{code}}, {{ttl_minutes}} detik." },
    ['warning expiry_unit body: says "{{ttl_minutes}} detik"'],
    { body: "{{brand}}: {{code}}, {{ttl_minutes}} mins." },
  ],
  [
    "expiry_unstated",
    { body: "{{brand}}: {{code}}" },
    ["info expiry_unstated body: does not say how long the code is valid"],
    { channel: "voice", body: "{{brand}}: {{code}}" },
  ],
  [
    "expiry_binding",
    { channel: "whatsapp", document: authentication(bound({ expiry_minutes: 10 })), tenant: meta },
    [
      "warning expiry_binding bindings.meta.expiry_minutes: the template says 10 minutes, so a code of the usual 5 minutes skips this binding",
    ],
    { channel: "whatsapp", document: authentication(bound({ expiry_minutes: 5 })), tenant: meta },
  ],
  [
    "expiry_binding",
    { channel: "whatsapp", document: authentication(bound({ expiry_minutes: 1 })), tenant: meta },
    ["warning expiry_binding bindings.meta.expiry_minutes: the template says 1 minutes, codes live 5"],
    { channel: "whatsapp", document: authentication(bound({})), tenant: meta },
  ],
  [
    "expiry_line",
    {
      channel: "whatsapp",
      document: authentication({ expiry_line: false, ...bound({ expiry_minutes: 5 }) }),
      tenant: meta,
    },
    [
      "warning expiry_line bindings.meta.expiry_minutes: is what the provider's template states, and expiry_line is false",
    ],
    { channel: "whatsapp", document: authentication({ expiry_line: false, ...bound({}) }), tenant: meta },
  ],
  [
    "spaces",
    { body: `${good} ` },
    ["warning spaces body: begins or ends with a space or an empty line"],
    { body: `${good}\n\nTerima kasih.` },
  ],
  ["spaces", { body: `${good} \nx` }, ["warning spaces body: has a line that ends with a space"], {}],
  [
    "spaces",
    { body: "{{brand}}:  kode {{code}}, {{ttl_minutes}} menit" },
    ['warning spaces body: has two spaces in a row (":  kode")'],
    {},
  ],
  [
    "invisible",
    { channel: "email", body: `Halo\u200b ${good}` },
    ["warning invisible body: character 5 (U+200B) is one that shows nothing"],
    { channel: "email", body: `👩\u200d👧 ${good}` },
  ],
  [
    "lookalike",
    { channel: "email", body: `${good} T\u0435rima` },
    ['warning lookalike body: "T\u0435rima" mixes letters of two alphabets'],
    { channel: "email", body: `${good} спасибо` },
  ],
  [
    "plain_character",
    { body: `\u201c${good}\u201d\u00a0\u2013 a\u2026` },
    [
      'info plain_character body: an SMS sends \u201c (U+201C) at character 1 as """, \u201d (U+201D) at character 58 as """, U+00A0 at character 59 as " " and 2 more',
    ],
    { channel: "email", body: `\u201c${good}\u201d` },
  ],
  [
    "ucs2",
    { body: `${good} ✓` },
    ["warning ucs2 body: ✓ (U+2713) at character 58 is not of the SMS alphabet (GSM 03.38)"],
    { body: `${good} é` },
  ],
  [
    "ucs2",
    { tenant: { brand: "Démô" } },
    ["warning ucs2 body: ô (U+00F4) at character 4 of the brand is not of the SMS alphabet"],
    { tenant: { brand: "Démo" } },
  ],
  [
    "segments",
    { body: `${good} ${"x".repeat(130)}` },
    ["warning segments body: makes 2 parts of SMS (GSM-7)"],
    { channel: "email", body: `${good} ${"x".repeat(130)}` },
  ],
  [
    "vendor_length",
    {
      body: `${good} ${"x".repeat(1600)}`,
      tenant: { providers: { tw: "twilio", sandbox: "sandbox" }, routes: { sms: ["sandbox", "tw"] } },
    },
    [
      "warning segments body: makes 11 parts of SMS (GSM-7)",
      "warning vendor_length body: has 1636 characters, and tw takes 1600",
    ],
    { tenant: { providers: { tw: "twilio" }, routes: { sms: ["tw"] } } },
  ],
  [
    "voice_length",
    { channel: "voice", body: `Kode {{code}}. ${"Halo. ".repeat(70)}!` },
    ["info voice_length body: takes long to say (439 characters)"],
    { channel: "voice", body: "Kode {{code}}." },
  ],
  [
    "subject_length",
    mail({ subject: "x".repeat(61) }),
    ["info subject_length subject: has 61 characters"],
    mail({ subject: "x".repeat(60) }),
  ],
  [
    "webotp_line",
    { body: `${good}\n@erp.example.com #{{code}}\nTerima kasih.` },
    ["warning webotp_line body: the line @host #{{code}} is not the last"],
    { body: `${good}\n\n@erp.example.com #{{code}}` },
  ],
  ...(
    [
      ["https://erp.example.com #{{code}}", "the last line does not begin with @ and the site's host"],
      ["@https://erp.example.com #{{code}}", "@https://erp.example.com has a scheme; the host alone is right"],
      ["@erp.example.com:8443 #{{code}}", "@erp.example.com:8443 has a port or path; the host alone is right"],
      ["@erp.example.com/login #{{code}}", "@erp.example.com/login has a port or path; the host alone is right"],
      ["@tokè.example #{{code}}", "@tokè.example is no host in ASCII"],
      ["@erp.example.com {{code}}", "the host is not followed by #{{code}}"],
      ["@erp.example.com  #{{code}}", "the last line is not exactly @host, one space, #{{code}}"],
      ["@erp.example.com #{{code}}.", "the last line is not exactly @host, one space, #{{code}}"],
    ] as const
  ).map(([line, said]): [Rule, Case, string[], Case] => [
    "webotp_line",
    { channel: "sms", body: `${good}\n${line}` },
    [
      ...(line.includes("  ") ? ['warning spaces body: has two spaces in a row ("m  #{{code}}")'] : []),
      `warning webotp_line body: ${said}`,
    ],
    { body: `${good}\n@erp.example.com #{{code}} @auth.example.org` },
  ]),
  [
    "webotp_line",
    { channel: "email", body: `${good}\n@erp.example.com #{{code}}` },
    ["warning webotp_line body: has a line @host #{{code}}, which browsers read in an SMS alone"],
    { channel: "email" },
  ],
  [
    "retriever_hash",
    { body: `<#> ${good}` },
    ["warning retriever_hash body: begins with <#> and has no line of an app's hash (11 characters)"],
    { body: `<#> ${good}\nFA+9qCX9VSu` },
  ],
  [
    "retriever_hash",
    { body: `${good}\nFA+9qCX9VSu\nTerima kasih.` },
    ["warning retriever_hash body: text follows the app's hash"],
    { body: `${good}\nkonfirmasik` },
  ],
  [
    "retriever_length",
    { document: { body: `${good} ${"x".repeat(93)}`, app_hash: "FA+9qCX9VSu" } },
    ["warning retriever_length body: is 141 bytes with its app's hash"],
    { document: { body: `${good} ${"x".repeat(92)}`, app_hash: "FA+9qCX9VSu" } },
  ],
  [
    "autofill_twice",
    { document: { body: `${good}\n@a.example #{{code}}`, webotp_domain: "a.example" } },
    ["warning autofill_twice body: has a line @host #{{code}}, which webotp_domain adds"],
    { document: { body: good, webotp_domain: "a.example" } },
  ],
  [
    "autofill_twice",
    { document: { body: `${good}\nFA+9qCX9VSu`, app_hash: "FA+9qCX9VSu" } },
    ["warning autofill_twice body: has an app's hash, which app_hash adds"],
    { document: { body: good, app_hash: "FA+9qCX9VSu" } },
  ],
  [
    "autofill_both",
    { document: { body: good, app_hash: "FA+9qCX9VSu", webotp_domain: "a.example" } },
    ["info autofill_both body: has a line for an app and one for a site"],
    { document: { body: good, app_hash: "FA+9qCX9VSu" } },
  ],
  [
    "binding_unknown",
    { channel: "whatsapp", document: authentication(bound({})) },
    ["warning binding_unknown bindings.meta: there is no provider meta"],
    { channel: "whatsapp", document: authentication(bound({})), tenant: meta },
  ],
  [
    "binding_missing",
    { channel: "whatsapp", document: authentication(), tenant: meta },
    ["warning binding_missing bindings: is not bound to meta, which is in the routes"],
    {
      channel: "whatsapp",
      document: authentication(),
      tenant: { providers: { wa: "waha" }, routes: { whatsapp: ["wa"] } },
    },
  ],
  [
    "binding_language",
    { channel: "whatsapp", document: authentication(bound({ language: "en_US" })), tenant: meta },
    ["warning binding_language bindings.meta.language: the provider's template is in en_US, this variant in id"],
    { channel: "whatsapp", locale: "en", document: authentication(bound({ language: "en_US" })), tenant: meta },
  ],
  [
    "button_apps",
    { channel: "whatsapp", document: authentication({ button: "one_tap" }) },
    ["warning button_apps button: one_tap names no app"],
    { channel: "whatsapp", document: authentication() },
  ],
  [
    "utility_code",
    { channel: "whatsapp", document: { category: "utility" } },
    ["warning utility_code category: a template of category utility carries a code"],
    { channel: "whatsapp", key: "announce", document: { category: "utility" } },
  ],
  [
    "meta_words",
    { channel: "whatsapp", locale: "fr", document: authentication() },
    ["info meta_words category: WhatsApp's words in fr are not known here"],
    { channel: "whatsapp", locale: "en-GB", document: authentication() },
  ],
];

describe("a rule speaks where it is broken, and only there", () => {
  test.each(table)("%s", (rule, bad, said, right) => {
    expect(lint(bad)).toEqual(said);
    expect(said.some((line) => line.split(" ")[1] === rule)).toBe(true);
    expect(lint(right)).toEqual([]);
  });

  test("every rule of a document is in the table", () => {
    const elsewhere: Rule[] = ["locale_missing", "locale_pair", "param_missing", "price_missing"];
    const shown = new Set([...table.map(([rule]) => rule), ...elsewhere]);
    expect(Object.keys(rules).filter((rule) => !shown.has(rule as Rule))).toEqual([]);
  });
});

describe("a template's languages", () => {
  const set = (locales: string[], defaultLocale = "id") => {
    const templates = Object.fromEntries(locales.map((locale) => [`otp/sms/${locale}`, { body: good }]));
    return setFindings(tenantConfig({ templates, defaultLocale }), {
      key: "otp",
      channel: "sms",
      locale: locales[0] ?? "",
    }).map(brief);
  };
  test.each<[string[], string, string[]]>([
    [["id", "en"], "id", []],
    [["id-ID", "en-GB"], "id", []],
    [["id"], "id", ["info locale_pair locale: otp has no en for sms, only id"]],
    [
      ["en"],
      "id-ID",
      ["warning locale_missing locale: otp has no id for sms, only en, and id is the tenant's language"],
    ],
    [
      ["id", "en"],
      "ms",
      ["warning locale_missing locale: otp has no ms for sms, only id, en, and ms is the tenant's language"],
    ],
  ])("%j for %s", (locales, defaultLocale, said) => expect(set(locales, defaultLocale)).toEqual(said));
});

test.each([
  ["Kode {code} {{brand}}", ["error code_missing body: must hold {{code}}, in two braces each"]],
  [
    "Kode {{Code}}",
    [
      "error unknown_variable body: {{Code}} is not known, {{code}} in small letters is",
      "error code_missing body: must hold {{code}}",
    ],
  ],
])("%s: what is meant is said", (body, said) => {
  expect(lint({ body }).filter((one) => one.startsWith("error"))).toEqual(said);
});

test("languages that a template has from the first tenant are not missing", () => {
  const tenant = tenantConfig({ templates: { "otp/sms/en": { body: good }, "otp/sms/id": { body: good } } });
  const shared = tenant.templates.get("otp/sms/id") ?? expect.unreachable();
  const templates = new Map([...tenant.templates, ["otp/sms/id", { ...shared, ownerId: "first" }]]);
  expect(setFindings({ ...tenant, templates }, { key: "otp", channel: "sms", locale: "en" })).toEqual([]);
});

test("languages are counted once for a snapshot, however many variants are judged", () => {
  const tenant = tenantConfig({ templates: { "otp/sms/id": { body: good }, "otp/sms/en": { body: good } } });
  const values = vi.spyOn(tenant.templates, "values");
  for (const locale of ["id", "en"]) expect(setFindings(tenant, { key: "otp", channel: "sms", locale })).toEqual([]);
  expect(values).toHaveBeenCalledTimes(1);
});

test.each(["x", "1", "x.", "x-", "x@", "@x.", "www.", "{{", "a:"])(
  "a long text of %j is judged in its length's time",
  (unit) => {
    const body = `{{code}} ${unit.repeat(60_000 / unit.length)}`;
    const began = performance.now();
    lintDocument(tenantConfig(), { key: "otp", channel: "sms", locale: "id" }, { body, bindings: {} });
    expect(performance.now() - began).toBeLessThan(5000);
  },
);

test("the whole set is judged by key, channel and locale, and what a template lacks is said once", () => {
  const templates = {
    "pay/sms/en-GB": { body: good },
    "pay/sms/en": { body: good },
    "otp/sms/id": { body: good },
    "otp/sms/en": { body: `${good} Klik` },
  };
  const tenant = tenantConfig({ templates });
  const linted = lintTemplates(tenant).map(({ key, locale, findings }) => [`${key}/${locale}`, findings.map(brief)]);
  expect(linted).toEqual([
    ["otp/en", ['warning promotion body: "Klik" is a word of advertising']],
    ["otp/id", []],
    ["pay/en", ["warning locale_missing locale: pay has no id for sms, only en, and id is the tenant's language"]],
    ["pay/en-GB", []],
  ]);
  expect(lintTemplates(tenant, "pay").map(({ locale }) => locale)).toEqual(["en", "en-GB"]);
});

test("what every installation starts with is clean, whatever language is its own", () => {
  const templates = Object.fromEntries(
    defaultTemplates.map(({ key, channel, locale, document }) => [`${key}/${channel}/${locale}`, document]),
  );
  for (const defaultLocale of ["id", "en"]) {
    const found = lintTemplates(tenantConfig({ templates, defaultLocale })).flatMap(({ findings }) => findings);
    expect(found).toEqual([]);
  }
});
