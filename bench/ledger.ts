import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { pino } from "pino";
import { openDatabase } from "../src/db/client.ts";
import { startEmbedded } from "../src/db/embedded/index.ts";
import { migrate } from "../src/db/migrate.ts";
import { createApp } from "../src/http/app.ts";
import { rollUp } from "../src/ledger/statement/roll-up.ts";
import { bootstrap } from "../src/tenants/bootstrap.ts";
import { wire } from "../src/wire.ts";
import { quantiles } from "./figures.ts";
import { addSmallTenants, fillLedger } from "./ledger-data.ts";

/**
 * What finance reads, at size: a ledger of ten million entries in two months beside a thousand small tenants, asked for
 * through the whole HTTP app. Prints times, what adding up costs, and whether a month is the sum of its entries.
 */
const { values } = parseArgs({
  options: { entries: { type: "string", default: "10000000" }, calls: { type: "string", default: "200" } },
});
const entries = Number(values.entries);
const calls = Number(values.calls);
const dataDir = await mkdtemp(path.join(os.tmpdir(), "gerbang-bench-ledger-"));
const server = await startEmbedded({ dataDir });
const db = openDatabase(server.connection, { max: 2 });
const { sql } = db;

try {
  await migrate(server.connection);
  const keys = await bootstrap(db, { demo: false, currency: "IDR", adminKey: null, erpKey: null, now: Date.now() });
  const [tenant] = await sql<{ id: string }[]>`select id from tenants where first`;
  if (keys === null || tenant === undefined) throw new Error("no tenant");
  const until = Date.UTC(new Date().getUTCFullYear(), new Date().getUTCMonth());
  const from = until - 61 * 86_400_000;

  let began = performance.now();
  await fillLedger(sql, tenant.id, entries, from, until);
  await addSmallTenants(sql, 1000);
  await sql`analyze`;
  print(`${entries.toLocaleString("en")} entries made                          ${seconds(began)}`);

  began = performance.now();
  let added = 0;
  for (let batch = -1; batch !== 0; added += batch) batch = await rollUp(sql);
  const perThousand = (performance.now() - began) / (added / 1000);
  print(`added up by the job                              ${seconds(began)}, ${perThousand.toFixed(1)} ms a thousand`);
  const [size] = await sql<{ database: string; sums: string; rows: string }[]>`
    select pg_size_pretty(pg_database_size(current_database())) as database,
           pg_size_pretty(pg_total_relation_size('ledger_sums')) as sums, (select count(*) from ledger_sums) as rows`;
  print(`database ${size?.database}, of it the sums ${size?.sums} in ${size?.rows} rows`);
  await sql`vacuum analyze`;

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
    const app = createApp(gateway);
    const get = async (address: string): Promise<Response> => {
      const response = await app.request(address, { headers: { authorization: `Bearer ${keys.admin}` } });
      if (response.status !== 200) throw new Error(`${address}: ${await response.text()}`);
      return response;
    };
    const months = [1, 32].map((days) => new Date(until - days * 86_400_000 + 40_000_000).toISOString().slice(0, 7));
    const deep = Buffer.from(`entries:${Math.floor(entries / 3)}`).toString("base64url");
    const middle = (from + until) / 2;
    const span = `from=${new Date(middle).toISOString()}&until=${new Date(middle + 3_600_000).toISOString()}`;
    const asked: [string, string][] = [
      ["the balance", "/v1/balance"],
      ["a page of entries, the first", "/v1/balance/entries"],
      ["a page of entries, deep", `/v1/balance/entries?cursor=${deep}`],
      ["a page of 200", "/v1/balance/entries?limit=200"],
      ["a page of top-ups", "/v1/balance/entries?kind=topup"],
      ["a page of captures", "/v1/balance/entries?kind=capture"],
      ["a page of refunds (there are none)", "/v1/balance/entries?kind=refund"],
      ["a page of an hour a month ago", `/v1/balance/entries?${span}`],
      ...months.map((month): [string, string] => [`the statement of ${month}`, `/v1/balance/statement?month=${month}`]),
      [`the same as CSV`, `/v1/balance/statement.csv?month=${months[0]}`],
      [`the same as a page`, `/v1/balance/statement.html?month=${months[0]}`],
    ];
    for (const [name, address] of asked) {
      const latency: number[] = [];
      for (let call = 0; call < calls; call += 1) {
        const start = performance.now();
        await (await get(address)).arrayBuffer();
        latency.push(performance.now() - start);
      }
      print(`${name.padEnd(36)}${quantiles(latency)}`);
    }
    for (const month of months) {
      const statement = (await (await get(`/v1/balance/statement?month=${month}`)).json()) as MonthAnswer;
      const { from: first, until: last, opening, closing, spend } = statement;
      const [sums] = await sql.begin(async (tx) => {
        await tx`set local enable_seqscan = on`;
        return tx<{ before: string; after: string; spent: string }[]>`
          select trim_scale(sum(amount + held_delta) filter (where at < ${first}::timestamptz) / 1e6) as before,
                 trim_scale(sum(amount + held_delta) filter (where at < ${last}::timestamptz) / 1e6) as after,
                 trim_scale(-sum(amount + held_delta) filter (
                   where kind = 'capture' and at >= ${first}::timestamptz and at < ${last}::timestamptz) / 1e6) as spent
          from entries where tenant_id = ${tenant.id}`;
      });
      const same = (sums?.before ?? "0") === opening && sums?.after === closing && sums.spent === spend.spend;
      print(`${month}: ${opening} … ${closing}, ${same ? "the sum of its entries" : "NOT the sum of its entries"}`);
      if (!same) process.exitCode = 1;
    }
  } finally {
    await gateway.close();
  }
} finally {
  await db.close();
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
}

interface MonthAnswer {
  from: string;
  until: string;
  opening: string;
  closing: string;
  spend: { spend: string };
}

function seconds(since: number): string {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
