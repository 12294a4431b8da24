import { randomBytes } from "node:crypto";
import { chmod, link, open, readFile, unlink } from "node:fs/promises";
import path from "node:path";
import type { Config } from "./config.ts";
import { parseMasterKey } from "./kit/secret.ts";
import { directoryError, StartError } from "./start-error.ts";

/** The master keys, newest first. Without `GATEWAY_SECRET` the embedded gateway makes one and keeps it in DATA_DIR. */
export async function masterKeys(config: Config): Promise<Buffer[]> {
  const current = config.masterKey ?? (await keptKey(path.join(config.dataDir, "gateway.secret"), config.dataDir));
  return [current, ...config.previousKeys];
}

async function keptKey(file: string, dataDir: string): Promise<Buffer> {
  try {
    const known = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return null;
      throw error;
    });
    if (known !== null) {
      const key = parseMasterKey(known.trim());
      if (key === null)
        throw new StartError(`${file}: is not a master key (32 bytes as base64); restore it from a backup`);
      await chmod(file, 0o600);
      return key;
    }
    // Whole and on the disk before it has its name: half a key would lose everything sealed under the whole one.
    const key = randomBytes(32);
    const temporary = `${file}.${process.pid}`;
    const handle = await open(temporary, "wx", 0o600);
    await handle.writeFile(`${key.toString("base64")}\n`);
    await handle.sync();
    await handle.close();
    await link(temporary, file);
    await unlink(temporary);
    return key;
  } catch (error) {
    throw directoryError(dataDir, error) ?? error;
  }
}
