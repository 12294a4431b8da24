import { readConfig } from "./config.ts";
import { startGateway, type RunningGateway } from "./gateway-process.ts";
import { createLog, errorForLog, gatherToStdout } from "./kit/log.ts";
import { StartError } from "./start-error.ts";

/** The process: environment → gateway → signals. */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  const destination = gatherToStdout();
  const log = createLog(config.logLevel, destination);

  let running: RunningGateway | null = null;
  let asked = false;
  const stop = (signal: string): void => {
    // A second signal changes nothing: what is in flight is finished all the same.
    if (asked) return;
    asked = true;
    log.info({ signal }, "stopping");
    if (running === null) return; // Still starting: it stops as soon as it stands.
    void end(running);
  };
  const end = async (gateway: RunningGateway): Promise<void> => {
    try {
      await gateway.stop();
      destination.flushSync();
      process.exit(0);
    } catch (error) {
      log.fatal({ error: errorForLog(error) }, "could not stop cleanly");
      destination.flushSync();
      process.exit(1);
    }
  };
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, () => stop(signal));
  const die = (error: unknown): void => {
    log.fatal({ error: errorForLog(error) }, "a bug: the process ends, the next start takes up its work");
    destination.flushSync();
    process.exit(1);
  };
  process.on("uncaughtException", die);
  process.on("unhandledRejection", die);

  try {
    running = await startGateway(config, log, (text) => process.stdout.write(`${text}\n`));
    if (asked) await end(running);
  } catch (error) {
    destination.flushSync();
    throw error;
  }
}

try {
  await main();
} catch (error) {
  const line = error instanceof StartError ? error.message : null;
  process.stderr.write(
    line === null
      ? `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`
      : `gerbang: ${line}\n`,
  );
  process.exit(1);
}
