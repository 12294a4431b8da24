import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { delivered, inbox, issue, issued, phone, putLimits, verify } from "../support/erp.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
  await putLimits(gateway);
});
afterAll(() => gateway.close());

const form = { "content-type": "application/x-www-form-urlencoded" };
const post = (path: string, body: string, headers: Record<string, string> = form) =>
  gateway.request(path, { body, headers });

describe("a form", () => {
  test("issues and verifies like JSON, numbers, lists and yes or no included", async () => {
    const to = phone();
    const fields =
      `to=${to}&user=Ani+Wati&channels=sms,voice&ttl_seconds=120&decoy=false&wait_ms=5000` +
      `&metadata[order]=PO%2F17&metadata.till=3&purpose=transaction&client_ip=203.0.113.9&code=&template=`;
    const reply = await post("/v1/otp/issue", fields);
    expect(reply.status, reply.text).toBe(201);
    expect(reply.json).toMatchObject({
      purpose: "transaction",
      channel: "sms",
      user: "Ani Wati",
      metadata: { order: "PO/17", till: "3" },
    });
    expect(reply.json.expires_in).toBeGreaterThan(115);
    const { code } = await delivered(gateway, to);
    const right = await post("/v1/otp/verify", `id=${reply.json.id}&code=${code}`);
    expect(right.json).toMatchObject({ valid: true });
    const again = await post(`/v1/otp/${reply.json.id}/resend`, "channel=sms");
    expect(again.status).toBe(409);
  });

  test("names what is wrong in it like JSON", async () => {
    const reply = await post("/v1/otp/issue", `to=${phone()}&ttl_seconds=soon&decoy=maybe`);
    const paths = (reply.json.errors as { path: string }[]).map((error) => error.path);
    expect([reply.status, paths]).toEqual([400, ["ttl_seconds", "decoy"]]);
  });

  test.each([
    ["utf-8", "caf%C3%A9 %E2%82%AC"],
    ["windows-1252", "caf%E9 %80"],
    ["Windows-1252", "caf\u00e9 \u0080"], // the charset's own bytes
    ["iso-8859-15", "caf%E9 %A4"],
    ['"cp1252"', "caf%E9+%80"],
    ["utf-8", "caf\u00c3\u00a9 \u00e2\u0082\u00ac"],
  ])("in charset %s is understood: %s", async (charset, user) => {
    const bytes = Buffer.from(`to=${phone()}&user=${user}`, "latin1");
    const response = await gateway.app.request("/v1/otp/issue", {
      method: "POST",
      headers: {
        "content-type": `application/x-www-form-urlencoded; charset=${charset}`,
        authorization: `Bearer ${gateway.erpKey}`,
      },
      body: bytes,
    });
    expect(response.headers.get("content-type")).toBe("application/json; charset=utf-8");
    expect(await response.json()).toMatchObject({ user: "café €" });
  });

  test.each(["windows-1251", "utf-16le"])("JSON in charset %s too", async (charset) => {
    const text = JSON.stringify({ to: phone(), user: "Аня" });
    const bytes =
      charset === "utf-16le"
        ? Buffer.from(text, "utf16le")
        : Buffer.from(
            [...text].map((c) => (c < "\u0080" ? c.charCodeAt(0) : c === "А" ? 0xc0 : c === "н" ? 0xed : 0xff)),
          );
    const response = await gateway.app.request("/v1/otp/issue", {
      method: "POST",
      headers: { "content-type": `application/json; charset=${charset}`, authorization: `Bearer ${gateway.erpKey}` },
      body: bytes,
    });
    expect(await response.json()).toMatchObject({ user: "Аня" });
  });
});

describe("an answer in text", () => {
  const text = { accept: "text/plain" };

  test("of an issue has the contract's lines in a fixed order", async () => {
    const reply = await post("/v1/otp/issue", `to=0812-3333-4444&metadata.order=17`, { ...form, ...text });
    expect([reply.status, reply.headers.get("content-type")]).toEqual([201, "text/plain; charset=utf-8"]);
    expect(reply.text).toMatch(
      new RegExp(
        [
          "^result=ok",
          "id=otp_[0-9a-f]{32}",
          "status=pending",
          "purpose=login",
          "to=\\+62812\\*\\*\\*\\*4444",
          "channel=whatsapp",
          "expires_at=\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ",
          "expires_in=300",
          "resend_after=0",
          "attempts_left=5",
          "message.id=msg_[0-9a-f]{32}",
          "message.status=queued",
          "message.channel=whatsapp",
          "metadata.order=17",
          "$",
        ].join("\n"),
      ),
    );
  });

  test("of a verify says valid and why not", async () => {
    const { id } = await issued(gateway, { code: "123456" });
    const check = (code: string) => post("/v1/otp/verify", `id=${id}&code=${code}`, { ...form, ...text });
    expect((await check("000000")).text).toBe(
      `result=ok\nid=${id}\nvalid=false\nstatus=pending\nreason=wrong_code\nattempts_left=4\n`,
    );
    expect((await check("123456")).text).toMatch(
      /^result=ok\nid=\S+\nvalid=true\nstatus=verified\nreason=\nattempts_left=3\nproof=\S+\.\S+\.\S+\n$/,
    );
  });

  test("of an error has the same fields, after result=error", async () => {
    const reply = await post("/v1/otp/issue", "to=0215551234", { ...form, ...text, "x-request-id": "r-1" });
    expect(reply.status).toBe(422);
    const lines = reply.text.split("\n");
    expect(lines.slice(0, 2)).toEqual(["result=error", "type=/docs#invalid_recipient"]);
    expect(lines.map((line) => line.split("=")[0])).toEqual([
      ...["result", "type", "title", "status", "detail", "code", "request_id", "errors.0.path", "errors.0.message", ""],
    ]);
    expect(reply.text).toContain("\nstatus=422\n");
    expect(reply.text).toContain("\nrequest_id=r-1\n");
  });

  test("lets no value or name begin a line of its own", async () => {
    const metadata = { "a\r\nvalid": "x\\y\r\nresult=ok", b: "1=2" };
    const reply = await issue(gateway, { metadata }, { headers: text });
    const lines = reply.text.trimEnd().split("\n");
    expect(lines.slice(-2)).toEqual(["metadata.a\\r\\nvalid=x\\\\y\\r\\nresult=ok", "metadata.b=1=2"]);
    expect(reply.text).not.toContain("\r");
  });

  test("of reads, resends, cancels and the balance", async () => {
    const { id } = await issued(gateway);
    const replies = [
      await gateway.request(`/v1/otp/${id}`, { headers: text }),
      await post(`/v1/otp/${id}/resend`, "", { ...form, ...text }),
      await post(`/v1/otp/${id}/cancel`, "", { ...form, ...text }),
      await gateway.request("/v1/balance?format=text"),
    ];
    for (const reply of replies) expect(reply.text).toMatch(/^result=ok\n/);
    expect((await gateway.request(`/v1/otp/${id}?format=text`)).text).toMatch(/\nmessages\.0\.status=\w+\n/);
  });
});

describe("an answer in XML", () => {
  const xml = { accept: "application/xml" };

  test("is one <response> element with the same fields in the same order", async () => {
    const reply = await issue(gateway, { to: "0812-3333-5555", metadata: { order: 17 } }, { headers: xml });
    expect([reply.status, reply.headers.get("content-type")]).toEqual([201, "application/xml; charset=utf-8"]);
    expect(reply.text).toMatch(
      new RegExp(
        '^<\\?xml version="1.0" encoding="UTF-8"\\?>\n<response><result>ok</result><id>otp_[0-9a-f]{32}</id>' +
          "<status>pending</status><purpose>login</purpose><to>\\+62812\\*\\*\\*\\*5555</to><channel>whatsapp</channel>" +
          "<expires_at>[0-9TZ:-]+</expires_at><expires_in>300</expires_in><resend_after>0</resend_after>" +
          "<attempts_left>5</attempts_left><message><id>msg_[0-9a-f]{32}</id><status>queued</status>" +
          "<channel>whatsapp</channel></message><metadata><order>17</order></metadata></response>\n$",
      ),
    );
  });

  test("escapes what would be markup, and what XML can't hold", async () => {
    const metadata = { a: `<b>&"'</b>`, "1 <odd>": "\u0001\r\n\ufffe", list: [1, null] };
    const reply = await issue(gateway, { metadata }, { headers: xml });
    expect(reply.text).toContain("<a>&lt;b&gt;&amp;&quot;'&lt;/b&gt;</a>");
    expect(reply.text).toContain('<item name="1 &lt;odd&gt;">\ufffd&#13;\n\ufffd</item>');
    expect(reply.text).toContain("<list><item>1</item><item></item></list>");
  });

  test("of an error says so, and its list of fields", async () => {
    const reply = await issue(gateway, { to: 5 }, { headers: { accept: "text/xml" } });
    expect(reply.status).toBe(400);
    expect(reply.text).toContain("<response><result>error</result><type>/docs#invalid_request</type>");
    expect(reply.text).toContain("<code>invalid_request</code>");
    expect(reply.text).toMatch(/<errors><item><path>to<\/path><message>[^<]+<\/message><\/item><\/errors>/);
  });
});

describe("the format", () => {
  test.each([
    ["*/*", "json"],
    ["application/json", "json"],
    ["application/json, text/plain, */*", "json"],
    ["text/plain", "text"],
    ["text/*", "text"],
    ["application/xml", "xml"],
    ["text/xml", "xml"],
    ["application/xml, */*", "xml"],
    ["text/xml, application/xml;q=0.9, */*;q=0.1", "xml"],
    ["text/plain;q=0.5, application/xml;q=0.4, */*;q=0.3", "text"],
    ["application/json;q=0, text/plain", "text"],
    ["APPLICATION/XML; charset=utf-8", "xml"],
    ["image/png", "json"],
    ["text/plain;q=x", "json"],
    [";;,,", "json"],
  ])("is what Accept asks: %s → %s", async (accept, format) => {
    const reply = await gateway.request("/v1/balance", { headers: { accept } });
    const types = { json: "application/json", text: "text/plain", xml: "application/xml" };
    expect(reply.headers.get("content-type")).toBe(`${types[format as "json"]}; charset=utf-8`);
  });

  test.each([
    ["json", "application/json"],
    ["text", "text/plain"],
    ["XML", "application/xml"],
    ["text/plain", "text/plain"],
    ["application/xml", "application/xml"],
  ])("is what ?format=%s asks, whatever Accept says", async (format, type) => {
    const reply = await gateway.request(`/v1/balance?format=${format}`, { headers: { accept: "text/html" } });
    expect(reply.headers.get("content-type")).toBe(`${type}; charset=utf-8`);
  });

  test.each(["format=yaml", "http_status=201"])("is refused where nobody knows it: ?%s", async (query) => {
    const reply = await gateway.request(`/v1/balance?${query}`);
    expect([reply.status, reply.json.errors[0].path]).toEqual([400, query.split("=")[0]]);
  });
});

describe("?http_status=200", () => {
  const quiet = "http_status=200";

  test("answers 200 with the error in the body, on every ERP call", async () => {
    const { id } = await issued(gateway);
    const calls: [string, object?][] = [
      ["/v1/otp/issue", { to: "0215551234" }],
      ["/v1/otp/verify", { id: "otp_1", code: "1234" }],
      ["/v1/otp/otp_1"],
      ["/v1/otp/otp_1/resend", {}],
      ["/v1/otp/otp_1/cancel", {}],
      ["/v1/otp/issue", { nonsense: 1 }],
    ];
    for (const [path, body] of calls) {
      const reply = await gateway.request(`${path}?${quiet}`, body === undefined ? {} : { body });
      expect(reply.status).toBe(200);
      expect(reply.headers.get("content-type")).toBe("application/problem+json; charset=utf-8");
      expect(reply.json.status).toBeGreaterThanOrEqual(400);
    }
    const refused = await gateway.request(`/v1/balance?${quiet}&format=text`, { key: "nobody" });
    expect(refused.status).toBe(200);
    expect(refused.text).toMatch(/^result=error\n[\s\S]*\nstatus=401\n[\s\S]*\ncode=unauthorized\n/);
    expect((await gateway.request(`/v1/otp/issue?${quiet}`)).json).toMatchObject({ status: 405 });
    expect((await gateway.request(`/v1/otp/${id}?${quiet}`)).json).toMatchObject({ id });
  });

  test("answers 200 in place of a 201", async () => {
    expect((await gateway.request(`/v1/otp/issue?${quiet}`, { body: { to: phone() } })).status).toBe(200);
  });
});

describe("headers", () => {
  test.each(["abc", "A-1_2.3", "x".repeat(64)])("X-Request-Id %s is taken, returned and logged", async (id) => {
    const reply = await gateway.request("/v1/balance", { headers: { "x-request-id": id } });
    expect(reply.headers.get("x-request-id")).toBe(id);
    expect(gateway.logged()).toContain(`"request_id":"${id}"`);
  });

  test.each(["x".repeat(65), "a b", "é", "<script>", "a,b", ""])("X-Request-Id %o is not, one is made", async (id) => {
    const reply = await gateway.request("/v1/balance", { headers: { "x-request-id": id } });
    expect(reply.headers.get("x-request-id")).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f-]{21}$/);
  });

  test("two requests have two ids, and an error names its own", async () => {
    const [first, second] = [await gateway.request("/nowhere"), await gateway.request("/nowhere")];
    expect(first.headers.get("x-request-id")).not.toBe(second.headers.get("x-request-id"));
    expect(first.json.request_id).toBe(first.headers.get("x-request-id"));
  });

  test("every answer is no-store, whoever asked and whatever it is", async () => {
    const { id } = await issued(gateway, { code: "123456" });
    const replies = [
      await issue(gateway),
      await issue(gateway, {}, { key: null }),
      await gateway.request(`/v1/otp/${id}`),
      await gateway.request("/v1/otp/verify", { body: { id, code: "123456" } }),
      await gateway.request(`/v1/otp/${id}/cancel`, { body: {} }),
      await gateway.request("/v1/balance?format=xml"),
      await gateway.request("/v1/sandbox/messages"),
    ];
    const pages = ["/healthz", "/readyz", "/openapi.json", "/docs", "/docs/swagger-ui.css", "/docs/start.js"];
    for (const page of [...pages, "/.well-known/jwks.json", "/nowhere", "/docs/nowhere"]) {
      replies.push(await gateway.request(page, { key: null }));
    }
    for (const reply of replies) expect(reply.headers.get("cache-control"), reply.text.slice(0, 80)).toBe("no-store");
  });

  test("an answer has a length", async () => {
    for (const path of ["/v1/balance", "/v1/balance?format=text", "/v1/otp/otp_1", "/nowhere"]) {
      const reply = await gateway.request(path);
      expect(Number(reply.headers.get("content-length"))).toBe(Buffer.byteLength(reply.text));
    }
  });
});

test("a form's whole story: issued, read from the inbox, verified, all in text", async () => {
  const to = phone();
  const reply = await post("/v1/otp/issue?format=text", `to=${to}&wait_ms=5000`);
  const fields = new Map(
    reply.text
      .trimEnd()
      .split("\n")
      .map((line) => line.split(/=(.*)/s, 2) as [string, string]),
  );
  expect(fields.get("result")).toBe("ok");
  const [message] = await inbox(gateway, to);
  const checked = await verify(gateway, { id: fields.get("id"), code: message?.code });
  expect(checked.valid).toBe(true);
});
