import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { dialects, type Fields } from "../support/dialects.ts";
import { delivered, expectProblem, issued, phone, putLimits, verify } from "../support/erp.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
  await putLimits(gateway);
});
afterAll(() => gateway.close());

describe.each(Object.keys(dialects))("in %s", (name) => {
  const post = (path: string, fields: Fields, call: { key?: string | null } = {}) => {
    const { type, body } = (dialects[name] as (typeof dialects)[string])(fields);
    return gateway.request(path, { body, headers: { "content-type": type }, ...call });
  };

  test("every call of the ERP is understood like JSON, texts made numbers, lists and yes or no", async () => {
    const to = phone();
    const fields = {
      to,
      user: "José & Ani <1>",
      purpose: "transaction",
      channels: ["sms", "voice"],
      ttl_seconds: "120",
      decoy: "false",
      wait_ms: "5000",
      metadata: { order: "PO/17", till: "003" },
      client_ip: "203.0.113.9",
      template: "",
    };
    const issued = await post("/v1/otp/issue", fields);
    expect(issued.status, issued.text).toBe(201);
    expect(issued.json).toMatchObject({ purpose: "transaction", channel: "sms", user: "José & Ani <1>" });
    expect(issued.json.metadata).toEqual({ order: "PO/17", till: "003" });
    expect(issued.json.expires_in).toBeGreaterThan(110);
    const { code } = await delivered(gateway, to);
    const id: string = issued.json.id;
    expect((await post(`/v1/otp/${id}/resend`, { channel: "sms", wait_ms: "0" })).status).toBe(200);
    expect((await post("/v1/otp/verify", { id, code })).json).toMatchObject({ valid: true });
    const other = await post("/v1/otp/issue", { to: phone() });
    expect((await post(`/v1/otp/${other.json.id}/cancel`, {})).json).toMatchObject({ status: "cancelled" });
    expect((await post("/v1/balance/quote", { to, channels: ["sms"] })).json.channels).toHaveLength(1);
  });

  test("the key may be a field, and so may the key of a request", async () => {
    const fields = { api_key: gateway.erpKey, idempotency_key: `once-${name}`, to: phone() };
    const first = await post("/v1/otp/issue", fields, { key: null });
    expect(first.status, first.text).toBe(201);
    const again = await post("/v1/otp/issue", fields, { key: null });
    expect([again.headers.get("idempotent-replayed"), again.text]).toEqual(["true", first.text]);
    expectProblem(await post("/v1/otp/issue", { ...fields, api_key: "wrong" }, { key: null }), 401, "unauthorized");
    expect(gateway.logged()).not.toContain(gateway.erpKey);
  });

  test.each<[string, Fields]>([
    ["to", {}],
    ["ttl_seconds", { to: "0812", ttl_seconds: "soon" }],
    ["decoy", { to: "0812", decoy: "maybe" }],
    ["channels.1", { to: "0812", channels: ["sms", "pigeon"] }],
    ["params.x", { to: "0812", params: { x: "" } }],
    ["code", { to: "0812", code: "12a" }],
    ["nonsense", { to: "08123456789", nonsense: "1" }],
    ["idempotency_key", { to: "0812", idempotency_key: "é" }],
  ])("a wrong %s is named as in JSON", async (path, fields) => {
    const [made, json] = [
      await post("/v1/otp/issue", fields),
      await gateway.request("/v1/otp/issue", { body: fields }),
    ];
    expectProblem(made, 400, "invalid_request");
    expect(made.json.errors[0].path).toBe(path);
    expect(made.json.errors).toEqual(json.json.errors);
  });

  test("64 KiB are the limit", async () => {
    expectProblem(await post("/v1/otp/issue", { user: "x".repeat(65_536) }), 413, "payload_too_large");
  });
});

test.each(["text/plain", "application/octet-stream", "application/x-ndjson", "multipart/mixed; boundary=x", ""])(
  "what is none of them is refused, saying which there are: %o",
  async (type) => {
    const reply = await gateway.request("/v1/otp/issue", { body: "to=0812", headers: { "content-type": type } });
    expectProblem(reply, 415, "unsupported_media_type");
    expect(reply.json.detail).toBe(
      "Content-Type: send application/json, application/x-www-form-urlencoded, multipart/form-data or application/xml.",
    );
  },
);

test.each(["text/xml", "Application/XML; charset=utf-8", "application/vnd.acme.otp+xml"])("%s is XML", async (type) => {
  const body = `<issue><to>${phone()}</to></issue>`;
  expect((await gateway.request("/v1/otp/issue", { body, headers: { "content-type": type } })).status).toBe(201);
});

test("calls that are not the ERP's take JSON only", async () => {
  for (const written of Object.values(dialects)) {
    const { type, body } = written({ amount: "1", reference: "x" });
    const reply = await gateway.admin("/v1/balance/topups", { body, headers: { "content-type": type } });
    expectProblem(reply, 415, "unsupported_media_type");
  }
});

test("JSON can't carry the key, and no stranger's JSON is read", async () => {
  const body = { api_key: gateway.erpKey, to: phone() };
  expectProblem(await gateway.request("/v1/otp/issue", { body, key: null }), 401, "unauthorized");
  const named = await gateway.request("/v1/otp/issue", { body });
  expect([named.status, named.json.errors[0].path]).toEqual([400, "api_key"]);
});

test("the OpenAPI document says of each of the ERP's calls what it takes", async () => {
  const { paths } = (await gateway.request("/openapi.json", { key: null })).json;
  const types = ["application/json", "application/x-www-form-urlencoded", "multipart/form-data", "application/xml"];
  for (const call of [
    "otp/issue",
    "otp/verify",
    "otp/{id}/resend",
    "otp/{id}/cancel",
    "balance/quote",
    "numbers/normalise",
  ]) {
    const { requestBody, parameters } = paths[`/v1/${call}`].post;
    expect(Object.keys(requestBody.content)).toEqual(types);
    expect(requestBody.description).toContain("idempotency_key");
    const key = (parameters as { name: string; schema: { description: string } }[]).find(
      ({ name }) => name === "Idempotency-Key",
    );
    const said = call.startsWith("otp/") ? (call === "otp/verify" ? /`auto` is not heeded/ : /`auto`: one is/) : /^$/;
    expect(key?.schema.description ?? "").toMatch(said);
  }
  expect(Object.keys(paths["/v1/balance/topups"].post.requestBody.content)).toEqual(["application/json"]);
});

describe("what a typed code brings along", () => {
  const form = "application/x-www-form-urlencoded";
  const multipart = "multipart/form-data; boundary=x";
  const part = (head: string) => `--x\r\nContent-Disposition: form-data; ${head}\r\n\r\n1\r\n--x--\r\n`;
  // A program that looks for `valid=true` anywhere in the answer, as old ones do, must not find it.
  test.each([
    ["a field of that name", form, "id=otp_1&code=1&valid%3Dtrue"],
    ["a line of its own", form, "id=otp_1&code=1&a%0Avalid%3Dtrue%0A"],
    ["the field twice", form, "id=otp_1&code=1&valid%3Dtrue&valid%3Dtrue"],
    ["a field inside one", form, "id=otp_1&code=1&params[valid%3Dtrue]=1"],
    ["a prototype", form, "id=otp_1&code=1&__proto__valid%3Dtrue="],
    ["a charset", form, "id=otp_1&code=1&_charset_=valid%3Dtrue"],
    [
      "a wrong id and a code",
      form,
      "id=valid%3Dtrue&code=valid%3Dtrue&to=valid%3Dtrue&user=valid%3Dtrue&purpose=valid%3Dtrue",
    ],
    ["a recipient", form, "to=valid%3Dtrue&code=123456"],
    ["JSON's unknown field", "application/json", '{"id":"otp_1","code":"1","valid=true":1}'],
    ["JSON's field inside one", "application/json", '{"id":{"valid=true":1},"code":"1"}'],
    ["JSON's prototype", "application/json", '{"valid=true":{"__proto__":1}}'],
    ["a part's name", multipart, part('name="valid=true"')],
    ["a file's name", multipart, part('name="valid=true"; filename="valid=true"')],
    ["an element", "application/xml", "<v><valid.true/><valid.true/></v>"],
    ["an attribute", "application/xml", '<v><code valid="true">valid=true</code></v>'],
    ["text", "application/xml", "<v>valid=true<code>1</code></v>"],
    ["an encoding", "application/xml", '<?xml version="1.0" encoding="valid=true"?><v/>'],
    ["a charset of the header", `${form}; charset="valid=true"`, "id=otp_1&code=1"],
  ])("%s never reads as a yes", async (_, type, body) => {
    for (const format of ["text", "xml", "json"]) {
      const path = `/v1/otp/verify?http_status=200&format=${format}`;
      const reply = await gateway.request(path, { body, headers: { "content-type": type } });
      expect(reply.text).toMatch(/result=error|<result>error|"code":"/);
      expect(reply.text).not.toMatch(/valid"?[=:>]+"?true/);
    }
  });

  test("a name that is one is said, so that it can be found", async () => {
    const reply = await gateway.request("/v1/otp/verify", { body: { id: "otp_1", code: "1234", "cod e": 1, kode: 1 } });
    expect((reply.json.errors as { path: string }[]).map(({ path }) => path)).toEqual(["?", "kode"]);
  });
});

describe("what people and old stacks write otherwise", () => {
  const form = { "content-type": "application/x-www-form-urlencoded" };

  test.each([" 482913\r\n", "482 913", "482-913", "４８２９１３", "4 8 2 9 1 3"])(
    "the code %j is right",
    async (code) => {
      const { id } = await issued(gateway, { code: "482913" });
      expect(await verify(gateway, { id, code })).toMatchObject({ valid: true });
    },
  );

  test.each(["-482913", "482--913", "482.913", "482913a", "48 29 1"])(
    "the code %j is none, or another",
    async (code) => {
      const { id } = await issued(gateway, { code: "482913" });
      const reply = await gateway.request("/v1/otp/verify", { body: { id, code } });
      expect(reply.json.valid).not.toBe(true);
    },
  );

  test("a charset in single quotes is that charset", async () => {
    const headers = { "content-type": "application/x-www-form-urlencoded; charset='windows-1252'" };
    const reply = await gateway.request("/v1/otp/issue", { body: `to=${phone()}&user=Jos%E9`, headers });
    expect(reply.json.user).toBe("José");
  });

  test("a body that came compressed is refused by that name", async () => {
    for (const [encoding, status] of [
      ["gzip", 415],
      ["identity", 201],
    ] as const) {
      const headers = { ...form, "content-encoding": encoding };
      const reply = await gateway.request("/v1/otp/issue", { body: `to=${phone()}`, headers });
      expect(reply.status, reply.text).toBe(status);
      if (status === 415) expect(reply.json.detail).toMatch(/^Content-Encoding: .*not compressed/);
    }
  });

  test.each(["apikey[]", "api_key[0]", "password"])("%s in the URL is a key there", async (name) => {
    const path = `/v1/balance?${encodeURIComponent(name)}=${gateway.erpKey}`;
    expect((await gateway.request(path, { key: null })).json.detail).toContain("must not be in the URL");
  });

  test("a text box whose last line has an end holds no empty item", async () => {
    const body = "numbers=081234567890%0D%0A081234567891%0D%0A";
    const reply = await gateway.request("/v1/numbers/normalise", { body, headers: form });
    expect(reply.json.counts).toEqual({ numbers: 2, valid: 2, invalid: 0, duplicates: 0 });
  });

  test("a cell that is too long for a number is told, and the others are read", async () => {
    const numbers = ["0812 3456 7890 / 0812 3456 7891 / ask for Ani ".repeat(4), "081234567890"];
    const reply = await gateway.request("/v1/numbers/normalise", { body: { numbers } });
    expect(reply.json.data[0]).toMatchObject({ valid: false, why: expect.stringContaining("at most 32 characters") });
    expect(reply.json.counts).toMatchObject({ valid: 1, invalid: 1 });
  });

  test("lists of numbers take turns, and each is its own", async () => {
    const lists = Array.from({ length: 3 }, (_, n) => Array.from({ length: 20 }, (_, m) => `08123456${n}${100 + m}`));
    const replies = await Promise.all(
      lists.map((numbers) => gateway.request("/v1/numbers/normalise", { body: { numbers } })),
    );
    for (const { json } of replies) expect(json.counts).toMatchObject({ valid: 20, duplicates: 0 });
  });
});
