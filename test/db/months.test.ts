import { randomBytes, randomUUID } from "node:crypto";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate as applyMigrations } from "drizzle-orm/postgres-js/migrator";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { migrate } from "../../src/db/migrate.ts";
import { inMonths, listParts, makeMonths } from "../../src/db/months.ts";
import { firstIdAt } from "../../src/kit/id.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";

const MONTH_MS = 31 * 86_400_000;
const tenant = randomUUID();

/** An id of some time: two of the same millisecond are two. */
const idAt = (at: number): string => firstIdAt(at).slice(0, 24) + randomBytes(6).toString("hex");

async function putOtp(sql: TestDatabase["sql"], id: string, { subject = id, status = "pending" } = {}): Promise<void> {
  await sql`
    insert into otps (tenant_id, id, subject, recipients, user_ref, purpose, channels, locale, template, params, metadata,
                      status, attempts_left, code_hash, ttl_seconds, central, decoy, sends, created_at, expires_at, resend_at)
    values (${tenant}, ${id}, ${subject}, '{}', '', 'login', '{sms}', 'id', 'otp', '{}', '{}', ${status}, 5, '', 300, false,
            false, '{}', now(), now(), now())`;
}

async function partOf(sql: TestDatabase["sql"], table: string, id: string): Promise<string | undefined> {
  const [row] = await sql<{ part: string }[]>`
    select tableoid::regclass::text as part from ${sql(table)} where tenant_id = ${tenant} and id = ${id}`;
  return row?.part;
}

const indexNames = (sql: TestDatabase["sql"], table: string) =>
  sql<{ name: string }[]>`
    select c.relname as name from pg_index join pg_class c on c.oid = indexrelid
    where indrelid = ${table}::regclass and indisvalid order by 1`;

describe("months are made ahead", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  test("a new installation has this month and the next three of each table, and a default", async () => {
    const { sql } = database;
    const parts = await listParts(sql);
    for (const parent of inMonths) {
      const mine = parts.filter((part) => part.parent === parent);
      expect(mine.map(({ name }) => name.replace(/\d{4}_\d{2}$/, "…"))).toEqual([
        `${parent}_before_…`,
        `${parent}_…`,
        `${parent}_…`,
        `${parent}_…`,
        `${parent}_default`,
      ]);
    }
    // The month in which the installation was made, which may have ended since.
    const now = (parts.find(({ name }) => name.includes("_before_"))?.until ?? 0) - 1;
    expect(await makeMonths(sql, now)).toEqual({ made: [], left: [] });
  });

  test("two replicas that make them at once make each of them once", async () => {
    const { sql } = database;
    const now = Date.now() + 2 * MONTH_MS;
    const [one, other] = await Promise.all([makeMonths(sql, now), makeMonths(sql, now)]);
    // What the one was at the other passes by: the next turn makes what neither did.
    const next = await makeMonths(sql, now);
    const made = [one, other, next].flatMap((turn) => turn.made);
    expect(made.length).toBeGreaterThanOrEqual(inMonths.length);
    expect(new Set(made).size).toBe(made.length);
    expect(await makeMonths(sql, now)).toEqual({ made: [], left: [] });
    const names = (await listParts(sql)).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(made));
  });

  test("a month has the indexes, the fill and the checks of the others", async () => {
    const { sql } = database;
    await sql`select make_month('otps', '2041-02-01')`;
    const named = async (part: string) => (await indexNames(sql, part)).map(({ name }) => name.replace(part, ""));
    expect(await named("otps_2041_02")).toEqual(await named("otps_default"));
    expect(await named("otps_2041_02")).toContain("_one_pending");
    const [filled] = await sql`select reloptions from pg_class where relname = 'otps_2041_02'`;
    expect(filled).toEqual({ reloptions: ["fillfactor=85"] });
    const id = idAt(Date.UTC(2041, 1, 3));
    await expect(putOtp(sql, id, { status: "unheard of" })).rejects.toThrow("otps_status");
  });

  test("one OTP of a subject, user and purpose is pending in a month, and in the default part", async () => {
    const { sql } = database;
    for (const at of [Date.UTC(2041, 1, 7), Date.UTC(2061, 1, 7)]) {
      const subject = `subject of ${at}`;
      await putOtp(sql, idAt(at), { subject });
      await expect(putOtp(sql, idAt(at), { subject })).rejects.toThrow(/otps_\w+_one_pending/);
    }
  });

  test("what found no month of its own moves to it once it is made", async () => {
    const { sql } = database;
    const [inMay, inJune] = [idAt(Date.UTC(2051, 4, 31, 23, 59)), idAt(Date.UTC(2051, 5, 1))];
    await putOtp(sql, inMay);
    await putOtp(sql, inJune);
    expect(await partOf(sql, "otps", inMay)).toBe("otps_default");
    expect((await sql`select make_month('otps', '2051-05-01') as made`)[0]).toEqual({ made: true });
    expect(await partOf(sql, "otps", inMay)).toBe("otps_2051_05");
    expect(await partOf(sql, "otps", inJune)).toBe("otps_default");
    expect((await indexNames(sql, "otps_default")).map(({ name }) => name)).toContain("otps_default_one_pending");
    expect((await sql`select make_month('otps', '2051-06-01') as made`)[0]).toEqual({ made: true });
    expect(await partOf(sql, "otps", inJune)).toBe("otps_2051_06");
  });

  test("a row is found in its month alone, and changed there, whatever is known of the tables", async () => {
    const { sql } = database;
    const id = idAt(Date.UTC(2041, 1, 9));
    await putOtp(sql, id);
    const plan = await sql.begin(async (tx) => {
      await tx`set local plan_cache_mode = force_generic_plan`;
      await tx.unsafe(`
        prepare change (json) as
        update otps o set attempts_left = 4
        from json_to_recordset($1) as k(tenant_id uuid, id uuid)
        cross join lateral (select ctid as row, id from otps where tenant_id = k.tenant_id and id = k.id offset 0) x
        where o.ctid = x.row and o.id = x.id`);
      const keys = JSON.stringify([{ tenant_id: tenant, id }]);
      return tx.unsafe<Record<string, string>[]>(`explain (analyze, timing off) execute change('${keys}')`);
    });
    const scans = plan.map((line) => line["QUERY PLAN"] ?? "").filter((line) => /Scan/.test(line));
    expect(scans.filter((line) => line.includes("Seq Scan"))).toEqual([]);
    const executed = scans.filter((line) => !line.includes("never executed"));
    expect(executed.flatMap((line) => / on (otps_\w+)/.exec(line)?.[1] ?? [])).toEqual([
      "otps_2041_02",
      "otps_2041_02",
    ]);
  });
});

test("what an installation has logged before there were months becomes the first part, as it is", async () => {
  const database = await createTestDatabase({ empty: true });
  const { sql } = database;
  try {
    await withMigrationsBeforeMonths((migrationsFolder) => applyMigrations(drizzle(sql), { migrationsFolder }));
    const now = Date.now();
    const [old, ahead] = [idAt(now - 3 * MONTH_MS), idAt(now + 40 * MONTH_MS)];
    for (const id of [old, ahead]) {
      await putOtp(sql, id);
      await sql`
        insert into reports (tenant_id, message_id, id, provider, status, at, received_at)
        values (${tenant}, ${id}, ${id}, 'sms', 'delivered', now(), now())`;
      await sql`
        insert into audit (tenant_id, id, actor, action, target, at)
        values (${tenant}, ${id}, 'admin', 'tenant.put', 'tenant', now())`;
    }
    const carried = await putCarried(sql, now);
    const [before] = await sql`select pg_relation_filenode('otps'::regclass) as file`;
    const indexes = await indexNames(sql, "messages");

    await migrate(database.connection);
    const parts = await listParts(sql);
    const first = parts.find(({ parent }) => parent === "otps")?.name ?? "";
    expect(first).toMatch(/^otps_before_/);
    expect((await sql`select pg_relation_filenode(${first}::regclass) as file`)[0]).toEqual(before);
    expect(await indexNames(sql, "messages")).toEqual(expect.arrayContaining([...indexes]));
    for (const table of ["otps", "audit", "reports"]) {
      const ids = await sql<{ id: string }[]>`select id from ${sql(table)} order by id`;
      expect(ids.filter(({ id }) => !Object.hasOwn(carried, id))).toEqual([{ id: old }, { id: ahead }]);
      expect(await partOf(sql, table, old)).toMatch(/_before_/);
      // Of a time when the machine's clock was ahead.
      expect(await partOf(sql, table, ahead)).toBe(`${table}_default`);
    }
    const rows = await sql<{ id: string; sandbox: boolean }[]>`
      select id, sandbox from otps where id in ${sql(Object.keys(carried))}`;
    expect(Object.fromEntries(rows.map(({ id, sandbox }) => [id, sandbox]))).toEqual(carried);
    await expect(putOtp(sql, idAt(now), { subject: old })).rejects.toThrow(/one_pending/);
  } finally {
    await database.drop();
  }
});

/** OTPs of an hour ago by who carried them, and of two weeks ago; whether each is the sandbox's alone. */
async function putCarried(sql: TestDatabase["sql"], now: number): Promise<Record<string, boolean>> {
  await sql`
    insert into tenants (id, name, settings, first, created_at) values (${tenant}, 'demo', '{}', true, now())`;
  for (const [name, kind] of Object.entries({ fake: "sandbox", real: "twilio" })) {
    await sql`
      insert into providers (tenant_id, name, kind, state, settings, updated_at)
      values (${tenant}, ${name}, ${kind}, 'on', '{}', now())`;
  }
  const carried: Record<string, boolean> = {};
  const put = async (at: number, providers: string[], sandbox: boolean): Promise<void> => {
    const id = idAt(at);
    carried[id] = sandbox;
    await putOtp(sql, id, { status: "verified" });
    await sql`update otps set created_at = to_timestamp(${at}::float8 / 1000) where id = ${id}`;
    for (const provider of providers) {
      await sql`
        insert into messages (tenant_id, id, otp_id, channel, recipient, status, provider, template, locale,
                              template_version, prices, skips, hold, hold_state, charged, tries, advanced, created_at,
                              updated_at, expires_at)
        values (${tenant}, ${idAt(at)}, ${id}, 'sms', '', 'sent', ${provider}, 'otp', 'id', 1, '{}', '[]', 0, 'captured', 0,
                1, false, to_timestamp(${at}::float8 / 1000), now(), now())`;
    }
  };
  await put(now - 3_600_000, ["fake", "fake"], true);
  await put(now - 3_600_000, ["fake", "real"], false);
  await put(now - 3_600_000, [], false);
  await put(now - 14 * 86_400_000, ["fake"], false);
  return carried;
}

/** As a database is that was last migrated by the version before. */
async function withMigrationsBeforeMonths(apply: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), "gerbang-migrations-"));
  try {
    await cp("migrations", folder, { recursive: true });
    const file = path.join(folder, "meta", "_journal.json");
    const journal = JSON.parse(await readFile(file, "utf8")) as { entries: { tag: string }[] };
    const contents = await Promise.all(
      journal.entries.map(({ tag }) => readFile(path.join(folder, `${tag}.sql`), "utf8")),
    );
    const first = contents.findIndex((content) => content.includes('FUNCTION "make_month"'));
    expect(first).toBeGreaterThan(0);
    await writeFile(file, JSON.stringify({ ...journal, entries: journal.entries.slice(0, first) }));
    await apply(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}
