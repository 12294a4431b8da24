import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { pino } from "pino";
import { openDatabase } from "../src/db/client.ts";
import { startEmbedded } from "../src/db/embedded/index.ts";
import { migrate } from "../src/db/migrate.ts";
import { createApp } from "../src/http/app.ts";
import { publicId } from "../src/kit/id.ts";
import { bootstrap } from "../src/tenants/bootstrap.ts";
import { wire } from "../src/wire.ts";
import { perSecond } from "./figures.ts";
import { beginInMonths, fillLog } from "./log-data.ts";
import { PlanNotes } from "./log-plans.ts";

/**
 * The delivery log at size: messages of thirteen months, asked for through the whole HTTP app. Prints what each kind of
 * question takes, first and then, by which indexes, and what the exports cost. `npm run bench:log -- 10000000 [folder]`: with a
 * folder the filled database is kept there, and asked again by the next run.
 */
const messages = Number(process.argv[2] ?? "1000000");
const folder = process.argv[3];
const ADMIN_KEY = "admin key of the bench alone";
if (!Number.isInteger(messages) || messages < 1000) throw new Error("how many messages: a number of 1000 or more");
const PEOPLE = Math.min(300_000, Math.ceil(messages / 10));
const CALLS = 20;
const EXPORT_ROWS = 1_000_000;
const DAY_MS = 86_400_000;

const dataDir = folder ?? (await mkdtemp(path.join(os.tmpdir(), "gerbang-bench-log-")));
const server = await startEmbedded({ dataDir });
const db = openDatabase(server.connection, { max: 2 });
const { sql } = db;

try {
  await migrate(server.connection);
  await bootstrap(db, { demo: false, currency: "IDR", adminKey: ADMIN_KEY, erpKey: null, now: Date.now() });
  const [tenant] = await sql<{ id: string }[]>`select id from tenants where first`;
  if (tenant === undefined) throw new Error("no tenant");
  const until = Date.now() - 60_000;
  const from = until - 395 * DAY_MS;
  const numbers = Array.from({ length: PEOPLE }, (_, n) => `+62812${String(n).padStart(8, "0")}`);

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
    const began = performance.now();
    const users = numbers.map((_, n) => (n % 3 === 0 ? "" : `user-${n}`));
    const recipients = numbers.map((number) => gateway.keyring.numbers.seal(tenant.id, number));
    if (!filled) {
      await fillLog(sql, tenant.id, { recipients, users }, messages, from, until, (done) =>
        process.stderr.write(
          `\r${done.toLocaleString("en")} messages, ${perSecond(done / ((performance.now() - began) / 1000))}`,
        ),
      );
      process.stderr.write("\n");
      await sql`vacuum analyze`;
      await sql`checkpoint`;
    }
    const [size] = await sql<{ size: string }[]>`select pg_size_pretty(pg_database_size(current_database())) as size`;
    print(`${messages.toLocaleString("en")} messages, ready in ${seconds(began)}, database ${size?.size}`);

    const app = createApp(gateway);
    const get = async (address: string): Promise<Response> => {
      const response = await app.request(address, { headers: { authorization: `Bearer ${ADMIN_KEY}` } });
      if (response.status !== 200) throw new Error(`${address}: ${await response.text()}`);
      return response;
    };
    const [known] = await sql<{ id: string; otp_id: string; name: string; user_ref: string }[]>`
      select m.id, m.otp_id, a.provider_message_id as name, o.user_ref from messages m
      join lateral (select * from attempts where tenant_id = m.tenant_id and message_id = m.id) a on true
      join lateral (select * from otps where tenant_id = m.tenant_id and id = m.otp_id) o on true
      where m.tenant_id = ${tenant.id} and m.status = 'read' and o.user_ref <> ''
      order by m.id offset ${Math.floor(messages / 1000)} limit 1`;
    if (known === undefined) throw new Error("nothing was made");
    const number = encodeURIComponent(numbers[Number(known.user_ref.slice(5))] ?? "");
    const middle = (from + until) / 2;
    const hour = `from=${new Date(middle).toISOString()}&until=${new Date(middle + 3_600_000).toISOString()}`;
    const month = `from=${new Date(middle).toISOString()}&until=${new Date(middle + 30 * DAY_MS).toISOString()}`;
    const [msg, otp] = [publicId("msg", known.id), publicId("otp", known.otp_id)];
    const asked: [string, string][] = [
      ["the newest page", "/v1/messages"],
      ["by number", `/v1/messages?to=${number}`],
      ["by number, failed", `/v1/messages?to=${number}&status=failed`],
      ["by user", `/v1/messages?user=${known.user_ref}`],
      ["by a provider's id", `/v1/messages?provider_message_id=${known.name}`],
      ["by OTP", `/v1/messages?otp=${otp}`],
      ["by message id", `/v1/messages?message=${msg}`],
      ["a number pasted", `/v1/messages?q=${number}`],
      ["a provider's id pasted", `/v1/messages?q=${known.name}`],
      ["a user pasted", `/v1/messages?q=${known.user_ref}`],
      ["nobody pasted", "/v1/messages?q=nobody-knows-this"],
      ["failed", "/v1/messages?status=failed"],
      ["failed, in a month", `/v1/messages?status=failed&${month}`],
      ["unknown", "/v1/messages?status=unknown"],
      ["cancelled, by one provider", "/v1/messages?status=cancelled&provider=twilio"],
      ["delivered", "/v1/messages?status=delivered"],
      ["queued (there are none)", "/v1/messages?status=queued"],
      ["an hour", `/v1/messages?${hour}`],
      ["an hour, one channel", `/v1/messages?channel=sms&${hour}`],
      ["one purpose", "/v1/messages?purpose=transaction"],
      ["a purpose nobody has", "/v1/messages?purpose=nothing"],
      ["another country (there is none)", "/v1/messages?country=SG"],
      ["an error class", "/v1/messages?error_class=credentials"],
      ["a provider's code", "/v1/messages?provider_code=63016"],
      ["what cost more (there is none)", "/v1/messages?charged_min=351"],
      ["one message", `/v1/messages/${msg}`],
      ["its timeline", `/v1/messages/${msg}/timeline`],
      ["explain a number", `/v1/explain?to=${number}`],
      ["explain a user, as a page", `/v1/explain?user=${known.user_ref}&format=html`],
      ["explain what was pasted", `/v1/explain?q=${known.name}`],
    ];
    const notes = new PlanNotes(server.connection);
    await notes.start();
    const noted = createApp({ ...gateway, sql: notes.sql });
    print(`${"".padEnd(36)}${"first".padStart(9)}${"p50".padStart(9)}${"most".padStart(9)}  rows  by`);
    for (const [name, address] of asked) {
      const began = performance.now();
      const answer = (await (await get(address)).text()) || "{}";
      const first = performance.now() - began;
      notes.taken();
      await noted.request(address, { headers: { authorization: `Bearer ${ADMIN_KEY}` } });
      const used = notes.taken();
      const latency: number[] = [];
      for (let call = 0; call < CALLS; call += 1) {
        const start = performance.now();
        await (await get(address)).arrayBuffer();
        latency.push(performance.now() - start);
      }
      latency.sort((a, b) => a - b);
      const times = [first, latency[CALLS / 2] ?? 0, latency.at(-1) ?? 0]
        .map((ms) => ms.toFixed(1).padStart(9))
        .join("");
      print(`${name.padEnd(36)}${times}  ${rowsIn(answer).padStart(4)}  ${used.join(", ")}`);
    }
    await notes.sql.end();
    for (const format of ["csv", "ndjson"]) await measureExport(format, get);
  } finally {
    await gateway.close();
  }
} finally {
  await db.close();
  await server.stop();
  if (folder === undefined) await rm(dataDir, { recursive: true, force: true });
}

/** Of the first million rows: how fast, and how much memory it took beyond what there was. */
async function measureExport(format: string, get: (address: string) => Promise<Response>): Promise<void> {
  global.gc?.();
  const before = process.memoryUsage().rss;
  const began = performance.now();
  const { body } = await get(`/v1/messages.${format}`);
  if (body === null) throw new Error("no file");
  let [rows, bytes, most] = [0, 0, before];
  for await (const part of body as unknown as AsyncIterable<Uint8Array>) {
    bytes += part.length;
    for (const byte of part) if (byte === 10) rows += 1;
    most = Math.max(most, process.memoryUsage().rss);
    if (rows >= EXPORT_ROWS) break;
  }
  const rate = rows / ((performance.now() - began) / 1000);
  const mib = (size: number): string => `${Math.round(size / 2 ** 20)} MiB`;
  print(
    `${format.padEnd(8)}${rows.toLocaleString("en")} lines, ${mib(bytes)}, ${perSecond(rate).trim()}, RSS ${mib(before)} before, at most ${mib(most)}`,
  );
}

function rowsIn(answer: string): string {
  if (!answer.startsWith("{")) return "-";
  const { data, next_cursor: next } = JSON.parse(answer) as { data?: unknown[]; next_cursor?: string | null };
  return data === undefined ? "-" : `${data.length}${next === null ? "" : "+"}`;
}

function seconds(since: number): string {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
