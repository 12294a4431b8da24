import * as fs from "node:fs";
import net from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isAlive } from "../../kit/process.ts";

/** What a running server says about itself in `postmaster.pid`. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  /** Empty with TCP. */
  readonly socketDir: string;
  /** "starting", "ready", "stopping"; crash recovery counts as starting. */
  readonly status: string;
}

export function readPostmaster(directory: string): Postmaster | undefined {
  try {
    const lines = fs.readFileSync(path.join(directory, "postmaster.pid"), "utf8").split("\n");
    const socketDir = lines[4] ?? "";
    return {
      pid: Number(lines[0]),
      port: Number(lines[3] ?? 0),
      // The server's own name for a directory it was handed; and its user may write this file, so nothing else is believed.
      socketDir: socketDir === "" || shortDir.test(socketDir) ? socketDir : directory,
      status: (lines[7] ?? "").trim(),
    };
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

/** The live server of this cluster. A pid proves nothing: it may be another program's by now, or another server's. */
export async function findPostmaster(directory: string): Promise<Postmaster | undefined> {
  const found = await readWritten(directory);
  if (found === undefined || !isAlive(found.pid)) return undefined;
  if (fs.existsSync("/proc/self/cwd")) return worksIn(found.pid, directory) ? found : undefined;
  return (await answers(found)) ? found : undefined;
}

/** A server makes the file and writes it a moment later; one that stays empty is left of a crash at that moment. */
async function readWritten(directory: string): Promise<Postmaster | undefined> {
  for (let tries = 0; tries < 200; tries += 1) {
    const found = readPostmaster(directory);
    if (found === undefined || found.pid > 0) return found;
    await sleep(5);
  }
  return undefined;
}

/** A server's working directory is its cluster. Where we may not look it is not ours, as we run as its user or root. */
function worksIn(pid: number, directory: string): boolean {
  try {
    const [there, here] = [fs.statSync(`/proc/${pid}/cwd`), fs.statSync(directory)];
    return there.ino === here.ino && there.dev === here.dev;
  } catch {
    return false;
  }
}

async function answers({ socketDir, port }: Postmaster): Promise<boolean> {
  const socket = socketDir === "" ? net.connect(port, "127.0.0.1") : net.connect(socketPath(socketDir, port));
  try {
    return await new Promise((resolve) => {
      socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    });
  } finally {
    socket.destroy();
  }
}

export function socketPath(directory: string, port: number): string {
  return path.join(directory, `.s.PGSQL.${port}`);
}

/**
 * PostgreSQL itself believes any live process with the old pid, even a zombie, and would refuse to start. What it
 * has beyond the file, a shared memory segment that its children still use, goes on protecting the data.
 */
export function removeRemains(directory: string): void {
  const old = readPostmaster(directory);
  if (old === undefined) return;
  fs.rmSync(path.join(directory, "postmaster.pid"), { force: true });
  for (const end of ["", ".lock"]) fs.rmSync(socketPath(directory, old.port) + end, { force: true });
  removeShortDir(old.socketDir);
}

/** Polls what `pg_ctl` polls: the last line of `postmaster.pid`. Ends with the server up or gone, or out of time. */
export async function waitUntilReady(
  directory: string,
  rising: { pid: () => number | undefined; isGone: () => boolean },
  until: number,
): Promise<Postmaster | "gone" | "late"> {
  for (;;) {
    if (rising.isGone()) return "gone";
    const now = readPostmaster(directory);
    if (now !== undefined && now.pid === rising.pid() && now.status === "ready") return now;
    if (Date.now() > until) return "late";
    await sleep(5);
  }
}

const shortDirs = "/tmp/gerbang-";
const shortDir = /^\/tmp\/gerbang-[A-Za-z0-9]{6}$/;

/**
 * A socket's path may have some hundred bytes. Where DATA_DIR alone is longer, the socket gets a private directory
 * with a short name; a random one, which nobody can occupy beforehand. `postmaster.pid` remembers it, and the
 * server touches what is in it every hour, so that cleaners of /tmp leave it alone.
 */
export function makeShortDir(owner: { uid: number; gid: number } | undefined): string {
  const directory = fs.mkdtempSync(shortDirs);
  if (owner !== undefined) fs.chownSync(directory, owner.uid, owner.gid);
  return directory;
}

export function removeShortDir(directory: string): void {
  if (shortDir.test(directory)) fs.rmSync(directory, { recursive: true, force: true });
}
