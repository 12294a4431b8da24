import { expect } from "vitest";
import type { Sql } from "../../src/db/client.ts";
import { eventually, type Call, type Reply, type TestGateway } from "./gateway.ts";

export interface MessageJson {
  id: string;
  status: string;
  channel: string;
  to?: string;
}

/** An OTP as the contract shows it. */
export interface OtpJson {
  id: string;
  status: string;
  purpose: string;
  to: string;
  user?: string;
  channel: string;
  expires_at: string;
  expires_in: number;
  resend_after: number;
  attempts_left: number;
  message: MessageJson;
  messages: MessageJson[];
  metadata: Record<string, unknown>;
}

export interface VerdictJson {
  id: string;
  valid: boolean;
  status: string;
  reason: string | null;
  attempts_left: number;
  proof?: string;
}

export interface BalanceJson {
  available: string;
  held: string;
  total: string;
  currency: string;
  low_threshold: string;
  runway_hours: number | null;
}

let numbers = 0;

/** A mobile number that no other test uses, as people write it; the sandbox delivers to it. */
export function phone(lastFour?: string): string {
  numbers += 1;
  return lastFour === undefined
    ? `0812${(30_001_000 + numbers).toString()}`
    : `0812${(3000 + numbers).toString()}${lastFour}`;
}

export function issue(gateway: TestGateway, body: object = {}, call: Call = {}): Promise<Reply> {
  return gateway.request("/v1/otp/issue", { body: { to: phone(), ...body }, ...call });
}

/** An issue that must succeed. */
export async function issued(gateway: TestGateway, body: object = {}, call: Call = {}): Promise<OtpJson> {
  const reply = await issue(gateway, body, call);
  expect(reply.status, reply.text).toBe(201);
  return reply.json as OtpJson;
}

export async function verify(gateway: TestGateway, body: object, call: Call = {}): Promise<VerdictJson> {
  const reply = await gateway.request("/v1/otp/verify", { body, ...call });
  expect(reply.status, reply.text).toBe(200);
  return reply.json as VerdictJson;
}

export async function read(gateway: TestGateway, id: string): Promise<OtpJson> {
  const reply = await gateway.request(`/v1/otp/${id}`);
  expect(reply.status, reply.text).toBe(200);
  return reply.json as OtpJson;
}

export function resend(gateway: TestGateway, id: string, body: object = {}, call: Call = {}): Promise<Reply> {
  return gateway.request(`/v1/otp/${id}/resend`, { body, ...call });
}

export function cancel(gateway: TestGateway, id: string, call: Call = {}): Promise<Reply> {
  return gateway.request(`/v1/otp/${id}/cancel`, { body: {}, ...call });
}

export async function balance(gateway: TestGateway): Promise<BalanceJson> {
  const reply = await gateway.request("/v1/balance");
  expect(reply.status, reply.text).toBe(200);
  return reply.json as BalanceJson;
}

/** Once everything that was held is paid or given back. */
export function settledBalance(gateway: TestGateway): Promise<BalanceJson> {
  return eventually(
    () => balance(gateway),
    ({ held }) => held === "0",
  );
}

/** What the sandbox delivered to a number: newest first. */
export async function inbox(gateway: TestGateway, to: string): Promise<{ text: string; code: string }[]> {
  const reply = await gateway.request(`/v1/sandbox/messages?to=${encodeURIComponent(to)}`);
  expect(reply.status, reply.text).toBe(200);
  return reply.json.data as { text: string; code: string }[];
}

/** The `n`th message that the sandbox delivers to a number. */
export async function delivered(gateway: TestGateway, to: string, n = 1): Promise<{ text: string; code: string }> {
  const [newest] = await eventually(
    () => inbox(gateway, to),
    (messages) => messages.length >= n,
  );
  if (newest === undefined) throw new Error("nothing was delivered");
  return newest;
}

/** No limit but those given. */
export async function putLimits(gateway: TestGateway, limits: object = {}): Promise<void> {
  const none = { cooldown_seconds: 0, recipient: [], client_ip: [], user: [], prefix: [], tenant: [] };
  const reply = await gateway.admin("/v1/limits", { method: "PUT", body: { ...none, ...limits } });
  expect(reply.status, reply.text).toBe(200);
}

export async function putTenant(gateway: TestGateway, settings: object): Promise<void> {
  const body = { brand: "Demo", ...settings };
  const reply = await gateway.admin("/v1/tenants/demo", { method: "PUT", body });
  expect(reply.status, reply.text).toBe(200);
}

/** Leaves so much available. */
export async function leave(gateway: TestGateway, amount: number): Promise<void> {
  const { available } = await balance(gateway);
  const body = { amount: String(amount - Number(available)), reason: "a test", reference: `leave-${numbers++}` };
  const reply = await gateway.admin("/v1/balance/adjustments", { body });
  expect(reply.status, reply.text).toBe(201);
}

/** Messages stay queued: no provider is asked any more. */
export async function holdDeliveries(...gateways: TestGateway[]): Promise<void> {
  await Promise.all(gateways.map(({ gateway }) => gateway.delivery.stop()));
}

/** A refusal as the contract says it: an RFC 9457 document, no-store, with its request's id. */
export function expectProblem(reply: Reply, status: number, code: string): void {
  expect([reply.status, reply.json.code], reply.text).toEqual([status, code]);
  expect(reply.headers.get("content-type")).toBe("application/problem+json; charset=utf-8");
  expect(reply.headers.get("cache-control")).toBe("no-store");
  expect(reply.json).toMatchObject({ status, type: `/docs#${code}`, request_id: reply.headers.get("x-request-id") });
  expect(reply.json.title).toEqual(expect.stringMatching(/./));
  expect(reply.json.detail).toEqual(expect.stringMatching(/./));
  expect(reply.text).not.toMatch(/\bat .*\.ts:\d|node_modules|select |insert into/i);
}

/** Everything that a refused call must leave as it was; what deliveries under way add is not counted. */
export async function rowCounts(sql: Sql): Promise<Record<string, number>> {
  const [row] = await sql<Record<string, number>[]>`
    select (select count(*) from otps)::int as otps, (select count(*) from messages)::int as messages,
           (select count(*) from entries where kind not in ('capture', 'release', 'refund'))::int as entries, (select count(*) from idempotency)::int as idempotency,
           (select count(*) from guess_streaks)::int as streaks,
           (select count(*) from otps where attempts_left < 5)::int as checked,
           (select coalesce(sum(buckets[2]), 0) from limit_usage)::int as hits`;
  return { ...row };
}

/** I1 and I2, over every account: never below its credit line, the sum of its entries, each hold ended at most once. */
export async function expectSoundLedger(sql: Sql): Promise<void> {
  const accounts = await sql`
    select a.tenant_id from accounts a
    left join lateral (
      select coalesce(sum(amount), 0) as available, coalesce(sum(held_delta), 0) as held, count(*) as n
      from entries e where e.tenant_id = a.tenant_id) e on true
    where a.available <> e.available or a.held <> e.held or a.seq <> e.n or a.available + a.credit_line < 0
      or a.held <> (select coalesce(sum(hold), 0) from messages m
                    where m.tenant_id = a.tenant_id and m.hold_state = 'held')
      or a.spent <> (select coalesce(sum(charged), 0) from messages m where m.tenant_id = a.tenant_id)`;
  expect([...accounts]).toEqual([]);
  const messages = await sql`
    select m.id, m.hold_state, array_agg(e.kind) as kinds from messages m
    left join entries e on e.tenant_id = m.tenant_id and e.message_id = m.id
    group by m.tenant_id, m.id, m.hold_state
    having count(*) filter (where e.kind = 'hold') <> 1
      or count(*) filter (where e.kind in ('capture', 'release')) <> (case m.hold_state when 'held' then 0 else 1 end)`;
  expect([...messages]).toEqual([]);
  const running = await sql`
    select seq from (
      select seq, available_after - sum(amount) over w as a, held_after - sum(held_delta) over w as h, available_after as v
      from entries window w as (partition by tenant_id order by seq)) e
    where a <> 0 or h <> 0`;
  expect([...running]).toEqual([]);
}
