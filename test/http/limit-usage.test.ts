import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { expectProblem, issue, issued, phone, putLimits, rowCounts } from "../support/erp.ts";
import { eventually, startTestGateway, type TestGateway } from "../support/gateway.ts";
import { keysOfRoles, rolesThatMay } from "../support/roles.ts";

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());
beforeEach(() => gateway.clock.advance(2 * 86_400_000));

const hour = { max: 2, per_seconds: 3600 };
const code = "123456";
interface Usage {
  to: string | null;
  sandbox: boolean;
  cooldown_until: string;
  windows: { limit: string; used: number; free_at: string }[];
  guesses: object[];
  ceilings: object[];
}
const usage = async (query: Record<string, string>) => {
  const reply = await gateway.admin(`/v1/limits/usage?${new URLSearchParams(query).toString()}`);
  expect(reply.status, reply.text).toBe(200);
  return reply.json as Usage;
};
const forgive = (body: object) => gateway.admin("/v1/limits/forgive", { body });

describe("the use of limits", () => {
  test("shows all that concern a person, with what is used and when it frees, and changes nothing", async () => {
    await putLimits(gateway, {
      cooldown_seconds: 30,
      recipient: [hour],
      user: [hour],
      client_ip: [hour],
      client_net: [hour],
      prefix: [hour],
      guesses: { free: 1 },
      ceilings: { per_hour: "350", gateway: { per_day: "1000" } },
    });
    const to = phone();
    const { id } = await issued(gateway, { to, user: "ani", client_ip: "2001:db8::1", code });
    await gateway.request("/v1/otp/verify", { body: { id, code: "000000" } });
    const before = await rowCounts(gateway.database.sql);
    const json = await usage({ to, user: "ani", client_ip: "2001:db8::2" });
    expect(await rowCounts(gateway.database.sql)).toEqual(before);
    expect(json.to).toMatch(/\*{4}/);
    expect(json.sandbox).toBe(true);
    expect(Date.parse(json.cooldown_until)).toBeGreaterThan(gateway.clock.now());
    const one = { max: 2, per_seconds: 3600, used: 1, free_at: null };
    expect(json.windows).toEqual([
      { limit: "recipient", ...one },
      { limit: "user", ...one },
      { limit: "client_ip", ...one, used: 0 },
      { limit: "client_net", ...one },
      { limit: "prefix", ...one },
    ]);
    const waiting = { wrong: 1, free: 1, wait_until: expect.any(String) };
    expect(json.guesses).toEqual([
      { limit: "guesses", ...waiting },
      { limit: "guesses_user", ...waiting },
    ]);
    expect(json.ceilings).toEqual([
      { limit: "money_per_hour", ceiling: "350", used: "350", currency: "IDR", free_at: expect.any(String) },
      { limit: "money_gateway_per_day", ceiling: "1000", used: "350", currency: "IDR", free_at: null },
    ]);
  });

  test("says what the fraud guard holds against the number, in both languages", async () => {
    const { sql } = gateway.database;
    const figures = { sent: 60, verified: 0, settled: 60, arrived: 60, recent: 0, recentVerified: 0, threshold: 0.35 };
    await sql`
      insert into guard_states (tenant_id, key, state, because, since, until, evidence_from, figures)
      select id, '+62831', 'blocked', 'conversion', now(), now() + interval '1 day', now(), ${sql.json(figures)}
      from tenants where first`;
    const reply = await gateway.admin(`/v1/limits/usage?to=${encodeURIComponent("+6283112345678")}`);
    expect(reply.json.guard).toMatchObject([{ key: "+62831", country: "ID", state: "blocked", because: "conversion" }]);
    expect(reply.text).toContain("Of 60 codes to numbers that begin with +62831");
    expect(reply.text).toContain("Diblokir sampai");
    expect((await gateway.admin("/v1/limits/usage?to=%2B6283212345678")).json.guard).toEqual([]);
    await sql`delete from guard_states`;
  });

  test("says the very moment at which the next one is allowed", async () => {
    await putLimits(gateway, { recipient: [hour] });
    const to = phone();
    await issued(gateway, { to });
    await issued(gateway, { to });
    const [window] = (await usage({ to })).windows;
    expect(window).toMatchObject({ limit: "recipient", used: 2 });
    const freeAt = window?.free_at ?? "";
    expect(freeAt).toBe((await issue(gateway, { to })).json.retry_at);
    gateway.clock.advance(Date.parse(freeAt) - gateway.clock.now());
    await issued(gateway, { to });
  });

  test("of an address with a zone is that of the address", async () => {
    await putLimits(gateway, { client_ip: [hour] });
    for (const zone of ["eth0", "eth1"]) await issued(gateway, { client_ip: `fe80::1%${zone}` });
    expect((await issue(gateway, { client_ip: "fe80::1%x" })).json.limit).toBe("client_ip");
    expect((await usage({ client_ip: "fe80::1%y" })).windows[0]).toMatchObject({ limit: "client_ip", used: 2 });
    expect((await forgive({ client_ip: "fe80::1" })).json).toMatchObject({ addresses: 2 });
  });

  test("is known, and forgiven, of a number whose country is not allowed any more", async () => {
    const recipient = [{ max: 1, per_seconds: 3600 }];
    const to = "+6581234567";
    await putLimits(gateway, { recipient, countries: ["ID", "SG"] });
    await issued(gateway, { to });
    await putLimits(gateway, { recipient, countries: ["ID"] });
    expect((await usage({ to })).windows[0]).toMatchObject({ limit: "recipient", used: 1 });
    expect((await forgive({ to })).json).toMatchObject({ otps: 1 });
    expectProblem(await issue(gateway, { to }), 422, "destination_not_allowed");
  });

  test("names the field that is wrong", async () => {
    const path = async (query: string) => {
      const { json } = await gateway.admin(`/v1/limits/usage?${query}`);
      return String(json.errors?.[0].path);
    };
    expect(await path("client_ip=nowhere")).toBe("client_ip");
    expect(await path("to=central")).toBe("user");
    expect(await path("to=12")).toBe("to");
  });
});

describe("forgiving", () => {
  test("lets one recipient begin anew, and nobody else; money and what is counted of many stays", async () => {
    await putLimits(gateway, {
      cooldown_seconds: 30,
      recipient: [{ max: 1, per_seconds: 3600 }],
      prefix: [{ max: 4, per_seconds: 3600 }],
      guesses: { free: 1 },
      ceilings: { per_hour: "5000" },
    });
    const [to, other] = [phone(), phone()];
    const { id } = await issued(gateway, { to, code });
    await issued(gateway, { to: other });
    await gateway.request("/v1/otp/verify", { body: { id, code: "000000" } });
    const reply = await forgive({ to });
    expect(reply.status, reply.text).toBe(200);
    expect(reply.json).toEqual({ otps: 1, guesses: 1, addresses: 0 });
    // The pending one is checked again, and the next is sent.
    expect((await gateway.request("/v1/otp/verify", { body: { id, code: "000000" } })).status).toBe(200);
    await issued(gateway, { to });
    expect((await issue(gateway, { to: other })).status).toBe(429);
    expect((await issue(gateway, { to })).status).toBe(429);
    const json = await usage({ to });
    expect(json.windows[1]).toMatchObject({ limit: "prefix", used: 3 });
    expect(json.ceilings[0]).toMatchObject({ used: "1050" });
  });

  test("of a user or a client address clears theirs", async () => {
    await putLimits(gateway, { user: [hour], client_ip: [hour], client_net: [hour] });
    const address = { client_ip: "2001:db8:9::1" };
    for (let n = 0; n < 2; n += 1) await issued(gateway, { user: "wati", ...address });
    expect((await issue(gateway, { user: "wati" })).json.limit).toBe("user");
    expect((await forgive({ user: "wati" })).json).toEqual({ otps: 2, guesses: 0, addresses: 0 });
    await issued(gateway, { user: "wati" });
    expect((await issue(gateway, address)).status).toBe(429);
    expect((await forgive(address)).json).toEqual({ otps: 0, guesses: 0, addresses: 2 });
    await issued(gateway, address);
  });

  test("is audited with the number masked, and done once for its key", async () => {
    await putLimits(gateway, {});
    const to = phone();
    await issued(gateway, { to });
    const headers = { "idempotency-key": "forgive-once" };
    const first = await gateway.admin("/v1/limits/forgive", { body: { to }, headers });
    const again = await gateway.admin("/v1/limits/forgive", { body: { to }, headers });
    expect(again.json).toEqual(first.json);
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    const { json } = await gateway.admin("/v1/audit");
    const rows = (json.data as { action: string }[]).filter(({ action }) => action === "limits.forgive");
    expect(rows[0]).toMatchObject({ after: { otps: 1, guesses: 0, addresses: 0 } });
    expect(JSON.stringify(rows)).not.toContain(to.slice(-8));
  });

  test("locks OTPs in the order in which checks do, so that neither waits for the other in a circle", async () => {
    await putLimits(gateway, {});
    const to = phone();
    const older = await issued(gateway, { user: "both" });
    gateway.clock.advance(1);
    const newer = await issued(gateway, { to });
    const { sql } = gateway.database;
    const lock = (tx: typeof sql, { id }: { id: string }) => tx`
      select from otps where id = ${id.slice(4)}::uuid for update nowait`;
    let forgiving: ReturnType<typeof forgive> | undefined;
    await sql.begin(async (tx) => {
      await lock(tx as unknown as typeof sql, older);
      forgiving = forgive({ to, user: "both" });
      await eventually(
        () => sql<{ n: number }[]>`
          select count(*)::int as n from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock'`,
        ([row]) => row !== undefined && row.n > 0,
      );
      await lock(tx as unknown as typeof sql, newer);
    });
    const reply = await forgiving;
    expect(reply?.status, reply?.text).toBe(200);
    expect(reply?.json.otps).toBe(2);
  });

  test("leaves OTPs alone that count no more", async () => {
    await putLimits(gateway, { recipient: [hour] });
    const to = phone();
    const { id } = await issued(gateway, { to, code });
    await gateway.request("/v1/otp/verify", { body: { id, code } });
    expect((await forgive({ to })).json).toMatchObject({ otps: 0 });
  });

  test("keeps the reason in the audit, with a number in it masked", async () => {
    const to = phone();
    expect((await forgive({ to, reason: `called from ${to}, a new phone` })).status).toBe(200);
    const { json } = await gateway.admin("/v1/audit?action=limits.forgive&limit=1");
    expect(json.data[0].after.reason).toMatch(/^called from .*\*\*\*\*.*, a new phone$/);
    expect(JSON.stringify(json.data)).not.toContain(to);
  });

  test("needs somebody to forgive", async () => {
    expectProblem(await forgive({}), 400, "invalid_request");
    expectProblem(await forgive({ reason: "nobody" }), 400, "invalid_request");
  });
});

test("ops and auditors see the use, ops alone forgive", async () => {
  const keys = await keysOfRoles(gateway);
  expect(await rolesThatMay(gateway, keys, "/v1/limits/usage")).toEqual(["ops", "auditor", "admin"]);
  expect(await rolesThatMay(gateway, keys, "/v1/limits/presets")).toEqual(["ops", "auditor", "admin"]);
  const call = { method: "POST", body: { user: "nobody" } };
  expect(await rolesThatMay(gateway, keys, "/v1/limits/forgive", call)).toEqual(["ops", "admin"]);
});
