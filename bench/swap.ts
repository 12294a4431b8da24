import { parseArgs } from "node:util";
import { parsePublicId } from "../src/kit/id.ts";
import { meta, twilio, waha } from "../test/support/carriers.ts";
import { Carrier, type Wire } from "./carrier.ts";
import { BenchClient } from "./client.ts";
import { perSecond, quantiles } from "./figures.ts";
import { startBenchGateway } from "./gateway.ts";
import { nextNumber } from "./load.ts";
import { openLimits } from "./setup.ts";
import { judge, untilQuiet, type Issued } from "./swap-judge.ts";

/**
 * An operator's bad day at a steady rate: the only WhatsApp provider (Meta's Cloud API) is swapped for another (WAHA),
 * which is then killed so that SMS (Twilio) takes over. Counts what reached the carriers and what the ledger says.
 */
const { values } = parseArgs({
  options: { rate: { type: "string", default: "200" }, phase: { type: "string", default: "10" } },
});
const rate = Number(values.rate);
const phaseMs = Number(values.phase) * 1000;
const CLIENTS = 64;
/** What a carrier takes for its answer. */
const LATENCY_MS = 100;
/** One user in three verifies. */
const VERIFIES = 3;

const wires: Wire[] = [];
const waiting = new Map<string, (code: string) => void>();
const took = (wire: Wire): void => {
  wires.push(wire);
  waiting.get(wire.to)?.(wire.code);
  waiting.delete(wire.to);
};
const carriers = {
  meta: new Carrier("meta", { latencyMs: LATENCY_MS, carry: meta, took }),
  waha: new Carrier("waha", { latencyMs: LATENCY_MS, carry: waha, took }),
  twilio: new Carrier("twilio", { latencyMs: LATENCY_MS, carry: twilio, took }),
};

const gateway = await startBenchGateway();
try {
  await openLimits(gateway.sql);
  const admin = await BenchClient.connect(gateway.url, gateway.adminKey);
  await putProviders(admin);
  await routeWhatsAppTo(admin, "meta");

  const issued: Issued[] = [];
  const latency: number[] = [];
  const began = performance.now();
  const load = issueAtRate(began, issued, latency);
  await until(began + phaseMs);
  await routeWhatsAppTo(admin, "waha");
  const swappedAt = performance.now();
  await until(began + 2 * phaseMs);
  carriers.waha.kill();
  const killedAt = performance.now();
  await load;
  const seconds = (performance.now() - began) / 1000;
  await untilQuiet(gateway.sql);

  print(`${issued.length} issues at ${perSecond(issued.length / seconds).trim()}, to the 201: ${quantiles(latency)}`);
  const verdict = await judge(gateway.sql, { issued, wires, swappedAt, killedAt });
  for (const line of verdict.lines) print(line);
  if (!verdict.right) process.exitCode = 1;
  admin.close();
} finally {
  for (const carrier of Object.values(carriers)) carrier.kill();
  await gateway.stop();
}

async function putProviders(admin: BenchClient): Promise<void> {
  await put(admin, "/v1/providers/meta", {
    kind: "meta-cloud",
    settings: { phone_number_id: "1", base_url: await carriers.meta.listen(), max_per_second: null },
    secrets: { access_token: "bench-token", app_secret: "bench-secret", verify_token: "bench" },
  });
  await put(admin, "/v1/providers/waha", {
    kind: "waha",
    settings: { base_url: await carriers.waha.listen() },
    secrets: { api_key: "bench-key" },
  });
  await put(admin, "/v1/providers/twilio", {
    kind: "twilio",
    settings: { base_url: await carriers.twilio.listen(), account_sid: `AC${"0".repeat(32)}`, from: "Bench" },
    secrets: { auth_token: "bench-token" },
  });
  await put(admin, "/v1/templates/otp/whatsapp/id", {
    category: "authentication",
    bindings: { meta: { name: "otp", language: "id" } },
  });
}

/** By this one alone, then SMS. Nobody reports here, so the fallback after an acceptance is out of the run. */
function routeWhatsAppTo(admin: BenchClient, provider: string): Promise<void> {
  return put(admin, "/v1/routes", {
    channels: { whatsapp: [{ provider }], sms: [{ provider: "twilio" }] },
    fallback: [{ channel: "whatsapp", after_seconds: 300 }, { channel: "sms" }],
  });
}

async function put(admin: BenchClient, path: string, document: object): Promise<void> {
  const { status, body } = await admin.put(path, document);
  if (status !== 200) throw new Error(`${path} answered ${status}: ${body}`);
}

/** An issue every `1000 / rate` ms, whatever the earlier ones took. */
async function issueAtRate(began: number, issued: Issued[], latency: number[]): Promise<void> {
  const total = Math.round((rate * 3 * phaseMs) / 1000);
  let next = 0;
  const client = async (): Promise<void> => {
    const connection = await BenchClient.connect(gateway.url, gateway.erpKey);
    for (let slot = next++; slot < total; slot = next++) {
      await until(began + (slot * 1000) / rate);
      const to = nextNumber();
      const arrival = new Promise<string>((resolve) => waiting.set(to, resolve));
      const at = performance.now();
      const { status, body } = await connection.post("/v1/otp/issue", { to });
      if (status !== 201) throw new Error(`issue answered ${status}: ${body}`);
      latency.push(performance.now() - at);
      const { id } = JSON.parse(body) as { id: string };
      issued.push({ otpId: parsePublicId("otp", id) ?? "", to, at });
      if (slot % VERIFIES === 0) await connection.post("/v1/otp/verify", { id, code: await arrival });
    }
    connection.close();
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
}

/** At this moment of `performance.now()`, or at once when it is over. */
async function until(moment: number): Promise<void> {
  const waitMs = moment - performance.now();
  if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
