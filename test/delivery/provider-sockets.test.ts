import type { lookup as dnsLookup, LookupAddress } from "node:dns";
import { once } from "node:events";
import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { afterEach, describe, expect, it } from "vitest";
import {
  createProviderSockets,
  type ProviderSockets,
  type ProviderSocketsOptions,
} from "../../src/delivery/provider-sockets.ts";
import { ioFor } from "../../src/delivery/try-send.ts";
import { createLog } from "../../src/kit/log.ts";
import { Stop } from "../../src/kit/stop.ts";
import { TransportError } from "../../src/providers/provider.ts";
import { sandbox } from "../../src/providers/sandbox/index.ts";
import { certificate } from "../support/certificate.ts";

const cleanUps: (() => Promise<unknown> | void)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

function providerSockets(options: Partial<ProviderSocketsOptions> = {}): ProviderSockets {
  const sockets = createProviderSockets({ allowPrivate: ["127.0.0.0/8", "::1/128"], ca: certificate.cert, ...options });
  cleanUps.push(() => sockets.close());
  return sockets;
}

/** Greets whoever connects, as the servers of SMTP do. */
async function greeting(tls: boolean): Promise<{ port: number; connections: () => number }> {
  let connections = 0;
  const greet = (socket: Socket): void => {
    connections += 1;
    socket.write("220 hello\r\n");
  };
  const server = tls ? createTlsServer(certificate, greet) : createServer(greet);
  return { port: await listen(server), connections: () => connections };
}

/** Reads what it gets and says nothing. */
async function silent(): Promise<number> {
  return listen(createServer((socket) => socket.resume()));
}

async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => {}).on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  cleanUps.push(async () => {
    const closed = once(server, "close");
    server.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  });
  return (server.address() as AddressInfo).port;
}

function resolvesTo(...addresses: LookupAddress[]): typeof dnsLookup {
  const stub = (_: string, __: unknown, callback: (error: null, addresses: LookupAddress[]) => void): void =>
    process.nextTick(callback, null, addresses);
  return stub as typeof dnsLookup;
}

const noLimit = () => ({ signal: new AbortController().signal });

async function failure(connection: Promise<unknown>): Promise<{ reason: string; sent: boolean }> {
  const error = await connection.then(
    () => expect.unreachable("it connected"),
    (error: unknown) => error,
  );
  expect(error).toBeInstanceOf(TransportError);
  const { reason, sent } = error as TransportError;
  return { reason, sent };
}

describe("a connection", () => {
  it.each([
    ["127.0.0.1", false],
    ["localhost", false],
    ["127.0.0.1", true],
    ["localhost", true],
  ])("to %s with TLS %s loses no byte of what the server says first", async (host, tls) => {
    const { port } = await greeting(tls);
    const socket = await providerSockets().connect({ host, port, tls }, noLimit());
    expect(String((await once(socket, "data"))[0])).toBe("220 hello\r\n");
  });

  it("that its user left alone ends without ending the process", async () => {
    const port = await listen(createServer((socket) => socket.on("data", () => socket.resetAndDestroy())));
    const socket = await providerSockets().connect({ host: "127.0.0.1", port, tls: false }, noLimit());
    const closed = new Promise((resolve) => socket.once("close", resolve));
    socket.write("x");
    expect(await closed).toBe(true);
  });
});

describe("no connection, and nothing sent,", () => {
  it("when it is refused", async () => {
    const port = await silent();
    await cleanUps.pop()?.();
    const connection = providerSockets().connect({ host: "127.0.0.1", port, tls: false }, noLimit());
    expect(await failure(connection)).toEqual({ reason: "refused", sent: false });
  });

  it("when the name does not exist", async () => {
    const connection = providerSockets().connect({ host: "nobody.invalid", port: 25, tls: false }, noLimit());
    expect(await failure(connection)).toEqual({ reason: "dns", sent: false });
  });

  it("when the certificate is nobody's we trust", async () => {
    const { port } = await greeting(true);
    const connection = providerSockets({ ca: undefined }).connect({ host: "localhost", port, tls: true }, noLimit());
    expect(await failure(connection)).toEqual({ reason: "tls", sent: false });
  });

  it("when the certificate is for another name", async () => {
    const { port } = await greeting(true);
    const lookup = resolvesTo({ address: "127.0.0.1", family: 4 });
    const connection = providerSockets({ lookup }).connect({ host: "smtp.example", port, tls: true }, noLimit());
    expect(await failure(connection)).toEqual({ reason: "tls", sent: false });
  });

  it("when the other side does not speak TLS", async () => {
    const { port } = await greeting(false);
    const connection = providerSockets().connect({ host: "127.0.0.1", port, tls: true }, noLimit());
    expect(await failure(connection)).toEqual({ reason: "tls", sent: false });
  });

  it("when the other side resets the TLS handshake", async () => {
    const port = await listen(createServer((socket) => socket.on("data", () => socket.resetAndDestroy())));
    const connection = providerSockets().connect({ host: "127.0.0.1", port, tls: true }, noLimit());
    expect(await failure(connection)).toEqual({ reason: "reset", sent: false });
  });

  it("when its time was up before it began", async () => {
    const { port, connections } = await greeting(false);
    const target = { host: "127.0.0.1", port, tls: false };
    const connection = providerSockets().connect(target, { signal: AbortSignal.abort() });
    expect(await failure(connection)).toEqual({ reason: "timeout", sent: false });
    expect(connections()).toBe(0);
  });

  it("when its time is up while the name is looked up", async () => {
    const budget = new AbortController();
    const lookup = (() => process.nextTick(() => budget.abort())) as unknown as typeof dnsLookup;
    const connection = providerSockets({ lookup }).connect({ host: "slow.example", port: 25, tls: false }, budget);
    expect(await failure(connection)).toEqual({ reason: "timeout", sent: false });
  });

  it("when its time is up in the middle of the TLS handshake", async () => {
    const budget = new AbortController();
    const port = await listen(createServer((socket) => socket.on("data", () => budget.abort())));
    const connection = providerSockets().connect({ host: "127.0.0.1", port, tls: true }, budget);
    expect(await failure(connection)).toEqual({ reason: "timeout", sent: false });
  });
});

describe("a target that is not allowed is refused and never connected to:", () => {
  const refused = { reason: "target_not_allowed", sent: false };

  it.each(["127.0.0.1", "::ffff:127.0.0.1", "localhost"])("loopback as %s", async (host) => {
    const { port, connections } = await greeting(false);
    const connection = providerSockets({ allowPrivate: [] }).connect({ host, port, tls: false }, noLimit());
    expect(await failure(connection)).toEqual(refused);
    expect(connections()).toBe(0);
  });

  it.each(["10.0.0.1", "192.168.1.1", "fd00::1", "169.254.169.254", "fe80::1"])("%s", async (host) => {
    expect(await failure(providerSockets().connect({ host, port: 25, tls: true }, noLimit()))).toEqual(refused);
  });

  it.each([false, true])("a public name that resolves to a private address, with TLS %s", async (tls) => {
    const { port, connections } = await greeting(tls);
    const lookup = resolvesTo({ address: "127.0.0.1", family: 4 });
    const sockets = providerSockets({ allowPrivate: [], lookup });
    expect(await failure(sockets.connect({ host: "evil.example", port, tls }, noLimit()))).toEqual(refused);
    expect(connections()).toBe(0);
  });

  it("the forbidden address among a name's several, while the allowed one is used", async () => {
    const { port } = await greeting(false);
    const lookup = resolvesTo({ address: "169.254.169.254", family: 4 }, { address: "127.0.0.1", family: 4 });
    const socket = await providerSockets({ lookup }).connect({ host: "mixed.example", port, tls: false }, noLimit());
    expect(socket.remoteAddress).toBe("127.0.0.1");
  });
});

describe("close()", () => {
  it("ends what is connected and what is still connecting, and lets nobody in afterwards", async () => {
    const sockets = providerSockets();
    const server = createServer();
    const target = { host: "127.0.0.1", port: await listen(server), tls: false };
    const socket = await sockets.connect(target, noLimit());
    const shakingHands = once(server, "connection").then(([peer]: Socket[]) => peer && once(peer, "data"));
    const connecting = failure(sockets.connect({ ...target, tls: true }, noLimit()));
    await shakingHands;
    sockets.close();
    await new Promise((resolve) => socket.once("close", resolve));
    expect(await connecting).toEqual({ reason: "closed", sent: false });
    expect(await failure(sockets.connect(target, noLimit()))).toEqual({ reason: "closed", sent: false });
  });
});

describe("what delivery lends an adapter", () => {
  const provider = {
    name: "sandbox",
    ownerId: "",
    kind: "sandbox",
    adapter: { ...sandbox, timeoutMs: () => 50 },
    settings: {},
    secrets: {},
    state: "on",
    updatedAt: 0,
  } as const;

  it("is a socket that ends with the try", async () => {
    const sockets = providerSockets();
    const tools = {
      http: () => expect.unreachable("no HTTP here"),
      connect: (...asked: Parameters<ProviderSockets["connect"]>) => sockets.connect(...asked),
      inbox: () => ({ put: () => Promise.resolve() }),
      log: createLog("silent"),
      stop: new Stop(),
    };
    const socket = await ioFor(provider, tools).connect({ host: "127.0.0.1", port: await silent(), tls: false });
    const [error] = (await once(socket, "error")) as [unknown];
    expect(error).toMatchObject({ reason: "timeout" });
    expect(socket.destroyed).toBe(true);
  });
});
