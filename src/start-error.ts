/** A start failure. Its message is the one line the operator sees, so it names the setting or the file. */
export class StartError extends Error {
  override readonly name = "StartError";
}

const causes: Record<string, string> = {
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  EROFS: "the file system is read-only",
  EACCES: "permission denied",
  EPERM: "permission denied",
  ENOTDIR: "a part of the path is not a directory",
  EEXIST: "it is not a directory",
  ENOENT: "no such directory, and it cannot be made",
  ENAMETOOLONG: "the path is too long",
  ELOOP: "the path's symbolic links go in circles",
};

/** PostgreSQL's programs only print what the C library calls it. */
const printed: [RegExp, string][] = [
  [/No space left on device/, "ENOSPC"],
  [/Disk quota exceeded/, "EDQUOT"],
  [/Read-only file system/, "EROFS"],
  [/Permission denied/, "EACCES"],
];

/** The line for a directory that cannot be used; undefined when the error is about something else. */
export function directoryError(directory: string, error: unknown): StartError | undefined {
  const code =
    typeof error === "string"
      ? printed.find(([text]) => text.test(error))?.[1]
      : error instanceof Error && "code" in error
        ? String(error.code)
        : undefined;
  const cause = code === undefined ? undefined : causes[code];
  return cause === undefined ? undefined : new StartError(`DATA_DIR: cannot use ${directory}: ${cause} (${code})`);
}
