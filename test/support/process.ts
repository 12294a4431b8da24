import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { findPostmaster } from "../../src/db/embedded/postmaster.ts";
import { connect, type Sql, type Tx } from "../../src/db/client.ts";
import { isAlive } from "../../src/kit/process.ts";
import { makeApiKey } from "../../src/tenants/api-key.ts";
import { roomForData } from "./database.ts";

const project = fileURLToPath(new URL("../..", import.meta.url));

export interface StartOptions {
  env?: Record<string, string>;
  /** Plain node by default, or as the README says. */
  via?: "node" | "npm";
}

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

export interface HttpReply {
  status: number;
  text: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- a test reads what it expects
  json: any;
}

/** A DATA_DIR with all that runs on it. Nothing of it outlives `cleanUp`. */
export class ProcessRoom {
  readonly home: string;
  readonly dataDir: string;
  readonly #processes: GatewayProcess[] = [];

  constructor() {
    // 0700, as a home directory may be.
    this.home = fs.mkdtempSync(path.join(roomForData(), "gerbang-process-"));
    this.dataDir = path.join(this.home, "data");
  }

  /** Starts a gateway and does not wait for it. Nothing of the tests' own environment goes along. */
  spawn({ env = {}, via = "node" }: StartOptions = {}): GatewayProcess {
    const [program, args] =
      via === "npm"
        ? ["npm", ["start", "--no-update-notifier"]]
        : [process.execPath, ["--import", "tsx", "src/main.ts"]];
    const child = spawn(program, args, {
      cwd: project,
      env: { PATH: process.env["PATH"], HOME: this.home, PORT: "0", DATA_DIR: this.dataDir, ...env },
      stdio: ["ignore", "pipe", "pipe"],
      // A process group of its own: npm's child can then be ended with it.
      detached: true,
    });
    const gateway = new GatewayProcess(child, env["DATA_DIR"] ?? this.dataDir);
    this.#processes.push(gateway);
    return gateway;
  }

  /** A gateway that is ready. */
  async start(options: StartOptions = {}): Promise<GatewayProcess> {
    const gateway = this.spawn(options);
    await gateway.ready;
    return gateway;
  }

  /** A connection to the embedded database, beside the gateway's own. */
  database(): Sql {
    const directory = path.join(this.dataDir, "pg");
    return connect({ host: directory, port: 5432, username: "gerbang", database: "gerbang" }, { max: 2 });
  }

  async postmaster(): Promise<number | undefined> {
    return (await findPostmaster(path.join(this.dataDir, "pg")))?.pid;
  }

  async cleanUp(): Promise<void> {
    await Promise.all(this.#processes.map((gateway) => gateway.kill()));
    const left = await this.postmaster();
    if (left !== undefined) {
      process.kill(left, "SIGQUIT");
      await until(() => !isAlive(left), "PostgreSQL to end");
    }
    fs.rmSync(this.home, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** One gateway process, as an operator would see it. */
export class GatewayProcess {
  readonly child: ChildProcess;
  readonly startedAt = performance.now();
  /** The address, from the banner; rejects when the process ends without one. */
  readonly ready: Promise<string>;
  readonly exited: Promise<Exit>;
  readonly #pidFile: string;
  stdout = "";
  stderr = "";
  url = "";
  /** Milliseconds from the process's start to its banner. */
  readyMs = 0;

  constructor(child: ChildProcess, dataDir: string) {
    this.child = child;
    this.#pidFile = path.join(dataDir, "gateway.pid");
    // `close`, not `exit`: by then everything it said has been read.
    this.exited = once(child, "close").then(([code, signal]) => ({ code, signal }));
    child.stderr?.setEncoding("utf8").on("data", (text: string) => (this.stderr += text));
    this.ready = new Promise((resolve, reject) => {
      child.stdout?.setEncoding("utf8").on("data", (text: string) => {
        this.stdout += text;
        const banner = /^Gerbang is ready on (\S+)$[\s\S]*^(?:curl .*\/verify.*|Keys were shown.*|Next: .*)$/m;
        const found = banner.exec(this.stdout);
        if (this.url !== "" || found === null) return;
        this.url = found[1] ?? "";
        this.readyMs = performance.now() - this.startedAt;
        resolve(this.url);
      });
      void this.exited.then(() => reject(new Error(`the gateway ended: ${this.stderr || this.stdout}`)));
    });
    this.ready.catch(() => undefined); // For those who wait for the end instead.
  }

  get output(): string {
    return this.stdout + this.stderr;
  }

  get adminKey(): string {
    return this.#key("admin");
  }

  get erpKey(): string {
    return this.#key("erp");
  }

  #key(role: string): string {
    const key = new RegExp(`^  ${role} +(\\S+)$`, "m").exec(this.stdout)?.[1];
    if (key === undefined) throw new Error(`no ${role} key in the banner`);
    return key;
  }

  /** The pid that `kill $(cat gateway.pid)` would use. */
  get pid(): number {
    return Number(fs.readFileSync(this.#pidFile, "utf8"));
  }

  signal(name: NodeJS.Signals): void {
    process.kill(this.pid, name);
  }

  /** As an operator stops it. */
  async stop(): Promise<Exit> {
    this.signal("SIGTERM");
    return this.exited;
  }

  /** As a power cut stops it; with what npm put between. */
  async kill(): Promise<void> {
    const { pid } = this.child;
    if (pid === undefined) return;
    try {
      process.kill(-pid, "SIGKILL");
    } catch {
      // The whole group has ended already.
    }
    await this.exited;
  }

  async call(key: string, path: string, body?: unknown, method?: string): Promise<HttpReply> {
    const response = await fetch(`${this.url}${path}`, {
      method: method ?? (body === undefined ? "GET" : "POST"),
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, text, json: text.startsWith("{") ? JSON.parse(text) : {} };
  }
}

/**
 * Changes configuration behind a gateway's back, as another replica would, and waits until this one works by it: a key
 * of the same commit is its proof.
 */
export async function reconfigure(gateway: GatewayProcess, sql: Sql, change: (tx: Tx) => Promise<unknown>) {
  const { id, key, hash } = makeApiKey("auditor");
  await sql.begin(async (tx) => {
    await change(tx);
    await tx`insert into api_keys (id, tenant_id, name, role, hash, created_at)
             select ${id}, id, 'of a test', 'auditor', ${hash}, now() from tenants where first`;
    await tx`update config_version set version = version + 1`;
    await tx`notify gerbang_config`;
  });
  await until(async () => (await gateway.call(key, "/v1/balance")).status === 200, "the new configuration");
}

/** Polls; the time is a deadline, not a wait. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  what: string,
  withinMs = 15_000,
): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`waited ${withinMs} ms for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
