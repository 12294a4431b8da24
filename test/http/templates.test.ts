import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { flagTemplate } from "../../src/templates/approve.ts";
import { eventually, startTestGateway, type TestGateway } from "../support/gateway.ts";
import { keysOfRoles, makeTenant, rolesThatMay } from "../support/roles.ts";
import { having, pick } from "../support/rows.ts";

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());

const at = (variant: string) => `/v1/templates/${variant}`;
const put = (variant: string, body: unknown) => gateway.admin(at(variant), { method: "PUT", body });
const preview = (variant: string, body: unknown = {}) => gateway.admin(`${at(variant)}/preview`, { body });
const text = "{{brand}}: {{code}} for {{user}}, {{ttl_minutes}} min {{params.shop}}";

test("the shipped templates are listed by name, with variables and version", async () => {
  const { status, json } = await gateway.admin("/v1/templates?limit=200");
  expect(status).toBe(200);
  expect(json.data).toHaveLength(8);
  const [found] = having(json.data, { channel: "sms", locale: "en" });
  expect(found).toMatchObject({ key: "otp", version: 1, variables: ["brand", "code", "ttl_minutes"], bindings: {} });
});

describe("put", () => {
  test("each put is a new version, and older ones are kept", async () => {
    const first = await put("promo/sms/id", { body: "one {{code}}" });
    expect(first.status).toBe(200);
    const second = await put("promo/sms/id", { body: text });
    expect(second.json).toMatchObject({
      version: 2,
      body: text,
      variables: ["brand", "code", "user", "ttl_minutes", "params.shop"],
    });
    const { json } = await gateway.admin(at("promo/sms/id"));
    expect(pick(json.versions, "version")).toEqual([2, 1]);
    const rows = await gateway.database.sql`
      select content->>'body' as body from template_versions where key = 'promo' order by version`;
    expect(rows.map(({ body }) => body as string)).toEqual(["one {{code}}", text]);
  });

  test("a version's number is not used twice, though the variant was deleted in between", async () => {
    await put("again/sms/id", { body: "{{code}}" });
    expect((await gateway.admin(at("again/sms/id"), { method: "DELETE" })).status).toBe(204);
    expect((await put("again/sms/id", { body: "{{code}}" })).json.version).toBe(2);
  });

  test("what a read shows can be put back", async () => {
    await gateway.admin("/v1/providers/wa", { method: "PUT", body: { kind: "sandbox" } });
    const body = { category: "authentication", bindings: { wa: { name: "otp_login", language: "id" } } };
    const made = await put("login/whatsapp/id", body);
    expect(made.json).toMatchObject({
      button: "copy_code",
      security_line: true,
      expiry_line: true,
      bindings: { wa: { name: "otp_login", language: "id", status: "approved", reason: null } },
    });
    const read = await gateway.admin(at("login/whatsapp/id"));
    expect((await put("login/whatsapp/id", read.json)).status).toBe(200);
  });

  test("a locale has one spelling", async () => {
    await put("greet/sms/en_us", { body: "{{code}}" });
    expect((await gateway.admin(at("greet/sms/en-US"))).json.locale).toBe("en-US");
  });

  test("a flag of a refusal shows, and is cleared by the next put", async () => {
    await put("flag/whatsapp/id", { category: "authentication", bindings: { wa: { name: "x", language: "id" } } });
    const tenant = gateway.gateway.settings.current.tenantsByName.get("demo");
    const provider = tenant?.providers.get("wa");
    const template = tenant?.templates.get("flag/whatsapp/id");
    if (provider === undefined || template === undefined) throw new Error("not loaded");
    await flagTemplate(gateway.gateway.db, provider, template, "132015", gateway.clock.now());
    await gateway.gateway.settings.reload();
    const flagged = await gateway.admin(at("flag/whatsapp/id"));
    expect(flagged.json.bindings.wa).toMatchObject({ status: "rejected", reason: "132015" });
    const { json } = await put("flag/whatsapp/id", flagged.json);
    expect(json.bindings.wa).toMatchObject({ status: "approved", reason: null });
  });

  test("a binding to a provider that is not there is said under findings", async () => {
    const body = { category: "authentication", bindings: { nobody: { name: "x", language: "id" } } };
    const { status, json } = await put("stray/whatsapp/id", body);
    expect(status).toBe(200);
    expect(having(json.findings, { path: "bindings.nobody" })).toEqual([
      {
        path: "bindings.nobody",
        message: "there is no provider nobody; put the provider, or take the binding out",
        rule: "binding_unknown",
        severity: "warning",
      },
    ]);
  });

  test.each([
    ["an unknown variable", "otp/sms/id", { body: "{{code}} {{nope}}" }, "body"],
    ["an unfinished variable", "otp/sms/id", { body: "{{code}} {{brand" }, "body"],
    ["no code in an OTP", "otp/sms/id", { body: "hello" }, "body"],
    ["a control character", "otp/sms/id", { body: "{{code}}\u0007" }, "body"],
    ["a NUL", "otp/sms/id", { body: "{{code}}\0" }, "body"],
    ["a site to fill in off sms", "otp/email/id", { body: "{{code}}", webotp_domain: "a.example" }, "webotp_domain"],
    ["a site with a scheme", "otp/sms/id", { body: "{{code}}", webotp_domain: "https://a.example" }, "webotp_domain"],
    ["a short hash", "otp/sms/id", { body: "{{code}}", app_hash: "FA+9qCX9VS" }, "app_hash"],
    ["a subject off email", "otp/sms/id", { body: "{{code}}", subject: "x" }, "subject"],
    ["an unknown variable in the subject", "otp/email/id", { body: "{{code}}", subject: "{{x}}" }, "subject"],
    ["an authentication document off whatsapp", "otp/sms/id", { category: "authentication" }, "category"],
    ["neither text nor category", "otp/sms/id", {}, "body"],
    ["an unknown category", "otp/whatsapp/id", { category: "nope" }, "category"],
    ["a bad button", "otp/whatsapp/id", { category: "authentication", button: "nope" }, "button"],
    [
      "a binding without a language",
      "otp/whatsapp/id",
      { category: "authentication", bindings: { meta: { name: "x" } } },
      "bindings.meta.language",
    ],
    ["an unknown field", "otp/sms/id", { body: "{{code}}", nope: 1 }, "nope"],
    ["an empty text", "otp/sms/id", { body: "" }, "body"],
    ["an unknown channel", "otp/fax/id", { body: "{{code}}" }, "channel"],
    ["a bad locale", "otp/sms/1", { body: "{{code}}" }, "locale"],
    ["a bad key", "O%20P/sms/id", { body: "{{code}}" }, "key"],
  ])("%s is a 400 that names the field, and nothing changes", async (_, variant, body, path) => {
    const before = (await gateway.admin("/v1/templates")).text;
    const { status, json } = await put(variant, body);
    expect(status).toBe(400);
    expect(json.errors[0].path).toBe(path);
    expect((await gateway.admin("/v1/templates")).text).toBe(before);
  });

  test("a new text is sent at once, and another replica has it within a second", async () => {
    const other = await gateway.replica();
    const before = (await gateway.admin(at("otp/sms/id"))).json;
    await put("otp/sms/id", { body: "Kode {{code}} saja" });
    await gateway.request("/v1/otp/issue", { body: { to: "081234500012", channel: "sms", wait_ms: 5000 } });
    const inbox = await gateway.admin("/v1/sandbox/messages?to=081234500012");
    expect(inbox.json.data[0].text).toMatch(/^Kode \d{6} saja$/);
    await eventually(
      () => other.admin(at("otp/sms/id")),
      ({ json }) => json.version > before.version,
      1000,
    );
    await put("otp/sms/id", before);
  });
});

describe("delete", () => {
  test("the last otp of a channel in the routes stays, with 409", async () => {
    expect((await gateway.admin(at("otp/voice/id"), { method: "DELETE" })).status).toBe(204);
    const { status, json } = await gateway.admin(at("otp/voice/en"), { method: "DELETE" });
    expect(status).toBe(409);
    expect(json.code).toBe("conflict");
    expect((await gateway.admin(at("otp/voice/en"))).status).toBe(200);
    expect((await gateway.admin(at("otp/voice/id"))).status).toBe(404);
    expect((await gateway.admin(at("otp/voice/id"), { method: "DELETE" })).status).toBe(404);
  });
});

describe("preview", () => {
  test("it shows what a person would read, its parts and its price", async () => {
    const { status, json } = await preview("otp/sms/en", { ttl_seconds: 120 });
    expect(status).toBe(200);
    const text = "Demo: your code is 123456, valid for 2 minutes. Do not share it with anyone.";
    expect(json).toEqual({
      text,
      subject: null,
      encoding: "GSM-7",
      segments: 1,
      characters: 76,
      units: 76,
      parts: [{ text, characters: 76, units: 76 }],
      whatsapp: null,
      providers: [
        {
          provider: "sandbox",
          kind: "sandbox",
          shows: "text",
          text,
          segments: 1,
          price: { amount: "500", currency: "IDR", charged_on: "accepted", per_segment: null },
          binding: null,
          skipped: null,
        },
      ],
      price: { amount: "500", currency: "IDR", charged_on: "accepted" },
      findings: [],
    });
  });

  test("a text in place of the stored one is measured, and what is wrong with it is said", async () => {
    const body = { body: `{{code}} ${"🙂".repeat(40)} {{params.shop}} {{nope}}` };
    const { status, json } = await preview("otp/sms/id", body);
    expect(status).toBe(200);
    expect(json).toMatchObject({ encoding: "UCS-2", segments: 2 });
    expect(pick(json.findings, "rule")).toEqual([
      "unknown_variable",
      "brand_missing",
      "expiry_unstated",
      "ucs2",
      "segments",
      "param_missing",
    ]);
    expect(pick(json.findings, "path")).toEqual(["body", "body", "body", "body", "body", "params.shop"]);
  });

  test("it works for a variant that is not there yet; without a text that one is 404", async () => {
    expect((await preview("fresh/sms/id", { body: "{{code}}" })).json.text).toBe("123456");
    expect((await preview("fresh/sms/id")).status).toBe(404);
  });

  test("values may be given, and a subject; a bad one is a 400 that names it", async () => {
    const given = { code: "00009999", brand: "Toko Maju", user: "ani", purpose: "transaction" };
    const mail = { body: "{{brand}} {{code}} {{user}} {{purpose}}", subject: "{{brand}}: {{purpose}}" };
    const { json } = await preview("otp/email/id", { ...given, ...mail });
    expect(json).toMatchObject({
      text: "Toko Maju 00009999 ani transaction",
      subject: "Toko Maju: transaction",
      price: { amount: "50" },
    });
    for (const [field, value] of Object.entries({ code: "12a4", brand: "a\nb", subject: "", purpose: "No" })) {
      const reply = await preview("otp/email/id", { [field]: value });
      expect(reply.status).toBe(400);
      expect(reply.json.errors[0].path).toBe(field);
    }
  });

  test("auditors may preview", async () => {
    const keys = await keysOfRoles(gateway);
    const path = `${at("otp/sms/id")}/preview`;
    expect(await rolesThatMay(gateway, keys, path, { body: {} })).toEqual(["ops", "auditor", "admin"]);
  });
});

describe("lint", () => {
  test("a put says what could go wrong, with rule and severity, and a plain one says nothing", async () => {
    const { json } = await put("clean/sms/en", { body: "{{brand}}: {{code}}, {{ttl_minutes}} minutes. Klik!" });
    expect(json.findings).toEqual([
      {
        path: "body",
        message: '"Klik" is a word of advertising; a code message may not advertise; operators and WhatsApp refuse it',
        rule: "promotion",
        severity: "warning",
      },
      {
        path: "locale",
        message:
          "clean has no id for sms, only en, and id is the tenant's language; most people would be served another language",
        rule: "locale_missing",
        severity: "warning",
      },
    ]);
    const second = await put("clean/sms/id", { body: "{{brand}}: {{code}}, {{ttl_minutes}} menit." });
    expect(second.json.findings).toEqual([]);
  });

  test("the whole set is answered by variant, with counts, to those who may read it", async () => {
    const theirs = await makeTenant(gateway, "linted");
    const own = { key: theirs.ops, method: "PUT", body: { body: "{{brand}}: {{code}}  {{ttl_minutes}} menit" } };
    await gateway.request(at("otp/sms/id"), own);
    const reply = await gateway.request("/v1/templates/lint", { key: theirs.ops, method: "POST" });
    expect(reply.status).toBe(200);
    expect(reply.json.counts).toEqual({ error: 0, warning: 1, info: 0 });
    expect(reply.json.data).toHaveLength(1);
    expect(reply.json.data[0]).toMatchObject({ key: "otp", channel: "sms", locale: "id", version: 1 });
    expect(pick(reply.json.data[0].findings, "rule")).toEqual(["spaces"]);
    const keys = await keysOfRoles(gateway);
    const roles = await rolesThatMay(gateway, keys, "/v1/templates/lint", { method: "POST" });
    expect(roles).toEqual(["ops", "auditor", "admin"]);
  });
});

test("ops and admin change, auditors read, and another tenant's template is not there", async () => {
  const keys = await keysOfRoles(gateway);
  const body = { body: "{{code}}" };
  expect(await rolesThatMay(gateway, keys, "/v1/templates")).toEqual(["ops", "auditor", "admin"]);
  expect(await rolesThatMay(gateway, keys, at("otp/sms/id"))).toEqual(["ops", "auditor", "admin"]);
  expect(await rolesThatMay(gateway, keys, at("x/sms/id"), { method: "PUT", body })).toEqual(["ops", "admin"]);
  expect(await rolesThatMay(gateway, keys, at("x/sms/id"), { method: "DELETE" })).toEqual(["ops", "admin"]);
  const theirs = await makeTenant(gateway, "writer");
  await gateway.request(at("own/sms/id"), { key: theirs.ops, method: "PUT", body });
  expect((await gateway.admin(at("own/sms/id"))).status).toBe(404);
  const listed = await gateway.request("/v1/templates", { key: theirs.ops });
  expect(pick(having(listed.json.data, { shared: false }), "key")).toEqual(["own"]);
});

describe("a tenant with texts of its own", () => {
  test("uses its own first, and the first tenant's for what it lacks", async () => {
    const theirs = await makeTenant(gateway, "texter");
    const theirGet = (path: string) => gateway.request(path, { key: theirs.ops });
    const before = await theirGet("/v1/templates");
    expect(new Set(pick(before.json.data, "shared"))).toEqual(new Set([true]));
    const put = await gateway.request(at("otp/sms/id"), {
      key: theirs.ops,
      method: "PUT",
      body: { body: "Milik kami: {{code}}" },
    });
    expect(put.json).toMatchObject({ version: 1, shared: false });
    const after = (await theirGet("/v1/templates")).json.data;
    expect(after).toHaveLength(before.json.data.length);
    expect(pick(having(after, { shared: false }), "channel")).toEqual(["sms"]);
    await gateway.admin("/v1/balance/topups", {
      body: { amount: "5000", reference: "for the texter" },
      headers: { "x-tenant": "texter" },
    });
    const issue = (body: object) =>
      gateway.request("/v1/otp/issue", { key: theirs.erp, body: { wait_ms: 5000, ...body } });
    await issue({ to: "081234500077", channel: "sms" });
    await issue({ to: "081234500079", channel: "sms", locale: "en" });
    await issue({ to: "081234500078", channel: "whatsapp", locale: "en" });
    const inbox = async (to: string) => (await theirGet(`/v1/sandbox/messages?to=${to}`)).json.data[0].text as string;
    expect(await inbox("081234500077")).toMatch(/^Milik kami: \d{6}$/);
    // The language that was asked for before its own words.
    expect(await inbox("081234500079")).toMatch(/^texter: your code is/);
    expect(await inbox("081234500078")).toMatch(/verification code/);
    await gateway.request(at("otp/sms/id"), { key: theirs.ops, method: "DELETE" });
    expect((await theirGet(at("otp/sms/id"))).json).toMatchObject({ shared: true });
  });

  test("keeps the first tenant from deleting the last one that it needs", async () => {
    const body = { channels: { email: [{ provider: "sandbox" }] }, fallback: [{ channel: "email" }] };
    await makeTenant(gateway, "mailer");
    const headers = { "x-tenant": "mailer" };
    expect((await gateway.admin("/v1/routes", { method: "PUT", body, headers })).status).toBe(200);
    expect((await gateway.admin(at("otp/email/id"), { method: "DELETE" })).status).toBe(204);
    const refused = await gateway.admin(at("otp/email/en"), { method: "DELETE" });
    expect(refused.json.code).toBe("conflict");
    await gateway.admin(at("otp/email/id"), { method: "PUT", body: { body: "{{code}}", subject: "x" } });
  });
});

test("pages follow one another", async () => {
  const all = (await gateway.admin("/v1/templates?limit=200")).json.data;
  const first = (await gateway.admin("/v1/templates?limit=3")).json;
  const rest = (await gateway.admin(`/v1/templates?limit=200&cursor=${first.next_cursor}`)).json;
  expect([...first.data, ...rest.data]).toEqual(all);
  expect((await gateway.admin("/v1/templates?cursor=x")).json.errors[0].path).toBe("cursor");
});

test("a shared template is not approved by the tenant's own provider of the name that the first tenant bound it to", async () => {
  await gateway.admin("/v1/providers/same", { method: "PUT", body: { kind: "sandbox" } });
  await put("same/whatsapp/id", {
    category: "authentication",
    bindings: { same: { name: "otp_same", language: "id" } },
  });
  const { ops } = await makeTenant(gateway, "namesake");
  const statusAt = async () =>
    (await gateway.request(at("same/whatsapp/id"), { key: ops })).json.bindings.same.status as string;
  expect(await statusAt()).toBe("approved");
  const own = await gateway.request("/v1/providers/same", { method: "PUT", key: ops, body: { kind: "sandbox" } });
  expect(own.status).toBe(200);
  expect(await statusAt()).toBe("unbound");
});
