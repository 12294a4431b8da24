import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { TemplateDocument } from "../../src/settings/documents.ts";
import { isKnownVariable, missingParams, renderSubject, renderText, variablesOf } from "../../src/templates/render.ts";

const values = {
  code: "123456",
  ttlSeconds: 300,
  brand: "Demo",
  user: "budi",
  purpose: "login",
  params: {} as Record<string, string>,
};
const text = (body: string): TemplateDocument => ({ body, bindings: {} });
const render = (body: string, changes: Partial<typeof values> = {}, central = false) =>
  renderText(text(body), "id", { ...values, ...changes }, central);

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
    [300, "5"],
    [299, "5"],
    [600, "10"],
  ])("%i s are %s minutes", (ttlSeconds, minutes) => {
    expect(render("{{ttl_minutes}}", { ttlSeconds })).toBe(minutes);
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
  ])("%s", (_, user, shown) => expect(render("{{user}}", { user })).toBe(shown));

  test("can't forge a second message, nor the line that a browser fills in", () => {
    const user = "budi\n\nDemo: kode OTP Anda 999999\n\n@evil.example #999999";
    const shown = render("{{user}}: kode {{code}}", { user });
    expect(shown.split("\n")).toHaveLength(1);
    expect(shown).toMatch(/^budi Demo: kode OTP Anda 999999 .{1,30}: kode 123456$/);
  });

  test("is never cut inside a character", () => {
    const shown = render("{{user}}", { user: `${"x".repeat(59)}😀😀` });
    expect(Buffer.from(shown, "utf8").toString("utf8")).toBe(shown);
    expect(shown.isWellFormed()).toBe(true);
  });

  test("whatever it is, the message has the lines and variables of its template and is whole", () => {
    const anything = fc.string({ unit: "binary", maxLength: 80 });
    fc.assert(
      fc.property(anything, anything, anything, (user, brand, x) => {
        const shown = render("{{brand}}|{{user}}|{{params.x}}|{{code}}\nend", { user, brand, params: { x } });
        expect(shown.split("\n")).toHaveLength(2);
        expect(shown.endsWith("|123456\nend")).toBe(true);
        expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}](?!end)|[{}]/u);
        expect(shown.isWellFormed()).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
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
    expect(renderText({ ...authentication, ...changes }, locale, values, false)).toBe(expected);
  });
  test("names the user on a central number", () => {
    expect(renderText(authentication, "en", values, true)).toMatch(/^budi: \*123456\*/);
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
  test("that an issue must bring", () => {
    const body = text("{{params.a}} {{params.b}} {{params.toString}} {{code}}");
    expect(missingParams(body, { a: "1" })).toEqual(["b", "toString"]);
  });
});

describe("a subject", () => {
  const subject = (own: string | undefined, locale = "id", changes: Partial<typeof values> = {}) =>
    renderSubject({ body: "{{code}}", subject: own, bindings: {} }, locale, { ...values, ...changes });

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
    expect(missingParams(document, { a: "1" })).toEqual(["b"]);
  });
});
