import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { serveMetrics } from "../../src/http/metrics.ts";
import { delivered, issue, issued, leave, phone, putLimits, settledBalance, verify } from "../support/erp.ts";
import { readExposition, valueOf } from "../support/exposition.ts";
import { eventually, startTestGateway, type TestGateway } from "../support/gateway.ts";
import { keysOfRoles, makeTenant, rolesThatMay } from "../support/roles.ts";

let gateway: TestGateway;
const page = async (): Promise<string> => (await gateway.admin("/metrics")).text;

beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());

describe("who may read", () => {
  test("ops, auditor and admin of the first tenant; nobody without a key", async () => {
    const keys = await keysOfRoles(gateway);
    expect(await rolesThatMay(gateway, keys, "/metrics")).toEqual(["ops", "auditor", "admin"]);
    expect((await gateway.request("/metrics", { key: null })).status).toBe(401);
  });

  test("not another tenant's keys: balances and providers of all are in it", async () => {
    const { admin } = await makeTenant(gateway, "acme");
    const reply = await gateway.request("/metrics", { key: admin });
    expect([reply.status, reply.json.code]).toEqual([403, "forbidden"]);
  });

  test("the listener of its own serves that page to anybody, and nothing else", async () => {
    const ask = (path: string, method = "GET") =>
      serveMetrics(gateway.gateway.metrics, new Request(`http://gateway.test${path}`, { method }));
    const answer = await ask("/metrics");
    expect([answer.status, answer.headers.get("content-type")]).toEqual([
      200,
      "text/plain; version=0.0.4; charset=utf-8",
    ]);
    expect(readExposition(await answer.text()).length).toBeGreaterThan(50);
    expect((await ask("/v1/balance")).status).toBe(404);
    expect((await ask("/metrics", "POST")).status).toBe(405);
  });
});

describe("what is counted", () => {
  test("calls by result, and the limit that a refusal names", async () => {
    const to = phone();
    const { id } = await issued(gateway, { to, wait_ms: 5000 });
    expect((await issue(gateway, { to })).status).toBe(429);
    expect((await issue(gateway, { to: "not a number" })).status).toBe(422);
    const { code } = await delivered(gateway, to);
    await verify(gateway, { id, code: code === "111111" ? "222222" : "111111" });
    await verify(gateway, { id, code });
    const text = await page();
    const results = (name: string) =>
      Object.fromEntries(
        readExposition(text)
          .filter((series) => series.name === name)
          .map(({ labels, value }) => [labels["result"] ?? "", value] as const),
      );
    expect(results("gerbang_issues_total")).toEqual({ created: 1, rate_limited: 1, invalid_recipient: 1 });
    expect(results("gerbang_verifies_total")).toEqual({ wrong_code: 1, valid: 1 });
    expect(valueOf(text, "gerbang_limits_hit_total", { limit: "cooldown" })).toBe(1);
    expect(valueOf(text, "gerbang_http_requests_total", { route: "/v1/otp/issue", status: "4xx" })).toBe(2);
  });

  test("attempts, latencies and statuses by provider", async () => {
    await putLimits(gateway);
    await issued(gateway, { to: phone("0001"), wait_ms: 5000 });
    const text = await eventually(
      page,
      (now) =>
        (valueOf(now, "gerbang_message_status_total", { status: "read", channel: "whatsapp" }) ?? 0) >= 1 &&
        (valueOf(now, "gerbang_message_status_total", { status: "read", channel: "sms" }) ?? 0) >= 1,
    );
    const labels = { provider: "sandbox", kind: "sandbox" };
    expect(valueOf(text, "gerbang_attempts_total", { ...labels, channel: "whatsapp", outcome: "recipient" })).toBe(1);
    expect(valueOf(text, "gerbang_attempt_duration_seconds_count", labels)).toBeGreaterThanOrEqual(2);
    expect(valueOf(text, "gerbang_issue_to_wire_seconds_count")).toBeGreaterThanOrEqual(2);
    expect(valueOf(text, "gerbang_message_status_total", { status: "failed" })).toBe(1);
    // What an alert divides by, or waits for to grow, is there before anything arrives or is refused.
    expect(valueOf(text, "gerbang_limits_hit_total", { limit: "guard" })).toBe(0);
    expect(valueOf(text, "gerbang_batch_items_count", { batch: "settle" })).toBeGreaterThan(0);
  });

  test("refused keys by reason, and of a flood a line of the log in ten seconds", async () => {
    for (let n = 0; n < 20; n += 1) await gateway.request("/v1/balance", { key: `gk_erp_guess${n}` });
    gateway.clock.advance(10_001);
    await gateway.request("/v1/balance", { key: "gk_erp_another" });
    const lines = gateway
      .logged()
      .split("\n")
      .filter((line) => line.includes('"reason":"unknown"'));
    expect(lines.map((line) => (JSON.parse(line) as { unlogged: number }).unlogged)).toEqual([0, 19]);
    expect(gateway.logged()).not.toContain("guess1");
    expect(valueOf(await page(), "gerbang_refused_keys_total", { reason: "unknown" })).toBe(21);
  });
});

describe("what is there when somebody looks", () => {
  test("balances, due work, providers, jobs", async () => {
    await settledBalance(gateway);
    await leave(gateway, 12_345);
    // What was read before is not fresh any more.
    gateway.clock.advance(5001);
    const text = await page();
    expect(valueOf(text, "gerbang_balance_available", { tenant: "demo" })).toBe(12_345);
    expect(valueOf(text, "gerbang_database_up")).toBe(1);
    expect(valueOf(text, "gerbang_balances_low")).toBeDefined();
    expect(valueOf(text, "gerbang_messages_due")).toBe(0);
    expect(valueOf(text, "gerbang_webhook_deliveries", { status: "dead" })).toBe(0);
    expect(valueOf(text, "gerbang_provider_left_out", { provider: "sandbox", why: "breaker" })).toBe(0);
    expect(valueOf(text, "gerbang_job_interval_seconds", { task: "sweep" })).toBe(2);
    expect(valueOf(text, "gerbang_batch_connections", { state: "free" })).toBe(4);
  });

  test("what the guard holds, and how far the followers of the feed are behind", async () => {
    const { sql } = gateway.database;
    await Promise.all(gateway.gateway.followers.map((follower) => follower.run()));
    // None takes in what comes now before the page is read.
    await Promise.all(gateway.gateway.followers.map((follower) => follower.stop()));
    await sql`
      insert into guard_states (tenant_id, key, state, because, since, until, evidence_from, figures)
      select id, '+62831', 'suspected', 'conversion', now(), null, now(), '{}' from tenants where first`;
    const at = gateway.clock.now() + 5001 - 90_000;
    await sql`
      insert into events (tenant_id, position, id, type, at, data)
      select id, (select max(position) + 1000 from feed_followers), gen_random_uuid(), 'guard.suspected',
             to_timestamp(${at}::float8 / 1000), '{}' from tenants`;
    gateway.clock.advance(5001);
    const text = await page();
    expect(valueOf(text, "gerbang_guard_keys", { state: "suspected" })).toBe(1);
    expect(valueOf(text, "gerbang_guard_keys", { state: "blocked" })).toBe(0);
    expect(valueOf(text, "gerbang_feed_lag_seconds", { consumer: "guard" })).toBeGreaterThanOrEqual(90);
    expect(valueOf(text, "gerbang_feed_lag_seconds", { consumer: "stats" })).toBeGreaterThanOrEqual(90);
    await sql`delete from guard_states`;
  });

  test("that nothing was delivered of what a provider took", async () => {
    const fresh = await startTestGateway();
    await issued(fresh, { to: phone("0004"), channel: "sms", wait_ms: 5000 });
    const text = (await fresh.admin("/metrics")).text;
    const labels = { channel: "sms", provider: "sandbox" };
    expect(valueOf(text, "gerbang_message_status_total", { ...labels, status: "accepted" })).toBe(1);
    expect(valueOf(text, "gerbang_message_status_total", { ...labels, status: "delivered" })).toBe(0);
    await fresh.close();
  });
});

test("while the database is away the page says so in time, and shows no figure of before", async () => {
  const alone = await startTestGateway();
  try {
    expect(valueOf((await alone.admin("/metrics")).text, "gerbang_database_up")).toBe(1);
    await alone.database.drop();
    alone.clock.advance(5001);
    const { text } = await alone.admin("/metrics");
    expect(valueOf(text, "gerbang_database_up")).toBe(0);
    expect(valueOf(text, "gerbang_messages_due")).toBeUndefined();
    expect(valueOf(text, "gerbang_balance_available")).toBeUndefined();
    expect(valueOf(text, "gerbang_http_requests_total")).toBeGreaterThan(0);
  } finally {
    await alone.gateway.close().catch(() => undefined);
  }
});
