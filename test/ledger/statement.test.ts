import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { pino } from "pino";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Sql } from "../../src/db/client.ts";
import type { Entry } from "../../src/ledger/account.ts";
import type { Statement } from "../../src/ledger/statement/compose.ts";
import { calendarOf } from "../../src/ledger/statement/month.ts";
import { RollUpJob } from "../../src/ledger/statement/roll-up-job.ts";
import { readStatement } from "../../src/ledger/statement/read.ts";
import { rollUp, share } from "../../src/ledger/statement/roll-up.ts";
import { OTHERS, underNames, type Name, type QuarterSum } from "../../src/ledger/statement/sums.ts";
import type { TenantConfig } from "../../src/settings/snapshot.ts";
import { LedgerHistory } from "../support/ledger-history.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";

let database: TestDatabase;
let sql: Sql;

beforeAll(async () => {
  database = await createTestDatabase();
  sql = database.sql;
});
afterAll(() => database.drop());

/** What a statement needs to know of a tenant. */
function tenantIn(zone: string, id: string): TenantConfig {
  return { id, name: id, currency: "IDR", settings: { time_zone: zone } } as TenantConfig;
}

async function newHistory(): Promise<LedgerHistory> {
  const id = randomUUID();
  await sql`insert into tenants (id, name, settings, created_at) values (${id}, ${id}, '{}', now())`;
  await sql`insert into accounts (tenant_id, currency) values (${id}, 'IDR')`;
  return new LedgerHistory(sql, id);
}

const NOW = Date.parse("2026-12-15T00:00:00Z");
const read = (history: LedgerHistory, month: string, zone = "Asia/Jakarta", now = NOW): Promise<Statement> =>
  readStatement(sql, tenantIn(zone, history.account.tenantId), month, now);
const at = (text: string): number => Date.parse(text);

test("opening and movements are closing, by what they were for", async () => {
  const history = await newHistory();
  history.topUp(1_000_000n, at("2026-10-20T00:00:00Z"));
  const earlier = history.hold(500n, at("2026-10-25T00:00:00Z"), { channel: "sms", provider: "twilio" });
  history.capture(earlier, 450n, at("2026-10-25T00:00:01Z"));
  // Held over the month's end: of the total it is still there.
  const across = history.hold(350n, at("2026-10-31T16:59:59Z"), { costCentre: "till 3" });
  history.capture(across, 350n, at("2026-10-31T17:00:01Z"));
  history.topUp(50_000n, at("2026-11-02T00:00:00Z"));
  history.adjust(-1000n, at("2026-11-03T00:00:00Z"));
  // A refund of last month's message is this month's, under its names.
  history.refund(earlier, at("2026-11-04T00:00:00Z"));
  const silent = history.hold(350n, at("2026-11-05T00:00:00Z"), { purpose: "transaction" });
  history.release(silent, at("2026-11-06T00:00:00Z"));
  history.lateCharge(silent, 340n, at("2026-11-07T00:00:00Z"));
  history.hold(350n, at("2026-11-30T16:59:59Z"));
  history.topUp(7n, at("2026-11-30T17:00:00Z"));
  await history.write();

  const statement = await read(history, "2026-11");
  expect(statement).toMatchObject({
    opening: { total: 1_000_000n - 450n, held: 350n },
    closing: { total: 1_000_000n - 450n - 350n + 50_000n - 1000n + 450n - 340n, held: 350n },
    topups: { count: 1, amount: 50_000n },
    adjustments: { count: 1, amount: -1000n },
    refunds: { count: 1, amount: 450n },
    lateCharges: { count: 1, amount: -340n },
    spend: { messages: 2, charged: 690n, refunded: 450n, spend: 240n },
    entries: 8,
    final: true,
  });
  expect(statement.byChannel).toEqual([
    { name: "whatsapp", messages: 2, charged: 690n, refunded: 0n, spend: 690n },
    { name: "sms", messages: 0, charged: 0n, refunded: 450n, spend: -450n },
  ]);
  expect(statement.byProvider.map(({ name, spend }) => [name, spend])).toEqual([
    ["meta", 690n],
    ["twilio", -450n],
  ]);
  expect(statement.byPurpose.map(({ name, spend }) => [name, spend])).toEqual([
    ["transaction", 340n],
    ["login", -100n],
  ]);
  expect(statement.byCostCentre.map(({ name, spend }) => [name, spend])).toEqual([
    ["till 3", 350n],
    ["", -110n],
  ]);
});

test("an empty month carries the balance over; before the first entry there is nothing", async () => {
  const history = await newHistory();
  history.topUp(5n, at("2026-09-10T00:00:00Z"));
  await history.write();
  expect(await read(history, "2026-10")).toMatchObject({ opening: { total: 5n }, closing: { total: 5n }, entries: 0 });
  expect(await read(history, "2020-01")).toMatchObject({ opening: { total: 0n }, closing: { total: 0n }, entries: 0 });
  const bare = await newHistory();
  expect(await read(bare, "2026-11")).toMatchObject({ opening: { total: 0n, held: 0n }, entries: 0, byChannel: [] });
});

test("a month is final when nothing can be written into it any more", async () => {
  const history = await newHistory();
  const end = at("2026-11-30T17:00:00Z");
  expect((await read(history, "2026-11", "Asia/Jakarta", end - 1)).final).toBe(false);
  expect((await read(history, "2026-11", "Asia/Jakarta", end + 59_999)).final).toBe(false);
  expect((await read(history, "2026-11", "Asia/Jakarta", end + 60_000)).final).toBe(true);
  await expect(read(history, "2026-12", "Asia/Jakarta", end - 1)).rejects.toThrow("month: has not begun yet");
  await expect(read(history, "2026-1")).rejects.toThrow("month: a month like 2026-11");
});

test("what comes after a roll-up is added to it, and nothing twice, by several at once", async () => {
  const history = await newHistory();
  for (let month = 0; month < 3; month += 1) {
    history.topUp(100n, at("2026-11-10T00:00:00Z"));
    await history.write();
    await Promise.all([rollUp(sql), rollUp(sql), read(history, "2026-11"), read(history, "2026-11")]);
  }
  expect((await read(history, "2026-11")).topups).toEqual({ count: 3, amount: 300n });
});

test("the job adds up whatever is new, of all tenants, until nothing is left", async () => {
  const histories = await Promise.all([newHistory(), newHistory(), newHistory()]);
  for (const history of histories) {
    for (let n = 0; n < 20; n += 1) history.topUp(1n, at("2026-11-10T00:00:00Z"));
    await history.write();
  }
  const job = new RollUpJob(sql, pino({ level: "silent" }), () => {});
  await job.run();
  const behind = await sql`
    select from accounts a left join ledger_rollups r on r.tenant_id = a.tenant_id where a.seq > coalesce(r.seq, 0)`;
  expect(behind).toHaveLength(0);
  await job.stop();
});

test("sums that don't add up to the ledger are no statement", async () => {
  const history = await newHistory();
  history.topUp(100n, at("2026-11-10T00:00:00Z"));
  await history.write();
  await read(history, "2026-11");
  const spoil = (grain: string) =>
    sql`update ledger_sums set amount = amount + 1 where tenant_id = ${history.account.tenantId} and grain = ${grain}`;
  await spoil("day");
  await expect(read(history, "2026-11")).rejects.toThrow("0 and 101 are not 100");
  await spoil("month");
  await expect(read(history, "2026-11")).rejects.toThrow("the sums are 101 with 0 held, the ledger 100 with 0");
});

test("a gap in the numbers of entries stops the roll-up", async () => {
  const history = await newHistory();
  history.topUp(100n, at("2026-11-10T00:00:00Z"));
  await history.write();
  await sql`update accounts set seq = 2 where tenant_id = ${history.account.tenantId}`;
  await expect(rollUp(sql, history.account.tenantId)).rejects.toThrow("2 entries should follow the sums and 1");
  await sql`update accounts set seq = 1 where tenant_id = ${history.account.tenantId}`;
  expect(await rollUp(sql, history.account.tenantId)).toBe(1);
});

test("names beyond what a month has room for are added up as others", () => {
  const sum = (costCentre: string): QuarterSum => ({
    tenantId: "t",
    startsAt: at("2026-11-10T00:00:00Z"),
    kind: "capture",
    channel: "sms",
    provider: "p",
    purpose: "login",
    costCentre,
    entries: 1,
    amount: 0n,
    heldDelta: -1n,
    cost: 0n,
    costKnown: 0,
    chargedOfKnown: 0n,
  });
  const month = at("2026-11-01T00:00:00Z");
  const known: Name[] = Array.from({ length: 199 }, (_, i) => ({
    tenantId: "t",
    month,
    dimension: "cost_centre",
    name: `c${i}`,
  }));
  const { sums, added } = underNames([sum("c0"), sum("new"), sum("newer"), sum("new"), sum("")], known);
  expect(sums.map(({ costCentre }) => costCentre)).toEqual(["c0", "new", OTHERS, "new", ""]);
  expect(added.map(({ name }) => name)).toEqual(["login", "new"]);
});

test.each([
  [[5, 5, 5], 9, [3, 3, 3]],
  [[1, 100], 10, [1, 9]],
  [[100, 1], 10, [1, 9]],
  [[0, 3], 10, [3]],
  [[4, 4], 1, [1]],
  [[], 10, []],
])("of %j waiting, with room for %i, %j are taken", (waiting, most, taken) => {
  const behind = waiting.map((count, i) => ({ tenantId: `t${i}`, after: 7, until: 7 + count }));
  const parts = share(behind, most);
  expect(parts.map(({ after, until }) => until - after)).toEqual(taken);
  expect(parts.every(({ after }) => after === 7)).toBe(true);
});

/** The same figures from the entries themselves, in the most simple way. */
function naive(history: LedgerHistory, month: string, zone: string) {
  const of = (wanted: (entry: Entry) => boolean): bigint =>
    history.entries.filter(wanted).reduce((sum, entry) => sum + entry.amount + entry.heldDelta, 0n);
  const calendar = calendarOf(zone);
  const monthOf = new Map(history.entries.map((entry) => [entry.at, calendar(entry.at)]));
  const inMonth = (entry: Entry): boolean => monthOf.get(entry.at) === month;
  const paid = (entry: Entry): boolean => entry.messageId !== null;
  const spendBy = (nameOf: (message: LedgerHistory["messages"][number]) => string): Record<string, bigint> => {
    const spend: Record<string, bigint> = {};
    for (const entry of history.entries.filter(inMonth)) {
      const message = history.messages.find(({ id }) => id === entry.messageId);
      if (message === undefined || entry.kind === "hold" || entry.kind === "release") continue;
      spend[nameOf(message)] = (spend[nameOf(message)] ?? 0n) - entry.amount - entry.heldDelta;
    }
    return spend;
  };
  return {
    opening: of((entry) => (monthOf.get(entry.at) ?? "") < month),
    closing: of((entry) => (monthOf.get(entry.at) ?? "") <= month),
    topups: of((entry) => inMonth(entry) && entry.kind === "topup"),
    adjustments: of((entry) => inMonth(entry) && entry.kind === "adjustment" && !paid(entry)),
    spend: -of((entry) => inMonth(entry) && paid(entry)),
    channels: spendBy(({ channel }) => channel),
    providers: spendBy(({ provider }) => provider),
    purposes: spendBy(({ purpose }) => purpose),
    costCentres: spendBy(({ costCentre }) => costCentre),
  };
}

function figures(statement: Statement) {
  const named = (list: Statement["byChannel"]) => Object.fromEntries(list.map(({ name, spend }) => [name, spend]));
  return {
    opening: statement.opening.total,
    closing: statement.closing.total,
    topups: statement.topups.amount,
    adjustments: statement.adjustments.amount,
    spend: statement.spend.spend,
    channels: named(statement.byChannel),
    providers: named(statement.byProvider),
    purposes: named(statement.byPurpose),
    costCentres: named(statement.byCostCentre),
  };
}

const zones = ["Asia/Jakarta", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "UTC"];

test("of any history, in any zone, a month's statement is the sum of its entries", async () => {
  const step = fc.record({
    what: fc.constantFrom("topup", "adjust", "hold", "capture", "release", "refund", "late"),
    amount: fc.bigInt({ min: 1n, max: 10n ** 12n }),
    // Mostly around the ends of months, where zones and clocks matter; replicas' clocks are up to a minute apart.
    day: fc.constantFrom(-1, 0, 1, 15, 27, 28, 30, 31, 32),
    minutes: fc.integer({ min: -780, max: 840 }),
    skewMs: fc.integer({ min: -60_000, max: 60_000 }),
    channel: fc.constantFrom("whatsapp", "sms", "email"),
    provider: fc.constantFrom("meta", "twilio"),
    purpose: fc.constantFrom("login", "transaction"),
    costCentre: fc.constantFrom("", "till 1", "till 2"),
    pick: fc.nat(),
    pause: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...zones),
      fc.array(step, { minLength: 1, maxLength: 40 }),
      async (zone, steps) => {
        const history = await newHistory();
        history.topUp(10n ** 15n, at("2026-09-30T12:00:00Z"));
        for (const { what, amount, day, minutes, skewMs, pick, pause, ...about } of steps) {
          const time = at("2026-10-01T00:00:00Z") + day * 86_400_000 + minutes * 60_000 + skewMs;
          const one = (state: string, charged: boolean) => {
            const fitting = history.messages.filter((m) => m.state === state && m.charged > 0n === charged);
            return fitting[pick % Math.max(1, fitting.length)];
          };
          const [held, captured, released] = [one("held", false), one("captured", true), one("released", false)];
          if (what === "topup") history.topUp(amount, time);
          else if (what === "adjust") history.adjust(pick % 2 === 0 ? amount : -amount, time);
          else if (what === "hold") history.hold(amount, time, about);
          else if (what === "capture" && held !== undefined) history.capture(held, held.hold / 2n + 1n, time);
          else if (what === "release" && held !== undefined) history.release(held, time);
          else if (what === "refund" && captured !== undefined) history.refund(captured, time);
          else if (what === "late" && released !== undefined) history.lateCharge(released, amount, time);
          if (!pause) continue;
          await history.write();
          await rollUp(sql);
        }
        await history.write();
        for (const month of ["2026-09", "2026-10", "2026-11"]) {
          expect(figures(await read(history, month, zone))).toEqual(naive(history, month, zone));
        }
      },
    ),
    { numRuns: 40 },
  );
}, 120_000);
