import { execFile } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import net from "node:net";
import { availableParallelism, loadavg } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isAlive } from "../../src/kit/process.ts";
import { type GatewayProcess, ProcessRoom, until } from "../support/process.ts";

const run = promisify(execFile);

/** One DATA_DIR through its life: the tests follow each other on purpose, as its starts do. */
describe("a gateway with its embedded database", { timeout: 60_000 }, () => {
  let room: ProcessRoom;
  let gateway: GatewayProcess;
  let keys: { admin: string; erp: string };

  beforeAll(async () => {
    room = new ProcessRoom();
    gateway = await room.start();
    keys = { admin: gateway.adminKey, erp: gateway.erpKey };
  });
  afterAll(() => room.cleanUp());

  const inDataDir = (name: string): string => path.join(room.dataDir, name);

  test("the first start shows both keys, and they work", async () => {
    for (const key of [keys.admin, keys.erp]) {
      const balance = await gateway.call(key, "/v1/balance");
      expect(balance.json).toMatchObject({ available: "100000", held: "0", total: "100000", currency: "IDR" });
    }
    expect((await gateway.call("", "/readyz")).status).toBe(200);
  });

  test("the banner's two curl lines work when pasted: the code issued is the code verified", async () => {
    const lines = gateway.stdout.split("\n").filter((line) => line.startsWith("curl "));
    expect(lines).toHaveLength(2);
    const [issue = "", verify = ""] = lines;
    const issued = await run("sh", ["-c", issue]);
    expect(JSON.parse(issued.stdout)).toMatchObject({ status: "pending", to: "+62812****7890", attempts_left: 5 });
    const verified = await run("sh", ["-c", verify]);
    expect(JSON.parse(verified.stdout)).toMatchObject({ valid: true, status: "verified", reason: null });
  });

  test("DATA_DIR holds the pid, and the secret for its owner alone", () => {
    expect(fs.readFileSync(inDataDir("gateway.pid"), "utf8")).toBe(`${gateway.child.pid}\n`);
    expect(fs.statSync(inDataDir("gateway.secret")).mode & 0o777).toBe(0o600);
    expect(fs.readdirSync(room.dataDir).sort()).toEqual(["gateway.pid", "gateway.secret", "pg", "postgres.log"]);
  });

  test("SIGTERM drains and exits 0; a second one changes nothing; nothing is left running", async () => {
    const database = await room.postmaster();
    const { pid } = gateway;
    // A delivery under way, so that there is something to drain.
    const issued = await gateway.call(keys.erp, "/v1/otp/issue", { to: "+6281200000003" });
    expect(issued.status).toBe(201);
    process.kill(pid, "SIGTERM");
    process.kill(pid, "SIGTERM");
    expect(await gateway.exited).toEqual({ code: 0, signal: null });
    expect(gateway.stderr).toBe("");
    expect(gateway.stdout.match(/"msg":"stopping"/g)).toHaveLength(1);
    expect(isAlive(database ?? 0)).toBe(false);
    expect(fs.readdirSync(room.dataDir).sort()).toEqual(["gateway.secret", "pg", "postgres.log"]);
  });

  test("the second start is ready within 3 s, shows no keys, and knows the first one's", async () => {
    gateway = await room.start();
    // It is about the gateway, not about what else runs: on a machine with more work than cores all takes longer.
    const queue = Math.max(1, loadavg()[0] ?? 1) / availableParallelism();
    expect(gateway.readyMs).toBeLessThan(3000 * Math.max(1, queue));
    expect(gateway.output).not.toMatch(/gk_(admin|erp)_/);
    expect((await gateway.call(keys.erp, "/v1/balance")).status).toBe(200);
  });

  test("a stop answers who waits, puts their message back, and waits for no connection that only stays open", async () => {
    const { hostname, port } = new URL(gateway.url);
    const silent = net.connect(Number(port), hostname);
    await once(silent, "connect");
    const answer = gateway.call(keys.erp, "/v1/otp/issue", { to: "+6281200010003", wait_ms: 10_000 });
    await until(async () => (await gateway.call(keys.erp, "/v1/balance")).json.held !== "0", "the message's hold");
    const began = performance.now();
    const stopped = gateway.stop();
    expect((await answer).status).toBe(201);
    expect(await stopped).toEqual({ code: 0, signal: null });
    expect(performance.now() - began).toBeLessThan(4000);
    silent.destroy();
  });

  test("under npm start, SIGTERM to the pid in gateway.pid drains and npm exits 0", async () => {
    gateway = await room.start({ via: "npm" });
    expect(gateway.pid).not.toBe(gateway.child.pid);
    expect(await gateway.stop()).toEqual({ code: 0, signal: null });
    expect(gateway.stdout).toContain('"msg":"stopped"');
    expect(await room.postmaster()).toBeUndefined();
  });

  test("under npm start, Ctrl-C drains too: the database is there until the gateway is done with it", async () => {
    gateway = await room.start({ via: "npm" });
    // What a terminal does: everybody in the group gets it.
    process.kill(-(gateway.child.pid ?? 0), "SIGINT");
    await gateway.exited;
    await until(() => !fs.existsSync(inDataDir("gateway.pid")), "the gateway to end");
    await until(async () => (await room.postmaster()) === undefined, "the database to end");
    expect(gateway.output).not.toMatch(/"level":"(warn|error|fatal)"/);
    expect(fs.readFileSync(inDataDir("postgres.log"), "utf8")).not.toMatch(/PANIC|not properly shut down/);
  });

  test("bootstrap keys are those of the first start: one that comes later is not taken", async () => {
    gateway = await room.start({ env: { BOOTSTRAP_ERP_KEY: "an-erp-key-that-came-too-late" } });
    expect((await gateway.call("an-erp-key-that-came-too-late", "/v1/balance")).status).toBe(401);
    expect((await gateway.call(keys.erp, "/v1/balance")).status).toBe(200);
    await gateway.stop();
  });
});
