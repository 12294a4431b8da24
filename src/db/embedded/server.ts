import { once } from "node:events";
import net from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { isAlive } from "../../kit/process.ts";
import { StartError } from "../../start-error.ts";
import type { Binaries } from "./binaries.ts";
import { findPostmaster, makeShortDir, readPostmaster, removeShortDir, socketPath } from "./postmaster.ts";
import { handOver, run } from "./run.ts";
import { openServerLog } from "./server-log.ts";
import type { ServerUser } from "./server-user.ts";
import { serverSettings } from "./settings.ts";

/** A server on its way up. */
export interface Rising {
  readonly pid: () => number | undefined;
  readonly isGone: () => boolean;
  /** What it has logged so far. */
  readonly said: () => string;
  readonly close: () => void;
}

/** macOS has 104 bytes for a socket's path, Linux 108, and the last one is a zero. */
const longestSocketPath = 103;

export async function launch(options: {
  dataDir: string;
  directory: string;
  binaries: Binaries;
  user: ServerUser | undefined;
  tcp: boolean;
  settings: Readonly<Record<string, string>>;
}): Promise<Rising> {
  const { dataDir, directory, binaries, user, tcp } = options;
  const handed = handOver(directory, user);
  const port = tcp ? await freePort() : 5432;
  const isLong = Buffer.byteLength(socketPath(directory, port)) > longestSocketPath;
  const shortDir = !tcp && isLong ? makeShortDir(user) : undefined;
  const settings = {
    ...serverSettings,
    ...options.settings,
    port: String(port),
    listen_addresses: tcp ? "127.0.0.1" : "",
    unix_socket_directories: tcp ? "" : (shortDir ?? handed.path),
    unix_socket_permissions: "0700",
  };
  const given = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const log = openServerLog(dataDir);
  let failure: Error | undefined;
  let exited = false;
  try {
    if (process.platform === "win32") {
      // pg_ctl sheds an administrator's rights, which the server refuses to run with; and it returns at once.
      const starter = ["start", "-W", "-s", "-D", directory, "-l", log.file, "-o", given.map(quoted).join(" ")];
      await once(run(binaries.pgCtl, starter, { user, handed, output: "ignore", detached: true }), "exit");
      const pid = () => readPostmaster(directory)?.pid;
      const failed = () => log.read().includes("FATAL");
      return { pid, isGone: failed, said: () => log.read(), close: () => log.close() };
    }
    // A process group and session of its own: Ctrl-C is for the gateway, which needs its database to drain.
    const child = run(binaries.postgres, ["-D", handed.path, ...given], {
      user,
      handed,
      output: log.descriptor,
      detached: true,
    });
    child.once("error", (error) => (failure = error)).once("exit", () => (exited = true));
    child.unref();
    const isGone = () => {
      if (failure !== undefined) throw new StartError(`PostgreSQL could not be started: ${failure.message}`);
      if (exited && shortDir !== undefined) removeShortDir(shortDir);
      return exited;
    };
    return { pid: () => child.pid, isGone, said: () => log.read(), close: () => log.close() };
  } finally {
    handed.close();
  }
}

/** Fast shutdown, also of a server that is not our child. */
export async function stopServer(options: {
  directory: string;
  pid: number;
  binaries: Binaries;
  log: (line: string) => void;
}): Promise<void> {
  const { directory, pid, binaries, log } = options;
  const server = await findPostmaster(directory);
  if (server?.pid !== pid) return;
  if (process.platform === "win32") {
    // A signal would be a plain kill there.
    const handed = handOver(directory, undefined);
    const stopper = ["stop", "-s", "-m", "fast", "-W", "-D", directory];
    await once(run(binaries.pgCtl, stopper, { user: undefined, handed, output: "ignore", detached: false }), "exit");
  } else {
    process.kill(pid, "SIGINT");
  }
  if (!(await hasEnded(pid, 60_000)) && process.platform !== "win32") {
    log("PostgreSQL is slow to stop: it is ended at once, and recovers at its next start");
    process.kill(pid, "SIGQUIT");
    await hasEnded(pid, 10_000);
  }
  removeShortDir(server.socketDir);
}

async function hasEnded(pid: number, withinMs: number): Promise<boolean> {
  const until = Date.now() + withinMs;
  while (isAlive(pid)) {
    if (Date.now() > until) return false;
    await sleep(5);
  }
  return true;
}

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("a TCP server without a port");
  return address.port;
}

/** For pg_ctl, which passes its options on as one command line. */
function quoted(argument: string): string {
  return `"${argument}"`;
}
