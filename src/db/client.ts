import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import * as schema from "./schema/index.ts";

/** A URL (`DATABASE_URL`), or the parts of one (the embedded database's socket). */
export type Connection =
  string | { host: string; port: number; username: string; password?: string | undefined; database: string };

export type Sql = postgres.Sql;
export type Tx = postgres.TransactionSql;
/** Not sent yet: it goes when it is awaited, or as a part of another. */
export type Statement = postgres.PendingQuery<postgres.Row[]>;
export type Orm = PostgresJsDatabase<typeof schema>;

export interface Database {
  readonly connection: Connection;
  /** The driver, for the hot statements. Times come and go as milliseconds, money as text. */
  readonly sql: Sql;
  /** Ordinary queries, on the same pool. */
  readonly orm: Orm;
  close(): Promise<void>;
}

/**
 * Every statement of the gateway looks up a handful of rows by key. Prepared on empty tables, before there are
 * statistics, a plan that reads a table whole looks cheap, and is kept while the table grows to millions.
 */
const lookupsOnly = { enable_seqscan: "off", enable_hashjoin: "off", enable_mergejoin: "off" };

export function connect(connection: Connection, options: postgres.Options<Record<string, never>> = {}): Sql {
  const all = {
    onnotice: () => {},
    // The driver's own wait grows to 20 s while the database is away: too long once it is back.
    backoff: (retries: number) => Math.min(0.05 * 2 ** retries, 1) * (0.5 + Math.random() / 2),
    ...options,
    connection: { application_name: "gerbang", ...lookupsOnly, ...options.connection },
  };
  if (typeof connection !== "string") return postgres({ ...connection, ...all } as typeof all);
  const { url, host } = withoutSocket(connection);
  return postgres(url, host === null ? all : { ...all, host });
}

/** libpq's way to name a socket's directory, `?host=/run/postgresql`: the driver would send it to the server as a setting. */
function withoutSocket(text: string): { url: string; host: string | null } {
  const url = new URL(text);
  const host = url.searchParams.get("host");
  if (host === null) return { url: text, host };
  url.searchParams.delete("host");
  return { url: url.href, host };
}

export function openDatabase(connection: Connection, options: { max?: number } = {}): Database {
  const sql = connect(connection, { max: options.max ?? 10, idle_timeout: 0, connect_timeout: 10 });
  const orm = drizzle(sql, { schema });
  return { connection, sql, orm, close: () => sql.end({ timeout: 5 }) };
}
