import { randomBytes } from "node:crypto";
import { existsSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { inject } from "vitest";
import { connect, type Connection, type Sql } from "../../src/db/client.ts";

export const template = "gerbang_template";

export interface TestDatabase {
  readonly connection: Connection;
  readonly sql: Sql;
  drop(): Promise<void>;
}

/** A migrated database of one's own, a clone of the template, or an empty one, on the run's one server. */
export async function createTestDatabase({ empty = false } = {}): Promise<TestDatabase> {
  const server = inject("database");
  const name = `gerbang_test_${randomBytes(6).toString("hex")}`;
  const from = empty ? "template0" : template;
  await asAdmin(server, (sql) => sql`create database ${sql(name)} template ${sql(from)}`);
  const connection = inDatabase(server, name);
  const sql = connect(connection, { max: 4 });
  const drop = async () => {
    await sql.end({ timeout: 1 });
    await asAdmin(server, (admin) => admin`drop database if exists ${admin(name)} with (force)`);
  };
  return { connection, sql, drop };
}

/** Where a test's server keeps its data: in memory where there is room, since a cluster is a thousand small files. */
export function roomForData(): string {
  const memory = "/dev/shm";
  if (!existsSync(memory)) return tmpdir();
  const { bavail, bsize } = statfsSync(memory);
  return bavail * bsize > 2 ** 30 ? memory : tmpdir();
}

export function inDatabase(connection: Connection, database: string): Connection {
  if (typeof connection !== "string") return { ...connection, database };
  const url = new URL(connection);
  url.pathname = `/${database}`;
  return url.href;
}

/** As an operator would write it into DATABASE_URL. */
export function urlOf(connection: Connection): string {
  if (typeof connection === "string") return connection;
  const url = new URL(`postgres://localhost:${connection.port}`);
  url.username = connection.username;
  url.password = connection.password ?? "";
  url.pathname = `/${connection.database}`;
  url.searchParams.set("host", connection.host);
  return url.href;
}

async function asAdmin(server: Connection, work: (sql: Sql) => Promise<unknown>): Promise<void> {
  const sql = connect(server, { max: 1 });
  try {
    await work(sql);
  } finally {
    await sql.end({ timeout: 1 });
  }
}
