import { once } from "node:events";
import { createWriteStream, statSync } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { csvLine } from "../http/csv.ts";
import { csvRows, jsonLines } from "../http/message-files.ts";
import { messageColumns } from "../http/message-schemas.ts";
import { searchDeps } from "../http/message-search.ts";
import type { LoggedMessage } from "../insight/messages.ts";
import { searchMessages } from "../insight/search.ts";
import { batchesOf } from "../insight/walk.ts";
import { StartError } from "../start-error.ts";
import { UsageError, type Args, type Command } from "./command.ts";
import { ExportProgress, spanOf } from "./export-progress.ts";
import { withInstallation, type Installation } from "./installation.ts";

const ROWS_A_BATCH = 1000;
/** Whoever stops it, by hand or as a service, is left with no half of a file. */
const stops = ["SIGINT", "SIGTERM"] as const;

export const exportMessagesCommand: Command = {
  name: "messages export",
  usage: "messages export [--format csv|ndjson] [--from TIME] [--until TIME] [--out FILE] [--tenant NAME]",
  summary: "write the delivery log, newest first, numbers masked, to FILE or the standard output; says how far it is",
  options: {
    format: { type: "string" },
    from: { type: "string" },
    until: { type: "string" },
    out: { type: "string" },
    tenant: { type: "string" },
  },
  async run(args) {
    const format = args.oneOf("format", ["csv", "ndjson"]) ?? "csv";
    const [from, until] = [timeOf(args, "from"), timeOf(args, "until")];
    const out = args.optional("out");
    if (out !== null && statSync(out, { throwIfNoEntry: false })?.isFile() === false) {
      throw new UsageError(`--out: ${out} is there and is no file, and would be replaced`);
    }
    const stopped = new AbortController();
    const stop = (): void => stopped.abort();
    for (const signal of stops) process.once(signal, stop);
    try {
      return await withInstallation(async (installation) => {
        const parts = partsOf(installation, args.optional("tenant"), { format, from, until }, stopped.signal);
        if (out === null) await print(parts);
        else await writeWhole(out, parts, stopped.signal);
        if (!stopped.signal.aborted) return 0;
        process.stderr.write(
          out === null ? "stopped: what was written is not the whole log\n" : "stopped: no file is left\n",
        );
        return 130;
      });
    } finally {
      for (const signal of stops) process.off(signal, stop);
    }
  },
};

function timeOf(args: Args, name: string): number | null {
  const text = args.optional(name);
  if (text === null) return null;
  const at = /^\d{4}-\d\d-\d\d(T|$)/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at))
    throw new UsageError(`--${name} is a day or a time like 2026-11-01 or 2026-11-01T00:00:00+07:00`);
  return at;
}

/** The text of the file, part after part, until there are no more messages or somebody stops it. */
async function* partsOf(
  installation: Installation,
  tenantName: string | null,
  { format, from, until }: { format: "csv" | "ndjson"; from: number | null; until: number | null },
  stopped: AbortSignal,
): AsyncGenerator<string> {
  const { tenant } = installation.context(tenantName);
  const deps = searchDeps(installation, tenant.id);
  const progress = new ExportProgress(await spanOf(installation.sql, tenant.id, from, until), process.stderr);
  const batches = batchesOf((limit, before) => searchMessages(deps, { from, until }, limit, before), ROWS_A_BATCH);
  const watched = (async function* (): AsyncGenerator<LoggedMessage[]> {
    for await (const messages of batches) {
      if (stopped.aborted) return;
      yield messages;
      progress.wrote(messages.length, messages.at(-1)?.createdAt ?? null);
    }
    progress.done();
  })();
  const showing = { currency: tenant.currency, reveal: false };
  if (format === "ndjson") {
    yield* jsonLines(installation.sql, tenant.id, watched, showing);
    return;
  }
  yield csvLine(messageColumns);
  for await (const rows of csvRows(watched, showing)) yield rows.map((row) => csvLine(row)).join("");
}

/** A slow reader is waited for. */
async function print(parts: AsyncIterable<string>): Promise<void> {
  for await (const part of parts) if (!process.stdout.write(part)) await once(process.stdout, "drain");
}

/** Under its name there is a whole file or none. */
async function writeWhole(file: string, parts: AsyncIterable<string>, stopped: AbortSignal): Promise<void> {
  const partial = `${file}.part`;
  try {
    await pipeline(parts, createWriteStream(partial));
    if (!stopped.aborted) await rename(partial, file);
  } catch (error) {
    throw unwritable(file, error) ?? error;
  } finally {
    await rm(partial, { force: true });
  }
}

const causes: Record<string, string> = {
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  EROFS: "the file system is read-only",
  EACCES: "permission denied",
  EPERM: "permission denied",
  ENOENT: "there is no such directory",
  ENOTDIR: "a part of the path is not a directory",
};

/** The line for a file that can't be written; null: it is another fault. */
export function unwritable(file: string, error: unknown): StartError | null {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const cause = causes[code];
  return cause === undefined ? null : new StartError(`cannot write ${file}: ${cause} (${code}); no file is left`);
}
