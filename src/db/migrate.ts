import { readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate as applyMigrations } from "drizzle-orm/postgres-js/migrator";
import { StartError } from "../start-error.ts";
import { connect, type Connection } from "./client.ts";

/** Any number that is ours alone: every gateway that starts takes this lock before it looks at the schema. */
const LOCK = 7_252_026_001;
const OLDEST_SERVER = 150_000;

const folder = fileURLToPath(new URL("../../migrations", import.meta.url));

/**
 * Brings the schema up to date. drizzle's migrator takes no lock and silently skips a migration dated
 * before the newest one applied, so this takes the lock and compares the counts.
 */
export async function migrate(connection: Connection): Promise<void> {
  const sql = connect(connection, { max: 1 });
  try {
    const [server] = await sql<{ version: number }[]>`select current_setting('server_version_num')::int as version`;
    if ((server?.version ?? 0) < OLDEST_SERVER) throw new StartError("DATABASE_URL: PostgreSQL 15 or newer is needed");
    await sql`select pg_advisory_lock(${LOCK})`;
    await applyMigrations(drizzle(sql), { migrationsFolder: folder });
    const [applied] = await sql<{ count: number }[]>`select count(*)::int as count from drizzle.__drizzle_migrations`;
    if ((applied?.count ?? 0) < (await known())) {
      throw new StartError("migrations: one of them was skipped; the journal's dates must rise from file to file");
    }
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** How many migrations the database lacks; below zero when it is of a newer version than this program. */
export async function pendingMigrations(connection: Connection): Promise<number> {
  const sql = connect(connection, { max: 1 });
  try {
    const [table] = await sql<
      { there: boolean }[]
    >`select to_regclass('drizzle.__drizzle_migrations') is not null as there`;
    if (table?.there !== true) return await known();
    const [applied] = await sql<{ count: number }[]>`select count(*)::int as count from drizzle.__drizzle_migrations`;
    return (await known()) - (applied?.count ?? 0);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

async function known(): Promise<number> {
  const journal = JSON.parse(await readFile(path.join(folder, "meta", "_journal.json"), "utf8")) as {
    entries: unknown[];
  };
  return journal.entries.length;
}
