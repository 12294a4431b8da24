import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { pino } from "pino";
import { connect, openDatabase } from "../src/db/client.ts";
import { startEmbedded } from "../src/db/embedded/index.ts";
import { migrate } from "../src/db/migrate.ts";
import { createApp } from "../src/http/app.ts";
import type { NumberSeal } from "../src/kit/number-seal.ts";
import { bootstrap } from "../src/tenants/bootstrap.ts";
import { wire } from "../src/wire.ts";
import { linkedPages } from "../test/support/console-pages.ts";
import { signIn, visit } from "../test/support/console.ts";
import { perSecond } from "./figures.ts";
import { beginInMonths, fillLog } from "./log-data.ts";

/**
 * The console's pages over a delivery log at size, as the server makes them: messages of thirteen months. Prints what each
 * page takes the first time, and then. `npm run bench:console -- 10000000 [folder [page …]]`: with a folder the filled
 * database is kept there; one that `bench:log` filled serves as well.
 */
const [asked = "100000", folder, ...only] = process.argv.slice(2);
const messages = Number(asked);
if (!Number.isInteger(messages) || messages < 1000) throw new Error("how many messages: a number of 1000 or more");
const PEOPLE = Math.min(300_000, Math.ceil(messages / 10));
const CALLS = 20;
const DAY_MS = 86_400_000;
const until = Date.now() - 60_000;
const from = until - 395 * DAY_MS;

const dataDir = folder ?? (await mkdtemp(path.join(os.tmpdir(), "gerbang-bench-console-")));
const server = await startEmbedded({ dataDir });
const sql = connect(server.connection, { max: 2 });
try {
  await migrate(server.connection);
  const db = openDatabase(server.connection, { max: 1 });
  await bootstrap(db, { demo: true, currency: "IDR", adminKey: null, erpKey: null, now: Date.now() });
  await db.close();
  const [tenant] = await sql<{ id: string }[]>`select id from tenants where first`;
  if (tenant === undefined) throw new Error("no tenant");
  const filled = (await sql`select from messages limit 1`).length > 0;
  if (!filled) await beginInMonths(sql, from, until);
  const gateway = await wire({
    config: {
      publicUrl: "http://gateway.bench",
      defaultCountry: "ID",
      currency: "IDR",
      trustProxy: [],
      allowPrivateTargets: [],
    },
    connection: server.connection,
    masterKeys: [Buffer.alloc(32, 1)],
    log: pino({ level: "silent" }),
  });
  try {
    const numbers = Array.from({ length: PEOPLE }, (_, n) => `+62812${String(n).padStart(8, "0")}`);
    if (!filled) await fill(gateway.keyring.numbers, tenant.id, numbers);
    const app = createApp(gateway);
    const cookie = await signIn({ gateway });
    print(`${messages.toLocaleString("en")} messages`);
    print(`${"".padEnd(32)}${["first", "p50", "most", "KB"].map((head) => head.padStart(9)).join("")}`);
    for (const { name, path: address, page } of await linkedPages({ app }, cookie)) {
      if (!page || (only.length > 0 && !only.includes(name))) continue;
      const times: number[] = [];
      let bytes = 0;
      for (let call = 0; call <= CALLS; call += 1) {
        const began = performance.now();
        const { status, text } = await visit({ app }, cookie, address);
        times.push(performance.now() - began);
        if (status !== 200) throw new Error(`${name}: ${status}`);
        bytes = Buffer.byteLength(text);
      }
      const [first = 0, ...later] = times;
      later.sort((a, b) => a - b);
      const figures = [first, later[CALLS / 2] ?? 0, later.at(-1) ?? 0, bytes / 1000];
      print(`${name.padEnd(32)}${figures.map((figure) => figure.toFixed(1).padStart(9)).join("")}`);
    }
  } finally {
    await gateway.close();
  }
} finally {
  await sql.end();
  await server.stop();
  if (folder === undefined) await rm(dataDir, { recursive: true, force: true });
}

async function fill(seals: NumberSeal, tenantId: string, numbers: readonly string[]): Promise<void> {
  const recipients = numbers.map((number) => seals.seal(tenantId, number));
  const users = numbers.map((_, n) => (n % 3 === 0 ? "" : `user-${n}`));
  const began = performance.now();
  await fillLog(sql, tenantId, { recipients, users }, messages, from, until, (done) =>
    process.stderr.write(
      `\r${done.toLocaleString("en")} messages, ${perSecond(done / ((performance.now() - began) / 1000))}`,
    ),
  );
  process.stderr.write("\n");
  await sql`vacuum analyze`;
  await sql`checkpoint`;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
