import { randomBytes } from "node:crypto";
import * as fs from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isAlive } from "./process.ts";

export interface Claim {
  readonly release: () => void;
}

/**
 * Claims a file for as long as this process lives: the claim, or the pid of the live process that has it.
 *
 * The file holds the bare pid and nothing else, so that `kill $(cat file)` is safe. A dead holder's pid may be
 * another program's by now (always so in a container, where pids are small), so the pid alone proves nothing: the
 * holder keeps the file open, and where there is a /proc that is what we look for. Node has no `flock`.
 */
export async function claimFile(file: string): Promise<Claim | { readonly heldBy: number }> {
  // Written first and linked second: whoever finds the file finds a pid in it.
  const draft = `${file}.${process.pid}.${randomBytes(4).toString("hex")}`;
  // A descriptor, not a FileHandle: that one is closed when it is collected as garbage.
  const written = fs.openSync(draft, "wx", 0o644);
  try {
    fs.writeSync(written, `${process.pid}\n`);
    for (;;) {
      if (tryLink(draft, file)) return held(file);
      const holder = liveHolder(file);
      if (holder !== undefined) return { heldBy: holder };
      await removeStale(draft, file);
    }
  } finally {
    fs.rmSync(draft, { force: true });
    fs.closeSync(written);
  }
}

/** The live process that has a claim on the file, if there is one. */
export function holderOf(file: string): number | undefined {
  return liveHolder(file);
}

function held(file: string): Claim {
  // Opened by its final name, which is what /proc shows where inode numbers are not to be trusted (shared folders).
  const descriptor = fs.openSync(file, "r");
  const mine = fs.fstatSync(descriptor);
  let open = true;
  const release = () => {
    if (!open) return;
    open = false;
    const now = fs.statSync(file, { throwIfNoEntry: false });
    if (now?.ino === mine.ino && now.dev === mine.dev) fs.rmSync(file, { force: true });
    fs.closeSync(descriptor);
  };
  return { release };
}

/**
 * Two that find the same dead holder must not each remove "it": the slower would remove the faster one's new claim.
 * So the removal happens under a second claim, after a second look.
 */
async function removeStale(draft: string, file: string): Promise<void> {
  const lock = `${file}.lock`;
  if (tryLink(draft, lock)) {
    try {
      if (liveHolder(file) === undefined) fs.rmSync(file, { force: true });
    } finally {
      fs.rmSync(lock, { force: true });
    }
  } else if (liveHolder(lock) === undefined) {
    // Killed in the microseconds it held the lock.
    fs.rmSync(lock, { force: true });
  } else {
    await sleep(5);
  }
}

function tryLink(from: string, to: string): boolean {
  try {
    fs.linkSync(from, to);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

function liveHolder(file: string): number | undefined {
  let pid: number;
  let stat: fs.Stats;
  try {
    pid = Number.parseInt(fs.readFileSync(file, "utf8"), 10);
    stat = fs.statSync(file);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
  if (!isAlive(pid)) return undefined;
  return !fs.existsSync("/proc/self/fd") || hasOpen(pid, file, stat) ? pid : undefined;
}

function hasOpen(pid: number, file: string, stat: fs.Stats): boolean {
  const directory = `/proc/${pid}/fd`;
  let descriptors: string[];
  try {
    descriptors = fs.readdirSync(directory);
  } catch {
    // Not ours to look into. A holder made the file, so a process of somebody else's than the file is none.
    return userOf(pid) === stat.uid;
  }
  const name = path.join(fs.realpathSync(path.dirname(file)), path.basename(file));
  return descriptors.some((descriptor) => {
    try {
      if (fs.readlinkSync(`${directory}/${descriptor}`) === name) return true;
      const opened = fs.statSync(`${directory}/${descriptor}`);
      return opened.ino === stat.ino && opened.dev === stat.dev;
    } catch {
      return false; // Closed while we looked.
    }
  });
}

/** From `status`, because the owner of /proc/PID itself is root for a program with capabilities. */
function userOf(pid: number): number | undefined {
  try {
    const uid = /^Uid:\s+\d+\s+(\d+)/m.exec(fs.readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return uid === undefined ? undefined : Number(uid);
  } catch {
    return undefined;
  }
}
