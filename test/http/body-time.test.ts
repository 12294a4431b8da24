import { connect, type Socket } from "node:net";
import type { Context } from "hono";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { BODY_MS } from "../../src/http/body-time.ts";
import { readBytes, readParts } from "../../src/http/body/bytes.ts";
import { listen, type HttpServer } from "../../src/http/server.ts";

const MOST = BODY_MS - 1;
let http: HttpServer;
let socket: Socket;
let heard: string;
/** Parts that the handler has seen. */
let seen: number;

/** Handlers of the three ways in which a body is read. */
const ways: Record<string, (c: Context) => Promise<unknown>> = {
  "/small": (c) => readBytes(c, 1000),
  "/upload": (c) => readBytes(c, 1000, true),
  async "/parts"(c) {
    for await (const part of readParts(c, 1000)) seen += part.byteLength;
  },
};

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  [heard, seen] = ["", 0];
  http = await listen({
    host: "127.0.0.1",
    port: 0,
    async fetch(request, env) {
      const { incoming } = env as { incoming: NodeJS.EventEmitter };
      const read = ways[new URL(request.url).pathname];
      const c = { env: { incoming }, req: { header: () => undefined } } as unknown as Context;
      const reading = read?.(c);
      incoming.on("data", () => (seen += 1));
      await reading;
      return new Response("done");
    },
  });
  socket = connect(Number(new URL(http.url).port), "127.0.0.1").setEncoding("utf8");
  socket.on("data", (text: string) => (heard += text));
});
afterEach(async () => {
  socket.destroy();
  const closed = http.close(100);
  await vi.advanceTimersByTimeAsync(100);
  await closed;
  vi.useRealTimers();
});

/** While the clock stands still: vitest's own waiting would move it. */
async function until(good: () => boolean): Promise<void> {
  while (!good()) await new Promise((resolve) => setImmediate(resolve));
}

/** Goes on once the server has read another part, or the connection has ended. */
async function send(text: string): Promise<void> {
  const before = seen;
  socket.write(text);
  await until(() => seen > before || heard !== "" || socket.destroyed);
}
const begin = (path: string) => send(`POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\na`);

test.each(["/upload", "/parts"])("%s may take as long as it goes on, and no longer", async (path) => {
  await begin(path);
  vi.advanceTimersByTime(MOST);
  await send("b");
  vi.advanceTimersByTime(MOST);
  expect(heard).toBe("");
  await send("c");
  await until(() => heard !== "");
  expect(heard).toMatch(/^HTTP\/1.1 200 /);
});

test.each(["/small", "/upload", "/parts"])("%s that stops coming is a 408", async (path) => {
  await begin(path);
  vi.advanceTimersByTime(MOST);
  expect(socket.destroyed).toBe(false);
  vi.advanceTimersByTime(1);
  await until(() => socket.destroyed);
  expect(heard).toMatch(/^HTTP\/1.1 408 /);
});

test("any other body must be there in the time, however it goes on", async () => {
  await begin("/small");
  vi.advanceTimersByTime(MOST);
  await send("b");
  vi.advanceTimersByTime(1);
  await until(() => socket.destroyed);
  expect(heard).toMatch(/^HTTP\/1.1 408 /);
});

test("work on a body that has come may take any time", async () => {
  await begin("/small");
  await send("bc");
  await until(() => heard !== "");
  vi.advanceTimersByTime(10 * BODY_MS);
  heard = "";
  await begin("/small");
  await send("bc");
  await until(() => heard !== "");
  expect(heard).toMatch(/^HTTP\/1.1 200 /);
});
