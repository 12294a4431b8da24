import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { listen, type HttpServer } from "../../src/http/server.ts";
import { holdDeliveries } from "../support/erp.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";
import { RawClient } from "../support/raw-http.ts";

/** The ERP's calls as old clients make them, on a real socket. What is said then is in docs/transcripts. */
let gateway: TestGateway;
let server: HttpServer;
beforeAll(async () => {
  gateway = await startTestGateway();
  gateway.clock.stop();
  await holdDeliveries(gateway);
  server = await listen({ host: "127.0.0.1", port: 0, fetch: (request, env) => gateway.app.fetch(request, env) });
});
afterAll(async () => {
  await server.close(1000);
  await gateway.close();
});

function open(): RawClient {
  return new RawClient(server.url);
}

/** The conversation as `docs/transcripts/NAME.txt` shows it. */
async function expectTranscript(name: string, client: RawClient): Promise<void> {
  client.hangUp();
  const said = client.exchanges.map(({ from, text }) => `${from === "client" ? ">>>" : "<<<"}\n${likeness(text)}`);
  const file = path.join(import.meta.dirname, "../../docs/transcripts", `${name}.txt`);
  await expect(said.map((text) => text.replace(/\n*$/, "\n")).join("\n")).toMatchFileSnapshot(file);
}

const FORM = "Content-Type: application/x-www-form-urlencoded";
const length = (body: string) => `Content-Length: ${body.length}`;
const bearer = () => `Authorization: Bearer ${gateway.erpKey}`;
/** One for each transcript: nobody is in anybody's cool-down. */
const customer = (n: number) => `0812-3400-${5000 + n}`;

function expectPlain(reply: { headers: Map<string, string>; body: string }): void {
  expect(reply.headers.has("transfer-encoding")).toBe(false);
  expect(reply.headers.has("content-encoding")).toBe(false);
  expect(reply.headers.get("content-length")).toBe(String(reply.body.length));
}

test("HTTP/1.0 without Host", async () => {
  const client = open();
  const body = `api_key=${gateway.erpKey}&to=${customer(1)}&user=Ani&code=123456`;
  client.send(["POST /v1/otp/issue?format=text HTTP/1.0", FORM, length(body)], body);
  const reply = await client.answer();
  expectPlain(reply);
  expect([reply.status, reply.headers.get("connection"), await client.closed()]).toEqual([201, "close", ""]);
  await expectTranscript("http-1.0", client);
});

test("HTTP/1.0 with Host and keep-alive", async () => {
  const client = open();
  const to = customer(2);
  await gateway.request("/v1/otp/issue", { body: { to, code: "123456" } });
  for (const code of ["000000", "123456"]) {
    const body = `to=${to}&code=${code}`;
    client.send(
      [
        "POST /v1/otp/verify?format=text HTTP/1.0",
        "Host: gerbang.example",
        "Connection: keep-alive",
        bearer(),
        FORM,
        length(body),
      ],
      body,
    );
    const reply = await client.answer();
    expectPlain(reply);
    expect([reply.status, reply.headers.get("connection")]).toEqual([200, "keep-alive"]);
    expect(reply.body).toContain(`\nvalid=${code === "123456"}\n`);
  }
  await expectTranscript("http-1.0-keep-alive", client);
});

test("XML over HTTP/1.1 with Connection: close", async () => {
  const client = open();
  const to = customer(3);
  const body =
    '<?xml version="1.0" encoding="Windows-1252"?>\r\n' +
    `<otp><to>${to}</to><user>Jos\xe9 \x80</user><channels><item>sms</item><item>whatsapp</item></channels></otp>`;
  client.send(
    [
      "POST /v1/otp/issue HTTP/1.1",
      "Host: gerbang.example",
      "Connection: close",
      bearer(),
      "Content-Type: text/xml",
      "Accept: text/xml",
      length(body),
    ],
    body,
  );
  const reply = await client.answer();
  expectPlain(reply);
  expect(Buffer.from(reply.body, "latin1").toString("utf8")).toContain("<user>José €</user>");
  expect([reply.status, await client.closed()]).toEqual([201, ""]);
  await expectTranscript("xml", client);
});

test("a multipart form", async () => {
  const client = open();
  const field = (name: string, value: string) =>
    `--X\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  const body = `${field("to", customer(4))}${field("user", "Jos\xe9")}--X--\r\n`;
  client.send(
    [
      "POST /v1/otp/issue?format=text HTTP/1.1",
      "Host: gerbang.example",
      "Connection: close",
      bearer(),
      "Content-Type: multipart/form-data; boundary=X",
      length(body),
    ],
    body,
  );
  const reply = await client.answer();
  expectPlain(reply);
  expect([reply.status, Buffer.from(reply.body, "latin1").toString("utf8")]).toEqual([
    201,
    expect.stringContaining("\nuser=José\n"),
  ]);
  await expectTranscript("multipart", client);
});

test("Expect: 100-continue", async () => {
  const client = open();
  const body = `to=${customer(5)}`;
  client.send([
    "POST /v1/otp/issue?format=text HTTP/1.1",
    "Host: gerbang.example",
    "Connection: close",
    "Expect: 100-continue",
    bearer(),
    FORM,
    length(body),
  ]);
  expect((await client.answer()).head).toBe("HTTP/1.1 100 Continue\r\n\r\n");
  client.sendBody(body);
  const reply = await client.answer();
  expectPlain(reply);
  expect(reply.status).toBe(201);
  await expectTranscript("expect-100-continue", client);
});

test("a chunked body, odd cases of header names, Accept-Encoding", async () => {
  const client = open();
  const to = customer(6);
  client.send(
    [
      "POST /v1/otp/issue?format=text HTTP/1.1",
      "host: gerbang.example",
      "CONNECTION: close",
      `x-api-key: ${gateway.erpKey}`,
      "CONTENT-TYPE: APPLICATION/X-WWW-FORM-URLENCODED",
      "accept-encoding: gzip, deflate, br",
      "transfer-ENCODING: chunked",
    ],
    `4\r\nto=0\r\n${(to.length - 1).toString(16)}\r\n${to.slice(1)}\r\n0\r\n\r\n`,
  );
  const reply = await client.answer();
  expectPlain(reply);
  expect(reply.status).toBe(201);
  await expectTranscript("chunked", client);
});

test("keep-alive: the same request twice with the key auto", async () => {
  const client = open();
  const body = `to=${customer(7)}&idempotency_key=auto`;
  const request = ["POST /v1/otp/issue?format=text HTTP/1.1", "Host: gerbang.example", bearer(), FORM, length(body)];
  client.send(request, body);
  const first = await client.answer();
  client.send(request, body);
  const second = await client.answer();
  expect([first.status, first.headers.get("idempotent-replayed"), first.headers.get("connection")]).toEqual([
    201,
    undefined,
    "keep-alive",
  ]);
  expect([second.body, second.headers.get("idempotent-replayed")]).toEqual([first.body, "true"]);
  await expectTranscript("derived-key", client);
});

test("a cool-down behind http_status=200", async () => {
  const client = open();
  const to = customer(8);
  await gateway.request("/v1/otp/issue", { body: { to } });
  const body = `to=${to}`;
  client.send(["POST /v1/otp/issue?http_status=200&format=text HTTP/1.0", bearer(), FORM, length(body)], body);
  const reply = await client.answer();
  expectPlain(reply);
  expect([reply.status, reply.body]).toEqual([200, expect.stringMatching(/\nstatus=429\n[\s\S]*\notp\.id=otp_/)]);
  await expectTranscript("cool-down", client);
});

test("a wrong key behind http_status=200", async () => {
  const client = open();
  const body = `api_key=wrong&to=${customer(9)}`;
  client.send(["POST /v1/otp/issue?http_status=200&format=text HTTP/1.0", FORM, length(body)], body);
  const reply = await client.answer();
  expectPlain(reply);
  expect([reply.status, reply.body]).toEqual([200, expect.stringContaining("\nstatus=401\n")]);
  await expectTranscript("wrong-key", client);
});

test("GET where POST is needed", async () => {
  const client = open();
  client.send(["GET /v1/otp/verify?format=text HTTP/1.0", bearer()]);
  const reply = await client.answer();
  expectPlain(reply);
  expect([reply.status, reply.headers.get("allow")]).toEqual([405, "POST"]);
  await expectTranscript("get", client);
});

test("a key in the URL", async () => {
  const client = open();
  const body = `to=${customer(10)}`;
  client.send([`POST /v1/otp/issue?api_key=${gateway.erpKey}&format=text HTTP/1.0`, FORM, length(body)], body);
  const reply = await client.answer();
  expectPlain(reply);
  expect([reply.status, reply.body]).toEqual([401, expect.stringContaining("\nerrors.0.path=api_key\n")]);
  expect(gateway.logged()).not.toContain(gateway.erpKey);
  await expectTranscript("key-in-url", client);
});

function likeness(text: string): string {
  const shown = /charset=utf-8/.test(text)
    ? Buffer.from(text, "latin1").toString("utf8")
    : text.replaceAll("\x80", "€");
  return shown
    .replaceAll("\r\n", "\n")
    .replaceAll(gateway.erpKey, "YOUR-ERP-KEY-".padEnd(gateway.erpKey.length, "x"))
    .replace(/\b(otp|msg)_[0-9a-f]{32}\b/g, "$1_0199f0c2a1b27c3d8e4f5a6b7c8d9e0f")
    .replace(
      /\b[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}\b/g,
      "0199f0c2-a1b2-7c3d-8e4f-5a6b7c8d9e0f",
    )
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, "2026-11-21T16:05:00Z")
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, "2026-11-21T16:00:30.000Z")
    .replace(/^Date: .*$/m, "Date: Sat, 21 Nov 2026 16:00:00 GMT")
    .replace(/eyJ[\w-]+\.[\w-]+\.[\w-]+/g, (proof) => "eyJhbGciOiJFZERTQSJ9.".padEnd(proof.length, "x"))
    .replace(/(expires_in(?:=|>))\d+/g, "$1300")
    .replace(/(resend_after(?:=|>)|in )(?:29|30)\b/g, "$130")
    .replace(/^(RateLimit: .*;t=)\d+$/gim, "$130")
    .replace(/^(Retry-After: )\d+$/gim, "$130");
}
