import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright-core";
import { listen } from "../../src/http/server.ts";
import type { App } from "../../src/http/endpoint.ts";
import { startTestGateway, type TestGateway, type TestGatewayOptions } from "./gateway.ts";

const run = promisify(execFile);
const project = fileURLToPath(new URL("../..", import.meta.url));

export interface TestBrowser {
  /** A page with cookies and storage of its own, closed with the browser at the latest. */
  page(options?: BrowserContextOptions): Promise<Page>;
  close(): Promise<void>;
}

/** The Chromium that came with the npm packages, never one of this machine; it leaves nothing behind. */
export async function startBrowser(): Promise<TestBrowser> {
  const room = await mkdtemp(path.join(tmpdir(), "gerbang-browser-"));
  try {
    const browser = await launch(room);
    return {
      async page(options = {}) {
        const context = await browser.newContext(options);
        context.setDefaultTimeout(15_000);
        return context.newPage();
      },
      async close() {
        await browser.close();
        await rm(room, { recursive: true, force: true, maxRetries: 5 });
      },
    };
  } catch (error) {
    await rm(room, { recursive: true, force: true, maxRetries: 5 });
    throw error;
  }
}

async function launch(room: string): Promise<Browser> {
  const program = await unpack(room);
  const fonts = path.join(room, "fonts");
  await writeFile(
    path.join(fonts, "fonts.conf"),
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
     <fontconfig><dir>${fonts}</dir><cachedir>${room}/fonts-cache</cachedir></fontconfig>`,
  );
  const env = {
    PATH: process.env["PATH"] ?? "",
    HOME: room,
    TMPDIR: room,
    FONTCONFIG_PATH: fonts,
    LANG: "en_US.UTF-8",
  };
  return chromium.launch({
    executablePath: program,
    env: { ...env, ...(await librariesFor(program, room)) },
    // Its own sandbox needs rights that a container's root does not have.
    chromiumSandbox: false,
    args: ["--no-zygote", "--disable-gpu", "--font-render-hinting=none"],
  });
}

/** The package unpacks into the temporary directory of its process, so it gets a process with one of its own. */
async function unpack(room: string): Promise<string> {
  const script = `import chromium from "@sparticuz/chromium"; process.stdout.write(await chromium.executablePath());`;
  const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", script], {
    cwd: project,
    // Named so, it unpacks the system libraries that it brings as well.
    env: { PATH: process.env["PATH"], TMPDIR: room, AWS_EXECUTION_ENV: "AWS_Lambda_nodejs22.x" },
  });
  return stdout;
}

/** On a machine without `libnss3` and its like, those of the package. */
async function librariesFor(program: string, room: string): Promise<Record<string, string>> {
  const brought = path.join(room, "al2023", "lib");
  if (!existsSync(path.join(brought, "libnss3.so"))) throw new Error("the package's libraries were not unpacked");
  const startsAlone = await run(program, ["--version"]).then(
    () => true,
    () => false,
  );
  return startsAlone ? {} : { LD_LIBRARY_PATH: brought };
}

export interface ListeningGateway extends TestGateway {
  /** Its address on the loopback, and its PUBLIC_URL. */
  url: string;
}

/** A test gateway that really listens, on a port that was free. */
export async function startListeningGateway(options: TestGatewayOptions = {}): Promise<ListeningGateway> {
  let app: App | null = null;
  const server = await listen({
    host: "127.0.0.1",
    port: 0,
    fetch: (request, env) => app?.fetch(request, env) ?? new Response("starting", { status: 503 }),
  });
  try {
    const started = await startTestGateway({ ...options, config: { publicUrl: server.url, ...options.config } });
    app = started.app;
    return {
      ...started,
      url: server.url,
      async close() {
        await server.close(1000);
        await started.close();
      },
    };
  } catch (error) {
    await server.close(0);
    throw error;
  }
}
