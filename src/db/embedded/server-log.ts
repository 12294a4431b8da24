import * as fs from "node:fs";
import path from "node:path";
import { directoryError, StartError } from "../../start-error.ts";

const maxBytes = 10 * 1024 * 1024;

/** PostgreSQL's own log, `DATA_DIR/postgres.log`. */
export interface ServerLog {
  readonly file: string;
  readonly descriptor: number;
  /** What the server has said since the log was opened. */
  read(): string;
  close(): void;
}

/** Bounded at every start: one old file of 10 MB is kept, as the server says little while it is well. */
export function openServerLog(dataDir: string): ServerLog {
  const file = path.join(dataDir, "postgres.log");
  if ((fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0) > maxBytes) fs.renameSync(file, `${file}.1`);
  const descriptor = fs.openSync(file, "a", 0o600);
  const start = fs.fstatSync(descriptor).size;
  return {
    file,
    descriptor,
    read: () => fs.readFileSync(file).subarray(start).toString("utf8"),
    close: () => fs.closeSync(descriptor),
  };
}

/** One line: the disk's trouble if that is what it is, else the server's last words that say why. */
export function serverError(dataDir: string, what: string, log: string): StartError {
  const trouble = directoryError(dataDir, log);
  if (trouble !== undefined) return trouble;
  // A full disk has no room for the log that says so. What root may still use, the server's user may not.
  const { bavail, bsize } = fs.statfsSync(dataDir);
  if (bavail * bsize < 1024 * 1024) return new StartError(`DATA_DIR: cannot use ${dataDir}: the disk is full (ENOSPC)`);
  const lines = log
    .trim()
    .split("\n")
    .map((line) => line.replace(/^\S+ \S+ \S+ \[\d+\] /, "").replace(/\s+/g, " "));
  const telling = lines.filter((line) => /^(FATAL|PANIC|HINT|ERROR)|could not|error while/.test(line));
  const words = (telling.length > 0 ? telling : lines).slice(-3).join(" | ");
  return new StartError(`${what}${words === "" ? "" : `: ${words}`} (see ${path.join(dataDir, "postgres.log")})`);
}
