import { lstatSync, readFileSync, realpathSync, type Stats } from "node:fs";
import path from "node:path";
import { StartError } from "../../start-error.ts";

/** Who PostgreSQL runs as when we are root, which it refuses to be. */
export interface ServerUser {
  readonly uid: number;
  readonly gid: number;
}

const candidates = ["postgres", "_postgres", "nobody"];

/** Undefined when the server simply runs as we do. A cluster that exists already is run by its owner. */
export function findServerUser(clusterDir: string): ServerUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const owner = lstatSync(clusterDir, { throwIfNoEntry: false });
  if (owner !== undefined && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const users = new Map<string, ServerUser>();
  for (const line of readFileSync("/etc/passwd", "utf8").split("\n")) {
    const [name, , uid, gid] = line.split(":");
    if (name !== undefined && uid !== undefined) users.set(name, { uid: Number(uid), gid: Number(gid) });
  }
  for (const name of candidates) {
    const user = users.get(name);
    if (user !== undefined) return user;
  }
  throw new StartError(
    "PostgreSQL does not run as root, and there is no user postgres or nobody to run it as: start as another user",
  );
}

/** Whether the user gets to a file, and may read it (and run it, or list it), by the permission bits on the way. */
export function canReach(user: ServerUser, file: string): boolean {
  const real = realpathSync(file);
  for (let dir = path.dirname(real); ; dir = path.dirname(dir)) {
    if (!allows(lstatSync(dir), user, 0o1)) return false;
    if (dir === path.dirname(dir)) break;
  }
  const stat = lstatSync(real);
  return allows(stat, user, stat.isDirectory() || (stat.mode & 0o100) !== 0 ? 0o5 : 0o4);
}

/** Node drops supplementary groups when it changes the user, so there is one group to look at. */
function allows(stat: Stats, user: ServerUser, wanted: number): boolean {
  const shift = stat.uid === user.uid ? 6 : stat.gid === user.gid ? 3 : 0;
  return ((stat.mode >> shift) & wanted) === wanted;
}
