import { createServer, type AddressInfo, type Socket } from "node:net";
import { BenchClient } from "./client.ts";
import type { BenchGateway } from "./gateway.ts";
import { nextNumber, requestToWire } from "./load.ts";
import type { BenchProvider } from "./provider.ts";

const HANGING = 200;
const CLIENTS = 8;
/** Longer than what is measured while they hang. */
const HANG_MS = 15_000;

/**
 * The time from request to the wire of a provider that works, while messages queue for one on another channel that takes
 * connections and never answers; and as usual, before and after, since the machine's own speed changes meanwhile.
 */
export async function besideAHangingProvider(gateway: BenchGateway, live: BenchProvider, seconds: number) {
  const dead = await silentServer();
  const measure = () => requestToWire(gateway, live, CLIENTS, seconds);
  try {
    await routeSmsTo(dead.url, gateway);
    await requestToWire(gateway, live, CLIENTS, 1);
    const before = await measure();
    await issueBySms(gateway);
    const beside = await measure();
    const hanging = await unsentBySms(gateway);
    if (hanging < HANGING) throw new Error(`only ${hanging} of ${HANGING} messages hung to the end`);
    while ((await unsentBySms(gateway)) > 0) await new Promise((resolve) => setTimeout(resolve, 100));
    return { usual: [...before, ...(await measure())], beside, hanging };
  } finally {
    dead.close();
  }
}

/** By a Twilio that never answers. */
async function routeSmsTo(url: string, gateway: BenchGateway): Promise<void> {
  const client = await BenchClient.connect(gateway.url, gateway.adminKey);
  const settings = {
    base_url: url,
    account_sid: `AC${"0".repeat(32)}`,
    from: "Bench",
    timeout_ms: HANG_MS,
    ambiguous_wait_seconds: 0,
  };
  await client.put("/v1/providers/dead", { kind: "twilio", settings, secrets: { auth_token: "bench-token" } });
  const channels = { whatsapp: [{ provider: "bench" }], sms: [{ provider: "dead" }] };
  const { status, body } = await client.put("/v1/routes", { channels, fallback: [{ channel: "whatsapp" }] });
  if (status !== 200) throw new Error(`the routes were answered ${status}: ${body}`);
  client.close();
}

async function issueBySms(gateway: BenchGateway): Promise<void> {
  const client = async (): Promise<void> => {
    const connection = await BenchClient.connect(gateway.url, gateway.erpKey);
    for (let i = 0; i < HANGING / CLIENTS; i++) {
      const { status, body } = await connection.post("/v1/otp/issue", { to: nextNumber(), channel: "sms" });
      if (status !== 201) throw new Error(`issue answered ${status}: ${body}`);
    }
    connection.close();
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
}

async function unsentBySms({ sql }: BenchGateway): Promise<number> {
  const [row] = await sql<{ n: number }[]>`
    select count(*)::int as n from messages where channel = 'sms' and status in ('queued', 'sending')`;
  return row?.n ?? 0;
}

/** Takes connections, reads, and says nothing. */
async function silentServer(): Promise<{ url: string; close(): void }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.resume().on("error", () => undefined));
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
