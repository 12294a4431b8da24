import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { pino } from "pino";
import { connect, openDatabase, type Connection } from "../src/db/client.ts";
import { startEmbedded } from "../src/db/embedded/index.ts";
import { migrate } from "../src/db/migrate.ts";
import { createApp } from "../src/http/app.ts";
import type { NumberSeal } from "../src/kit/number-seal.ts";
import { bootstrap } from "../src/tenants/bootstrap.ts";
import { wire } from "../src/wire.ts";
import { linkedPages } from "../test/support/console-pages.ts";
import { signIn, visit } from "../test/support/console.ts";
import { fillBeside } from "./console-data.ts";
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
  else await fillMore(server.connection, tenant.id);
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
    if (!filled) {
      await fill(gateway.keyring.numbers, tenant.id, numbers);
      await fillMore(server.connection, tenant.id);
      await gateway.settings.reload();
    }
    const app = createApp(gateway);
    const cookie = await signIn({ gateway });
    print(`${messages.toLocaleString("en")} messages`);
    print(`${"".padEnd(32)}${["first", "p50", "most", "KB"].map((head) => head.padStart(9)).join("")}`);
    const linked = (await linkedPages({ app }, cookie)).filter(({ page, status }) => page && status === 200);
    const asked = [...linked.map(({ name, path: address }) => ({ name, address })), ...(await heavier(numbers))];
    for (const { name, address } of asked) {
      if (only.length > 0 && !only.includes(name)) continue;
      const times: number[] = [];
      let bytes = 0;
      for (let call = 0; call <= CALLS; call += 1) {
        const began = performance.now();
        const { status, text } = await visit({ app }, cookie, address);
        times.push(performance.now() - began);
        if (status !== 200) throw new Error(`${name}: ${status}`);
        bytes = gzipSync(text).length;
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

/** Tables are read whole for this, which the gateway's own connections never do. */
async function fillMore(connection: Connection, tenantId: string): Promise<void> {
  const filling = connect(connection, { max: 2, connection: { enable_seqscan: true, enable_hashjoin: true } });
  await fillBeside(filling, tenantId, messages);
  await filling.end();
}

interface Asked {
  name: string;
  address: string;
}

/** What takes more than the page as it opens: filters that find little, long spans, much history. */
async function heavier(numbers: readonly string[]): Promise<Asked[]> {
  const [known] = await sql<{ user_ref: string; reference: string }[]>`
    select o.user_ref, t.reference from otps o, (select * from topups order by at desc limit 1) t
    where o.user_ref <> '' order by o.created_at desc limit 1`;
  const number = encodeURIComponent(numbers[Number(known?.user_ref.slice(5))] ?? "");
  const day = (ago: number): string => new Date(until - ago * DAY_MS).toISOString().slice(0, 10);
  return [
    ["overview, table", "?table=1"],
    ["overview, week by provider", "?span=week&by=provider&table=1"],
    ["overview, month by provider", "?span=month&by=provider&table=1"],
    ["charts, day", "/data/overview?span=day&by=provider"],
    ["charts, week", "/data/overview?span=week&by=provider"],
    ["charts, month", "/data/overview?span=month&by=provider"],
    ["messages, a number", `/messages?q=${number}`],
    ["messages, a user", `/messages?q=${known?.user_ref}`],
    ["messages, nobody", "/messages?q=nobody-knows-this"],
    ["messages, queued (none)", "/messages?status=queued"],
    ["messages, rare", "/messages?status=cancelled&provider=twilio"],
    ["messages, an error class", "/messages?error_class=credentials"],
    ["messages, an old day", `/messages?from=${day(200)}T00:00&until=${day(199)}T00:00`],
    ["messages, none so dear", "/messages?charged_min=351"],
    ["export, a month", `/messages/export?from=${day(200)}T00:00&until=${day(170)}T00:00`],
    ["export, failed", "/messages/export?status=failed"],
    ["explain a number", `/explain?q=${number}`],
    ["explain a user", `/explain?q=${known?.user_ref}`],
    ["ledger, corrections", "/balance/ledger?kind=adjustment"],
    ["ledger, a day", `/balance/ledger?from=${day(20)}&until=${day(19)}`],
    ["ledger, releases of a day", `/balance/ledger?kind=release&from=${day(20)}&until=${day(19)}`],
    ["ledger, refunds (none)", "/balance/ledger?kind=refund"],
    ["ledger, a reference", `/balance/ledger?reference=${encodeURIComponent(known?.reference ?? "")}`],
    ["limits of a person", `/limits/usage?to=${number}&user=${known?.user_ref}`],
    ["audit, a word", "/audit?q=reveal"],
    ["audit, nothing", "/audit?q=nobody-knows-this"],
    ["deliveries given up", "/webhooks/to/erp?status=dead"],
  ].map(([name = "", address = ""]) => ({ name, address }));
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
