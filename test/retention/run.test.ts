import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { firstIdAt, parsePublicId } from "../../src/kit/id.ts";
import { rollUp } from "../../src/ledger/statement/roll-up.ts";
import { RetentionJob } from "../../src/retention/job.ts";
import type { ClassRun } from "../../src/retention/run.ts";
import {
  delivered,
  issue,
  issued,
  phone,
  putLimits,
  read,
  settledBalance,
  verify,
  type OtpJson,
} from "../support/erp.ts";
import { eventually, startTestGateway, type TestGateway } from "../support/gateway.ts";

const DAY_MS = 86_400_000;
let gateway: TestGateway;

beforeEach(async () => {
  gateway = await startTestGateway();
  await putLimits(gateway);
});
afterEach(() => gateway.close());

const job = (): RetentionJob =>
  new RetentionJob({
    sql: gateway.database.sql,
    keyring: gateway.gateway.keyring,
    clock: gateway.clock,
    log: pino({ level: "silent" }),
    pauseMs: 0,
  });

async function run(): Promise<Map<string, ClassRun>> {
  return new Map((await job().run())?.map((one) => [one.class, one]));
}

/** An OTP of a user that was verified and is paid. */
async function proven(to: string): Promise<OtpJson> {
  const otp = await issued(gateway, { to, user: "budi", metadata: { cost_centre: "till 3" }, wait_ms: 5000 });
  const { code } = await delivered(gateway, to);
  expect(await verify(gateway, { id: otp.id, code })).toMatchObject({ valid: true });
  await settledBalance(gateway);
  // Its report has come: nothing is awaited any more.
  await eventually(
    () => gateway.database.sql`select from messages where due_at is not null`,
    (due) => due.length === 0,
  );
  return otp;
}

async function rowOf(otp: OtpJson): Promise<Record<string, unknown>> {
  const [row] = await gateway.database.sql`
    select subject, recipients, user_ref, metadata::text as metadata, client_ip, length(code_hash) as hash,
           (select string_agg(recipient, '') from messages m where m.tenant_id = o.tenant_id and m.otp_id = o.id) as sent_to,
           (select string_agg(a.provider_message_id, ' ') from messages m
            join attempts a on a.tenant_id = m.tenant_id and a.message_id = m.id
            where m.tenant_id = o.tenant_id and m.otp_id = o.id) as called
    from otps o where id = ${parsePublicId("otp", otp.id)}`;
  return row ?? {};
}

async function answers(...paths: string[]): Promise<void> {
  for (const path of paths) {
    const reply = await gateway.admin(path);
    expect(reply.status, `${path}: ${reply.text}`).toBe(200);
  }
}

test("codes and what the caller said of them go first, then whom it was about; the rest stays", async () => {
  const to = phone();
  const otp = await proven(to);
  const before = await rowOf(otp);
  expect(before).toMatchObject({ user_ref: "budi", metadata: '{"cost_centre": "till 3"}' });

  gateway.clock.advance(29 * DAY_MS);
  expect([...(await run()).values()].map(({ rows }) => rows)).toEqual([0, 0, 0, 0, 0]);
  expect(await rowOf(otp)).toEqual(before);

  gateway.clock.advance(2 * DAY_MS);
  expect((await run()).get("codes")?.rows).toBe(1);
  const { subject, recipients, user_ref, sent_to, called } = before;
  expect(await rowOf(otp)).toEqual({
    subject,
    recipients,
    user_ref,
    sent_to,
    called,
    metadata: "{}",
    client_ip: null,
    hash: 0,
  });
  expect((await run()).get("codes")?.rows).toBe(0);

  gateway.clock.advance(60 * DAY_MS);
  expect((await run()).get("numbers")?.rows).toBe(2);
  expect(await rowOf(otp)).toMatchObject({ subject: "", recipients: [""], user_ref: "", sent_to: "" });
  expect((await run()).get("numbers")?.rows).toBe(0);

  expect(await read(gateway, otp.id)).toMatchObject({ status: "verified" });
  const message = otp.message.id;
  await answers(
    `/v1/explain?otp=${otp.id}`,
    `/v1/messages/${message}`,
    "/v1/messages",
    "/v1/events",
    "/v1/balance/check",
  );
  expect((await issue(gateway, { to, user: "budi" })).status).toBe(201);
});

test("an id by which a provider calls a message goes with the number that it tells", async () => {
  const { sql } = gateway.database;
  const to = phone();
  const [otp, other] = [await proven(to), await proven(phone())];
  const wamid = `wamid.${Buffer.from(`HBgN62${to.slice(1)}FQIAERgS`).toString("base64")}`;
  await sql`update attempts set provider_message_id = ${wamid} where message_id = ${parsePublicId("msg", otp.message.id)}`;
  const called = (await rowOf(other))["called"];
  gateway.clock.advance(91 * DAY_MS);
  await run();
  expect(await rowOf(otp)).toMatchObject({ sent_to: "", called: null });
  expect(await rowOf(other)).toMatchObject({ sent_to: "", called });
});

test("a row that somebody changes meanwhile is waited for, and not passed by", async () => {
  const { sql } = gateway.database;
  const otp = await proven(phone());
  gateway.clock.advance(91 * DAY_MS);
  const other = await sql.reserve();
  try {
    await other`begin`;
    await other`update messages set updated_at = updated_at`;
    const running = run();
    await eventually(
      () =>
        sql`select from pg_stat_activity where wait_event_type = 'Lock' and query like '%as open,%' and datname = current_database()`,
      (waiting) => waiting.length > 0,
    );
    await other`commit`;
    expect((await running).get("numbers")?.rows).toBe(2);
  } finally {
    other.release();
  }
  expect(await rowOf(otp)).toMatchObject({ subject: "", user_ref: "", sent_to: "" });
});

test("what holds money is emptied once it does no more, and is counted then", async () => {
  const { sql } = gateway.database;
  const [held, after] = [await proven(phone()), await proven(phone())];
  const id = parsePublicId("msg", held.message.id);
  await sql`update messages set hold_state = 'held' where id = ${id}`;
  gateway.clock.advance(91 * DAY_MS);
  expect((await run()).get("numbers")?.rows).toBe(3);
  expect((await rowOf(held))["sent_to"]).not.toBe("");
  expect((await rowOf(after))["sent_to"]).toBe("");
  await sql`update messages set hold_state = 'captured' where id = ${id}`;
  expect((await run()).get("numbers")?.rows).toBe(1);
  expect((await rowOf(held))["sent_to"]).toBe("");
});

test("what is still pending keeps what it needs", async () => {
  const otp = await issued(gateway, { wait_ms: 5000 });
  const { sql } = gateway.database;
  const now = gateway.clock.now() + 400 * DAY_MS;
  await sql`update otps set expires_at = to_timestamp(${now}::float8 / 1000) where id = ${parsePublicId("otp", otp.id)}`;
  const before = await rowOf(otp);
  gateway.clock.advance(100 * DAY_MS);
  await run();
  expect({ ...(await rowOf(otp)), sent_to: before["sent_to"] }).toEqual(before);
});

test("of a backlog each row is emptied once, slice by slice", async () => {
  const { sql } = gateway.database;
  const otp = await proven(phone());
  const id = parsePublicId("otp", otp.id) ?? "";
  const at = gateway.clock.now() - 60 * DAY_MS;
  const prefix = firstIdAt(at).slice(0, 24);
  const names = await sql<{ name: string }[]>`
    select attname as name from pg_attribute where attrelid = 'otps'::regclass and attnum > 0 and attname <> 'id'`;
  const columns = sql.unsafe(names.map(({ name }) => name).join(", "));
  await sql`
    insert into otps (id, ${columns})
    select (${prefix} || lpad(n::text, 12, '0'))::uuid, ${columns} from otps, generate_series(1, 450) n where id = ${id}`;
  const dry = await sql`select count(*)::int as rows from otps where code_hash <> '' and id < ${id}`;
  expect(dry[0]).toEqual({ rows: 450 });
  expect((await run()).get("codes")?.rows).toBe(450);
  expect(await sql`select from otps where code_hash <> '' and id < ${id}`).toHaveLength(0);
  expect((await rowOf(otp))["hash"]).not.toBe(0);
});

describe("a year and more later", () => {
  /** To the middle of the month in which this one is due and the next one is not. */
  const later = (): void => {
    const now = new Date(gateway.clock.now());
    gateway.clock.advance(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 14, 15) - now.getTime());
  };
  const month = (): string => new Date().toISOString().slice(0, 7);

  test("the month is dropped, and every figure of its money stands", async () => {
    const otp = await proven(phone());
    const { sql } = gateway.database;
    const statement = async () => (await gateway.admin(`/v1/balance/statement?month=${month()}`)).json as object;
    const notYet = await (later(), run());
    expect(new Set(notYet.get("messages")?.left.map(({ why }) => why))).toContain("its charges are not added up yet");
    expect(notYet.get("messages")?.parts).toEqual([]);
    expect(notYet.get("reports")?.parts).toHaveLength(1);

    while (await rollUp(sql));
    await gateway.gateway.statsMoney.stop();
    await sql`
      insert into stats_money (tenant_id, seq) select tenant_id, 0 from accounts
      on conflict (tenant_id) do update set seq = 0`;
    const uncounted = (await run()).get("messages");
    expect(new Set(uncounted?.left.map(({ why }) => why))).toEqual(
      new Set(["its charges are not in the statistics yet"]),
    );
    await sql`update stats_money s set seq = a.seq from accounts a where a.tenant_id = s.tenant_id`;
    const before = await statement();
    const messages = (await run()).get("messages");
    expect(messages?.left).toEqual([]);
    expect(messages?.parts.map((part) => part.replace(/_before_.*/, ""))).toEqual(
      expect.arrayContaining(["attempts", "messages", "otps"]),
    );
    expect(messages?.bytes).toBeGreaterThan(0);
    expect(messages?.rows).toBeGreaterThanOrEqual(3);

    expect(await statement()).toEqual(before);
    expect((await gateway.request(`/v1/otp/${otp.id}`)).status).toBe(404);
    await answers("/v1/messages", "/v1/events", "/v1/balance/entries", "/v1/balance/check", "/v1/audit");
    const listed = await gateway.admin("/v1/retention/runs?limit=2");
    expect(listed.json.data).toHaveLength(2);
    expect(listed.json.data[0]).toMatchObject({ class: "numbers", months: [], left: [] });
    expect((await issue(gateway)).status).toBe(201);
  });

  test("what holds money, or is to be settled, is kept with its month, and the report says why", async () => {
    const otp = await proven(phone());
    const { sql } = gateway.database;
    while (await rollUp(sql));
    const id = parsePublicId("msg", otp.message.id);
    await sql`update messages set hold_state = 'held', due = null, due_at = null, lease_owner = null where id = ${id}`;
    later();
    const kept = (await run()).get("messages");
    expect(kept?.parts).toEqual([]);
    expect(new Set(kept?.left.map(({ why }) => why))).toEqual(new Set(["a message holds money"]));
    await sql`update messages set hold_state = 'captured' where id = ${id}`;
    expect((await run()).get("messages")?.left).toEqual([]);
  });

  test("a table that somebody reads is left for the next run: nobody waits behind it", async () => {
    await proven(phone());
    const { sql } = gateway.database;
    while (await rollUp(sql));
    later();
    const reader = await sql.reserve();
    try {
      await reader`begin`;
      await reader`select from reports limit 1`;
      const { reports } = Object.fromEntries(await run());
      expect(reports?.left.map(({ why }) => why)).toEqual(["somebody reads or writes it; the next run tries again"]);
    } finally {
      await reader`rollback`;
      reader.release();
    }
    expect((await run()).get("reports")?.left).toEqual([]);
  });

  test("the months to come are made by the same turn, and the work of a day is done once", async () => {
    later();
    await job().turn();
    const { sql } = gateway.database;
    const at = new Date(gateway.clock.now()).toISOString().slice(0, 7).replace("-", "_");
    expect(await sql`select to_regclass(${`otps_${at}`}) is not null as made`).toEqual([{ made: true }]);
    await job().turn();
    expect((await gateway.admin("/v1/retention/runs")).json.data).toHaveLength(5);
    gateway.clock.advance(DAY_MS);
    await job().turn();
    expect((await gateway.admin("/v1/retention/runs")).json.data).toHaveLength(10);
  });
});

test("a class that went wrong is tried again by the next turn, and keeps no other", async () => {
  const { sql } = gateway.database;
  const otp = await proven(phone());
  gateway.clock.advance(91 * DAY_MS);
  await sql`alter table retention_marks add constraint no_codes check (class <> 'codes')`;
  await expect(job().turn()).rejects.toThrow(/^codes: .*no_codes/);
  const classes = async () =>
    (await sql<{ class: string }[]>`select class from retention_runs order by id`).map((row) => row.class);
  expect(await classes()).toEqual(["reports", "messages", "audit", "numbers"]);
  expect((await rowOf(otp))["sent_to"]).toBe("");
  await sql`alter table retention_marks drop constraint no_codes`;
  await job().turn();
  expect((await classes()).slice(4)).toEqual(["codes"]);
  expect(await rowOf(otp)).toMatchObject({ metadata: "{}" });
});

test("a class that the gateway's stop broke off is not done for the day", async () => {
  const { sql } = gateway.database;
  await proven(phone());
  gateway.clock.advance(91 * DAY_MS);
  const stopping = job();
  const other = await sql.reserve();
  try {
    await other`begin`;
    await other`update otps set resend_at = resend_at`;
    const turn = stopping.turn();
    await eventually(
      () =>
        sql`select from pg_stat_activity where wait_event_type = 'Lock' and query like '%as open,%' and datname = current_database()`,
      (waiting) => waiting.length > 0,
    );
    await stopping.stop();
    await other`commit`;
    await turn;
  } finally {
    other.release();
  }
  const last = (await gateway.admin("/v1/retention/runs?limit=1")).json.data[0];
  expect(last).toMatchObject({
    class: "codes",
    rows: 1,
    left: [{ month: "codes", why: "the gateway was stopped; the next turn goes on" }],
  });
  await job().turn();
  const after = (await gateway.admin("/v1/retention/runs?limit=2")).json.data;
  expect(after).toMatchObject([
    { class: "numbers", rows: 2 },
    { class: "codes", rows: 0, left: [] },
  ]);
});

test("of two replicas one runs the job", async () => {
  const { sql } = gateway.database;
  const other = await sql.reserve();
  try {
    await other`select pg_advisory_lock(7252026032)`;
    expect(await job().run()).toBeNull();
  } finally {
    await other`select pg_advisory_unlock_all()`;
    other.release();
  }
  expect(await job().run()).toHaveLength(5);
});
