import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { connect, type Sql, type Tx } from "../../src/db/client.ts";
import { appendEvents } from "../../src/events/append.ts";
import { raiseBase } from "../../src/events/position.ts";
import { purgeEvents } from "../../src/events/purge.ts";
import { LAST_ID, readFeed, type Place } from "../../src/events/read.ts";
import { writeCursor } from "../../src/http/cursor.ts";
import { createTestDatabase } from "../support/database.ts";
import { feedSettled } from "../support/feed.ts";
import { makeTenant } from "../support/roles.ts";
import { eventually, startTestGateway, type TestGateway } from "../support/gateway.ts";

let gateway: TestGateway;
let writers: Sql;
let tenantId = "";
const DAY_MS = 86_400_000;

beforeAll(async () => {
  gateway = await startTestGateway();
  writers = connect(gateway.database.connection, { max: 12 });
  tenantId = gateway.gateway.settings.current.firstTenantId ?? "";
});
afterAll(async () => {
  await writers.end({ timeout: 1 });
  await gateway.close();
});
beforeEach(async () => {
  await gateway.database.sql`delete from events`;
});

function append(tx: Tx | Sql, name: string, at = Date.now()): Promise<unknown> {
  return Promise.all(appendEvents(tx, [{ tenantId, type: "balance.topup", at, data: { reference: name } }]));
}

/** Committed, and in the feed. */
async function happened(name: string, at?: number): Promise<void> {
  const { sql } = gateway.database;
  await append(sql, name, at);
  await feedSettled(sql);
}

/** A transaction that is ended by hand. */
async function openWriter() {
  const connection = await writers.reserve();
  await connection`begin`;
  return {
    append: (name: string) => append(connection, name),
    async end(how: "commit" | "rollback") {
      await (how === "commit" ? connection`commit` : connection`rollback`);
      connection.release();
    },
  };
}

/** An ERP that asks again and again, and keeps what it got. */
class Poller {
  readonly got: string[] = [];
  #after: Place | null = null;

  async poll(limit = 200): Promise<void> {
    for (;;) {
      const page = await readFeed(gateway.gateway.sql, gateway.gateway.keyring, tenantId, {
        after: this.#after,
        types: null,
        limit,
      });
      this.got.push(...page.events.map(({ data }) => data["reference"] as string));
      this.#after = page.next;
      if (!page.hasMore) return;
    }
  }
}

describe("the cursor of the feed", () => {
  it("waits for a slow transaction rather than pass over what it will commit", async () => {
    const poller = new Poller();
    const [slow, quick] = [await openWriter(), await openWriter()];
    await slow.append("slow 1");
    await quick.append("quick");
    await quick.end("commit");
    await poller.poll();
    expect(poller.got).toEqual([]);
    await slow.append("slow 2");
    await slow.end("commit");
    await feedSettled(gateway.database.sql);
    await poller.poll();
    expect(poller.got).toEqual(["slow 1", "slow 2", "quick"]);
    await poller.poll();
    expect(poller.got).toHaveLength(3);
  });

  it("waits for no transaction of another database on the same server", async () => {
    const elsewhere = await createTestDatabase({ empty: true });
    const other = await elsewhere.sql.reserve();
    await other`begin`;
    await other`create table held_open (n int)`;
    const poller = new Poller();
    await append(gateway.database.sql, "at once");
    // More than one look: a third one's transaction that ends during a look is waited for.
    await eventually(
      async () => {
        await poller.poll();
        return poller.got;
      },
      (got) => got.length > 0,
    );
    expect(poller.got).toEqual(["at once"]);
    await other`rollback`;
    other.release();
    await elsewhere.drop();
  });

  it("never goes back, though what was settled when it was given is seen as unsettled now", async () => {
    const { sql } = gateway.database;
    const slow = await openWriter();
    await slow.append("slow");
    await append(sql, "beyond it");
    const [{ position } = { position: "" }] = await sql<{ position: string }[]>`
      select position::text as position from events where tenant_id = ${tenantId}`;
    const after = { position, id: LAST_ID };
    const page = await readFeed(gateway.gateway.sql, gateway.gateway.keyring, tenantId, {
      after,
      types: null,
      limit: 10,
    });
    expect(page).toEqual({ events: [], next: after, hasMore: false });
    await slow.end("commit");
  });

  it("neither skips nor repeats, however many writers end in whatever order", async () => {
    // A fixed sequence of a small generator: another order at each run would hide a failure.
    let seed = 20_261_121;
    const next = (below: number): number => {
      seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
      return Math.floor(seed / 65_536) % below;
    };
    const poller = new Poller();
    const open: { writer: Awaited<ReturnType<typeof openWriter>>; names: string[] }[] = [];
    const committed: string[] = [];
    let made = 0;
    for (let step = 0; step < 400; step++) {
      const choice = next(10);
      const one = open.length === 0 ? undefined : open[next(open.length)];
      if (choice < 3 && open.length < 10) open.push({ writer: await openWriter(), names: [] });
      else if (choice < 6 && one !== undefined) {
        const name = `event ${(made += 1)}`;
        await one.writer.append(name);
        one.names.push(name);
      } else if (choice < 8 && one !== undefined) {
        const commits = next(5) > 0;
        await one.writer.end(commits ? "commit" : "rollback");
        if (commits) committed.push(...one.names);
        open.splice(open.indexOf(one), 1);
      } else await poller.poll(1 + next(4));
    }
    for (const { writer, names } of open) {
      await writer.end("commit");
      committed.push(...names);
    }
    await feedSettled(gateway.database.sql);
    await poller.poll();
    expect(committed.length).toBeGreaterThan(60);
    expect([...poller.got].sort()).toEqual([...committed].sort());
  });

  it("goes on over a restore into a cluster whose transactions begin anew", async () => {
    const { sql } = gateway.database;
    const far = 9_000_000_000n;
    await append(sql, "before the backup");
    await sql`update events set position = ${far.toString()}`;
    const held = { position: (far + 5000n).toString(), id: LAST_ID };
    expect(await raiseBase(sql)).toBe(true);
    expect(await raiseBase(sql)).toBe(false);
    await happened("after the restore");
    const page = await readFeed(gateway.gateway.sql, gateway.gateway.keyring, tenantId, {
      after: null,
      types: null,
      limit: 10,
    });
    expect(page.events.map(({ data }) => data["reference"])).toEqual(["before the backup", "after the restore"]);
    // A cursor from between the backup and the loss of the old cluster.
    const later = await readFeed(gateway.gateway.sql, gateway.gateway.keyring, tenantId, {
      after: held,
      types: null,
      limit: 10,
    });
    expect(later.events.map(({ data }) => data["reference"])).toEqual(["after the restore"]);
  });

  it("says that a cursor is older than what is kept, and not so of one that was read to the end", async () => {
    const { sql } = gateway.database;
    const now = gateway.clock.now();
    await happened("first", now - 31 * DAY_MS);
    const [{ position, id } = { position: "", id: "" }] = await sql<{ position: string; id: string }[]>`
      select (position - 1)::text as position, id from events`;
    const end = await gateway.request("/v1/events");
    expect(end.json).toMatchObject({ has_more: false, data: [{ data: { reference: "first" } }] });
    await purgeEvents(sql, now);
    expect((await gateway.request("/v1/events")).json.data).toEqual([]);
    const old = await gateway.request(`/v1/events?after=${writeCursor("events", `${position}.${id}`)}`);
    expect(old.status).toBe(400);
    expect(old.json.errors).toEqual([
      { path: "after", message: expect.stringContaining("older than the events that are kept, 30 days") as string },
    ]);
    expect((await gateway.request(`/v1/events?after=${end.json.next_cursor}`)).status).toBe(200);
  });

  it("refuses a cursor from a future that the database has lost, and one of another list", async () => {
    const ahead = await gateway.request(`/v1/events?after=${writeCursor("events", `99999999999999.${LAST_ID}`)}`);
    expect(ahead.status).toBe(400);
    expect(ahead.json.detail).toContain("put back to an earlier one");
    const other = await gateway.request(`/v1/events?after=${writeCursor("messages", LAST_ID)}`);
    expect(other.json.errors).toEqual([{ path: "after", message: "is not a next_cursor of this list" }]);
  });
});

describe("GET /v1/events", () => {
  it("begins with the oldest, or with `after=now` at this moment", async () => {
    await happened("old");
    const now = await gateway.request("/v1/events?after=now");
    expect(now.json).toMatchObject({ data: [], has_more: false });
    await happened("new");
    const since = await gateway.request(`/v1/events?after=${now.json.next_cursor}`);
    expect(since.json.data).toHaveLength(1);
    expect((await gateway.request("/v1/events?limit=1")).json).toMatchObject({ has_more: true });
  });

  it("looks at a few thousand events at most for a rare type, and says that there is more", async () => {
    const { sql } = gateway.database;
    await sql`
      insert into events (tenant_id, position, id, type, at, data)
      select ${tenantId}, purged + 1, ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'otp.locked', now(), '{}'
      from generate_series(1, 6000) n, event_feed`;
    await happened("rare");
    const first = await gateway.request("/v1/events?type=balance.*");
    expect(first.json).toMatchObject({ data: [], has_more: true });
    const second = await gateway.request(`/v1/events?type=balance.*&after=${first.json.next_cursor}`);
    expect(second.json).toMatchObject({ data: [{ data: { reference: "rare" } }], has_more: false });
  });

  it("answers as text and XML too, and names a wrong type", async () => {
    await happened("=1+1");
    const text = await gateway.request("/v1/events?format=text");
    expect(text.text).toMatch(/^result=ok\n/);
    expect(text.text).toMatch(/data\.0\.type=balance\.topup/);
    expect((await gateway.request("/v1/events?format=xml")).text).toContain("<next_cursor>");
    const wrong = await gateway.request("/v1/events?type=otp.sent");
    expect(wrong.status).toBe(400);
    expect(wrong.json.errors[0]).toMatchObject({ path: "type.0" });
  });

  it("is for erp, ops, auditor and admin keys, and of their own tenant alone", async () => {
    await happened("of demo");
    const keys = await makeTenant(gateway, "other");
    for (const path of ["/v1/events", "/v1/events.csv?date=2026-11-21"]) {
      const statuses = Object.entries(keys).map(async ([role, key]) => [
        role,
        (await gateway.request(path, { key })).status,
      ]);
      expect(Object.fromEntries(await Promise.all(statuses))).toEqual({
        erp: 200,
        ops: 200,
        auditor: 200,
        admin: 200,
        finance: 403,
      });
    }
    expect((await gateway.request("/v1/events", { key: keys.erp })).json.data).toEqual([]);
  });
});

describe("GET /v1/events.csv", () => {
  it("holds a day of the tenant's time zone, with cells that no spreadsheet runs", async () => {
    const { sql } = gateway.database;
    // Of late, since events are cleared away after 30 days. Jakarta's day is from 17:00 UTC the day before.
    const date = new Date(Date.now() - 2 * DAY_MS).toISOString().slice(0, 10);
    const end = Date.parse(`${date}T17:00:00Z`);
    await append(sql, "before", end - DAY_MS - 1);
    await append(sql, "=first", end - DAY_MS);
    await append(sql, "last", end - 1);
    await append(sql, "after", end);
    const file = await gateway.request(`/v1/events.csv?date=${date}`);
    expect(file.headers.get("content-disposition")).toBe(`attachment; filename="events-${date}.csv"`);
    const [head, ...lines] = file.text.trimEnd().split("\r\n");
    expect(head).toMatch(/^id,timestamp,type,tenant,otp,message,status,/);
    expect(head).toMatch(/,topup,alert,threshold,runway_hours,metadata$/);
    expect(lines).toHaveLength(2);
    expect(lines[0]).toContain(",'=first,");
    expect(lines[1]).toContain(`${date}T16:59:59.999Z,balance.topup,demo`);
  });

  it("names a date that is none", async () => {
    const wrong = await gateway.request("/v1/events.csv?date=2026-02-30");
    expect(wrong.status).toBe(400);
    expect(wrong.json.detail).toBe("date: must be a day, like 2026-11-21");
  });
});
