import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { readArgs, UsageError } from "../../src/cli/command.ts";
import { ExportProgress } from "../../src/cli/export-progress.ts";
import { exportMessagesCommand, unwritable } from "../../src/cli/messages-export.ts";
import { urlOf } from "../support/database.ts";
import { eventually, masterKey, startTestGateway, type TestGateway } from "../support/gateway.ts";

let gateway: TestGateway;
let directory: string;
let said: string;

beforeAll(async () => {
  gateway = await startTestGateway();
  directory = await mkdtemp(path.join(os.tmpdir(), "gerbang-test-"));
  for (const to of ["081234560010", "081234560011"]) {
    await gateway.request("/v1/otp/issue", { body: { to, wait_ms: 8000 } });
  }
  // Nothing changes between two exports any more.
  await eventually(
    () => gateway.admin("/v1/messages?status=read"),
    ({ json }) => json.data.length === 2,
  );
});
afterAll(async () => {
  await gateway.close();
  await rm(directory, { recursive: true });
});
beforeEach(() => {
  vi.stubEnv("DATABASE_URL", urlOf(gateway.database.connection));
  vi.stubEnv("GATEWAY_SECRET", masterKey.toString("hex"));
  vi.stubEnv("DATA_DIR", "/nonexistent/of-a-test");
  said = "";
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    said += String(text);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

const run = (...args: string[]) => exportMessagesCommand.run(readArgs(exportMessagesCommand, args));

describe("messages export", () => {
  test("writes the same file as the API, under its name once it is whole, and says how many", async () => {
    for (const format of ["csv", "ndjson"]) {
      const out = path.join(directory, `messages.${format}`);
      expect(await run("--format", format, "--out", out)).toBe(0);
      expect(await readFile(out, "utf8")).toBe((await gateway.admin(`/v1/messages.${format}`)).text);
      expect(existsSync(`${out}.part`)).toBe(false);
    }
    expect(said).toMatch(/2 messages, [\d,]+ a second, done/);
  });

  test("heeds a span of time; a time that is none is a mistake of the one who typed", async () => {
    const out = path.join(directory, "none.csv");
    expect(await run("--until", "2020-01-01", "--out", out)).toBe(0);
    expect((await readFile(out, "utf8")).trimEnd().split("\r\n")).toHaveLength(1);
    await expect(run("--from", "yesterday")).rejects.toThrow(UsageError);
  });

  test.each(["SIGINT", "SIGTERM"] as const)("stopped by %s, it leaves no file", async (signal) => {
    const out = path.join(directory, "stopped.csv");
    const running = run("--out", out);
    process.emit(signal);
    expect(await running).toBe(130);
    expect([existsSync(out), existsSync(`${out}.part`)]).toEqual([false, false]);
  });

  test("what can't be written is one clear line", async () => {
    const nowhere = path.join(directory, "no", "such.csv");
    await expect(run("--out", nowhere)).rejects.toThrow(
      `cannot write ${nowhere}: there is no such directory (ENOENT); no file is left`,
    );
    const full = Object.assign(new Error("write"), { code: "ENOSPC" });
    expect(unwritable("x.csv", full)?.message).toBe("cannot write x.csv: the disk is full (ENOSPC); no file is left");
    expect(unwritable("x.csv", new Error("other"))).toBeNull();
  });

  test("what is there and is no file is left as it is", async () => {
    const folder = path.join(directory, "folder");
    await mkdir(folder);
    await expect(run("--out", folder)).rejects.toThrow(UsageError);
    expect(existsSync(`${folder}.part`)).toBe(false);
  });
});

test("progress is said once a second: rows, how fast, and how much of the time is behind", () => {
  let now = 0;
  const lines: string[] = [];
  const progress = new ExportProgress({ oldest: 1000, newest: 2000 }, { write: (line) => lines.push(line) }, () => now);
  for (const [at, reached] of [
    [500, 1900],
    [1200, 1750],
    [1300, 1700],
    [2400, 1001],
  ] as const) {
    now = at;
    progress.wrote(1200, reached);
  }
  progress.done();
  expect(lines).toEqual([
    "2,400 messages, 2,000 a second, 25 %\n",
    "4,800 messages, 2,000 a second, 99 %\n",
    "4,800 messages, 2,000 a second, done\n",
  ]);
});
