import { connect, type Connection, type Sql } from "../../db/client.ts";
import { pendingMigrations } from "../../db/migrate.ts";
import { warning, well, wrong, type Finding } from "./finding.ts";

const OLDEST = 150_000;
const SKEW_WARNING_MS = 1000;
const SKEW_WRONG_MS = 10_000;

/** The server itself. Its last finding is wrong when there is no use in looking further. */
export async function checkDatabase(connection: Connection): Promise<Finding[]> {
  const sql = connect(connection, { max: 1, connect_timeout: 10 });
  try {
    return [await versionOf(sql), await durability(sql), await clockSkew(sql), await migrations(connection)];
  } finally {
    await sql.end({ timeout: 1 });
  }
}

async function versionOf(sql: Sql): Promise<Finding> {
  const [row] = await sql<{ number: number; version: string }[]>`
    select current_setting('server_version_num')::int as number, current_setting('server_version') as version`;
  const text = `database: PostgreSQL ${row?.version} answers`;
  return (row?.number ?? 0) >= OLDEST ? well(text) : wrong(text, "PostgreSQL 15 or newer is needed");
}

async function durability(sql: Sql): Promise<Finding> {
  const [row] = await sql<{ fsync: string; commit: string; pages: string }[]>`
    select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit,
           current_setting('full_page_writes') as pages`;
  const off = Object.entries({ fsync: row?.fsync, synchronous_commit: row?.commit, full_page_writes: row?.pages })
    .filter(([, value]) => value === "off")
    .map(([name]) => name);
  if (off.length === 0) return well("database: a commit survives a power cut");
  const names = off.join(", ");
  return warning(`database: ${names} off, so a power cut can lose what was answered`, `set ${names} = on`);
}

async function clockSkew(sql: Sql): Promise<Finding> {
  await sql`select 1`;
  const before = Date.now();
  const [row] = await sql<{ now: string }[]>`select extract(epoch from clock_timestamp()) * 1000 as now`;
  const skew = Math.round(Number(row?.now) - (before + Date.now()) / 2);
  const text = `clock: ${Math.abs(skew)} ms ${skew < 0 ? "ahead of" : "behind"} the database's`;
  const mend = "let both machines keep time (chrony, systemd-timesyncd): codes expire and leases end by it";
  if (Math.abs(skew) > SKEW_WRONG_MS) return wrong(text, mend);
  return Math.abs(skew) > SKEW_WARNING_MS ? warning(text, mend) : well("clock: agrees with the database's");
}

async function migrations(connection: Connection): Promise<Finding> {
  const pending = await pendingMigrations(connection);
  if (pending === 0) return well("schema: all migrations are applied");
  if (pending < 0) return wrong("schema: of a newer version than this program", "use that version's program");
  return wrong(`schema: ${pending} migration${pending === 1 ? " is" : "s are"} not applied`, "gerbang migrate");
}
