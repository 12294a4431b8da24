import { Hono } from "hono";
import { expect, test } from "vitest";
import type { Env } from "../../src/http/endpoint.ts";
import { streamedFile } from "../../src/http/stream.ts";
import type { Gateway } from "../../src/wire.ts";

/** A file of these parts, as a client gets it, and what was logged. */
async function fileOf(parts: AsyncIterable<string>): Promise<{ response: Response; logged: unknown[] }> {
  const logged: unknown[] = [];
  const gateway = { log: { error: (_: unknown, line: string) => logged.push(line) } } as unknown as Gateway;
  const app = new Hono<Env>();
  app.get("/", (c) => streamedFile(gateway, c, { name: "x.csv", contentType: "text/csv" }, parts));
  return { response: await app.request("/"), logged };
}

test("a file that breaks off is an error to its reader, not a short file", async () => {
  const { response, logged } = await fileOf(
    (async function* () {
      yield "first\n";
      await Promise.resolve();
      throw new Error("the database went away");
    })(),
  );
  expect(response.status).toBe(200);
  await expect(response.text()).rejects.toThrow();
  expect(logged).toEqual(["an export broke off"]);
});

test("whoever leaves while a part is made stops the work, and that is no error", async () => {
  let go = (): void => undefined;
  let asked = (): void => undefined;
  const second = new Promise<void>((resolve) => (asked = resolve));
  let ended = false;
  const { response, logged } = await fileOf(
    (async function* () {
      try {
        yield "first\n";
        asked();
        await new Promise<void>((resolve) => (go = resolve));
        yield "second\n";
      } finally {
        ended = true;
      }
    })(),
  );
  const reader = response.body?.getReader();
  await reader?.read();
  await second;
  const left = reader?.cancel();
  go();
  await left;
  expect([ended, logged]).toEqual([true, []]);
});
