import path from "node:path";
import { claimFile } from "./kit/claim.ts";
import { makeDirectory } from "./kit/make-directory.ts";
import { directoryError, StartError } from "./start-error.ts";

/** Makes this process the one gateway on a DATA_DIR, and says so in `gateway.pid`. */
export async function claimPidFile(dataDir: string): Promise<{ release(): Promise<void> }> {
  const file = path.join(dataDir, "gateway.pid");
  try {
    makeDirectory(dataDir, 0o700);
    const claim = await claimFile(file);
    if ("heldBy" in claim) throw new StartError(`another gateway (pid ${claim.heldBy}) already uses ${dataDir}`);
    return { release: async () => claim.release() };
  } catch (error) {
    throw directoryError(dataDir, error) ?? error;
  }
}
