import { spawn, type ChildProcess } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { connect, type Sql } from "../src/db/client.ts";
import { startEmbedded } from "../src/db/embedded/index.ts";

import { parseMasterKey, type Keyring } from "../src/kit/secret.ts";
import { withNumberKey } from "../src/settings/number-key.ts";

/** The gateway as an operator starts it: a process of its own with its embedded PostgreSQL, every feature on. */
export interface BenchGateway {
  url: URL;
  erpKey: string;
  adminKey: string;
  sql: Sql;
  keyring: Keyring;
  /** Resident memory of the gateway's process, MiB. */
  memoryMb(): Promise<number>;
  stop(): Promise<void>;
}

/** `profileDir`: where the gateway leaves a CPU profile when it ends, for Chrome's or VS Code's viewer. */
export async function startBenchGateway(profileDir?: string): Promise<BenchGateway> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), "gerbang-bench-"));
  const erpKey = "bench-erp-key-0000000000";
  const adminKey = "bench-admin-key-00000000";
  const profiling = profileDir === undefined ? [] : ["--cpu-prof", `--cpu-prof-dir=${profileDir}`];
  const child = spawn(process.execPath, ["--max-semi-space-size=16", ...profiling, "--import", "tsx", "src/main.ts"], {
    env: {
      ...process.env,
      DATA_DIR: dataDir,
      PORT: "0",
      BOOTSTRAP_ERP_KEY: erpKey,
      BOOTSTRAP_ADMIN_KEY: adminKey,
      LOG_LEVEL: process.env["LOG_LEVEL"] ?? "info",
      DATABASE_URL: "",
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const url = await readyUrl(child);
  const { connection } = await startEmbedded({ dataDir });
  const sql = connect(connection, { max: 10 });
  const secret = parseMasterKey((await readFile(path.join(dataDir, "gateway.secret"), "utf8")).trim());
  if (secret === null) throw new Error("no master key in DATA_DIR");
  return {
    url,
    erpKey,
    adminKey,
    sql,
    keyring: await withNumberKey(sql, [secret]),
    async memoryMb() {
      const status = await readFile(`/proc/${child.pid}/status`, "utf8");
      return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? "0") / 1024);
    },
    async stop() {
      await sql.end({ timeout: 2 });
      const gone = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await gone;
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

function readyUrl(child: ChildProcess): Promise<URL> {
  return new Promise((resolve, reject) => {
    let said = "";
    const read = (part: Buffer): void => {
      said += part.toString();
      const found = /Gerbang is ready on (\S+)/.exec(said);
      if (found?.[1] === undefined) return;
      child.stdout?.off("data", read);
      child.stdout?.resume();
      resolve(new URL(found[1]));
    };
    child.stdout?.on("data", read);
    child.once("exit", () => reject(new Error(`the gateway did not start:\n${said}`)));
  });
}
