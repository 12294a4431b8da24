import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { claimPidFile } from "../src/pid-file.ts";
import { StartError } from "../src/start-error.ts";

const isRoot = process.getuid?.() === 0;
const hasProc = existsSync("/proc/self/fd");

let directory: string;
let dataDir: string;
let file: string;
const children: ChildProcess[] = [];

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "gerbang-pid-"));
  dataDir = path.join(directory, "data");
  file = path.join(dataDir, "gateway.pid");
});

afterEach(async () => {
  for (const child of children.splice(0)) {
    child.kill("SIGKILL");
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  }
  await rm(directory, { recursive: true, force: true });
});

/** Another process that tries for the file when told to, says what came of it, and keeps what it got. */
async function contender(): Promise<{ pid: number; go: () => void; result: Promise<string> }> {
  const code = `
    const { claimPidFile } = await import(${JSON.stringify(new URL("../src/pid-file.ts", import.meta.url).href)});
    console.log("waiting");
    process.stdin.once("data", () => {
      claimPidFile(${JSON.stringify(dataDir)}).then(() => console.log("won"), (error) => console.log(error.message));
    });`;
  const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", code], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  children.push(child);
  const lines = child.stdout.setEncoding("utf8");
  await once(lines, "data");
  const result = once(lines, "data").then(([line]) => String(line).trim());
  return { pid: child.pid ?? 0, go: () => child.stdin.write("go\n"), result };
}

async function sleeper(): Promise<number> {
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1e6)"], { stdio: "ignore" });
  children.push(child);
  await once(child, "spawn");
  return child.pid ?? 0;
}

async function endedPid(): Promise<number> {
  const child = spawn(process.execPath, ["-e", ""], { stdio: "ignore" });
  await once(child, "exit");
  return child.pid ?? 0;
}

describe("the pid file", () => {
  test("holds the bare pid, fit for `kill $(cat …)`, and is removed on release", async () => {
    const claim = await claimPidFile(dataDir);
    expect(await readFile(file, "utf8")).toBe(`${process.pid}\n`);
    expect(await readdir(dataDir)).toEqual(["gateway.pid"]);
    await claim.release();
    await claim.release();
    expect(await readdir(dataDir)).toEqual([]);
  });

  test("makes DATA_DIR, closed to others, with its parents", async () => {
    dataDir = path.join(directory, "a", "b");
    await claimPidFile(dataDir);
    expect((await stat(dataDir)).mode & 0o777).toBe(0o700);
  });

  test("refuses a second gateway, with one line that names the first", async () => {
    const claim = await claimPidFile(dataDir);
    const again = await contender();
    again.go();
    expect(await again.result).toBe(`another gateway (pid ${process.pid}) already uses ${dataDir}`);
    await expect(claimPidFile(dataDir)).rejects.toThrow(StartError);
    expect(await readFile(file, "utf8")).toBe(`${process.pid}\n`);
    await claim.release();
    await claimPidFile(dataDir);
  });

  test("a killed gateway's file does not stop the next one", async () => {
    const gateway = await contender();
    gateway.go();
    expect(await gateway.result).toBe("won");
    expect(await readFile(file, "utf8")).toBe(`${gateway.pid}\n`);
    const killed = children.at(-1) as ChildProcess;
    killed.kill("SIGKILL");
    await once(killed, "exit");
    await claimPidFile(dataDir);
    expect(await readFile(file, "utf8")).toBe(`${process.pid}\n`);
  });

  test.each([
    ["a dead process's pid", endedPid],
    ["nothing", async () => ""],
    ["no number", async () => "gateway"],
    ["a pid that cannot be", async () => "-1"],
  ])("a file with %s in it is stale", async (_what, content) => {
    await mkdir(dataDir);
    await writeFile(file, `${await content()}\n`);
    await claimPidFile(dataDir);
    expect(await readFile(file, "utf8")).toBe(`${process.pid}\n`);
  });

  test.skipIf(!hasProc)("a pid that is another program's by now is stale, our own included", async () => {
    await mkdir(dataDir);
    for (const pid of [await sleeper(), process.pid, 1]) {
      await writeFile(file, `${pid}\n`);
      const claim = await claimPidFile(dataDir);
      expect(await readFile(file, "utf8")).toBe(`${process.pid}\n`);
      await claim.release();
    }
  });

  test("of many that find the same stale file at once, exactly one wins", async () => {
    await mkdir(dataDir);
    for (let round = 0; round < 20; round++) {
      await writeFile(file, `${await (round === 0 ? endedPid() : 999_999_999)}\n`);
      const claims = await Promise.allSettled(Array.from({ length: 8 }, () => claimPidFile(dataDir)));
      const won = claims.filter((claim) => claim.status === "fulfilled");
      expect(won).toHaveLength(1);
      expect(await readdir(dataDir)).toEqual(["gateway.pid"]);
      await won[0]?.value.release();
    }
  });

  test("of many processes that find the same stale file at once, exactly one wins", async () => {
    await mkdir(dataDir);
    await writeFile(file, `${await endedPid()}\n`);
    const contenders = await Promise.all(Array.from({ length: 4 }, contender));
    for (const { go } of contenders) go();
    const results = await Promise.all(contenders.map(({ result }) => result));
    const winner = contenders[results.indexOf("won")]?.pid;
    const refusal = `another gateway (pid ${winner}) already uses ${dataDir}`;
    expect(results.sort()).toEqual([refusal, refusal, refusal, "won"]);
  });

  test("release leaves another gateway's file alone", async () => {
    const claim = await claimPidFile(dataDir);
    await rm(file);
    await writeFile(file, "4321\n");
    await claim.release();
    expect(await readFile(file, "utf8")).toBe("4321\n");
  });

  test("a DATA_DIR that is a file is one clear line", async () => {
    await writeFile(dataDir, "");
    await expect(claimPidFile(dataDir)).rejects.toThrow(
      new StartError(`DATA_DIR: cannot use ${dataDir}: it is not a directory (EEXIST)`),
    );
  });

  test.skipIf(isRoot)("a DATA_DIR we may not write to is one clear line", async () => {
    await mkdir(dataDir);
    await chmod(dataDir, 0o500);
    await expect(claimPidFile(dataDir)).rejects.toThrow(
      new StartError(`DATA_DIR: cannot use ${dataDir}: permission denied (EACCES)`),
    );
  });
});
