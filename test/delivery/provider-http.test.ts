import { createServer, type Server } from "node:http";
import { createServer as createTcpServer, type AddressInfo, type Server as TcpServer, type Socket } from "node:net";
import type { lookup as dnsLookup, LookupAddress } from "node:dns";
import { afterEach, describe, expect, it } from "vitest";
import { createProviderHttp, type ProviderHttp, type ProviderHttpOptions } from "../../src/delivery/provider-http.ts";
import { TransportError, type HttpRequest } from "../../src/providers/provider.ts";
import { startMetaServer, type MetaServer } from "../support/meta-server.ts";

const loopback = ["127.0.0.0/8", "::1/128"];
const cleanUps: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

function providerHttp(options: Partial<ProviderHttpOptions> = {}): ProviderHttp {
  const http = createProviderHttp({ allowPrivate: loopback, ...options });
  cleanUps.push(() => http.close());
  return http;
}

async function metaServer(): Promise<MetaServer> {
  const meta = await startMetaServer();
  cleanUps.push(() => meta.close());
  return meta;
}

async function listen(server: Server | TcpServer): Promise<number> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  cleanUps.push(async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of sockets) socket.destroy();
    await closed;
  });
  return (server.address() as AddressInfo).port;
}

/** A server that speaks bytes: `onData` once something of the request came. */
async function tcp(onData: (socket: Socket) => void): Promise<{ url: string; connections: () => number }> {
  let connections = 0;
  const port = await listen(
    createTcpServer((socket) => {
      connections += 1;
      socket.on("data", () => onData(socket));
    }),
  );
  return { url: `http://127.0.0.1:${port}/`, connections: () => connections };
}

function resolvesTo(...answers: LookupAddress[][]): typeof dnsLookup {
  const stub = (
    _host: string,
    _options: unknown,
    callback: (error: null, addresses: LookupAddress[]) => void,
  ): void => {
    process.nextTick(callback, null, answers.length > 1 ? answers.shift() : answers[0]);
  };
  return stub as typeof dnsLookup;
}

const post = (url: string): HttpRequest => ({
  method: "POST",
  url,
  headers: { "content-type": "application/json" },
  body: "{}",
});
const noLimit = () => ({ signal: new AbortController().signal });

async function failure(answer: Promise<unknown>): Promise<{ reason: string; sent: boolean }> {
  const error = await answer.then(
    () => expect.unreachable("an answer came"),
    (error: unknown) => error,
  );
  expect(error).toBeInstanceOf(TransportError);
  const { reason, sent } = error as TransportError;
  return { reason, sent };
}

/** A message that the fake Cloud API takes. */
function message(meta: MetaServer): HttpRequest {
  const parameters = [{ type: "text", text: "481516" }];
  return {
    method: "POST",
    url: `${meta.baseUrl}/v24.0/${meta.phoneNumberId}/messages`,
    headers: { authorization: `Bearer ${meta.accessToken}`, "content-type": "application/json" },
    body: JSON.stringify({
      messaging_product: "whatsapp",
      to: "+6281100000001",
      type: "template",
      template: {
        name: "otp_login",
        language: { code: "id" },
        components: [
          { type: "body", parameters },
          { type: "button", sub_type: "url", index: "0", parameters },
        ],
      },
    }),
  };
}

describe("an answer", () => {
  it("comes with status, lower-case headers and text", async () => {
    const meta = await metaServer();
    meta.next({ raw: "déjà vu", status: 418, headers: { "Retry-After": "7" } });
    const answer = await providerHttp().request(message(meta), noLimit());
    expect(answer).toMatchObject({ status: 418, text: "déjà vu", headers: { "retry-after": "7" } });
    expect(meta.requests[0]?.headers).toMatchObject({
      authorization: "Bearer EAAsample-token",
      "content-type": "application/json",
    });
  });

  it("is the redirect itself, which is not followed", async () => {
    const meta = await metaServer();
    meta.next({ raw: "", status: 307, headers: { location: `${meta.baseUrl}/v24.0/${meta.phoneNumberId}/messages` } });
    expect(await providerHttp().request(message(meta), noLimit())).toMatchObject({ status: 307 });
    expect(meta.received).toBe(1);
  });

  it("keeps the connection for the next request", async () => {
    let connections = 0;
    const server = createServer((request, response) => request.resume().on("end", () => response.end("ok")));
    server.on("connection", () => (connections += 1));
    const url = `http://127.0.0.1:${await listen(server)}/`;
    const http = providerHttp();
    for (let i = 0; i < 10; i++) expect(await http.request(post(url), noLimit())).toMatchObject({ text: "ok" });
    // Not one: undici rests a connection for a turn of the event loop after an answer.
    expect(connections).toBeLessThanOrEqual(2);
  });

  it("of 64 KiB is read, of one byte more is too large", async () => {
    const meta = await metaServer();
    const http = providerHttp();
    meta.next({ raw: "x".repeat(65_536), status: 200 }, { raw: "x".repeat(65_537), status: 200 });
    expect((await http.request(message(meta), noLimit())).text).toHaveLength(65_536);
    expect(await failure(http.request(message(meta), noLimit()))).toEqual({ reason: "too_large", sent: true });
  });

  it("without an end is cut off at 64 KiB", async () => {
    const server = createServer((_request, response) => {
      const pour = (): void => {
        while (!response.destroyed && response.write("x".repeat(16_384)));
      };
      response.on("drain", pour);
      pour();
    });
    const url = `http://127.0.0.1:${await listen(server)}/`;
    expect(await failure(providerHttp().request(post(url), noLimit()))).toEqual({ reason: "too_large", sent: true });
  });
});

describe("a request that never left is not sent", () => {
  it("when the connection is refused", async () => {
    const server = createTcpServer();
    const port = await listen(server);
    await cleanUps.pop()?.();
    const url = `http://127.0.0.1:${port}/`;
    expect(await failure(providerHttp().request(post(url), noLimit()))).toEqual({ reason: "refused", sent: false });
  });

  it("nor are those that waited behind it for the one connection", async () => {
    const server = createTcpServer();
    const port = await listen(server);
    await cleanUps.pop()?.();
    const http = providerHttp({ connectionsPerOrigin: 1 });
    const requests = Array.from({ length: 5 }, () =>
      failure(http.request(post(`http://127.0.0.1:${port}/`), noLimit())),
    );
    for (const request of requests) expect(await request).toEqual({ reason: "refused", sent: false });
  });

  it("when the name does not exist", async () => {
    const request = providerHttp().request(post("http://nobody.invalid/"), noLimit());
    expect(await failure(request)).toEqual({ reason: "dns", sent: false });
  });

  it("when its time was up before it began", async () => {
    const meta = await metaServer();
    const request = providerHttp().request(message(meta), { signal: AbortSignal.abort() });
    expect(await failure(request)).toEqual({ reason: "timeout", sent: false });
    expect(meta.received).toBe(0);
  });

  it("when its time is up while the name is looked up", async () => {
    const budget = new AbortController();
    const lookup = (() => budget.abort()) as unknown as typeof dnsLookup;
    const request = providerHttp({ lookup }).request(post("http://slow.example/"), budget);
    expect(await failure(request)).toEqual({ reason: "timeout", sent: false });
  });

  it("when its time is up in the middle of the TLS handshake", async () => {
    const budget = new AbortController();
    const { url } = await tcp(() => budget.abort());
    const request = providerHttp().request(post(url.replace("http:", "https:")), budget);
    expect(await failure(request)).toEqual({ reason: "timeout", sent: false });
  });

  it("when the other side does not speak TLS", async () => {
    const { url } = await tcp((socket) => socket.end("HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n"));
    const request = providerHttp().request(post(url.replace("http:", "https:")), noLimit());
    expect(await failure(request)).toEqual({ reason: "tls", sent: false });
  });

  it("when the other side resets the TLS handshake", async () => {
    const { url } = await tcp((socket) => socket.resetAndDestroy());
    const request = providerHttp().request(post(url.replace("http:", "https:")), noLimit());
    expect(await failure(request)).toEqual({ reason: "reset", sent: false });
  });

  it("when its time is up while it waits for a free connection, nor is it sent later", async () => {
    const meta = await metaServer();
    const http = providerHttp({ connectionsPerOrigin: 1 });
    meta.next("hang");
    const first = new AbortController();
    const second = new AbortController();
    const hanging = failure(http.request(message(meta), first));
    await meta.untilReceived(1);
    const queued = failure(http.request(message(meta), second));
    second.abort();
    expect(await queued).toEqual({ reason: "timeout", sent: false });
    first.abort();
    expect(await hanging).toEqual({ reason: "timeout", sent: true });
    expect(await http.request(message(meta), noLimit())).toMatchObject({ status: 200 });
    expect(meta.received).toBe(2);
  });

  it("when its time is up while connecting, and the connection then serves another", async () => {
    const meta = await metaServer();
    const port = new URL(meta.baseUrl).port;
    const asked = withResolvers();
    let answerLookup = (): void => {};
    const lookup = ((_host: string, _options: unknown, callback: (error: null, addresses: LookupAddress[]) => void) => {
      answerLookup = () => callback(null, [{ address: "127.0.0.1", family: 4 }]);
      asked.resolve();
    }) as unknown as typeof dnsLookup;
    const http = providerHttp({ connectionsPerOrigin: 1, lookup });
    const byName = { ...message(meta), url: message(meta).url.replace(meta.baseUrl, `http://meta.example:${port}`) };
    const budget = new AbortController();
    const late = failure(http.request(byName, budget));
    await asked.promise;
    const patient = http.request(byName, noLimit());
    budget.abort();
    expect(await late).toEqual({ reason: "timeout", sent: false });
    answerLookup();
    expect(await patient).toMatchObject({ status: 200 });
    expect(meta.received).toBe(1);
  });
});

describe("a request that may have arrived is sent", () => {
  it("when no answer comes in time", async () => {
    const meta = await metaServer();
    meta.next("hang");
    const budget = new AbortController();
    const request = failure(providerHttp().request(message(meta), budget));
    await meta.untilReceived(1);
    budget.abort();
    expect(await request).toEqual({ reason: "timeout", sent: true });
  });

  it("when the answer begins and its time is up", async () => {
    const budget = new AbortController();
    const { url } = await tcp((socket) =>
      socket.write("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc", () => budget.abort()),
    );
    expect(await failure(providerHttp().request(post(url), budget))).toEqual({ reason: "timeout", sent: true });
  });

  it.each(["reset", "half_closed"] as const)("when the answer ends in: %s", async (answer) => {
    const meta = await metaServer();
    meta.next(answer);
    expect(await failure(providerHttp().request(message(meta), noLimit()))).toEqual({ reason: "reset", sent: true });
    expect(meta.received).toBe(1);
  });

  it("when the answer is reset in its middle", async () => {
    const { url } = await tcp((socket) =>
      socket.write("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc", () => socket.resetAndDestroy()),
    );
    expect(await failure(providerHttp().request(post(url), noLimit()))).toEqual({ reason: "reset", sent: true });
  });

  it("when the server closes without a word", async () => {
    const { url, connections } = await tcp((socket) => socket.end());
    expect(await failure(providerHttp().request(post(url), noLimit()))).toEqual({ reason: "reset", sent: true });
    expect(connections()).toBe(1);
  });

  it("when the answer is not HTTP, and what it was goes nowhere", async () => {
    const meta = await metaServer();
    meta.next("garbled");
    const error: unknown = await providerHttp()
      .request(message(meta), noLimit())
      .catch((error: unknown) => error);
    expect(error).toMatchObject({ reason: "garbled", sent: true });
    expect((error as TransportError).cause).toBeUndefined();
  });

  it("once only, also when a kept connection breaks under it", async () => {
    // The first request is answered; the second finds the socket reset under it. Nothing is tried again in silence.
    let requests = 0;
    const { url, connections } = await tcp((socket) => {
      requests += 1;
      if (requests === 1) socket.write("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
      else socket.resetAndDestroy();
    });
    const http = providerHttp({ connectionsPerOrigin: 1 });
    await http.request(post(url), noLimit());
    expect(await failure(http.request(post(url), noLimit()))).toEqual({ reason: "reset", sent: true });
    expect({ requests, connections: connections() }).toEqual({ requests: 2, connections: 1 });
  });

  it("when the gateway closes meanwhile, which does not wait for it", async () => {
    const meta = await metaServer();
    meta.next("hang");
    const http = providerHttp();
    const request = failure(http.request(message(meta), noLimit()));
    await meta.untilReceived(1);
    await http.close();
    expect(await request).toEqual({ reason: "closed", sent: true });
  });
});

describe("a target that is not allowed is refused and never connected to", () => {
  const refused = { reason: "target_not_allowed", sent: false };

  it.each(["127.0.0.1", "[::ffff:127.0.0.1]", "localhost", "2130706433", "0x7f.1"])("loopback as %s", async (host) => {
    const { url, connections } = await tcp((socket) => socket.end());
    const target = url.replace("127.0.0.1", host);
    expect(await failure(providerHttp({ allowPrivate: [] }).request(post(target), noLimit()))).toEqual(refused);
    expect(connections()).toBe(0);
  });

  it.each(["10.0.0.1", "192.168.1.1", "100.64.0.1", "[fd00::1]", "0.0.0.0", "169.254.169.254", "[fe80::1]"])(
    "%s",
    async (host) => {
      expect(await failure(providerHttp().request(post(`http://${host}/`), noLimit()))).toEqual(refused);
    },
  );

  it("the metadata service, even when it is listed", async () => {
    const http = providerHttp({ allowPrivate: ["0.0.0.0/0", "169.254.0.0/16"] });
    expect(await failure(http.request(post("http://169.254.169.254/latest"), noLimit()))).toEqual(refused);
  });

  it("a public name that resolves to a private address", async () => {
    const lookup = resolvesTo([{ address: "127.0.0.1", family: 4 }]);
    const { url, connections } = await tcp((socket) => socket.end());
    const http = providerHttp({ allowPrivate: [], lookup });
    expect(await failure(http.request(post(url.replace("127.0.0.1", "evil.example")), noLimit()))).toEqual(refused);
    expect(connections()).toBe(0);
  });

  it("a name that resolves to something else at the next connection", async () => {
    const lookup = resolvesTo([{ address: "127.0.0.1", family: 4 }], [{ address: "10.0.0.1", family: 4 }]);
    const { url } = await tcp((socket) =>
      socket.end("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"),
    );
    const http = providerHttp({ lookup });
    const rebinding = post(url.replace("127.0.0.1", "rebind.example"));
    expect(await http.request(rebinding, noLimit())).toMatchObject({ status: 200 });
    expect(await failure(http.request(rebinding, noLimit()))).toEqual(refused);
  });

  it("the forbidden address among a name's several, while the allowed one is used", async () => {
    const lookup = resolvesTo([
      { address: "169.254.169.254", family: 4 },
      { address: "127.0.0.1", family: 4 },
    ]);
    const meta = await metaServer();
    const request = message(meta);
    const target = { ...request, url: request.url.replace("127.0.0.1", "mixed.example") };
    expect(await providerHttp({ lookup }).request(target, noLimit())).toMatchObject({ status: 200 });
  });
});

describe("what is listed may be reached", () => {
  it.each(["127.0.0.1", "localhost"])("%s", async (host) => {
    const meta = await metaServer();
    const request = message(meta);
    const target = { ...request, url: request.url.replace("127.0.0.1", host) };
    expect(await providerHttp().request(target, noLimit())).toMatchObject({ status: 200 });
  });
});

describe("a bug in a request stays loud", () => {
  it("as an error that is no TransportError and does not repeat the URL", async () => {
    const http = providerHttp();
    for (const url of ["not a url?key=secret", "ftp://127.0.0.1/secret"]) {
      const error: unknown = await http.request(post(url), noLimit()).catch((error: unknown) => error);
      expect(error).toBeInstanceOf(TypeError);
      expect(String(error)).not.toContain("secret");
    }
    const request = http.request({ ...post("http://127.0.0.1:1/"), headers: { authorization: "a\nb" } }, noLimit());
    await expect(request).rejects.not.toBeInstanceOf(TransportError);
  });
});

it("close() ends although a connection is still being made", async () => {
  const { promise: reached, resolve: reach } = withResolvers();
  const { url } = await tcp(reach);
  const http = createProviderHttp({ allowPrivate: loopback });
  const request = failure(http.request(post(url.replace("http:", "https:")), noLimit()));
  await reached;
  await http.close();
  expect(await request).toEqual({ reason: "closed", sent: false });
  expect(await failure(http.request(post(url), noLimit()))).toEqual({ reason: "closed", sent: false });
});

function withResolvers(): { promise: Promise<void>; resolve: () => void } {
  let resolve: () => void = () => {};
  const promise = new Promise<void>((done) => (resolve = done));
  return { promise, resolve };
}
