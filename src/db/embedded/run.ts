import { spawn, type ChildProcess } from "node:child_process";
import * as fs from "node:fs";
import type { ServerUser } from "./server-user.ts";

/** PostgreSQL gets nothing of ours: the master key and the API keys may be in our environment. */
function environment(): Record<string, string> {
  const fixed = { LC_ALL: "C", TZ: "UTC", PATH: "/usr/local/bin:/usr/bin:/bin" };
  if (process.platform !== "win32") return fixed;
  const { SystemRoot = "C:\\Windows", TEMP = "", TMP = TEMP } = process.env;
  return { ...fixed, PATH: `${SystemRoot}\\System32`, SystemRoot, TEMP, TMP };
}

/** How PostgreSQL's processes name a directory of ours. */
export interface Handed {
  readonly path: string;
  /** To be their descriptor 3. */
  readonly descriptor: number | undefined;
  close(): void;
}

/**
 * Hands a directory to processes of another user. Under root's home they could not get to it by its path, and we
 * neither open other people's directories for that nor put the data elsewhere. So they get it as an open directory:
 * `/proc/self/fd/3` leads straight there, for them alone, and DATA_DIR may stay closed to everybody.
 */
export function handOver(directory: string, user: ServerUser | undefined): Handed {
  if (user === undefined || !fs.existsSync("/proc/self/fd")) {
    return { path: directory, descriptor: undefined, close: () => {} };
  }
  const descriptor = fs.openSync(directory, fs.constants.O_RDONLY | fs.constants.O_DIRECTORY);
  return { path: "/proc/self/fd/3", descriptor, close: () => fs.closeSync(descriptor) };
}

export function run(
  program: string,
  args: readonly string[],
  options: { user: ServerUser | undefined; handed: Handed; output: number | "pipe" | "ignore"; detached: boolean },
): ChildProcess {
  const { user, handed, output, detached } = options;
  return spawn(program, args, {
    cwd: process.platform === "win32" ? undefined : "/",
    env: environment(),
    detached,
    windowsHide: true,
    stdio: ["ignore", output, output, ...(handed.descriptor === undefined ? [] : [handed.descriptor])],
    ...user,
  });
}
