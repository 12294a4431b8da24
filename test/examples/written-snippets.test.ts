import { spawn, spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { snippets } from "../../src/http/docs/sections/languages.ts";
import { startListeningGateway, type ListeningGateway } from "../support/browser.ts";
import { delivered } from "../support/erp.ts";
import { shownCode } from "../support/written-page.ts";

/** The short forms on /docs, copied from the page and run as they stand, where their interpreter is present. */
let gateway: ListeningGateway;
let folder: string;
let page: string;
beforeAll(async () => {
  gateway = await startListeningGateway();
  folder = await mkdtemp(path.join(tmpdir(), "gerbang-snippets-"));
  page = (await gateway.request("/docs?lang=en", { key: null })).text;
});
afterAll(async () => {
  await gateway.close();
  await rm(folder, { recursive: true, force: true });
});

interface Runnable {
  id: string;
  file: string;
  command: string[];
  /** Fails where it is missing, or is too old to run a source as it stands. */
  probe: string[];
  /** A page's own way to get at the code, which here comes by the terminal. */
  atTerminal?: (code: string) => string;
}

const runnable: Runnable[] = [
  {
    id: "php",
    file: "snippet.php",
    command: ["php"],
    probe: ["php", "--version"],
    atTerminal: (code) => code.replace("$_POST['code']", "trim(fgets(STDIN))"),
  },
  { id: "python", file: "snippet.py", command: ["python3"], probe: ["python3", "--version"] },
  { id: "java", file: "Gerbang.java", command: ["java"], probe: ["javac", "--version"] },
];

const present = ([program = "", ...options]: string[]): boolean =>
  spawnSync(program, options, { stdio: "ignore" }).status === 0;

/** Runs it, types the code that the sandbox delivered, and says what it printed. */
async function run({ id, file, command, atTerminal = (code) => code }: Runnable): Promise<string> {
  const [shown = ""] = shownCode(page, id);
  const source = path.join(folder, file);
  await writeFile(source, atTerminal(shown));
  const [program = "", ...options] = command;
  const child = spawn(program, [...options, source], {
    cwd: folder,
    env: { PATH: process.env["PATH"], HOME: folder, ERP_KEY: gateway.erpKey },
  });
  const printed: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (part: Buffer) => printed.push(part));
  const ended = new Promise((resolve) => child.once("close", resolve));
  child.stdin.on("error", () => undefined);
  const to = /0812-3456-\d{4}/.exec(shown)?.[0] ?? "";
  const typed = delivered(gateway, to).then(({ code }) => child.stdin.end(`${code}\n`));
  await Promise.race([ended, typed]);
  await ended;
  return Buffer.concat(printed).toString();
}

describe.each(runnable)("$id", (snippet) => {
  test.skipIf(!present(snippet.probe))("issues and verifies", async () => {
    expect((await run(snippet)).trim()).toBe("OK");
  });
});

test("each has this gateway's address, both calls and a key that is not written into it", () => {
  expect(snippets).toHaveLength(13);
  for (const { id } of snippets) {
    const shown = shownCode(page, id).join("\n");
    const { host, hostname, port } = new URL(gateway.url);
    expect(shown.includes(host) || shown.includes(`"${hostname}", ${port}`), id).toBe(true);
    if (id !== "typescript") expect(shown, id).toMatch(/\/v1\/otp\/issue[^]*\/v1\/otp\/verify/);
    expect(shown, id).toContain("the user types the code");
    expect(shown, id).not.toContain(gateway.erpKey);
  }
});

test("an address with TLS is one in 1C, too", () => {
  const code = snippets.find(({ id }) => id === "1c")?.lines({ base: "https://otp.example.com", typed: "…" });
  expect(code).toContain(`"otp.example.com", 443, , , , 15, New OpenSSLSecureConnection()`);
});
