import fc from "fast-check";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { expectProblem, holdDeliveries, issued, phone, putLimits, rowCounts } from "../support/erp.ts";
import { startTestGateway, type Reply, type TestGateway } from "../support/gateway.ts";
import { keptAs } from "../support/numbers.ts";

/** What comes in wrong: a clear 4xx that names the field, nothing stored, nothing charged, no stack, never a 500. */
let gateway: TestGateway;
let id: string;
let before: Record<string, number>;
beforeAll(async () => {
  gateway = await startTestGateway();
  await putLimits(gateway);
  await holdDeliveries(gateway);
  id = (await issued(gateway, { code: "123456" })).id;
  before = await rowCounts(gateway.database.sql);
});
afterEach(async () => {
  const was = before;
  before = await rowCounts(gateway.database.sql);
  expect(before).toEqual(was);
});
afterAll(() => gateway.close());

const address = (path: string) => path.replace("{id}", id);
const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  gateway.request(address(path), { body: typeof body === "string" ? body : JSON.stringify(body), headers });

function expectNamed(reply: Reply, field: string): void {
  expect(reply.status, reply.text).toBeGreaterThanOrEqual(400);
  expect(reply.status, reply.text).toBeLessThan(500);
  expectProblem(reply, reply.status, String(reply.json.code));
  const paths = (reply.json.errors as { path: string }[] | undefined)?.map((error) => error.path) ?? [];
  expect(
    paths.some((path) => path === field || path.startsWith(`${field}.`)),
    `${field}: ${reply.text}`,
  ).toBe(true);
  expect(reply.json.detail.length).toBeLessThanOrEqual(1000);
}

/** What no text field takes. Written as the JSON that comes in: a lone surrogate can't be in the bytes of UTF-8. */
const badTexts: [string, string][] = [
  ["a number", "5"],
  ["a fraction", "1.5"],
  ["a huge number", "1e400"],
  ["null", "null"],
  ["a yes", "true"],
  ["an array", "[]"],
  ["an array of one", '["0812"]'],
  ["an object", "{}"],
  ["an object that claims to be text", '{"toString":"x","length":4}'],
  ["nothing", '""'],
  ["far too long", JSON.stringify("9".repeat(5000))],
  ["a line feed", '"08123\\n456"'],
  ["a carriage return", '"08123\\r456"'],
  ["a NUL", '"0812\\u0000"'],
  ["an escape", '"\\u001b[31m0812"'],
  ["a C1 control", '"0812\\u0085"'],
  ["a line separator", '"0812\\u2028"'],
  ["a lone high surrogate", '"0812\\ud800"'],
  ["a lone low surrogate", '"\\udfff0812"'],
];

const textFields: [path: string, field: string, others: object][] = [
  ["/v1/otp/issue", "to", {}],
  ["/v1/otp/issue", "user", { to: "081234567890" }],
  ["/v1/otp/issue", "purpose", { to: "081234567890" }],
  ["/v1/otp/issue", "channel", { to: "081234567890" }],
  ["/v1/otp/issue", "locale", { to: "081234567890" }],
  ["/v1/otp/issue", "template", { to: "081234567890" }],
  ["/v1/otp/issue", "code", { to: "081234567890" }],
  ["/v1/otp/issue", "client_ip", { to: "081234567890" }],
  ["/v1/otp/verify", "to", { code: "123456" }],
  ["/v1/otp/verify", "user", { to: "081234567890", code: "123456" }],
  ["/v1/otp/verify", "purpose", { to: "081234567890", code: "123456" }],
  ["/v1/otp/verify", "code", { to: "081234567890" }],
  ["/v1/otp/{id}/resend", "channel", {}],
];

describe.each(textFields)("POST %s, %s", (path, field, others) => {
  test("refuses what is no such text", async () => {
    for (const [what, json] of badTexts) {
      const body = JSON.stringify({ ...others, [field]: "@" }).replace(/"@"/, json.replaceAll("$", "$$$$"));
      const reply = await post(path, body);
      expectNamed(reply, field);
      expect(reply.json.errors[0].message, what).not.toBe("is required");
    }
  });
});

describe("POST /v1/otp/verify, id", () => {
  test("of a wrong type is refused; of any text it is an OTP nobody knows", async () => {
    for (const json of ["5", "null", "[]", "{}", "true", JSON.stringify("x".repeat(65))]) {
      expectNamed(await post("/v1/otp/verify", `{"id":${json},"code":"123456"}`), "id");
    }
    for (const json of ['""', '"otp_"', '"\\u0000"', '"\\ud800"', `"${"０".repeat(36)}"`, `"otp_${"g".repeat(32)}"`]) {
      expectProblem(await post("/v1/otp/verify", `{"id":${json},"code":"123456"}`), 404, "otp_not_found");
    }
  });
});

describe("what must be there", () => {
  test.each([
    ["/v1/otp/issue", {}, ["to"]],
    ["/v1/otp/verify", {}, ["code"]],
    ["/v1/otp/verify", { code: "123456" }, ["id"]],
    ["/v1/otp/verify", { id: "otp_1" }, ["code"]],
  ])("%s of %o is refused", async (path, body, fields) => {
    const reply = await post(path, body);
    expectProblem(reply, 400, "invalid_request");
    for (const field of fields) expectNamed(reply, field);
  });

  test("an empty body, an empty form and no body at all miss the same field", async () => {
    const form = { "content-type": "application/x-www-form-urlencoded" };
    for (const reply of [
      await post("/v1/otp/issue", ""),
      await post("/v1/otp/issue", "", form),
      await post("/v1/otp/issue", "to=", form),
      await post("/v1/otp/issue", "&&&", form),
      await gateway.request("/v1/otp/issue", { method: "POST" }),
    ]) {
      expectNamed(reply, "to");
    }
  });
});

describe("numbers, lists and objects", () => {
  const bad: [string, unknown[]][] = [
    ["ttl_seconds", [29, 601, 30.5, -1, 0, "300", null, [], {}, true, 1e21, "９０"]],
    ["code_length", [3, 11, 6.5, "6", null, [6]]],
    ["wait_ms", [-1, 10_001, 0.5, "0", null, {}]],
    ["decoy", ["true", 1, 0, null, [], {}]],
    [
      "channels",
      ["sms", [], ["sms", "sms"], ["fax"], [null], [["sms"]], {}, { 0: "sms", length: 1 }, Array(50).fill("sms")],
    ],
    ["channel", ["fax", "SMS", "auto "]],
    [
      "params",
      [
        "x",
        [],
        null,
        5,
        { a: 1 },
        { a: null },
        { a: {} },
        { "A b": "x" },
        { a: "x\ny" },
        { a: "x".repeat(201) },
        { a: "\u0000" },
      ],
    ],
    [
      "metadata",
      [
        "x",
        [],
        null,
        5,
        { a: "\u0000" },
        { "\u0000": 1 },
        { ["k".repeat(65)]: 1 },
        { a: "x".repeat(1020) },
        { a: { b: [{ "c\u0000": 1 }] } },
      ],
    ],
    ["client_ip", ["1.2.3", "1.2.3.4.5", "256.1.1.1", "localhost", "0x7f.0.0.1", "1.2.3.4/8", "::g", "010.1.1.1"]],
    ["purpose", ["Login", "1login", "log in", "log-in", "a".repeat(41)]],
    ["code", ["123", "12345678901", "12345a", " 123456", "１２３４５６", "-1234", "12.34", "1234\n"]],
    ["code", [123_456, 12_345.6]],
    ["idempotency_key", [5, null, [], {}, "", "x".repeat(256), "é", "a\nb"]],
  ];
  test.each(bad)("issue refuses a %s that is none", async (field, values) => {
    for (const value of values) {
      const reply = await post("/v1/otp/issue", { to: "081234567890", [field]: value });
      expectNamed(reply, field);
    }
  });

  test("lone surrogates inside metadata are refused, in names and in values", async () => {
    for (const metadata of ['{"a":"\\ud800"}', '{"\\udc00":1}', '{"a":[{"b":"x\\ud83d"}]}']) {
      expectNamed(await post("/v1/otp/issue", `{"to":"081234567890","metadata":${metadata}}`), "metadata");
    }
  });

  test("verify refuses digits of other scripts in a code but the full-width ones, where issue takes them in a number", async () => {
    for (const code of ["١٢٣٤٥٦", "१२३४५६", "𝟏𝟐𝟑𝟒𝟓𝟔"]) {
      expectNamed(await post("/v1/otp/verify", { id, code }), "code");
    }
  });
});

describe("names", () => {
  test.each([
    "TO",
    "phone",
    "to ",
    "",
    "far_too_long_".repeat(9),
    "constructor",
    "hasOwnProperty",
    "toString",
    "valueOf",
  ])("that nobody knows are refused: %s", async (name) => {
    const reply = await post("/v1/otp/issue", { to: "081234567890", [name]: "x" });
    expectProblem(reply, 400, "invalid_request");
    const path = /^\w{1,64}$/.test(name) ? name : "?";
    expect(reply.json.errors).toEqual([{ path, message: "is not a known field" }]);
  });

  test.each([
    ["__proto__", '{"to":"081234567890","__proto__":{"decoy":true}}'],
    ["__proto__", '{"__proto__":{"to":"081234567890"}}'],
    ["__proto__", '{"to":"081234567890","\\u005f_proto__":1}'],
    ["metadata.__proto__", '{"to":"081234567890","metadata":{"__proto__":{"a":1}}}'],
    ["metadata.a.__proto__", '{"to":"081234567890","metadata":{"a":{"__proto__":1}}}'],
    ["metadata.__proto__", '{"to":"081234567890","metadata":{"__\\u0070roto__":1}}'],
    ["params.__proto__", '{"to":"081234567890","params":{"__proto__":"x"}}'],
  ])("%s is refused", async (field, body) => {
    expectNamed(await post("/v1/otp/issue", body), field);
    expect(({} as { decoy?: unknown }).decoy).toBeUndefined();
  });

  test.each([
    ["__proto__", "to=081234567890&__proto__=x"],
    ["__proto__.to", "__proto__[to]=081234567890"],
    ["__proto__.to", "__proto__.to=081234567890"],
    ["params.__proto__", "to=081234567890&params[__proto__]=x"],
    ["constructor", "to=081234567890&constructor=x"],
    ["constructor", "to=081234567890&constructor[prototype]=x"],
    ["to", "to=081234567890&to=081234567891"],
    ["to", "to=081234567890&to[a]=1"],
    ["to", "to[a]=1&to=081234567890"],
    ["to", "to[a]=081234567890"],
    ["params.x", "to=081234567890&params[x]=1&params.x=2"],
    ["params.x", "to=081234567890&params[x]=1&params[x]=2"],
    ["metadata", "to=081234567890&metadata=x"],
    ["a[b][c]", "to=081234567890&a[b][c]=1"],
    ["body", "to=%zz"],
    ["body", "to=08123%4"],
    ["to", "to=%ff%fe"],
    ["user", "to=081234567890&user=%00"],
    ["user", "to=081234567890&user=a%0Ab"],
    ["user", "to=081234567890&user=a%E2%80%A8b"],
  ])("in a form, %s of %s is refused", async (field, body) => {
    expectNamed(await post("/v1/otp/issue", body, { "content-type": "application/x-www-form-urlencoded" }), field);
  });
});

describe("bodies", () => {
  const deep = (levels: number) => `{"to":"081234567890","metadata":${'{"a":'.repeat(levels)}1${"}".repeat(levels)}}`;

  test.each([
    ["no JSON", "{to:1}"],
    ["cut off", '{"to":"0812'],
    ["two documents", "{}{}"],
    ["a trailing comma", '{"to":"081234567890",}'],
    ["a comment", '{"to":"081234567890"/*x*/}'],
    ["text", '"to"'],
    ["a number", "5"],
    ["null", "null"],
    ["an array", '[{"to":"081234567890"}]'],
    ["a byte order mark in the middle", '{\ufeff"to":1}'],
    ["deep", deep(40)],
    ["very deep", deep(5000)],
    ["deep arrays", "[".repeat(30_000)],
    ["many names", `{${Array.from({ length: 5000 }, (_, n) => `"f${n}":1`).join()}}`],
  ])("that are %s are refused", async (what, body) => {
    const reply = await post("/v1/otp/issue", body);
    expectProblem(reply, 400, "invalid_request");
    expect(reply.json.errors.length).toBeLessThanOrEqual(50);
    if (what !== "many names") expect(reply.json.errors[0].path).toBe("body");
  });

  test.each(["application/json; charset=utf-16le", "application/vnd.erp+json", "APPLICATION/JSON;x=y"])(
    "that are deep are refused as %s too",
    async (type) => {
      const text = deep(40);
      const response = await gateway.app.request("/v1/otp/issue", {
        method: "POST",
        headers: { "content-type": type, authorization: `Bearer ${gateway.erpKey}`, "idempotency-key": "deep" },
        body: type.includes("utf-16") ? Buffer.from(text, "utf16le") : text,
      });
      expect(response.status).toBe(400);
      const { errors } = (await response.json()) as { errors: unknown };
      expect(errors).toEqual([{ path: "body", message: "is nested deeper than 32 levels" }]);
    },
  );

  test("that are not UTF-8 are refused, unless their charset is named", async () => {
    const bytes = Buffer.from('{"to":"081234567890","user":"caf\u00e9\\u0001"}', "latin1");
    for (const [type, field] of [
      ["application/json", "body"],
      ["application/json; charset=iso-8859-1", "user"], // read, and the control character found
    ] as const) {
      const response = await gateway.app.request("/v1/otp/issue", {
        method: "POST",
        headers: { "content-type": type, authorization: `Bearer ${gateway.erpKey}` },
        body: bytes,
      });
      expect(response.status).toBe(400);
      expect(((await response.json()) as { errors: { path: string }[] }).errors[0]?.path).toBe(field);
    }
  });

  test("of resend and cancel take no field they do not know", async () => {
    expectNamed(await post("/v1/otp/{id}/resend", { chanel: "sms" }), "chanel");
    expectNamed(await post("/v1/otp/{id}/resend", { wait_ms: "1" }), "wait_ms");
    expectNamed(await post("/v1/otp/{id}/cancel", { reason: "x" }), "reason");
    expectProblem(await post("/v1/otp/{id}/cancel", "[]"), 400, "invalid_request");
  });
});

describe("whatever comes", () => {
  const fine = (reply: Reply) => {
    expect(reply.status, reply.text).toBeGreaterThanOrEqual(400);
    expect(reply.status, reply.text).toBeLessThan(500);
    expect(reply.text).not.toMatch(/\.ts:\d|node_modules|stack/);
  };
  const paths = fc.constantFrom("/v1/otp/issue", "/v1/otp/verify", "/v1/otp/{id}/resend");

  test("any JSON is a refusal", async () => {
    await fc.assert(
      fc.asyncProperty(paths, fc.json({ maxDepth: 6 }), async (path, body) => {
        fc.pre(!(path.endsWith("resend") && /^\s*\{\s*\}\s*$/.test(body)));
        fine(await post(path, body));
      }),
      { numRuns: 150 },
    );
  });

  test("any value in any field, however odd, is a refusal or is understood", async () => {
    const fields = ["to", "user", "purpose", "channel", "channels", "locale", "template", "params", "ttl_seconds"];
    const more = ["code_length", "code", "client_ip", "metadata", "wait_ms", "decoy", "idempotency_key"];
    const odd = fc.oneof(
      fc.jsonValue({ maxDepth: 3 }),
      fc.string({ unit: "binary", maxLength: 300 }),
      fc.string({ unit: "grapheme", maxLength: 40 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...fields, ...more), odd, async (field, value) => {
        // `to` stays a landline, so that even what is understood stores nothing.
        fine(await post("/v1/otp/issue", { to: "0215551234", [field]: value }));
      }),
      { numRuns: 300 },
    );
  });

  test("any bytes, of any content type, are a refusal", async () => {
    const types = ["application/json", "application/x-www-form-urlencoded", "application/json; charset=utf-16le"];
    await fc.assert(
      fc.asyncProperty(
        paths,
        fc.constantFrom(...types, "text/plain", "x"),
        fc.uint8Array({ minLength: 3, maxLength: 200 }),
        async (path, type, bytes) => {
          // A form of no fields is what a resend may be.
          fc.pre(!(path.endsWith("resend") && bytes.every((byte) => byte === "&".charCodeAt(0))));
          const response = await gateway.app.request(address(path), {
            method: "POST",
            headers: { "content-type": type, authorization: `Bearer ${gateway.erpKey}` },
            body: Buffer.from(bytes),
          });
          const text = await response.text();
          fine({ status: response.status, headers: response.headers, text, json: {} });
        },
      ),
      { numRuns: 200 },
    );
  });

  test("any id in an address is an OTP nobody knows", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary", minLength: 1, maxLength: 40 }), async (text) => {
        fc.pre(text.isWellFormed() && !/^\.{1,2}$/.test(text));
        fine(await gateway.request(`/v1/otp/${encodeURIComponent(text)}`));
        fine(await gateway.request(`/v1/otp/${encodeURIComponent(text)}/cancel`, { body: {} }));
      }),
      { numRuns: 100 },
    );
  });
});

test("a number with noise in it is the number, or is refused: never another's", async () => {
  const noise = fc.array(fc.constantFrom(" ", "-", ".", "(", ")", "/", "\u00a0", "\u200b", "\u202a"), { maxLength: 4 });
  const digits = "81240006000";
  const other = await startTestGateway();
  await putLimits(other);
  await holdDeliveries(other);
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom("0", "62", "+62", "0062", "+620"),
      fc.array(noise, { minLength: digits.length, maxLength: digits.length }),
      fc.boolean(),
      async (prefix, gaps, wide) => {
        const plain = prefix + [...digits].map((digit, n) => (gaps[n] ?? []).join("") + digit).join("");
        const to = wide ? plain.replace(/[0-9]/g, (d) => String.fromCodePoint(0xff10 + Number(d))) : plain;
        const reply = await other.request("/v1/otp/issue", { body: { to } });
        expect([201, 400, 422], reply.text).toContain(reply.status);
        const [row] = await other.database
          .sql`select count(*)::int as n from otps where subject <> ${keptAs(other, "+6281240006000")}`;
        expect(row).toEqual({ n: 0 });
      },
    ),
    { numRuns: 100 },
  );
  await other.close();
});

test("the emptiest call that is right is taken", async () => {
  const reply = await post("/v1/otp/issue", { to: phone() });
  expect(reply.status).toBe(201);
  before = await rowCounts(gateway.database.sql);
});
