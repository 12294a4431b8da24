import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { BatchConnections, type Decided } from "../../src/db/batch-connections.ts";
import type { Tx } from "../../src/db/client.ts";
import { together } from "../../src/db/rows.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { eventually } from "../support/gateway.ts";
import { Line } from "../support/line.ts";

describe("a batch's transaction", () => {
  let db: TestDatabase;
  let connections: BatchConnections;
  beforeAll(async () => {
    db = await createTestDatabase({ empty: true });
    await db.sql`create table notes (n int primary key)`;
    connections = new BatchConnections(db.connection, 2);
  });
  beforeEach(() => db.sql`truncate notes`);
  afterAll(async () => {
    await connections.end({ timeout: 1 });
    await db.drop();
  });

  const notes = async (): Promise<number[]> =>
    (await db.sql<{ n: number }[]>`select n from notes order by n`).map(({ n }) => n);
  const note = (tx: Tx, n: number) => tx`insert into notes (n) values (${n})`;
  const pidOf = async (tx: Tx): Promise<number> => {
    const [row] = await tx<{ pid: number }[]>`select pg_backend_pid() as pid`;
    return row?.pid ?? 0;
  };
  /** Both connections are sound: each serves a transaction at the same time as the other. */
  const bothWork = async (): Promise<void> => {
    const pids = await Promise.all(
      [1, 2].map(() => connections.transaction(async (tx) => ({ writes: [], value: await pidOf(tx) }))),
    );
    expect(new Set(pids).size).toBe(2);
  };

  test("is committed when its value comes out", async () => {
    const value = await connections.transaction(async (tx) => {
      const [row] = await tx<
        { id: string | null }[]
      >`select pg_current_xact_id_if_assigned() as id, count(*) from notes`;
      return { before: [note(tx, 1)], writes: together(tx, [note(tx, 2), note(tx, 3)]), value: row?.id };
    });
    expect(value).toBeNull();
    expect(await notes()).toEqual([1, 2, 3]);
  });

  test("sees the same state in all that is written together", async () => {
    await db.sql`insert into notes values (1)`;
    await connections.transaction((tx) =>
      Promise.resolve({
        writes: together(tx, [note(tx, 2), tx`update notes set n = n + 10`, tx`delete from notes where n = 99`]),
        value: null,
      }),
    );
    expect(await notes()).toEqual([2, 11]);
  });

  test.each([
    ["its work throws", () => Promise.reject(new Error("no"))],
    ["a read is refused", (tx: Tx) => tx`select 1 / 0`],
  ])("leaves nothing behind when %s", async (_, fail) => {
    const failed = connections.transaction(async (tx) => {
      await note(tx, 1);
      await fail(tx);
      return { writes: [note(tx, 2)], value: null };
    });
    await expect(failed).rejects.toThrow(/no|division/);
    expect(await notes()).toEqual([]);
    await bothWork();
  });

  test("leaves nothing behind when a write is refused", async () => {
    const failed = connections.transaction((tx) =>
      Promise.resolve({ before: [note(tx, 1)], writes: together(tx, [note(tx, 2), note(tx, 1)]), value: null }),
    );
    await expect(failed).rejects.toMatchObject({ code: "23505" });
    expect(await notes()).toEqual([]);
    await bothWork();
  });

  test("gives up a lock that it can't have soon", async () => {
    await db.sql`insert into notes values (1)`;
    const refused = await db.sql.begin(async (other) => {
      await other`select from notes where n = 1 for update`;
      return connections
        .transaction(async (tx) => ({ writes: [], value: await tx`select from notes where n = 1 for update` }))
        .catch((error: unknown) => error);
    });
    expect(refused).toMatchObject({ code: "55P03" });
    await bothWork();
  });

  test.each([
    ["between its reads and its write", []],
    ["before what goes before its write", [1]],
  ])("whose connection is lost %s writes nothing, not even on the next one", async (_, before) => {
    for (let round = 0; round < 3; round += 1) {
      const lost = connections.transaction(async (tx) => {
        const pid = await pidOf(tx);
        await db.sql`select pg_terminate_backend(${pid}, 5000)`;
        // The driver has made a new connection by then: an unguarded write would be committed there by itself.
        await eventually(
          () => pidOf(tx).catch(() => pid),
          (now) => now !== pid,
        );
        return { before: before.map((n) => note(tx, n)), writes: [note(tx, 2)], value: null };
      });
      await expect(lost).rejects.toMatchObject({ code: "CONNECTION_CLOSED" });
      expect(await notes()).toEqual([]);
    }
    await bothWork();
  });

  describe("on a line that is cut", () => {
    let line: Line;
    let over: BatchConnections;
    beforeEach(async () => {
      line = await Line.to(db.connection);
      over = new BatchConnections(line.connection, 1);
    });
    afterEach(async () => {
      await over.end({ timeout: 1 });
      await line.close();
    });

    const works = async (n: number): Promise<void> => {
      await over.transaction((tx) => Promise.resolve({ writes: [note(tx, n)], value: null }));
      expect(await notes()).toContain(n);
    };
    const openTransactions = async (): Promise<unknown> =>
      await db.sql`
        select state from pg_stat_activity where datname = current_database() and state like 'idle in transaction%'`;
    /** The files of a run share one server. */
    const asleepHere = () =>
      db.sql`from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'`;
    const slow = (tx: Tx) => tx`select pg_sleep(30)`;

    test.each<[string, (tx: Tx) => Promise<Decided<null>>]>([
      ["a read", async (tx) => (await slow(tx), { writes: [], value: null })],
      ["several reads", async (tx) => (await Promise.all([slow(tx), slow(tx)]), { writes: [], value: null })],
      ["what goes before a write", (tx) => Promise.resolve({ before: [slow(tx)], writes: [note(tx, 1)], value: null })],
      ["a write", (tx) => Promise.resolve({ writes: [slow(tx)], value: null })],
    ])("in %s fails at once, and the next one works", async (_, work) => {
      for (const known of [false, true]) {
        if (known) await works(7);
        const failed = expect(over.transaction(work)).rejects.toThrow(/CONNECTION|ECONNRESET/);
        const asleep = async () => (await db.sql`select ${asleepHere()}`).length > 0;
        await eventually(asleep, Boolean);
        line.cut();
        await failed;
        await expect(works(8)).rejects.toThrow(/CONNECTION|ECONNRESET/);
        line.restore();
        await db.sql`select pg_terminate_backend(pid) ${asleepHere()}`;
        await works(9);
        expect(await openTransactions()).toEqual([]);
        await db.sql`truncate notes`;
      }
    });

    test("while nothing is under way is noticed by the next one at the latest", async () => {
      for (let round = 0; round < 5; round += 1) {
        await works(10 + round);
        line.cut();
        line.restore();
        const next = await works(20 + round).catch((error: Error) => error.message);
        if (next !== undefined) expect(next).toMatch(/CONNECTION|ECONNRESET/);
        await works(30 + round);
      }
    });

    test("reads nothing outside a transaction while the database is away", async () => {
      await works(1);
      line.cut();
      let reads = 0;
      const remove = async (tx: Tx): Promise<Decided<null>> => {
        await tx`delete from notes where n = 1 returning n`;
        reads += 1;
        return { writes: [], value: null };
      };
      for (let round = 0; round < 3; round += 1) await expect(over.transaction(remove)).rejects.toThrow();
      line.restore();
      await works(2);
      expect(reads).toBe(0);
      expect(await notes()).toEqual([1, 2]);
      expect(await openTransactions()).toEqual([]);
    });
  });

  test("waits for its turn when all connections are taken", async () => {
    const order: number[] = [];
    await Promise.all(
      [1, 2, 3, 4, 5].map((n) =>
        connections.transaction(async (tx) => {
          await tx`select pg_sleep(0.01)`;
          order.push(n);
          return { writes: [note(tx, n)], value: n };
        }),
      ),
    );
    expect(await notes()).toEqual([1, 2, 3, 4, 5]);
    expect(order).toHaveLength(5);
  });
});
