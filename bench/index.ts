import { parseArgs } from "node:util";
import os from "node:os";
import type { Sql } from "../src/db/client.ts";
import { secretsContext } from "../src/settings/load.ts";
import { BenchClient } from "./client.ts";
import { startBenchGateway, type BenchGateway } from "./gateway.ts";
import { BenchProvider } from "./provider.ts";

/**
 * One run, one machine: load generator, provider, gateway and PostgreSQL share its cores. Prints durable 201s beside a
 * bare insert by the same driver on the same server, the whole cycle, and the time from request to the provider's wire.
 */
const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "10" },
    only: { type: "string", default: "insert,issue,cycle,wire" },
    cycles: { type: "string", default: "0" },
    profile: { type: "string" },
  },
});
const seconds = Number(values.seconds);
let numbers = 0;
const only = new Set(values.only.split(","));

const gateway = await startBenchGateway(values.profile);
const provider = new BenchProvider();
try {
  const providerUrl = await provider.listen();
  await openLimits(gateway.sql);
  const [server] = await gateway.sql<{ version: string }[]>`select current_setting('server_version') as version`;
  print(
    `node ${process.version}, PostgreSQL ${server?.version ?? "?"}, ${os.cpus().length} cores, ${os.cpus()[0]?.model ?? ""}`,
  );

  if (only.has("insert")) {
    const rate = await bareInserts(gateway.sql, seconds);
    print(`bare one-row insert, 64 clients, 10 connections      ${perSecond(rate)}`);
  }
  if (only.has("issue")) {
    await useSandbox(gateway.sql);
    await warmUp(gateway);
    const { rate, latency } = await durableIssues(gateway, 64, seconds);
    print(`durable 201s, 64 clients, deliveries held back       ${perSecond(rate)}   ${quantiles(latency)}`);
    print(`  memory of the gateway with them held               ${await gateway.memoryMb()} MB`);
  }
  await useProvider(gateway, providerUrl);
  if (only.has("cycle")) {
    await cycles(gateway, provider, 32, 1);
    const { rate, latency } = await cycles(gateway, provider, 32, seconds);
    print(`whole cycle, 32 clients                              ${perSecond(rate)}   ${quantiles(latency)}`);
  }
  if (only.has("wire")) {
    const latency = await requestToWire(gateway, provider, 8, Math.min(seconds, 5));
    print(`request to the provider's wire, 8 clients            ${quantiles(latency)}`);
  }
  if (Number(values.cycles) > 0) {
    const before = await gateway.memoryMb();
    let done = 0;
    while (done < Number(values.cycles)) done += (await cycles(gateway, provider, 32, 5)).count;
    print(
      `memory of the gateway after ${done} more cycles        ${await gateway.memoryMb()} MB (before: ${before} MB)`,
    );
  }
} finally {
  provider.close();
  await gateway.stop();
}

/** Every limit stays on, so high that the load passes. */
async function openLimits(sql: Sql): Promise<void> {
  await sql`update limits set rules = rules || '{"tenant":[{"max":10000000,"per_seconds":1}],"cooldown_seconds":0}'::jsonb`;
  await sql`
    with added as (
      insert into entries (tenant_id, seq, id, kind, amount, held_delta, available_after, held_after, spent_after, actor, at)
      select tenant_id, seq + 1, gen_random_uuid(), 'topup', 1000000000000000, 0, available + 1000000000000000, held,
             spent, 'bench', now() from accounts returning tenant_id, available_after)
    update accounts a set available = added.available_after, seq = seq + 1 from added where added.tenant_id = a.tenant_id`;
  await changed(sql);
}

async function useSandbox(sql: Sql): Promise<void> {
  await sql`update providers set settings = '{"latency_ms":60000}', updated_at = now() where name = 'sandbox'`;
  await changed(sql);
}

/** A provider of the Meta kind at the local address: what it costs to speak HTTP to a vendor is in the figures. */
async function useProvider({ sql, keyring }: BenchGateway, url: string): Promise<void> {
  const [tenant] = await sql<{ id: string }[]>`select id from tenants where first`;
  if (tenant === undefined) throw new Error("no tenant");
  const settings = { phone_number_id: "1", base_url: url, max_per_second: null };
  const sealed = keyring.seal(secretsContext(tenant.id, "bench"), JSON.stringify({ access_token: "bench-token" }));
  await sql`
    insert into providers (tenant_id, name, kind, state, settings, secrets, secret_names, updated_at)
    values (${tenant.id}, 'bench', 'meta-cloud', 'on', ${sql.json(settings)}, ${sealed}, '{access_token}', now())
    on conflict do nothing`;
  await sql`
    update templates set content = jsonb_set(content, '{bindings}', '{"bench":{"name":"otp","language":"id"}}')
    where channel = 'whatsapp'`;
  await sql`update routes set channels = jsonb_set(channels, '{whatsapp}', '[{"provider":"bench"}]')`;
  await changed(sql);
}

async function changed(sql: Sql): Promise<void> {
  await sql`update config_version set version = version + 1`;
  await sql`notify gerbang_config`;
  await new Promise((resolve) => setTimeout(resolve, 1500));
}

async function bareInserts(sql: Sql, forSeconds: number): Promise<number> {
  await sql`create table if not exists bench_rows (id bigint generated always as identity primary key, body text not null)`;
  let count = 0;
  const until = performance.now() + forSeconds * 1000;
  const client = async (): Promise<void> => {
    while (performance.now() < until) {
      await sql`insert into bench_rows (body) values ('a bare row of a length like an OTP has it, more or less')`;
      count += 1;
    }
  };
  await Promise.all(Array.from({ length: 64 }, client));
  return count / forSeconds;
}

async function warmUp(target: BenchGateway): Promise<void> {
  await durableIssues(target, 64, 2);
}

async function durableIssues(target: BenchGateway, clients: number, forSeconds: number) {
  const latency: number[] = [];
  const until = performance.now() + forSeconds * 1000;
  const began = performance.now();
  const client = async (): Promise<void> => {
    const connection = await BenchClient.connect(target.url, target.erpKey);
    while (performance.now() < until) {
      const at = performance.now();
      const answer = await connection.post("/v1/otp/issue", { to: nextNumber(), user: "bench" });
      if (answer.status !== 201) throw new Error(`issue answered ${answer.status}: ${answer.body}`);
      latency.push(performance.now() - at);
    }
    connection.close();
  };
  await Promise.all(Array.from({ length: clients }, client));
  return { rate: latency.length / ((performance.now() - began) / 1000), latency };
}

async function cycles(target: BenchGateway, wire: BenchProvider, clients: number, forSeconds: number) {
  const latency: number[] = [];
  const began = performance.now();
  const until = began + forSeconds * 1000;
  const client = async (): Promise<void> => {
    const connection = await BenchClient.connect(target.url, target.erpKey);
    while (performance.now() < until) {
      const at = performance.now();
      const to = nextNumber();
      const arrival = wire.arrival(to);
      const issued = await connection.post("/v1/otp/issue", { to });
      if (issued.status !== 201) throw new Error(`issue answered ${issued.status}: ${issued.body}`);
      const { code } = await arrival;
      const id = (JSON.parse(issued.body) as { id: string }).id;
      const verified = await connection.post("/v1/otp/verify", { id, code });
      if (!verified.body.includes('"valid":true'))
        throw new Error(`verify answered ${verified.status}: ${verified.body}`);
      latency.push(performance.now() - at);
    }
    connection.close();
  };
  await Promise.all(Array.from({ length: clients }, client));
  return { rate: latency.length / ((performance.now() - began) / 1000), latency, count: latency.length };
}

async function requestToWire(target: BenchGateway, wire: BenchProvider, clients: number, forSeconds: number) {
  const latency: number[] = [];
  const until = performance.now() + forSeconds * 1000;
  const client = async (): Promise<void> => {
    const connection = await BenchClient.connect(target.url, target.erpKey);
    while (performance.now() < until) {
      const to = nextNumber();
      const at = performance.now();
      const arrival = wire.arrival(to);
      const issued = connection.post("/v1/otp/issue", { to });
      latency.push((await arrival).at - at);
      await issued;
    }
    connection.close();
  };
  await Promise.all(Array.from({ length: clients }, client));
  return latency;
}

function nextNumber(): string {
  numbers += 1;
  return `+62812${String(numbers).padStart(8, "0")}`;
}

function perSecond(rate: number): string {
  return `${Math.round(rate).toLocaleString("en").padStart(7)}/s`;
}

function quantiles(latency: number[]): string {
  const sorted = latency.sort((a, b) => a - b);
  const at = (q: number): string =>
    (sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? 0).toFixed(1);
  return `p50 ${at(0.5)} ms  p95 ${at(0.95)} ms  p99 ${at(0.99)} ms`;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
