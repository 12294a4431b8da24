import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import * as schema from "./schema/index.ts";

/** A URL (`DATABASE_URL`), or the parts of one (the embedded database's socket). */
export type Connection =
  string | { host: string; port: number; username: string; password?: string | undefined; database: string };

export type Sql = postgres.Sql;
export type Tx = postgres.TransactionSql;
export type Orm = PostgresJsDatabase<typeof schema>;

export interface Database {
  readonly connection: Connection;
  /** The driver, for the hot statements. Times come and go as milliseconds, money as text. */
  readonly sql: Sql;
  /** Ordinary queries, on the same pool. */
  readonly orm: Orm;
  close(): Promise<void>;
}

export function connect(connection: Connection, options: postgres.Options<Record<string, never>> = {}): Sql {
  const all = { onnotice: () => {}, connection: { application_name: "gerbang" }, ...options };
  return typeof connection === "string" ? postgres(connection, all) : postgres({ ...connection, ...all } as typeof all);
}

export function openDatabase(connection: Connection, options: { max?: number } = {}): Database {
  const sql = connect(connection, { max: options.max ?? 10, idle_timeout: 0, connect_timeout: 10 });
  const orm = drizzle(sql, { schema });
  return { connection, sql, orm, close: () => sql.end({ timeout: 5 }) };
}
