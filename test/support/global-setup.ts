import { rmSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import path from "node:path";
import type { TestProject } from "vitest/node";
import { connect, type Connection } from "../../src/db/client.ts";
import { type EmbeddedDatabase, startEmbedded } from "../../src/db/embedded/index.ts";
import { migrate } from "../../src/db/migrate.ts";
import { inDatabase, roomForData, template } from "./database.ts";

declare module "vitest" {
  interface ProvidedContext {
    database: Connection;
  }
}

/** One server for the whole run, and one migrated database in it that each test file clones. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { TEST_DATABASE_URL: url } = process.env;
  const server = url === undefined ? await startServer() : { connection: url, stop: async () => {} };
  try {
    await makeTemplate(server.connection);
  } catch (error) {
    await server.stop();
    throw error;
  }
  project.provide("database", server.connection);
  return server.stop;
}

async function startServer(): Promise<{ connection: Connection; stop: () => Promise<void> }> {
  const dataDir = await mkdtemp(path.join(roomForData(), "gerbang-test-"));
  let server: EmbeddedDatabase;
  try {
    // Nothing here outlives the run, so nothing need reach the disk.
    const settings = { fsync: "off", synchronous_commit: "off", full_page_writes: "off", max_connections: "200" };
    server = await startEmbedded({ dataDir, settings });
  } catch (error) {
    await rm(dataDir, { recursive: true, force: true });
    throw error;
  }
  // The last resort, for a run that ends without its teardown.
  const abandon = () => {
    process.kill(server.pid, "SIGQUIT");
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
  };
  process.once("exit", abandon);
  const stop = async () => {
    process.off("exit", abandon);
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  return { connection: server.connection, stop };
}

async function makeTemplate(connection: Connection): Promise<void> {
  const sql = connect(connection, { max: 1 });
  try {
    await sql`drop database if exists ${sql(template)} with (force)`;
    await sql`create database ${sql(template)}`;
  } finally {
    await sql.end();
  }
  await migrate(inDatabase(connection, template));
}
