import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { readArgs } from "../../src/cli/command.ts";
import { retentionRunCommand } from "../../src/cli/retention-run.ts";
import { openDatabase } from "../../src/db/client.ts";
import { bootstrap } from "../../src/tenants/bootstrap.ts";
import { createTestDatabase, urlOf, type TestDatabase } from "../support/database.ts";

let database: TestDatabase;
let printed: string;

beforeEach(async () => {
  database = await createTestDatabase();
  const db = openDatabase(database.connection, { max: 1 });
  await bootstrap(db, { demo: true, currency: "IDR", adminKey: null, erpKey: null, now: Date.now() });
  await db.close();
  vi.stubEnv("DATABASE_URL", urlOf(database.connection));
  vi.stubEnv("GATEWAY_SECRET", "3e".repeat(32));
  vi.stubEnv("DATA_DIR", "/nonexistent/of-a-test");
  printed = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    printed += String(text);
    return true;
  });
});
afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await database.drop();
});

const run = (...words: string[]) => retentionRunCommand.run(readArgs(retentionRunCommand, words));

test("says what is past its time, and goes about it only when it is told to", async () => {
  const { sql } = database;
  expect(await run()).toBe(0);
  expect(printed).toMatch(/^codes {5}before \d{4}-\d\d-\d\d: 0 rows to go$/m);
  expect(printed).toContain("nothing was changed; --apply does it");
  expect(await sql`select from retention_runs`).toHaveLength(0);
  expect(await sql`select from audit where action = 'retention.run'`).toHaveLength(0);

  printed = "";
  expect(await run("--apply")).toBe(0);
  expect(printed).toMatch(/^audit {5}before \d{4}-\d\d-\d\d: 0 rows$/m);
  expect(await sql`select from retention_runs`).toHaveLength(5);
  expect(await sql`select actor, target from audit where action = 'retention.run'`).toEqual([
    { actor: "cli", target: "retention" },
  ]);
});
