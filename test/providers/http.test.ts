import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readAnswer } from "../../src/providers/http/answer.ts";
import { readBody, textAt, valueAt } from "../../src/providers/http/body.ts";
import { described } from "../../src/providers/http/index.ts";
import { presets } from "../../src/providers/http/presets.ts";
import { readHook, readReports } from "../../src/providers/http/report.ts";
import { renderRequest, Unsendable } from "../../src/providers/http/request.ts";
import { readXml } from "../../src/providers/http/xml.ts";
import type { HttpAnswer, ProviderIo, RawHook, RenderedMessage } from "../../src/providers/provider.ts";
import { read, sms, smsSecrets } from "./http-description.ts";

const message: RenderedMessage = {
  channel: "sms",
  to: "+6281100000001",
  code: "481516",
  text: "Kode 481516",
  user: null,
  locale: "id",
  ttlSeconds: 290,
  binding: null,
  correlation: "att_1",
  tryNumber: 1,
};

function io(http: ProviderIo["http"]): ProviderIo {
  return { http, sleep: () => Promise.resolve(), inbox: { put: () => Promise.resolve() } };
}

const settings = (address: string) => ({
  base_url: address,
  timeout_ms: 5000,
  max_per_second: null,
  ambiguous_wait_seconds: 8,
  unreported_after_seconds: 86_400,
  charge_unreported: false,
  options: {},
});

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

const answered = (text: string, changed: Partial<HttpAnswer> = {}): HttpAnswer => ({
  status: 200,
  headers: {},
  text,
  ...changed,
});

describe("an answer", () => {
  const oldZenziva = read({
    ...sms,
    answer: "xml",
    // The old interface: 0 is success.
    success: { when: [{ at: "response.message.status", equals: "0" }], message_id: "response.message.0.id" },
    errors: { code_at: "response.message.status" },
    reports: undefined,
    vectors: {
      answers: [
        {
          name: "sent",
          answer: { status: 200, text: "<response><message><id>7</id><status>0</status></message></response>" },
          outcome: { accepted: "7" },
        },
        {
          name: "refused",
          answer: { status: 200, text: "<response><message><status>5</status></message></response>" },
          outcome: { class: "ambiguous", scope: "provider", code: "5" },
        },
      ],
    },
  });

  it("in XML is read by the same rules", () => {
    const text =
      '<?xml version="1.0"?><response><message><id><![CDATA[7]]></id><status>0</status></message></response>';
    expect(readAnswer(answered(text), oldZenziva, "c", [])).toEqual({ ok: true, providerMessageId: "7" });
    const bomb = `<!DOCTYPE r [<!ENTITY a "aaaa">]>${text}`;
    expect(readAnswer(answered(bomb), oldZenziva, "c", [])).toMatchObject({ providerCode: "unreadable_answer" });
  });

  it.each([
    ["OK;12345", "words.1", "12345"],
    ["0: Accepted for delivery\nid=99", "lines.1", "id=99"],
    ["  SUCCESS ", "text", "SUCCESS"],
  ])("in plain text has words and lines: %j", (text, path, value) => {
    expect(textAt(readBody(text, "text"), path)).toBe(value);
  });

  it("keeps ids beyond 2^53 as they are written", () => {
    const body = readBody(
      '{"a":"12345678901234567890","id":9007199254740993,"b":[-12345678901234567890,1.5e10]}',
      "json",
    );
    expect(textAt(body, "id")).toBe("9007199254740993");
    expect(textAt(body, "b.0")).toBe("-12345678901234567890");
    expect(valueAt(body, "b.1")).toBe(1.5e10);
    expect(textAt(body, "a")).toBe("12345678901234567890");
  });

  it("reads own keys only, in any case", () => {
    const body = readBody('{"Status":true,"status2":{"A":[{"b":1}]}}', "json");
    expect(textAt(body, "status")).toBe("true");
    expect(textAt(body, "STATUS2.a.0.B")).toBe("1");
    for (const path of ["constructor.name", "__proto__", "status2.a.length", "status2.toString"])
      expect(valueAt(body, path)).toBeUndefined();
  });

  it.each(["481516", "81100000001", "+6281100000001", "x081100000001", "token-secret-1", ""])(
    "shows no code, number or secret, though it say its id were %j",
    async (id) => {
      const provider = described(read(sms));
      const text = JSON.stringify({ code: 0, id });
      const outcome = await provider.send(
        message,
        settings("https://v.example"),
        smsSecrets,
        io(async () => answered(text)),
      );
      expect(outcome).toEqual({
        ok: false,
        errorClass: "ambiguous",
        scope: "provider",
        providerCode: "unreadable_answer",
      });
    },
  );

  it("says when to come back, in seconds or as a date by its own clock", () => {
    const date = "Fri, 02 Jan 2026 03:04:05 GMT";
    const wait = (headers: Record<string, string>) =>
      readAnswer(answered("", { status: 429, headers }), read(sms), "c", []);
    expect(wait({ "retry-after": "7" })).toMatchObject({ errorClass: "throttled", retryAfterMs: 7000 });
    expect(wait({ "retry-after": "Fri, 02 Jan 2026 03:04:15 GMT", date })).toMatchObject({ retryAfterMs: 10_000 });
    expect(wait({ "retry-after": "soon", date })).not.toHaveProperty("retryAfterMs");
  });

  it.each([
    [401, "credentials"],
    [403, "credentials"],
    [429, "throttled"],
    [503, "transient"],
    [500, "ambiguous"],
    [302, "rejected"],
    [404, "rejected"],
    [200, "ambiguous"],
  ])("that no rule knows is judged by its HTTP status: %i is %s", (status, errorClass) => {
    const found = readAnswer(
      answered("{}", { status }),
      read({
        ...sms,
        errors: {},
        vectors: {
          ...sms.vectors,
          answers: [
            ...(sms.vectors.answers ?? []).slice(0, 1),
            { name: "e", answer: { status: 401 }, outcome: { class: "credentials", scope: "provider" } },
          ],
        },
      }),
      "c",
      [],
    );
    expect(found).toMatchObject({ ok: false, errorClass, scope: "provider" });
  });
});

const hookBody = JSON.stringify({
  events: [
    { ref: "m-1", att: "att_1", state: "DELIVRD", time: "2026-01-31 08:05:00" },
    { ref: "m-1", att: "att_1", state: "DELIVRD", time: "2026-01-31 08:05:00" },
    { ref: "m-2", state: "undeliv", time: "2026-01-31T01:05:00.5Z", reason: "absent", extra: {} },
    { ref: "m-3", state: "a word of next year" },
    { state: "DELIVRD" },
    null,
    7,
  ],
});

function hook(
  body: string | Uint8Array,
  headers: Record<string, string> = {},
  changed: Partial<RawHook> = {},
): RawHook {
  const url = "https://gateway.example/hooks/sms";
  return {
    method: "POST",
    url,
    headers,
    query: new URLSearchParams(),
    body: Buffer.from(body),
    token: null,
    ...changed,
  };
}

const signed = (body: string, algorithm = "sha256", encoding: "hex" | "base64" = "hex", prefix = "sha256=") => ({
  "x-signature": prefix + createHmac(algorithm, smsSecrets.hook_key).update(body).digest(encoding),
});

const map = read(sms).reports;
if (map === undefined) throw new Error("the example has reports");

describe("a hook", () => {
  it("is read report by report, whatever else it holds", () => {
    const delivered = {
      providerMessageId: "m-1",
      correlation: "att_1",
      status: "delivered",
      at: Date.UTC(2026, 0, 31, 1, 5),
    };
    expect(readHook(hook(hookBody, signed(hookBody)), map, smsSecrets)).toEqual({
      ok: true,
      answer: { status: 200, body: "OK" },
      templates: [],
      reports: [
        delivered,
        delivered,
        {
          providerMessageId: "m-2",
          status: "failed",
          at: Date.UTC(2026, 0, 31, 1, 5, 0, 500),
          errorClass: "recipient",
          scope: "recipient",
          providerCode: "absent",
        },
      ],
    });
  });

  it.each([
    ["sha256", "hex", "sha256="],
    ["sha256", "base64", ""],
    ["sha1", "hex", "sha1="],
    ["sha1", "base64", ""],
  ] as const)("signed with %s in %s is proven over its bytes", (algorithm, encoding, prefix) => {
    const proof = { type: "hmac", header: "X-Signature", secret: "hook_key", algorithm, encoding, prefix } as const;
    const headers = signed(hookBody, algorithm, encoding, prefix);
    const believed = (body: string, given: Record<string, string>, secrets = smsSecrets) =>
      readHook(hook(body, given), { ...map, proof }, secrets).ok;
    expect(believed(hookBody, headers)).toBe(true);
    expect(believed(hookBody.replace("DELIVRD", "UNDELIV"), headers)).toBe(false);
    expect(believed(hookBody, { "x-signature": `${headers["x-signature"]}00` })).toBe(false);
    expect(believed(hookBody, { "x-signature": prefix })).toBe(false);
    expect(believed(hookBody, {})).toBe(false);
    expect(believed(hookBody, headers, { ...smsSecrets, hook_key: "another" })).toBe(false);
    expect(believed(hookBody, headers, { ...smsSecrets, hook_key: "" })).toBe(false);
  });

  it("may be proven by a header that equals a secret, and may be a query", () => {
    const proof = { type: "header", header: "X-Callback-Token", secret: "hook_key" } as const;
    const query = new URLSearchParams({ ref: "m-1", state: "delivrd", time: "nonsense" });
    const get = (headers: Record<string, string>, method = "GET") =>
      readHook(
        hook("", headers, { method, query, receivedAt: 5000 }),
        { ...map, proof, format: "query", list: undefined },
        smsSecrets,
      );
    expect(get({ "x-callback-token": smsSecrets.hook_key })).toMatchObject({
      ok: true,
      reports: [{ providerMessageId: "m-1", status: "delivered", at: 5000 }],
    });
    expect(get({ "x-callback-token": smsSecrets.hook_key }, "POST").ok).toBe(false);
    expect(get({ "x-callback-token": "" }).ok).toBe(false);
    expect(get({}).ok).toBe(false);
  });

  it.each([
    ["unix", "1767323046", 1_767_323_046_000],
    ["unix", "1767323046.25", 1_767_323_046_250],
    ["unix_ms", "1767323046000", 1_767_323_046_000],
    ["unix", "99999999999999", 42],
    ["iso", "2026-01-31T08:05:00+0700", Date.UTC(2026, 0, 31, 1, 5)],
    ["iso", "2026-01-31 08:05", Date.UTC(2026, 0, 31, 1, 5)],
    ["iso", "2026-13-31 08:05", 42],
    ["iso", "31/01/2026", 42],
  ] as const)("tells its time as %s: %s", (as, text, at) => {
    const time = { at: "time", as, zone: "+07:00" };
    const [report] = readReports({ ref: "m", state: "delivrd", time: text }, { ...map, list: undefined, time }, 42);
    expect(report?.at).toBe(at);
  });
});

describe("rules", () => {
  const subjects = [...Object.values(presets), read(sms)];
  const formats = ["json", "xml", "form", "text"] as const;
  const bodies = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.json(),
    fc.webQueryParameters(),
    fc
      .array(
        fc.constantFrom(
          "<a>",
          "</a>",
          "<a b='",
          '"',
          "<!--",
          "<![CDATA[",
          "]]>",
          "<?",
          "&amp;",
          "&#x1;",
          "x",
          "/>",
          "{",
          "[",
        ),
        { maxLength: 60 },
      )
      .map((parts) => parts.join("")),
  );

  it("never throw, whatever is answered", () => {
    fc.assert(
      fc.property(
        bodies,
        fc.constantFrom(...subjects),
        fc.constantFrom(...formats),
        fc.nat(599),
        (text, one, format, status) => {
          const outcome = readAnswer({ status, headers: {}, text }, { ...one, answer: format }, "c", ["481516"]);
          if (!outcome.ok) expect(outcome.providerCode).toMatch(/^[a-z0-9_.:-]{1,64}$/i);
        },
      ),
    );
  });

  it("never throw, whatever is reported", () => {
    fc.assert(
      fc.property(bodies, fc.constantFrom("json", "form"), fc.option(fc.string()), (text, format, signature) => {
        const headers = signature === null ? signed(text) : { "x-signature": signature };
        const content = readHook(hook(text, headers), { ...map, format: format }, smsSecrets);
        expect(content.ok).toBe(signature === null);
      }),
    );
  });

  const hostile: [string, string][] = [
    ["deep lists", "[".repeat(500_000) + "]".repeat(500_000)],
    ["deep objects", '{"a":'.repeat(150_000) + "1" + "}".repeat(150_000)],
    ["many quotes", `"${'\\"'.repeat(500_000)}`],
    ["a long number", `{"id":${"1".repeat(1_000_000)}}`],
    ["a long number that is none", `[${"1".repeat(500_000)}.5.5]`],
    ["long numbers in many strings", `[${'"1234567890123456",'.repeat(50_000)}12345678901234567]`],
    ["many keys", `{${Array.from({ length: 50_000 }, (_, n) => `"k${n}":1`).join(",")}}`],
    ["many fields", "a=1&".repeat(250_000)],
    ["many elements", "<a>".repeat(250_000)],
    ["many empty elements", `<r>${"<a/>".repeat(250_000)}</r>`],
    ["an unfinished tag", `<a${" ".repeat(500_000)}`],
    ["a long name", `<${"a".repeat(1_000_000)}>`],
    ["attributes without end", `<a ${'b="1" '.repeat(150_000)}`],
    ["comments without end", "<!--".repeat(250_000)],
    ["ampersands", `<a>${"&#".repeat(500_000)}</a>`],
    ["blanks", " ".repeat(1_000_000)],
    ["lines", "\n".repeat(1_000_000)],
  ];
  it.each(hostile)("take no longer for %s than for as much of anything", (_, text) => {
    const started = performance.now();
    for (const format of formats) {
      readAnswer(answered(text), { ...read(sms), answer: format }, "c", ["481516"]);
      if (format === "json" || format === "form") readReports(readBody(text, format), map, 0);
    }
    // What takes quadratic time needs minutes for a megabyte.
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
