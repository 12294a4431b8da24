import { statSync } from "node:fs";
import { parseArgs, type ParseArgsConfig } from "node:util";

/** A mistake in how a command was written: one line, exit 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

export interface Command {
  /** As it is typed: `key create`. */
  readonly name: string;
  readonly summary: string;
  readonly usage: string;
  readonly options: NonNullable<ParseArgsConfig["options"]>;
  /** Names of what comes without a dash, all needed. */
  readonly positionals?: readonly string[];
  /** Answers the exit code. */
  run(args: Args): Promise<number>;
}

export class Args {
  readonly #values: Record<string, unknown>;
  readonly #positionals: readonly string[];

  constructor(values: Record<string, unknown>, positionals: readonly string[]) {
    this.#values = values;
    this.#positionals = positionals;
  }

  optional(name: string): string | null {
    const value = this.#values[name];
    return typeof value === "string" && value !== "" ? value : null;
  }

  required(name: string): string {
    const value = this.optional(name);
    if (value === null) throw new UsageError(`--${name} is needed`);
    return value;
  }

  flag(name: string): boolean {
    return this.#values[name] === true;
  }

  oneOf<T extends string>(name: string, allowed: readonly T[]): T | null {
    const value = this.optional(name);
    if (value === null) return null;
    const known = allowed.find((word) => word === value);
    if (known === undefined) throw new UsageError(`--${name} is one of ${allowed.join(", ")}`);
    return known;
  }

  positional(index: number): string {
    return this.#positionals[index] ?? "";
  }

  /** One that is a file to be read. */
  file(index: number): string {
    const file = this.positional(index);
    const found = statSync(file, { throwIfNoEntry: false });
    if (found === undefined) throw new UsageError(`there is no file ${file}`);
    if (found.isDirectory()) throw new UsageError(`${file} is a directory, not a file`);
    return file;
  }
}

export function readArgs(command: Command, args: string[]): Args {
  const { options, positionals: names = [] } = command;
  let parsed: { values: Record<string, unknown>; positionals: string[] };
  try {
    parsed = parseArgs({ args, options, allowPositionals: true, strict: true });
  } catch (error) {
    // Its second sentence is about values that begin with a dash.
    const message = error instanceof Error ? error.message : String(error);
    throw new UsageError((message.split(/\. |\n/)[0] ?? message).replace(/\.$/, ""));
  }
  const { values, positionals } = parsed;
  const missing = names[positionals.length];
  if (missing !== undefined) throw new UsageError(`${missing} is needed`);
  const extra = positionals[names.length];
  if (extra !== undefined) throw new UsageError(`"${extra}" is one word too many`);
  return new Args(values, positionals);
}

export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
