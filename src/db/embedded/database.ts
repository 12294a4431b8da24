import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { isAlive } from "../../kit/process.ts";
import { StartError } from "../../start-error.ts";
import { username } from "./cluster.ts";

const database = "gerbang";

export interface Connection {
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly password?: string;
  readonly database: string;
}

/**
 * Proves that the server answers, and sees to our database: an earlier start may have been killed before it was made.
 * Undefined when the server went away, as a dying one that was found may do.
 */
export async function openDatabase(
  server: { host: string; port: number; pid: number; password: string | undefined },
  until: number,
): Promise<Connection | undefined> {
  const { host, port, pid, password } = server;
  const connection = { host, port, username, ...(password === undefined ? {} : { password }), database };
  for (;;) {
    try {
      await makeDatabase({ ...connection, database: "postgres" });
      return connection;
    } catch (error) {
      const code = error instanceof Error && "code" in error ? String(error.code) : "";
      if (code.startsWith("28")) throw new StartError(`PostgreSQL does not let us in: ${String(error)}`);
      if (!isAlive(pid)) return undefined;
      // Anything else passes: a killed gateway's connections still being closed, a child's crash being recovered from.
      if (Date.now() > until) throw new StartError(`PostgreSQL does not answer: ${String(error)}`);
      await sleep(20);
    }
  }
}

async function makeDatabase(connection: Connection): Promise<void> {
  const sql = postgres({ ...connection, max: 1, connect_timeout: 5, fetch_types: false, onnotice: () => {} });
  try {
    const [found] = await sql`select from pg_database where datname = ${database}`;
    if (found === undefined) await sql`create database ${sql(database)}`;
  } finally {
    await sql.end({ timeout: 1 });
  }
}
