import { randomUUID } from "node:crypto";
import { open, unlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const PART_BYTES = 256 * 1024;

/**
 * Takes all parts before it hands on the first, so that a sender never waits for what is done with them. They lie in a file
 * that nobody else can open: it loses its name at once, and is gone with its handle even if the process dies.
 */
export async function* spooled(parts: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const path = join(tmpdir(), `gerbang-${randomUUID()}`);
  const handle = await open(path, "wx+", 0o600);
  try {
    await unlink(path);
    for await (const part of parts) await handle.appendFile(part);
    for (let at = 0; ;) {
      const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(PART_BYTES), 0, PART_BYTES, at);
      if (bytesRead === 0) return;
      at += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}
