import { setTimeout as sleep } from "node:timers/promises";
import { isAlive } from "../../kit/process.ts";
import { startEmbedded, type EmbeddedDatabase, type EmbeddedOptions } from "./index.ts";

const LOOK_MS = 500;
const AGAIN_MS = 2000;

/**
 * The embedded database for as long as the gateway lives: one that ended by itself (the kernel wanted its memory,
 * somebody stopped it) is started again at the same address, where the pools' next tries find it.
 */
export async function keepEmbedded(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const log = options.log ?? (() => {});
  let database = await startEmbedded(options);
  const { connection } = database;
  const stopping = new AbortController();
  const watching = watch();
  return {
    connection,
    takenOver: database.takenOver,
    get pid() {
      return database.pid;
    },
    async stop() {
      stopping.abort();
      await watching;
      await database.stop();
    },
  };

  async function watch(): Promise<void> {
    while (await pause(LOOK_MS)) {
      if (isAlive(database.pid)) continue;
      log("PostgreSQL ended by itself, and is started again");
      try {
        database = await startEmbedded(options);
      } catch (error) {
        log(`PostgreSQL could not be started again: ${error instanceof Error ? error.message : String(error)}`);
        await pause(AGAIN_MS);
        continue;
      }
      const { host, port } = database.connection;
      // Only where DATA_DIR's path is too long for a socket, and on Windows.
      if (host !== connection.host || port !== connection.port) {
        throw new Error("the embedded database came back at another address: the gateway must be started again");
      }
    }
  }

  /** False when the gateway stops. */
  async function pause(ms: number): Promise<boolean> {
    await sleep(ms, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined);
    return !stopping.signal.aborted;
  }
}
