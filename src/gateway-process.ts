import { banner } from "./banner.ts";
import type { Config } from "./config.ts";
import type { Connection } from "./db/client.ts";
import { openDatabase } from "./db/client.ts";
import type { EmbeddedDatabase } from "./db/embedded/index.ts";
import { keepEmbedded } from "./db/embedded/keep.ts";
import { migrate } from "./db/migrate.ts";
import { GatewayError } from "./errors.ts";
import { createApp } from "./http/app.ts";
import type { App } from "./http/endpoint.ts";
import { serveMetrics } from "./http/metrics.ts";
import { problemOf } from "./http/problem.ts";
import { listen, type HttpServer } from "./http/server.ts";
import { systemClock } from "./kit/clock.ts";
import { newId } from "./kit/id.ts";
import { errorForLog, type Log } from "./kit/log.ts";
import { UnknownMasterKey } from "./kit/secret.ts";
import type { Metrics } from "./metrics/index.ts";
import { masterKeys } from "./master-key.ts";
import { claimPidFile } from "./pid-file.ts";
import { StartError } from "./start-error.ts";
import { VERSION } from "./version.ts";
import { bootstrap, type BootstrapKeys } from "./tenants/bootstrap.ts";
import { wire, type Gateway } from "./wire.ts";

export interface RunningGateway {
  readonly url: string;
  /** Drains: no new work, what is under way is finished or put back, the embedded database stopped last. */
  stop(): Promise<void>;
}

const REQUESTS_MS = 15_000;

/** Brings one gateway up, from its pid file to its banner. What had been started is stopped again when it fails. */
export async function startGateway(config: Config, log: Log, print: (text: string) => void): Promise<RunningGateway> {
  const undo: (() => Promise<void>)[] = [];
  try {
    const pidFile = await claimPidFile(config.dataDir);
    undo.push(() => pidFile.release());
    // The port before the first-start data: keys that are shown once must not be made by a start that fails.
    let app: App | null = null;
    const { host, port } = config;
    const server = await listen({
      host,
      port,
      fetch: (request, env) => (app === null ? starting() : app.fetch(request, env)),
    });
    undo.push(() => server.close(0));
    let metrics: Metrics | null = null;
    const metricsServer =
      config.metricsPort === null
        ? null
        : await listen({
            host,
            port: config.metricsPort,
            setting: "METRICS_PORT",
            fetch: (request) => (metrics === null ? starting() : serveMetrics(metrics, request)),
          });
    if (metricsServer !== null) undo.push(() => metricsServer.close(0));
    const keys = await masterKeys(config);
    const { connection, embedded } = await database(config, log);
    if (embedded !== null) undo.push(() => embedded.stop());
    await migrate(connection).catch((error: unknown) => {
      throw connectionError(config, error);
    });
    const firstKeys = await firstStart(config, connection);
    const gateway = await wire({ config, connection, masterKeys: keys, log, alone: embedded !== null }).catch(
      (error: unknown) => {
        throw error instanceof UnknownMasterKey ? masterKeyError(config, error) : error;
      },
    );
    metrics = gateway.metrics;
    metrics.watchProcess(VERSION);
    let stopping = false;
    undo.push(() => gateway.close());
    app = createApp(gateway, () => stopping);
    const { url } = server;
    const given = { admin: config.bootstrapAdminKey !== null, erp: config.bootstrapErpKey !== null };
    print(banner({ url, metricsUrl: metricsServer?.url ?? null, keys: firstKeys, given, demo: embedded !== null }));
    return {
      url,
      async stop() {
        if (stopping) return;
        stopping = true;
        await drain(server, metricsServer, gateway, log);
        if (embedded !== null) await embedded.stop();
        await pidFile.release();
      },
    };
  } catch (error) {
    for (const step of undo.reverse()) {
      await step().catch((problem: unknown) => log.warn({ error: errorForLog(problem) }, "while giving up the start"));
    }
    throw error;
  }
}

/** While the database starts: a problem to whoever calls, and "not yet" to a probe. */
function starting(): Response {
  const error = new GatewayError("unavailable", "The gateway is starting.", { retryAfterSeconds: 1 });
  const requestId = newId();
  const { problem, headers } = problemOf(error, requestId);
  const status = { "X-Request-Id": requestId, "Cache-Control": "no-store", "Content-Type": "application/problem+json" };
  return new Response(JSON.stringify(problem), { status: 503, headers: { ...status, ...headers } });
}

async function database(
  config: Config,
  log: Log,
): Promise<{ connection: Connection; embedded: EmbeddedDatabase | null }> {
  if (config.databaseUrl !== null) return { connection: config.databaseUrl, embedded: null };
  const embedded = await keepEmbedded({ dataDir: config.dataDir, log: (line) => log.info({ line }, "database") });
  return { connection: embedded.connection, embedded };
}

function connectionError(config: Config, error: unknown): unknown {
  if (error instanceof StartError || config.databaseUrl === null || !(error instanceof Error)) return error;
  const code = (error as { code?: unknown }).code;
  if (typeof code !== "string") return error;
  if (/^(CONNECT|ECONN|ENOTFOUND|EAI_|ETIMEDOUT|3D000|28)/.test(code)) {
    return new StartError(`DATABASE_URL: can't connect (${code}: ${error.message})`);
  }
  return error;
}

function masterKeyError(config: Config, error: UnknownMasterKey): StartError {
  const mend =
    config.masterKey === null
      ? `restore ${config.dataDir}/gateway.secret from a backup`
      : "set the one that sealed it, or add that one to GATEWAY_SECRET_PREVIOUS";
  return new StartError(`GATEWAY_SECRET: ${error.message}; ${mend}`);
}

async function firstStart(config: Config, connection: Connection): Promise<BootstrapKeys | null> {
  const db = openDatabase(connection, { max: 1 });
  try {
    return await bootstrap(db, {
      demo: config.databaseUrl === null,
      currency: config.currency,
      adminKey: config.bootstrapAdminKey,
      erpKey: config.bootstrapErpKey,
      now: systemClock.now(),
    });
  } finally {
    await db.close();
  }
}

async function drain(server: HttpServer, metrics: HttpServer | null, gateway: Gateway, log: Log): Promise<void> {
  const served = server.close(REQUESTS_MS);
  const delivered = gateway.settleDown();
  await Promise.all([served, delivered]);
  // Until now: how a drain goes on is worth watching.
  await metrics?.close(0);
  await gateway.close();
  log.info("stopped");
}
