import * as fs from "node:fs";
import { userInfo } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pino } from "pino";
import { readConfig, type Config } from "../config.ts";
import type { Ctx } from "../context.ts";
import { connect, openDatabase, type Connection, type Database, type Sql } from "../db/client.ts";
import { databaseError } from "../db/coalesce.ts";
import { startEmbedded, type EmbeddedDatabase } from "../db/embedded/index.ts";
import { pendingMigrations } from "../db/migrate.ts";
import { SandboxInboxes } from "../delivery/sandbox-inbox.ts";
import { GatewayError } from "../errors.ts";
import { claimFile, holderOf, type Claim } from "../kit/claim.ts";
import { systemClock, type Clock } from "../kit/clock.ts";
import { newId } from "../kit/id.ts";
import { createLog, type Log } from "../kit/log.ts";
import { Keyring } from "../kit/secret.ts";
import { masterKeys } from "../master-key.ts";
import type { Provider } from "../providers/provider.ts";
import { registry } from "../providers/registry.ts";
import { withNumberKey } from "../settings/number-key.ts";
import { LiveSettings } from "../settings/live.ts";
import { StartError } from "../start-error.ts";
import { cliActor } from "../tenants/actor.ts";

/** What a command works with: the parts of a gateway that its verbs ask for, without one that serves or sends. */
export interface Installation {
  readonly config: Config;
  readonly db: Database;
  readonly sql: Sql;
  readonly keyring: Keyring;
  readonly settings: LiveSettings;
  readonly registry: ReadonlyMap<string, Provider>;
  readonly inboxes: SandboxInboxes;
  readonly clock: Clock;
  readonly log: Log;
  readonly defaultCountry: string;
  /** The tenant of that name, or the first one, with who acts. */
  context(tenant: string | null): Ctx;
}

/** Who is logged in on this host, for the audit. */
function whoTypes(): string {
  const { SUDO_USER: before } = process.env;
  let user: string;
  try {
    user = userInfo().username;
  } catch {
    // A container may run under a number that no user of its has.
    user = `uid ${process.getuid?.() ?? "unknown"}`;
  }
  return before === undefined || before === user ? user : `${before} as ${user}`;
}

/** The settings of the gateway's own environment. */
export function readSettings(): Config {
  return readConfig(process.env);
}

/** Opens the installation for a command, and leaves everything as it was found. */
export async function withInstallation<T>(work: (installation: Installation) => Promise<T>): Promise<T> {
  const config = readSettings();
  return withDatabase(config, async (connection) => {
    if ((await pendingMigrations(connection)) !== 0) {
      throw new StartError("the database's schema is not this version's: run `gerbang migrate`, or start the gateway");
    }
    const keys = await masterKeys(config);
    const log = createLog("warn", pino.destination({ dest: 2, sync: true }));
    const db = openDatabase(connection, { max: 2 });
    try {
      // It checks the master key.
      const settings = await LiveSettings.start(db, new Keyring(keys), registry, log);
      try {
        const keyring = await withNumberKey(db.sql, keys);
        return await work(assemble(config, db, keyring, settings, log));
      } finally {
        await settings.stop();
      }
    } finally {
      await db.close();
    }
  });
}

function assemble(config: Config, db: Database, keyring: Keyring, settings: LiveSettings, log: Log): Installation {
  const clock = systemClock;
  return {
    config,
    db,
    sql: db.sql,
    keyring,
    settings,
    registry,
    inboxes: new SandboxInboxes(db.sql, keyring, clock),
    clock,
    log,
    defaultCountry: config.defaultCountry,
    context(name) {
      const { tenants, tenantsByName, firstTenantId } = settings.current;
      const tenant = name === null ? tenants.get(firstTenantId ?? "") : tenantsByName.get(name);
      if (tenant === undefined) {
        if (tenants.size === 0)
          throw new StartError("there is no tenant yet: start the gateway once, it makes the first");
        throw new GatewayError(
          "not_found",
          `there is no tenant ${name}; there are ${[...tenantsByName.keys()].join(", ")}`,
        );
      }
      return { tenant, actor: { ...cliActor, label: whoTypes() }, requestId: `cli-${newId()}` };
    },
  };
}

/**
 * A connection, for as long as `work` takes. With the embedded database: a running gateway's server is used and left
 * alone; where none runs it is started, and stopped afterwards.
 */
export async function withDatabase<T>(config: Config, work: (connection: Connection) => Promise<T>): Promise<T> {
  if (config.databaseUrl !== null) {
    await refuseUnreachable(config.databaseUrl);
    return work(config.databaseUrl);
  }
  const { dataDir } = config;
  if (!fs.existsSync(path.join(dataDir, "pg"))) {
    throw new StartError(
      `DATA_DIR: there is no database in ${dataDir} yet: start the gateway once, or set DATABASE_URL`,
    );
  }
  const turn = runningGateway(dataDir) === undefined ? await takeTurn(path.join(dataDir, "cli.pid")) : null;
  try {
    const embedded = await startEmbedded({ dataDir });
    try {
      return await work(embedded.connection);
    } finally {
      await leave(dataDir, embedded);
    }
  } finally {
    turn?.release();
  }
}

export function runningGateway(dataDir: string): number | undefined {
  return holderOf(path.join(dataDir, "gateway.pid"));
}

/** One command at a time starts and stops the database. */
async function takeTurn(file: string): Promise<Claim> {
  for (;;) {
    const claim = await claimFile(file);
    if ("release" in claim) return claim;
    await sleep(50);
  }
}

/**
 * A gateway may have come meanwhile and use what we started. It takes its pid file before it takes `pg.starting`, so
 * under the latter the former tells.
 */
async function leave(dataDir: string, embedded: EmbeddedDatabase): Promise<void> {
  if (embedded.takenOver) return;
  const claim = await claimFile(path.join(dataDir, "pg.starting"));
  if ("heldBy" in claim) return;
  try {
    if (runningGateway(dataDir) === undefined) await embedded.stop();
  } finally {
    claim.release();
  }
}

async function refuseUnreachable(url: string): Promise<void> {
  const sql = connect(url, { max: 1, connect_timeout: 10 });
  try {
    await sql`select 1`;
  } catch (error) {
    const away = databaseError(error) instanceof GatewayError || /^(28|3D|ENOTFOUND|EAI)/.test(codeOf(error));
    if (!away) throw error;
    throw new StartError(`DATABASE_URL: can't connect (${codeOf(error)}: ${(error as Error).message})`);
  } finally {
    await sql.end({ timeout: 1 });
  }
}

function codeOf(error: unknown): string {
  const code = error instanceof Error ? (error as { code?: unknown }).code : undefined;
  return typeof code === "string" ? code : "";
}
