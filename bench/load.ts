import type { Sql } from "../src/db/client.ts";
import { BenchClient } from "./client.ts";
import type { BenchGateway } from "./gateway.ts";
import type { BenchProvider } from "./provider.ts";

let numbers = 0;

export async function bareInserts(sql: Sql, forSeconds: number): Promise<number> {
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

/** `more`: further fields of each issue. */
export async function durableIssues(
  target: BenchGateway,
  clients: number,
  forSeconds: number,
  more: () => object = () => ({}),
) {
  const latency: number[] = [];
  const until = performance.now() + forSeconds * 1000;
  const began = performance.now();
  const client = async (): Promise<void> => {
    const connection = await BenchClient.connect(target.url, target.erpKey);
    while (performance.now() < until) {
      const at = performance.now();
      const answer = await connection.post("/v1/otp/issue", { to: nextNumber(), user: "bench", ...more() });
      if (answer.status !== 201) throw new Error(`issue answered ${answer.status}: ${answer.body}`);
      latency.push(performance.now() - at);
    }
    connection.close();
  };
  await Promise.all(Array.from({ length: clients }, client));
  return { rate: latency.length / ((performance.now() - began) / 1000), latency };
}

export async function cycles(target: BenchGateway, wire: BenchProvider, clients: number, forSeconds: number) {
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

export async function requestToWire(target: BenchGateway, wire: BenchProvider, clients: number, forSeconds: number) {
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

/** A number nobody else has. */
export function nextNumber(): string {
  numbers += 1;
  return `+62812${String(numbers).padStart(8, "0")}`;
}
