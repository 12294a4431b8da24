import { once } from "node:events";
import * as fs from "node:fs";
import net from "node:net";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, inject, test } from "vitest";
import { isAlive } from "../../src/kit/process.ts";
import { inDatabase, urlOf } from "../support/database.ts";
import { type GatewayProcess, ProcessRoom } from "../support/process.ts";

let room: ProcessRoom;
beforeEach(() => {
  room = new ProcessRoom();
});
afterEach(() => room.cleanUp());

/** What an operator reads: one line, no stack, and the exit code of a failure. */
async function refusal(gateway: GatewayProcess): Promise<string> {
  expect(await gateway.exited).toEqual({ code: 1, signal: null });
  expect(gateway.stderr).toMatch(/^gerbang: [^\n]+\n$/);
  expect(gateway.stdout).not.toMatch(/ready on|gk_/);
  return gateway.stderr;
}

describe("a start that cannot work ends with one clear line", { timeout: 60_000 }, () => {
  test("a taken port is named, and costs nothing: the next start still shows the first keys", async () => {
    const other = net.createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const { port } = other.address() as net.AddressInfo;
    try {
      const line = await refusal(room.spawn({ env: { PORT: String(port) } }));
      expect(line).toContain(`PORT: 127.0.0.1:${port} is taken`);
      expect(fs.readdirSync(room.dataDir)).not.toContain("gateway.pid");
    } finally {
      other.close();
    }
    const gateway = await room.start({ env: { PORT: String(port) } });
    expect(gateway.url).toBe(`http://127.0.0.1:${port}`);
    expect((await gateway.call(gateway.adminKey, "/v1/balance")).json.available).toBe("100000");
    await gateway.stop();
  });

  test("every bad setting is named in the one line, and nothing of its value shown", async () => {
    const env = {
      PORT: "eighty",
      GATEWAY_SECRET: "not-a-master-key",
      BOOTSTRAP_ADMIN_KEY: "too-short-a-key",
      DEFAULT_COUNTRY: "Indonesia",
      TRUST_PROXY: "10.0.0.0/8, everybody",
      LOG_LEVEL: "loud",
    };
    const line = await refusal(room.spawn({ env }));
    for (const name of Object.keys(env)) expect(line).toContain(`${name}: `);
    expect(line).not.toContain("not-a-master-key");
    expect(line).not.toContain("too-short-a-key");
    expect(fs.existsSync(room.dataDir)).toBe(false);
  });

  test("DATABASE_URL without GATEWAY_SECRET names the missing one", async () => {
    const line = await refusal(room.spawn({ env: { DATABASE_URL: "postgres://gerbang@127.0.0.1/gerbang" } }));
    expect(line).toContain("GATEWAY_SECRET: is required with DATABASE_URL");
  });

  test("a database that does not answer, or is not there, is DATABASE_URL's line, without its password", async () => {
    const closed = net.createServer().listen(0, "127.0.0.1");
    await once(closed, "listening");
    const { port } = closed.address() as net.AddressInfo;
    closed.close();
    await once(closed, "close");
    const missing = urlOf(inDatabase(inject("database"), "no_such_database"));
    for (const url of [`postgres://gerbang:hunter2secret@127.0.0.1:${port}/gerbang`, missing]) {
      const env = { DATABASE_URL: url, GATEWAY_SECRET: "ab".repeat(32) };
      const line = await refusal(room.spawn({ env }));
      expect(line).toContain("DATABASE_URL: ");
      expect(line).not.toContain("hunter2secret");
    }
  });

  test("a DATA_DIR that cannot be made is named", async () => {
    const file = path.join(room.home, "file");
    fs.writeFileSync(file, "");
    const line = await refusal(room.spawn({ env: { DATA_DIR: path.join(file, "data") } }));
    expect(line).toContain("DATA_DIR: cannot use");
  });

  test("of two starts at once on one DATA_DIR exactly one runs; the other says which pid has it", async () => {
    const two = [room.spawn(), room.spawn()];
    const outcomes = await Promise.allSettled(two.map((gateway) => gateway.ready));
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const winner = two[outcomes.findIndex(({ status }) => status === "fulfilled")];
    const loser = two[outcomes.findIndex(({ status }) => status === "rejected")];
    if (winner === undefined || loser === undefined) throw new Error("neither");
    const line = await refusal(loser);
    expect(line).toContain(`another gateway (pid ${winner.child.pid}) already uses ${room.dataDir}`);
    expect(isAlive(winner.pid)).toBe(true);
    expect((await winner.call(winner.erpKey, "/v1/balance")).status).toBe(200);
    expect(await winner.stop()).toEqual({ code: 0, signal: null });
  });
});
