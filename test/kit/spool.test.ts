import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { spooled } from "../../src/kit/spool.ts";

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "spool-"));
  vi.stubEnv("TMPDIR", directory);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(directory, { recursive: true });
});

async function* partsOf(count: number, said: string[] = []): AsyncGenerator<Uint8Array> {
  for (let n = 0; n < count; n += 1) yield Buffer.alloc(100_000, n);
  said.push("all taken");
}

test("everything is taken before the first part is handed on, and comes as it was", async () => {
  const said: string[] = [];
  const read: Uint8Array[] = [];
  for await (const part of spooled(partsOf(7, said))) {
    expect(said).toEqual(["all taken"]);
    expect(await readdir(directory)).toEqual([]);
    read.push(part);
  }
  const whole: Uint8Array[] = [];
  for await (const part of partsOf(7)) whole.push(part);
  expect(Buffer.concat(read).equals(Buffer.concat(whole))).toBe(true);
  expect(read.length).toBeGreaterThan(1);
});

test("a sender that breaks off is told, and leaves nothing", async () => {
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield Buffer.from("a");
    // While it is written the file has no name any more.
    expect(await readdir(directory)).toEqual([]);
    throw new Error("broke off");
  }
  await expect(spooled(broken()).next()).rejects.toThrow("broke off");
  expect(await readdir(directory)).toEqual([]);
});
