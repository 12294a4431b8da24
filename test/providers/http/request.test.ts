import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Description } from "../../../src/providers/http/description.ts";
import { described } from "../../../src/providers/http/index.ts";
import { presets, type PresetName } from "../../../src/providers/http/presets.ts";
import { renderRequest, Unsendable } from "../../../src/providers/http/request.ts";
import { messageValues } from "../../../src/providers/http/variables.ts";
import { readXml } from "../../../src/providers/http/xml.ts";
import { read, sms } from "./description.ts";
import { io, message, settings } from "./support.ts";

/** Anything a person, an ERP or an attacker may put into a text, a name or an option. */
const anything = fc.oneof(
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.string({ unit: fc.constantFrom(..."\"'<>&\\{}[]:;,=%+/?#.\r\n\t\0\u2028\ud800 a1"), maxLength: 30 }),
  fc.constantFrom(
    "{{code}}",
    "{{secret.token}}",
    "]]>",
    "</to><to>1",
    '","to":"1',
    "&to=1",
    "..",
    ".",
    "%2e%2e",
    "\r\nX-A: 1",
  ),
);
const render = (template: Parameters<typeof renderRequest>[0], value: string) =>
  renderRequest(template, "https://vendor.example/api", (name) => (name === "text" ? value : null));

describe("a value never breaks out of", () => {
  it("JSON", () => {
    const json = { to: "1", message: "{{text}}", quoted: 'say "{{text}}"', list: ["{{text}}"], on: true };
    fc.assert(
      fc.property(anything, (value) => {
        const { body } = render({ path: "/send", body: { json } }, value);
        const wanted = { to: "1", message: value, quoted: `say "${value}"`, list: [value], on: true };
        expect(JSON.parse(body ?? "")).toEqual(wanted);
      }),
    );
  });

  it("a form, or a query", () => {
    const parts = { to: "1", message: "x {{text}}", flag: true };
    fc.assert(
      fc.property(anything, (value) => {
        const { body, url } = render({ path: "/send", query: { q: "{{text}}", n: "1" }, body: { form: parts } }, value);
        const sent = value.toWellFormed();
        expect([...new URLSearchParams(body)]).toEqual([
          ["to", "1"],
          ["message", `x ${sent}`],
          ["flag", "true"],
        ]);
        expect([...new URL(url).searchParams]).toEqual([
          ["q", sent],
          ["n", "1"],
        ]);
        expect(new URL(url).pathname).toBe("/api/send");
      }),
    );
  });

  it("XML, as text or as an attribute", () => {
    const xml = { request: { "@note": "a{{text}}b", to: "1", message: "a{{text}}b" } };
    fc.assert(
      fc.property(anything, (value) => {
        const { body = "" } = render({ path: "/send", body: { xml } }, value);
        const sent = value.replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "\uFFFD");
        const wanted = { request: { "@note": `a${sent}b`, to: "1", message: `a${sent}b` } };
        expect(JSON.parse(JSON.stringify(readXml(body)))).toEqual(wanted);
      }),
    );
  });

  it("its part of a path", () => {
    fc.assert(
      fc.property(anything, (value) => {
        const url = unlessUnsendable(() => render({ path: "/v1/{{text}}/send" }, value).url);
        if (url === null) return void expect([".", ".."]).toContain(value);
        const parts = new URL(url).pathname.split("/");
        expect(new URL(url).host).toBe("vendor.example");
        expect(parts.map(decodeURIComponent)).toEqual(["", "api", "v1", value.toWellFormed(), "send"]);
      }),
    );
  });

  it("a header: what can't be written in one is not sent", () => {
    fc.assert(
      fc.property(anything, (value) => {
        const headers = unlessUnsendable(
          () => render({ path: "/", headers: { "X-Text": "x {{text}}" } }, value).headers,
        );
        if (headers === null) return void expect(value).toMatch(/[^\x20-\x7e]/);
        expect(headers).toEqual({ "x-text": `x ${value}` });
        expect(value).toMatch(/^[\x20-\x7e]*$/);
      }),
    );
  });
});

function unlessUnsendable<T>(make: () => T): T | null {
  try {
    return make();
  } catch (error) {
    if (error instanceof Unsendable) return null;
    throw error;
  }
}

describe("a request", () => {
  it("leaves out a field whose only variable has no value, and writes numbers as numbers", () => {
    const json = {
      user: "{{user}}",
      greeting: "Halo {{user}}",
      ttl: "{{ttl_seconds:number}}",
      list: ["{{user}}", "a"],
    };
    const values = (name: string) => (name === "ttl_seconds" ? "290" : null);
    const { body } = renderRequest({ path: "/", body: { json } }, "https://v.example", values);
    expect(JSON.parse(body ?? "")).toEqual({ greeting: "Halo ", ttl: 290, list: ["a"] });
  });

  it("marks the code wherever the text says it, digit by digit too, and never rounds a life up by much", () => {
    const marked = (channel: "sms" | "voice", text: string) =>
      messageValues({ ...message, channel, code: "123456", text }, "$OTP")("marked_text");
    expect(marked("sms", "Kode 123456.")).toBe("Kode $OTP.");
    expect(marked("voice", "Kode 1 2 3 4 5 6. Lagi, 1 2 3 4 5 6.")).toBe("Kode $OTP. Lagi, $OTP.");
    expect(messageValues({ ...message, ttlSeconds: 90 }, undefined)("ttl_minutes")).toBe("1");
  });

  it("authenticates as HTTP Basic does, where a name ends at its first colon", () => {
    const basic = { user: "{{text}}", password: "p:ä" };
    const { headers } = render({ path: "/", basic }, "me");
    expect(headers["authorization"]).toBe(`Basic ${Buffer.from("me:p:ä").toString("base64")}`);
    expect(() => render({ path: "/", basic }, "me:you")).toThrow("unsendable_user");
  });

  it("is not made for a number of another country", async () => {
    const provider = described(presets.zenziva);
    const nobody = io(() => expect.unreachable("a request was made"));
    const abroad = { ...message, to: "+6581234567" };
    expect(await provider.send(abroad, settings("https://v.example"), { userkey: "u", passkey: "p" }, nobody)).toEqual({
      ok: false,
      errorClass: "rejected",
      scope: "recipient",
      providerCode: "foreign_number",
    });
  });
});

describe("what can go by a channel", () => {
  const ways = (description: Description) => {
    const { fixedText, vendorWords = [], codesOnly = [] } = described(description);
    return { fixedText, vendorWords, codesOnly };
  };

  it.each<[PresetName, object]>([
    ["verihubs", { fixedText: ["whatsapp"], vendorWords: [], codesOnly: ["whatsapp", "sms"] }],
    ["zenziva", { fixedText: ["whatsapp"], vendorWords: [], codesOnly: ["whatsapp"] }],
    ["wablas", { fixedText: [], vendorWords: [], codesOnly: [] }],
  ])("is told by the request of %s", (name, expected) => {
    expect(ways(presets[name])).toEqual(expected);
  });

  it("is the vendor's words where a request has the code alone: no user can be named there", () => {
    const codeAlone = read({ ...sms, request: { ...sms.request, body: { json: { otp: "{{code}}" } } } });
    expect(ways(codeAlone)).toEqual({ fixedText: [], vendorWords: ["sms"], codesOnly: ["sms"] });
  });
});
