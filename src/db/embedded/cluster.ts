import * as fs from "node:fs";
import { once } from "node:events";
import path from "node:path";
import { directoryError, StartError } from "../../start-error.ts";
import type { Binaries } from "./binaries.ts";
import { handOver, run } from "./run.ts";
import { canReach, type ServerUser } from "./server-user.ts";

export const username = "gerbang";

/**
 * Makes `DATA_DIR/pg` if there is none. It is made as `pg.new-…`, flushed, and renamed: a `pg` is whole, and a `pg.new-…`
 * is what a killed start left, to be thrown away. Only one start at a time gets here.
 */
export async function ensureCluster(options: {
  dataDir: string;
  directory: string;
  binaries: Binaries;
  user: ServerUser | undefined;
  passwordFile: string | undefined;
  log: (line: string) => void;
}): Promise<void> {
  const { dataDir, directory, user, log } = options;
  removeDrafts(dataDir);
  if (fs.existsSync(path.join(directory, "PG_VERSION"))) {
    giveTo(directory, user);
    return;
  }
  if (fs.existsSync(directory) && fs.readdirSync(directory).length > 0) {
    throw new StartError(`DATA_DIR: ${directory} is there but holds no PostgreSQL database`);
  }
  const began = performance.now();
  // A name of its own: a killed start's initdb may live a moment longer and still write to the other.
  const draft = fs.mkdtempSync(`${directory}.new-`);
  giveTo(draft, user);
  if (user !== undefined && !fs.existsSync("/proc/self/fd")) openTheWay(dataDir, draft, user);
  await initdb(draft, options);
  fs.rmSync(directory, { recursive: true, force: true });
  fs.renameSync(draft, directory);
  flush(dataDir);
  log(`made a PostgreSQL cluster in ${directory} (${Math.round(performance.now() - began)} ms)`);
}

async function initdb(draft: string, options: Parameters<typeof ensureCluster>[0]): Promise<void> {
  const { dataDir, binaries, user, passwordFile } = options;
  const handed = handOver(draft, user);
  try {
    const args = [
      `--pgdata=${handed.path}`,
      `--username=${username}`,
      "--encoding=UTF8",
      // The machine's locales differ and change with its C library, which breaks indexes; this one is PostgreSQL's own.
      "--locale=C",
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
      "--no-instructions",
      // A socket needs no password: it lies in the cluster's directory, which PostgreSQL insists is 0700, so only
      // root and the server's own user get to it, and those two can read the data files anyway.
      ...(passwordFile === undefined ? ["--auth=trust"] : ["--auth=scram-sha-256", `--pwfile=${passwordFile}`]),
    ];
    // Not detached: Ctrl-C may end it, since what it leaves is done again.
    const child = run(binaries.initdb, args, { user, handed, output: "pipe", detached: false });
    let output = "";
    child.stdout?.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.stderr?.on("data", (chunk: Buffer) => (output += chunk.toString()));
    const [code] = (await once(child, "close")) as [number | null];
    if (code !== 0) {
      const last = output
        .trim()
        .split("\n")
        .filter((line) => /error|fatal|could not/i.test(line));
      throw directoryError(dataDir, output) ?? new StartError(`initdb failed: ${last.join(" | ") || `exit ${code}`}`);
    }
  } catch (error) {
    fs.rmSync(draft, { recursive: true, force: true });
    if (error instanceof StartError) throw error;
    throw new StartError(`initdb could not be started: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    handed.close();
  }
}

function removeDrafts(dataDir: string): void {
  for (const name of fs.readdirSync(dataDir)) {
    if (name.startsWith("pg.new-"))
      fs.rmSync(path.join(dataDir, name), { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Also mends a cluster that root restored from a backup, or copied: other people's files, other modes. */
function giveTo(directory: string, user: ServerUser | undefined): void {
  const stat = fs.statSync(directory);
  const me = process.getuid?.();
  if (user === undefined && me !== undefined && stat.uid !== me) {
    throw new StartError(
      `DATA_DIR: ${directory} belongs to another user (uid ${stat.uid}): start as that one, or as root`,
    );
  }
  if (process.platform === "win32") return;
  if (user !== undefined && stat.uid !== user.uid) {
    for (const name of fs.readdirSync(directory, { recursive: true, encoding: "utf8" })) {
      fs.lchownSync(path.join(directory, name), user.uid, user.gid);
    }
    fs.chownSync(directory, user.uid, user.gid);
  }
  if ((stat.mode & 0o777) !== 0o700) fs.chmodSync(directory, 0o700);
}

/** Root where there is no /proc (macOS): DATA_DIR is made traversable, though not readable; above it nothing is ours. */
function openTheWay(dataDir: string, directory: string, user: ServerUser): void {
  fs.chmodSync(dataDir, fs.statSync(dataDir).mode | 0o001);
  if (canReach(user, directory)) return;
  throw new StartError(`DATA_DIR: PostgreSQL's user (uid ${user.uid}) cannot get to ${dataDir}: start as another user`);
}

function flush(directory: string): void {
  if (process.platform === "win32") return;
  const descriptor = fs.openSync(directory, "r");
  fs.fsyncSync(descriptor);
  fs.closeSync(descriptor);
}
