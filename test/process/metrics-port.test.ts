import { once } from "node:events";
import net from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { valueOf } from "../support/exposition.ts";
import { ProcessRoom } from "../support/process.ts";

let room: ProcessRoom;
beforeEach(() => {
  room = new ProcessRoom();
});
afterEach(() => room.cleanUp());

describe("METRICS_PORT", { timeout: 60_000 }, () => {
  test("serves /metrics without a key, is in the banner, and closes with the gateway", async () => {
    const gateway = await room.start({ env: { METRICS_PORT: "0" } });
    const url = /^ {2}metrics {4}(\S+)$/m.exec(gateway.stdout)?.[1] ?? "";
    expect(new URL(url).port).not.toBe(new URL(gateway.url).port);
    const text = await (await fetch(url)).text();
    expect(valueOf(text, "gerbang_build_info", { node: process.versions.node })).toBe(1);
    expect(valueOf(text, "nodejs_eventloop_lag_p99_seconds")).toBeDefined();
    expect(valueOf(text, "process_open_fds")).toBeGreaterThan(0);
    expect((await fetch(new URL("/v1/balance", url))).status).toBe(404);
    expect((await fetch(`${gateway.url}/metrics`)).status).toBe(401);
    expect(await gateway.stop()).toEqual({ code: 0, signal: null });
    await expect(fetch(url)).rejects.toThrow();
  });

  test("a taken one stops the start with the line that names it, before any first key is shown", async () => {
    const other = net.createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const { port } = other.address() as net.AddressInfo;
    try {
      const gateway = room.spawn({ env: { METRICS_PORT: String(port) } });
      expect(await gateway.exited).toEqual({ code: 1, signal: null });
      expect(gateway.stderr).toBe(
        `gerbang: METRICS_PORT: 127.0.0.1:${port} is taken by another program; set another METRICS_PORT\n`,
      );
      expect(gateway.stdout).not.toContain("gk_");
    } finally {
      other.close();
    }
  });

  test("the same as PORT is a mistake with a line of its own", async () => {
    const gateway = room.spawn({ env: { PORT: "18099", METRICS_PORT: "18099" } });
    expect(await gateway.exited).toEqual({ code: 1, signal: null });
    expect(gateway.stderr).toMatch(/^gerbang: METRICS_PORT: must differ from PORT[^\n]*\n$/);
  });
});
