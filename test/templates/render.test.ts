import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { channels, type Channel } from "../../src/providers/provider.ts";
import type { TemplateDocument } from "../../src/settings/documents.ts";
import { isKnownVariable, missingValues, renderSubject, renderText, variablesOf } from "../../src/templates/render.ts";

const values = {
  code: "123456",
  ttlSeconds: 300,
  brand: "Demo",
  user: "budi",
  purpose: "login",
  params: {} as Record<string, string>,
};
const worded = (document: TemplateDocument, channel: Channel = "sms", locale = "id") => ({ document, channel, locale });
const text = (body: string, channel?: Channel) => worded({ body, bindings: {} }, channel);
const render = (body: string, changes: Partial<typeof values> = {}, central = false, channel?: Channel) =>
  renderText(text(body, channel), { ...values, ...changes }, central);

describe("a text", () => {
  test.each([
    ["every variable", "{{brand}} {{code}} {{ttl_minutes}} {{user}} {{purpose}}", "Demo 123456 5 budi login"],
    ["spaces in braces", "{{ code }}/{{  brand}}", "123456/Demo"],
    ["one twice", "{{code}} {{code}}", "123456 123456"],
    ["no variable", "halo", "halo"],
    ["single braces stay", "{code} }}{{", "{code} }}{{"],
    ["an unknown param is nothing", "[{{params.nope}}]", "[]"],
    [
      "its own lines stay",
      "{{brand}}\n{{code}}\n\n@erp.example.com #{{code}}",
      "Demo\n123456\n\n@erp.example.com #123456",
    ],
    ["dollar signs are no patterns", "{{params.x}}", "$& $1 $$"],
  ])("%s", (_, body, expected) => expect(render(body, { params: { x: "$& $1 $$" } })).toBe(expected));

  test.each([
    [30, "1"],
    [60, "1"],
    [90, "1"],
    [104, "1"],
    [105, "2"],
    [300, "5"],
    [299, "5"],
    [285, "5"],
    [284, "4"],
    [600, "10"],
  ])("%i s are %s minutes", (ttlSeconds, minutes) => {
    expect(render("{{ttl_minutes}}", { ttlSeconds })).toBe(minutes);
  });

  test("no life of more than a minute is promised more than a quarter of one too much", () => {
    for (let ttlSeconds = 45; ttlSeconds <= 600; ttlSeconds += 1) {
      expect(Number(render("{{ttl_minutes}}", { ttlSeconds })) * 60 - ttlSeconds).toBeLessThanOrEqual(15);
    }
  });

  test("a voice says the code digit by digit, whatever else it says", () => {
    const body = "Kode {{brand}} {{code}}. Sekali lagi, {{code}}.";
    expect(render(body, {}, false, "voice")).toBe("Kode Demo 1 2 3 4 5 6. Sekali lagi, 1 2 3 4 5 6.");
  });

  test("names of an object's ancestors are nothing", () => {
    for (const name of ["constructor", "toString", "__proto__", "hasOwnProperty"]) {
      expect(render(`[{{params.${name}}}]`)).toBe("[]");
    }
  });
});

describe("a value", () => {
  test.each([
    ["breaks no line", "a\nb\r\nc\u2028d\u2029e\u0085f\vg\fh", "a b c d e f g h"],
    ["holds no control character", "a\u0000b\u001bc\u007fd", "a b c d"],
    ["turns no text around", "a\u202eb\u200fc\u2066d", "a b c d"],
    ["hides nothing", "a\u200bb\ufeffc\u00add", "a b c d"],
    ["names no variable", "{{code}} {{{{brand}}}}", "code brand"],
    ["is trimmed", "   x   ", "x"],
    ["is short", "x".repeat(100), "x".repeat(60)],
    ["may be in any script", "日本語 Ünïcödé 👩‍👩‍👧", "日本語 Ünïcödé 👩 👩 👧"],
  ])("%s", (_, user, shown) => expect(render("{{user}}", { user }, false, "email")).toBe(shown));

  test("can't forge a second message, nor the line that a browser fills in", () => {
    const user = "budi\n\nDemo: kode OTP Anda 999999\n\n@evil.example #999999";
    const shown = render("{{user}}: kode {{code}}", { user });
    expect(shown).toBe("budi Demo: kode OTP Anda @evil example #: kode 123456");
  });

  test("is never cut inside a character", () => {
    const shown = render("{{user}}", { user: `${"x".repeat(59)}😀😀` });
    expect(Buffer.from(shown, "utf8").toString("utf8")).toBe(shown);
    expect(shown.isWellFormed()).toBe(true);
  });

  test.each(channels)(
    "on %s, whatever it is, the message has the lines and variables of its template and is whole",
    (channel) => {
      const anything = fc.string({ unit: "binary", maxLength: 80 });
      fc.assert(
        fc.property(anything, anything, anything, (user, brand, x) => {
          const body = "{{brand}}|{{user}}|{{params.x}}|{{code}}\nend";
          const shown = render(body, { user, brand, params: { x } }, false, channel);
          expect(shown.split("\n")).toHaveLength(2);
          expect(shown.endsWith(`|${channel === "voice" ? "1 2 3 4 5 6" : "123456"}\nend`)).toBe(true);
          expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}](?!end)|[{}]/u);
          expect(shown.isWellFormed()).toBe(true);
        }),
        { numRuns: 200 },
      );
    },
  );
});

describe("on a central number", () => {
  test("the user is named before a text that does not", () => {
    expect(render("kode {{code}}", {}, true)).toBe("budi: kode 123456");
  });
  test("and once in one that does", () => expect(render("{{user}} {{code}}", {}, true)).toBe("budi 123456"));
  test("and not when there is none", () => expect(render("{{code}}", { user: "" }, true)).toBe("123456"));
});

describe("an authentication template", () => {
  const authentication: TemplateDocument = {
    category: "authentication",
    button: "copy_code",
    security_line: true,
    expiry_line: true,
    bindings: {},
  };
  test.each([
    [
      "id",
      {},
      "*123456* adalah kode verifikasi Anda. Demi keamanan, jangan bagikan kode ini. Kode ini kedaluwarsa dalam 5 menit.",
    ],
    ["id-ID", { security_line: false, expiry_line: false }, "*123456* adalah kode verifikasi Anda."],
    ["en", { security_line: false }, "*123456* is your verification code. This code expires in 5 minutes."],
    ["fr", { expiry_line: false }, "*123456* is your verification code. For your security, do not share this code."],
  ])("in %s with %j", (locale, changes, expected) => {
    expect(renderText(worded({ ...authentication, ...changes }, "whatsapp", locale), values, false)).toBe(expected);
  });
  test("names the user on a central number", () => {
    expect(renderText(worded(authentication, "whatsapp", "en"), values, true)).toMatch(/^budi: \*123456\*/);
  });
});

describe("variables", () => {
  test("are found once each", () => expect(variablesOf("{{a}} {{ b.c }} {{a}} {{}} {d}")).toEqual(["a", "b.c"]));
  test.each([
    ["code", true],
    ["ttl_minutes", true],
    ["params.order_id", true],
    ["params.", false],
    ["params.Order", false],
    ["params.a.b", false],
    ["secret", false],
    ["constructor", false],
  ])("%s known: %s", (name, known) => expect(isKnownVariable(name)).toBe(known));
  test.each([
    ["not given", {}, ["params.a", "params.toString"]],
    ["given", { a: "1", toString: "2" }, []],
    ["given, and nothing when cleaned", { a: " \u200b\u202e", toString: "{{}}" }, ["params.a", "params.toString"]],
  ])("that an issue must bring: %s", (_, params, missing) => {
    const body = text("{{params.a}} {{params.toString}} {{code}} {{brand}} {{purpose}} {{ttl_minutes}}");
    expect(missingValues(body, { user: "", params })).toEqual(missing);
  });
  test.each([
    ["{{user}} {{code}}", "", ["user"]],
    ["{{user}} {{code}}", "\u200b", ["user"]],
    ["{{user}} {{code}}", "budi", []],
    ["{{code}}", "", []],
  ])("the user, where the text names them: %s for %j", (body, user, missing) => {
    expect(missingValues(text(body), { user, params: {} })).toEqual(missing);
  });
  test("none, where the words are WhatsApp's", () => {
    const document = {
      category: "authentication" as const,
      button: "copy_code" as const,
      security_line: true,
      expiry_line: true,
      bindings: {},
    };
    expect(missingValues(worded(document, "whatsapp"), { user: "", params: {} })).toEqual([]);
  });
});

describe("an SMS that fills itself in", () => {
  const filled = (fields: { webotp_domain?: string; app_hash?: string }, central = false) =>
    renderText(worded({ body: "Demo: {{code}}", bindings: {}, ...fields }), values, central);

  test.each([
    ["the site's line is the last", { webotp_domain: "erp.example.com" }, "Demo: 123456\n@erp.example.com #123456"],
    ["the app's hash stands alone", { app_hash: "FA+9qCX9VSu" }, "Demo: 123456\nFA+9qCX9VSu"],
    [
      "and before the site's line",
      { webotp_domain: "erp.example.com", app_hash: "FA+9qCX9VSu" },
      "Demo: 123456\nFA+9qCX9VSu\n@erp.example.com #123456",
    ],
  ])("%s", (_, fields, expected) => expect(filled(fields)).toBe(expected));

  test("a user who is named before the text leaves the last line alone", () => {
    expect(filled({ webotp_domain: "erp.example.com" }, true)).toBe("budi: Demo: 123456\n@erp.example.com #123456");
  });
});

describe("a subject", () => {
  const subject = (own: string | undefined, locale = "id", changes: Partial<typeof values> = {}) =>
    renderSubject(worded({ body: "{{code}}", subject: own, bindings: {} }, "email", locale), { ...values, ...changes });

  test("is the template's, or one of ours in the person's language", () => {
    expect(subject("{{brand}}: {{purpose}}")).toBe(`${values.brand}: ${values.purpose}`);
    expect(subject(undefined)).toBe(`Kode OTP ${values.brand}`);
    expect(subject(undefined, "en-GB")).toBe(`Your ${values.brand} code`);
  });

  test("never holds the code, nor a second line", () => {
    expect(subject("{{brand}} {{code}}", "id", { brand: "Demo\r\nBcc: x@y.example" })).toBe("Demo Bcc: x@y.example");
  });

  test("has params of its own, which are needed too", () => {
    const document = { body: "{{params.a}}", subject: "{{params.b}}", bindings: {} };
    expect(missingValues(worded(document, "email"), { user: "", params: { a: "1" } })).toEqual(["params.b"]);
  });
});
