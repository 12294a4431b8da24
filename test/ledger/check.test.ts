import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { checkLedgers } from "../../src/ledger/check.ts";
import { proveEntries } from "../../src/ledger/prove.ts";
import { balance, inbox, issued, leave, putLimits, putTenant, read, verify } from "../support/erp.ts";
import { eventually, startTestGateway, type TestGateway } from "../support/gateway.ts";
import { keysOfRoles, rolesThatMay } from "../support/roles.ts";

let gateway: TestGateway;
let tenantId = "";
const operator = "081299990001";
beforeAll(async () => {
  gateway = await startTestGateway();
  await putLimits(gateway);
  await putTenant(gateway, { alert_to: [{ channel: "sms", to: operator, kinds: ["balance"] }] });
  const [row] = await gateway.database.sql<{ id: string }[]>`select id from tenants`;
  tenantId = row?.id ?? "";
});
afterAll(() => gateway.close());

const check = () => gateway.gateway.ledgerCheck.run();
const shown = async () => (await gateway.admin("/v1/balance/check")).json as Record<string, unknown>;
const quiet = () =>
  eventually(
    () => balance(gateway),
    ({ held }) => held === "0",
  );
const alarms = () =>
  gateway
    .logged()
    .split("\n")
    .filter((line) => line.includes("the ledger does not add up"));
/** What the database itself refuses, done all the same, and undone after. */
async function tampered(change: string, mend: string, meanwhile: () => Promise<void>): Promise<void> {
  const by = async (statement: string) => {
    await gateway.database.sql.unsafe(`
      alter table entries disable trigger entries_append_only; ${statement};
      alter table entries enable trigger entries_append_only`);
  };
  await by(`create table if not exists kept as select * from entries; ${change}`);
  await meanwhile();
  await by(`${mend}; drop table kept`);
}

test("nothing is claimed before the first check", async () => {
  expect(await shown()).toMatchObject({ ok: null, checked_seq: 0, entries: 1, checked_at: null, problem: null });
});

test("a ledger with every kind of entry is proven to its end, and from there on the next time", async () => {
  await issued(gateway, { code: "123456", wait_ms: 5000 });
  await issued(gateway, { to: "081234500001", wait_ms: 5000 });
  await leave(gateway, 50_000);
  await quiet();
  await check();
  const first = await shown();
  expect(first).toMatchObject({ ok: true, problem: null, checked_at: expect.any(String) });
  expect(first["checked_seq"]).toBe(first["entries"]);
  await issued(gateway, { wait_ms: 5000 });
  expect((await shown())["entries"]).toBe(Number(first["entries"]) + 2);
  await check();
  expect((await shown())["checked_seq"]).toBe(Number(first["entries"]) + 2);
});

test("a chain longer than one pass is proven pass by pass", async () => {
  const { sql } = gateway.database;
  const [{ count } = { count: 0 }] = await sql<{ count: number }[]>`select count(*)::int as count from entries`;
  let at = { tenantId, seq: 0, more: true };
  let passes = 0;
  for (; at.more; passes++) [at = { ...at, more: false }] = await proveEntries(sql, [at], 2);
  expect([at.seq, passes]).toEqual([count, Math.floor(count / 2) + 1]);
});

test("reads no entry before the watermark", async () => {
  const { sql } = gateway.database;
  await sql`set enable_seqscan = off`;
  const plan = await sql<Record<string, string>[]>`
    explain select seq, lag(seq) over w from entries where tenant_id = ${tenantId} and seq >= 5 and seq <= 50
    window w as (order by seq)`;
  const text = plan.map((line) => line["QUERY PLAN"]).join("\n");
  expect(text).toMatch(/using entries_tenant_id_seq_pk/);
  expect(text).toMatch(/Index Cond: .*seq >= /);
});

describe("an alarm", () => {
  beforeEach(quiet);
  const restore = "delete from entries where seq in (select seq from kept); insert into entries select * from kept";
  test.each([
    ["an amount", "update entries set amount = amount + 1 where seq = 3", 3, 2],
    ["what was available after", "update entries set available_after = available_after - 1 where seq = 4", 4, 3],
    ["what was held after", "update entries set held_after = held_after + 1 where seq = 2", 2, 1],
    ["what was spent", "update entries set spent_after = spent_after + 1 where seq = 3", 3, 2],
    ["an entry that is gone", "delete from entries where seq = 3", 4, 2],
    ["the first one gone", "delete from entries where seq = 1", 2, 0],
  ])("%s is found with the entry", async (_, change, entry, proven) => {
    await gateway.database.sql`delete from ledger_checks`;
    await tampered(change, restore, async () => {
      await check();
      const message = `entry ${entry} does not follow from the one before it`;
      expect(await shown()).toMatchObject({ ok: false, checked_seq: proven, problem: { entry, message } });
    });
  });

  test.each<[string, (newest: number) => string]>([
    [
      "a cut-off end, with the account to match",
      (newest) => `
      delete from entries where seq > 1;
      update accounts a set seq = 1, available = e.available_after, held = e.held_after, spent = e.spent_after
      from entries e where e.tenant_id = a.tenant_id and e.seq = 1 and ${newest} > 1`,
    ],
    [
      "a newest entry that says something else, with the account to match",
      (newest) => `
      update entries set amount = amount + 1, available_after = available_after + 1 where seq = ${newest};
      update accounts set available = available + 1`,
    ],
  ])("%s is found: what was proven has to be there still", async (_, change) => {
    const { sql } = gateway.database;
    await check();
    const { entries: newest } = (await shown()) as { entries: number };
    const account = await sql<{ set: string }[]>`
      select format('seq = %s, available = %s, held = %s, spent = %s', seq, available, held, spent) as set from accounts`;
    const mend = `${restore}; update accounts set ${account[0]?.set ?? ""}`;
    const told = alarms().length;
    await tampered(change(newest), mend, async () => {
      await check();
      await check();
      expect(alarms()).toHaveLength(told + 1);
      const message = `entry ${newest}, which was proven, is gone or not what it was`;
      expect(await shown()).toMatchObject({ ok: false, checked_seq: newest, problem: { entry: null, message } });
    });
    await check();
    expect(await shown()).toMatchObject({ ok: true, problem: null });
  });

  test("a check that is stopped clears no problem that it has not looked at again", async () => {
    await tampered("update accounts set spent = spent + 1", "update accounts set spent = spent - 1", async () => {
      await check();
      const before = await shown();
      expect(before).toMatchObject({ ok: false });
      await gateway.database.sql`update accounts set spent = spent - 1`;
      expect(await checkLedgers(gateway.database.sql, gateway.clock.now() + 1000, () => true)).toEqual([]);
      expect(await shown()).toEqual(before);
      await gateway.database.sql`update accounts set spent = spent + 1`;
    });
    await check();
    expect(await shown()).toMatchObject({ ok: true });
  });

  test("is logged once, told once, and over when it is mended", async () => {
    await gateway.database.sql`delete from ledger_checks`;
    const before = alarms().length;
    const told = (await inbox(gateway, operator)).length;
    await tampered("update entries set amount = amount + 1 where seq = 3", restore, async () => {
      await check();
      await check();
      expect(alarms()).toHaveLength(before + 1);
      expect(JSON.parse(alarms().at(-1) ?? "{}")).toMatchObject({ level: 50, tenant: "demo", entry: 3 });
      const messages = await inbox(gateway, operator);
      expect(messages).toHaveLength(told + 1);
      expect(messages[0]?.text).toMatch(/buku besar demo tidak cocok: entry 3 .*\/v1\/balance\/check/);
    });
    await check();
    expect(await shown()).toMatchObject({ ok: true, problem: null });
  });

  test.each([
    [
      "the account's balance",
      "available = available + 1000000",
      "available = available - 1000000",
      /is not what its newest/,
    ],
    ["what it spent", "spent = spent + 1", "spent = spent - 1", /is not what its newest entry/],
    ["its number of entries", "seq = seq + 1", "seq = seq - 1", /is not what its newest entry/],
  ])("%s that no entry made is found", async (_, change, mend, message) => {
    const { sql } = gateway.database;
    await sql.unsafe(`update accounts set ${change}`);
    await check();
    expect(await shown()).toMatchObject({
      ok: false,
      problem: { entry: null, message: expect.stringMatching(message) },
    });
    await sql.unsafe(`update accounts set ${mend}`);
    await check();
    expect(await shown()).toMatchObject({ ok: true });
  });

  test("a message that is held, in no queue, and whose OTP ended long ago is found", async () => {
    const { sql } = gateway.database;
    const { id } = await issued(gateway, { code: "123456", wait_ms: 5000 });
    await verify(gateway, { id, code: "123456" });
    // No report comes any more, which would settle it anew.
    await eventually(
      () => read(gateway, id),
      ({ message }) => message.status === "read",
    );
    await sql`update messages set hold_state = 'held', due = null, due_at = null, lease_owner = null
              where id = (select id from messages order by id desc limit 1)`;
    await check();
    expect(await shown()).toMatchObject({ ok: true });
    gateway.clock.advance(601_000);
    await check();
    expect(await shown()).toMatchObject({
      ok: false,
      problem: { entry: null, message: expect.stringMatching(/^msg_\w{32} still holds/) },
    });
    await sql`update messages set hold_state = 'captured' where hold_state = 'held'`;
    await check();
    expect(await shown()).toMatchObject({ ok: true });
  });
});

test("one replica checks at a time", async () => {
  const { sql } = gateway.database;
  const other = await sql.reserve();
  await other`select pg_advisory_lock(7252026004)`;
  await sql`delete from ledger_checks`;
  await check();
  expect(await shown()).toMatchObject({ ok: null });
  await other`select pg_advisory_unlock(7252026004)`;
  other.release();
  await check();
  expect(await shown()).toMatchObject({ ok: true });
});

test("finance, auditors and admins read it", async () => {
  expect(await rolesThatMay(gateway, await keysOfRoles(gateway), "/v1/balance/check")).toEqual([
    "finance",
    "auditor",
    "admin",
  ]);
});
