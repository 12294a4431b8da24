import { pino } from "pino";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { connect, type Sql, type Tx } from "../../src/db/client.ts";
import { appendEvents } from "../../src/events/append.ts";
import { followOnce, SPAN, type Consumer } from "../../src/events/follow.ts";
import { Follower } from "../../src/events/follower.ts";
import { purgeEvents } from "../../src/events/purge.ts";
import { newId } from "../../src/kit/id.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { feedSettled } from "../support/feed.ts";
import { TestClock } from "../support/gateway.ts";

let database: TestDatabase;
let sql: Sql;
const [acme, bank] = [newId(), newId()];
const DAY_MS = 86_400_000;

beforeAll(async () => {
  database = await createTestDatabase();
  sql = connect(database.connection, { max: 6 });
  await sql`
    insert into tenants (id, name, settings, created_at)
    values (${acme}, 'acme', '{}', now()), (${bank}, 'bank', '{}', now())`;
  await sql`create table taken (n bigint generated always as identity, consumer text, reference text)`;
});
afterAll(async () => {
  await sql.end({ timeout: 1 });
  await database.drop();
});
beforeEach(() => sql`truncate events, feed_followers, taken`);
afterEach(() => sql`update event_feed set purged = 0`);

function append(tx: Tx | Sql, tenantId: string, references: readonly string[], at = Date.now()) {
  const events = references.map((reference) => ({
    tenantId,
    type: "balance.topup" as const,
    at,
    data: { reference },
  }));
  return Promise.all(appendEvents(tx, events));
}

/** Committed, and in the feed. */
async function happened(tenantId: string, references: readonly string[], at?: number): Promise<void> {
  await append(sql, tenantId, references, at);
  await feedSettled(sql);
}

/** Writes down what it is given. */
function writer(name = "writer", fails: () => boolean = () => false): Consumer {
  return {
    name,
    async take(tx, events) {
      await Promise.resolve();
      const references = events.map(({ data }) => data["reference"] as string);
      return [
        tx`insert into taken (consumer, reference) select ${name}, unnest(${references}::text[])`,
        ...(fails() ? [tx`select 1 / 0`] : []),
      ];
    },
  };
}

async function taken(name = "writer"): Promise<string[]> {
  const rows = await sql<{ reference: string }[]>`select reference from taken where consumer = ${name} order by n`;
  return rows.map(({ reference }) => reference);
}

describe("following the feed", () => {
  it("takes the events of all tenants once, in the order of the feed", async () => {
    await happened(bank, ["1"]);
    await happened(acme, ["2"]);
    await happened(bank, ["3"]);
    expect(await followOnce(sql, writer())).toEqual({ events: 3, more: false, missed: false });
    expect(await followOnce(sql, writer())).toEqual({ events: 0, more: false, missed: false });
    await happened(acme, ["4"]);
    await followOnce(sql, writer());
    expect(await taken()).toEqual(["1", "2", "3", "4"]);
  });

  it("passes over none that a slow transaction commits behind it", async () => {
    const slow = await sql.reserve();
    await slow`begin`;
    await append(slow, acme, ["slow"]);
    await append(sql, bank, ["quick"]);
    expect(await followOnce(sql, writer())).toMatchObject({ events: 0 });
    await slow`commit`;
    slow.release();
    await feedSettled(sql);
    await followOnce(sql, writer());
    expect(await taken()).toEqual(["slow", "quick"]);
  });

  it("writes nothing while there is nothing new", async () => {
    await happened(acme, ["1"]);
    await followOnce(sql, writer());
    const place = () => sql`select xmin, xmax from feed_followers`;
    const before = await place();
    await followOnce(sql, writer());
    expect(await place()).toEqual(before);
  });

  it("takes a span that could not be committed again, and counts it once", async () => {
    await happened(acme, ["1", "2"]);
    await expect(
      followOnce(
        sql,
        writer("writer", () => true),
      ),
    ).rejects.toThrow("division by zero");
    expect(await taken()).toEqual([]);
    await followOnce(sql, writer());
    expect((await taken()).sort()).toEqual(["1", "2"]);
  });

  it("lets one of several replicas pass", async () => {
    const references = Array.from({ length: 300 }, (_, n) => String(n));
    for (const part of [references.slice(0, 100), references.slice(100, 200), references.slice(200)]) {
      await happened(acme, part);
      await Promise.all(Array.from({ length: 4 }, () => followOnce(sql, writer())));
    }
    await followOnce(sql, writer());
    expect((await taken()).sort()).toEqual(references.sort());
  });

  it("keeps a place for each consumer", async () => {
    await happened(acme, ["1"]);
    await followOnce(sql, writer("one"));
    await happened(acme, ["2"]);
    await followOnce(sql, writer("other"));
    expect(await taken("one")).toEqual(["1"]);
    expect(await taken("other")).toEqual(["1", "2"]);
  });

  it("takes a long feed in several passes, each no longer than a span", async () => {
    const references = Array.from({ length: SPAN + 500 }, (_, n) => String(n));
    await happened(acme, references.slice(0, SPAN));
    await happened(bank, references.slice(SPAN));
    expect(await followOnce(sql, writer())).toMatchObject({ events: SPAN, more: true });
    expect(await followOnce(sql, writer())).toMatchObject({ events: 500, more: false });
    expect((await taken()).sort()).toEqual(references.sort());
  });

  it("goes on over a stretch of transactions that told nothing", async () => {
    await happened(acme, ["1"]);
    await sql`update event_feed set base = base + 1000000`;
    await happened(acme, ["2"]);
    expect(await followOnce(sql, writer())).toMatchObject({ events: 1, more: true });
    expect(await followOnce(sql, writer())).toMatchObject({ events: 1, more: false });
    expect(await taken()).toEqual(["1", "2"]);
  });

  it("says so when events were cleared away before it read them, once, and goes on", async () => {
    await happened(acme, ["read"]);
    await followOnce(sql, writer());
    await happened(acme, ["lost"], Date.now() - 31 * DAY_MS);
    await purgeEvents(sql, Date.now());
    expect(await followOnce(sql, writer())).toMatchObject({ events: 0, missed: true });
    await happened(acme, ["next"]);
    expect(await followOnce(sql, writer())).toMatchObject({ events: 1, missed: false });
    expect(await taken()).toEqual(["read", "next"]);
  });

  it("has missed nothing where it begins with the oldest event that is kept", async () => {
    await happened(acme, ["gone"], Date.now() - 31 * DAY_MS);
    await purgeEvents(sql, Date.now());
    await happened(acme, ["kept"]);
    expect(await followOnce(sql, writer())).toMatchObject({ events: 1, missed: false });
  });
});

describe("a follower", () => {
  const made: Follower[] = [];
  afterEach(async () => {
    for (const follower of made.splice(0)) await follower.stop();
  });

  function follower(consumer: Consumer, clock = new TestClock()) {
    const lines: string[] = [];
    const log = pino({}, { write: (line: string) => lines.push(line) });
    const one = new Follower({ sql, consumer, clock, log });
    made.push(one);
    return { one, clock, logged: () => lines.join("") };
  }

  it("catches up in one run", async () => {
    await happened(acme, Array.from({ length: SPAN + 1 }, String));
    await follower(writer()).one.run();
    expect((await taken()).length).toBe(SPAN + 1);
  });

  it("tries a failing consumer again after a wait that grows, and says so; others go on", async () => {
    let broken = true;
    const { one, clock, logged } = follower(writer("broken", () => broken));
    await happened(acme, ["1"]);
    await one.run();
    expect(logged()).toContain("division by zero");
    expect(logged()).toContain('"wait_ms":1000');
    clock.advance(1000);
    await one.run();
    expect(logged()).toContain('"wait_ms":2000');
    broken = false;
    await one.run();
    expect(await taken("broken")).toEqual([]);
    await follower(writer("sound")).one.run();
    expect(await taken("sound")).toEqual(["1"]);
    clock.advance(2000);
    await one.run();
    expect(await taken("broken")).toEqual(["1"]);
  });

  it("takes nothing more once it was stopped", async () => {
    const { one } = follower(writer());
    await one.stop();
    await happened(acme, ["1"]);
    await one.run();
    expect(await taken()).toEqual([]);
  });
});
