import { execFile } from "node:child_process";
import * as fs from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type GatewayProcess, ProcessRoom, until } from "../support/process.ts";

interface Outcome {
  code: number;
  stdout: string;
  stderr: string;
}

/** The command line beside a gateway with an embedded database, and without one. */
describe("gerbang, on an embedded installation", { timeout: 60_000 }, () => {
  let room: ProcessRoom;
  let gateway: GatewayProcess;

  beforeAll(async () => {
    room = new ProcessRoom();
    gateway = await room.start();
  });
  afterAll(() => room.cleanUp());

  function gerbang(...args: string[]): Promise<Outcome> {
    const env = { PATH: process.env["PATH"], HOME: room.home, DATA_DIR: room.dataDir };
    return new Promise((resolve) => {
      execFile(process.execPath, ["bin/gerbang.js", ...args], { env }, (error, stdout, stderr) => {
        resolve({ code: typeof error?.code === "number" ? error.code : 0, stdout, stderr });
      });
    });
  }

  test("a key made beside a running gateway works there within a second, and its database stays up", async () => {
    const postmaster = await room.postmaster();
    const { code, stdout, stderr } = await gerbang("key", "create", "--role", "erp");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const key = /gk_erp_\S+/.exec(stdout)?.[0] ?? "";
    const began = performance.now();
    await until(async () => (await gateway.call(key, "/v1/balance")).status === 200, "the key to work", 5000);
    expect(performance.now() - began).toBeLessThan(1000);
    expect(await room.postmaster()).toBe(postmaster);
    expect(await gerbang("doctor")).toMatchObject({ code: 0, stderr: "" });
    expect(await room.postmaster()).toBe(postmaster);
  });

  test("without a gateway it starts the database, and leaves nothing running; two at once take turns", async () => {
    const { adminKey } = gateway;
    await gateway.stop();
    const both = await Promise.all([
      gerbang("topup", "--amount", "1000", "--reference", "A"),
      gerbang("topup", "--amount", "500", "--reference", "B"),
    ]);
    expect(both.map(({ code, stderr }) => ({ code, stderr }))).toEqual(Array(2).fill({ code: 0, stderr: "" }));
    expect(await room.postmaster()).toBeUndefined();
    expect(fs.readdirSync(room.dataDir).sort()).toEqual(["gateway.secret", "pg", "postgres.log"]);
    gateway = await room.start();
    expect((await gateway.call(adminKey, "/v1/balance")).json.available).toBe("101500");
  });

  test("a gateway that starts while a command uses the database keeps it", async () => {
    const { erpKey } = {
      erpKey: (await gerbang("key", "create", "--role", "erp")).stdout.match(/gk_erp_\S+/)?.[0] ?? "",
    };
    await gateway.stop();
    const command = gerbang("doctor");
    await until(async () => (await room.postmaster()) !== undefined, "the command's database");
    gateway = await room.start();
    expect(await command).toMatchObject({ code: 0 });
    const issued = await gateway.call(erpKey, "/v1/otp/issue", { to: "0812-3456-7890", wait_ms: 5000 });
    expect(issued.json).toMatchObject({ message: { status: "accepted" } });
    expect(await gateway.stop()).toEqual({ code: 0, signal: null });
    expect(await room.postmaster()).toBeUndefined();
  });

  test("a mistake in a command is one line and exit 2; what cannot be done is one line and exit 1", async () => {
    expect(await gerbang("help")).toMatchObject({ code: 0, stderr: "" });
    const unknown = await gerbang("frobnicate");
    expect(unknown).toMatchObject({ code: 2, stdout: "" });
    expect(unknown.stderr).toMatch(/^gerbang: there is no command "frobnicate"[^\n]*\n$/);
    const option = await gerbang("topup", "--ammount", "5");
    expect(option).toMatchObject({ code: 2, stdout: "" });
    expect(option.stderr).toMatch(/^gerbang: Unknown option '--ammount'[^\n]*\n$/);
    const missing = await gerbang("topup", "--amount", "5", "--reference", "C", "--tenant", "nobody");
    expect(missing).toMatchObject({ code: 1, stdout: "" });
    expect(missing.stderr).toMatch(/^gerbang: there is no tenant nobody; there are demo\n$/);
  });
});
