import { connect, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listen, type HttpServer } from "../../src/http/server.ts";
import { issued, phone, putLimits } from "../support/erp.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";

/** The ERP's calls as old clients make them: bytes on a socket of a server that really listens. */
let gateway: TestGateway;
let server: HttpServer;
beforeAll(async () => {
  gateway = await startTestGateway();
  await putLimits(gateway);
  server = await listen({
    host: "127.0.0.1",
    port: 0,
    fetch: (request, env) => gateway.app.fetch(request, env),
  });
});
afterAll(async () => {
  await server.close(1000);
  await gateway.close();
});

interface RawReply {
  statusLine: string;
  headers: Map<string, string>;
  body: string;
}

function open(): Socket {
  const socket = connect(Number(new URL(server.url).port), "127.0.0.1");
  socket.on("error", () => undefined);
  return socket;
}

/** All that comes until the other side closes. */
function untilClosed(socket: Socket): Promise<string> {
  const parts: Buffer[] = [];
  socket.on("data", (part) => parts.push(part));
  return new Promise((resolve) => socket.once("close", () => resolve(Buffer.concat(parts).toString("utf8"))));
}

function parse(text: string): RawReply {
  const end = text.indexOf("\r\n\r\n");
  const [statusLine = "", ...lines] = text.slice(0, end).split("\r\n");
  const headers = new Map(lines.map((line) => line.split(/:\s*(.*)/s, 2) as [string, string]));
  return {
    statusLine,
    headers: new Map([...headers].map(([k, v]) => [k.toLowerCase(), v])),
    body: text.slice(end + 4),
  };
}

async function raw(head: string[], body = ""): Promise<RawReply> {
  const socket = open();
  const all = untilClosed(socket);
  const length = body === "" ? [] : [`Content-Length: ${Buffer.byteLength(body)}`];
  socket.write([...head, ...length, "", body].join("\r\n"));
  return parse(await all);
}

const form = "Content-Type: application/x-www-form-urlencoded";
const key = () => `X-API-Key: ${gateway.erpKey}`;

describe("HTTP/1.0", () => {
  test.each([
    ["with Host", ["Host: gateway.example"]],
    ["without Host", []],
  ])("%s: the two calls work, with a length and no chunks", async (_, host) => {
    const issue = await raw(
      ["POST /v1/otp/issue?format=text HTTP/1.0", ...host, form],
      `api_key=${gateway.erpKey}&to=${phone()}&code=123456`,
    );
    expect(issue.statusLine).toMatch(/^HTTP\/1\.[01] 201 /);
    expectLength(issue);
    const id = /^id=(\S+)$/m.exec(issue.body)?.[1];
    const verify = await raw(
      ["POST /v1/otp/verify?format=text HTTP/1.0", ...host, form],
      `api_key=${gateway.erpKey}&id=${id}&code=123456`,
    );
    expectLength(verify);
    expect(verify.body).toMatch(/^result=ok\nid=\S+\nvalid=true\n/);
  });

  test.each([
    "/v1/balance",
    "/v1/balance?format=xml",
    "/v1/otp/otp_1",
    "/nowhere",
    "/healthz",
    "/readyz",
    "/openapi.json",
    "/.well-known/jwks.json",
    "/docs",
  ])("GET %s has a length, is closed, and says no-store", async (path) => {
    const reply = await raw([`GET ${path} HTTP/1.0`, key()]);
    expectLength(reply);
    expect(reply.headers.get("cache-control")).toBe("no-store");
    expect(reply.headers.get("x-request-id")).toMatch(/./);
  });

  test("errors have a length too", async () => {
    const reply = await raw(["POST /v1/otp/issue HTTP/1.0", key(), "Content-Type: application/json"], "{broken");
    expect(reply.statusLine).toContain(" 400 ");
    expectLength(reply);
  });

  function expectLength(reply: RawReply) {
    expect(reply.headers.has("transfer-encoding"), JSON.stringify([...reply.headers])).toBe(false);
    expect(Number(reply.headers.get("content-length"))).toBe(Buffer.byteLength(reply.body));
  }
});

describe("HTTP/1.1", () => {
  const close = ["Host: x", "Connection: close"];

  test("HEAD has the length of GET and no body", async () => {
    const [head, get] = [
      await raw(["HEAD /v1/balance HTTP/1.1", ...close, key()]),
      await raw(["GET /v1/balance HTTP/1.1", ...close, key()]),
    ];
    expect(head.body).toBe("");
    expect(head.headers.get("content-length")).toBe(get.headers.get("content-length"));
  });

  test("two calls on one connection are answered one after the other", async () => {
    const socket = open();
    const all = untilClosed(socket);
    const body = `to=${phone()}&code=123456`;
    const first = ["POST /v1/otp/issue?format=text HTTP/1.1", "Host: x", key(), form, `Content-Length: ${body.length}`];
    socket.write([...first, "", body].join("\r\n"));
    socket.write(["GET /v1/balance?format=text HTTP/1.1", ...close, key(), "", ""].join("\r\n"));
    expect((await all).match(/result=ok/g)).toHaveLength(2);
  });

  test("after a refusal that read no body the connection goes on with the next request", async () => {
    const socket = open();
    const all = untilClosed(socket);
    const body = `to=${phone()}`;
    const first = [
      "POST /v1/otp/issue HTTP/1.1",
      "Host: x",
      "Content-Type: application/json",
      `Content-Length: ${body.length}`,
    ];
    socket.write([...first, "", body].join("\r\n"));
    socket.write(["GET /v1/balance HTTP/1.1", ...close, key(), "", ""].join("\r\n"));
    const text = await all;
    expect(text).toContain("HTTP/1.1 401");
    expect(text).toContain("HTTP/1.1 200");
  });

  const large = "x".repeat(200_000);

  test("413 reaches the client that declares too much and sends it", async () => {
    const reply = await raw(["POST /v1/otp/issue HTTP/1.1", ...close, key(), "Content-Type: application/json"], large);
    expect(reply.statusLine).toBe("HTTP/1.1 413 Payload Too Large");
    expect(JSON.parse(reply.body)).toMatchObject({ code: "payload_too_large" });
  });

  test("413 reaches the client that declares no length and is still sending", async () => {
    const socket = open();
    const all = untilClosed(socket);
    const head = [
      "POST /v1/otp/issue HTTP/1.1",
      "Host: x",
      key(),
      "Content-Type: application/json",
      "Transfer-Encoding: chunked",
    ];
    const chunk = `${(10_000).toString(16)}\r\n${"x".repeat(10_000)}\r\n`;
    const answered = new Promise<string>((resolve) => socket.once("data", (part) => resolve(part.toString())));
    socket.write([...head, "", chunk.repeat(7)].join("\r\n"));
    expect(await answered).toMatch(/^HTTP\/1\.1 413 /);
    // What it still had to say is heard out, and its next request is served.
    socket.write(`${chunk}0\r\n\r\n`);
    socket.write(["GET /v1/balance HTTP/1.1", ...close, key(), "", ""].join("\r\n"));
    expect(await all).toContain("HTTP/1.1 200 OK");
  });

  test("a body that ends too early does no harm: nothing is stored, the server goes on", async () => {
    const socket = open();
    const all = untilClosed(socket);
    const head = ["POST /v1/otp/issue HTTP/1.1", "Host: x", key(), form, "Content-Length: 1000"];
    socket.end([...head, "", `to=${phone()}`].join("\r\n"));
    expect(await all).not.toContain("201");
    await issued(gateway);
  });

  test.each([
    "/%",
    "/v1/otp/%zz",
    "/v1/otp/%00",
    "/v1/otp/%ff%fe",
    "/v1/otp/..%2f..%2fetc",
    "/v1/otp/" + "a".repeat(8000),
  ])("an odd address is a plain refusal: %s", async (path) => {
    const reply = await raw([`GET ${path.slice(0, 9000)} HTTP/1.1`, ...close, key()]);
    expect(reply.statusLine).toMatch(/^HTTP\/1\.1 4\d\d /);
  });

  test.each([
    ["two lengths", ["Content-Length: 5", "Content-Length: 6"]],
    ["a length and chunks", ["Content-Length: 5", "Transfer-Encoding: chunked"]],
    ["a negative length", ["Content-Length: -1"]],
    ["no Host", []],
  ])("what could be smuggled is refused: %s", async (what, lines) => {
    const socket = open();
    const all = untilClosed(socket);
    const host = what === "no Host" ? [] : ["Host: x"];
    socket.write(["POST /v1/otp/issue HTTP/1.1", ...host, key(), form, ...lines, "", "to=08"].join("\r\n"));
    expect(await all).toMatch(/^HTTP\/1\.1 400 /);
  });
});
