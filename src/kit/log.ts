import { pino, type DestinationStream, type Logger } from "pino";

export type Log = Logger;

/** At any depth. What a driver or a vendor calls `code` or `key` inside an error says what went wrong. */
const hidden = new Set(["code_sealed", "secret", "secrets", "recipient", "to", "authorization", "x-api-key"]);
const hiddenAtTop = new Set([...hidden, "code", "key"]);

/**
 * Structured logs to stdout. Callers never pass a code, a key or a full number; hiding by name is a
 * second net for a whole object logged by mistake.
 */
export function createLog(level: string, destination?: DestinationStream): Log {
  const options = {
    level,
    base: undefined,
    timestamp: (): string => `,"time":"${new Date().toISOString()}"`,
    formatters: {
      level: (label: string): { level: string } => ({ level: label }),
      // pino's own `redact` copies every line, two fifths of what the log costs.
      log: (line: Record<string, unknown>) => hide(line, hiddenAtTop),
    },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

/** Where the process's log goes. Nothing said before `flushSync` is lost to an exit after it. */
export interface LogDestination extends DestinationStream {
  flushSync(): void;
}

const GATHERED_LINES = 64;
const GATHERED_MS = 250;

/** Lines to stdout, gathered for at most a quarter of a second: one write for many requests. */
export function gatherToStdout(): LogDestination {
  const stdout = pino.destination({ dest: 1, sync: false });
  let lines: string[] = [];
  const hand = (): void => {
    if (lines.length === 0) return;
    stdout.write(lines.join(""));
    lines = [];
  };
  // Not the destination's own `minLength`: it measures all that it has gathered anew for every line.
  setInterval(hand, GATHERED_MS).unref();
  return {
    write(line) {
      if (lines.push(line) >= GATHERED_LINES) hand();
    },
    flushSync() {
      hand();
      stdout.flushSync();
    },
  };
}

const DEEPEST = 6;

/** The same object where there is nothing to hide: a line of every request goes through here. */
function hide(line: Record<string, unknown>, names: ReadonlySet<string>, seen?: Set<unknown>): Record<string, unknown> {
  let safe = line;
  for (const name in line) {
    const value = line[name];
    if (value === undefined) continue;
    const inner = names.has(name.toLowerCase()) ? "[hidden]" : hideInside(value, seen);
    if (inner === value) continue;
    if (safe === line) safe = { ...line };
    safe[name] = inner;
  }
  return safe;
}

/** `above`: the objects that this one is inside of. */
function hideInside(value: unknown, above: Set<unknown> = new Set()): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (above.has(value)) return "[circular]";
  if (above.size === DEEPEST) return "[too deep]";
  if (ArrayBuffer.isView(value)) return "[bytes]";
  const inside = new Set(above).add(value);
  if (!Array.isArray(value)) return hide(value as Record<string, unknown>, hidden, inside);
  const items: unknown[] = value.map((item) => hideInside(item, inside));
  return items.every((item, index) => item === value[index]) ? value : items;
}

/** An error without its payload: a driver's error can hold the parameters of a query. */
export function errorForLog(error: unknown): { name: string; message: string; code?: string; stack?: string } {
  if (!(error instanceof Error)) return { name: "NonError", message: typeof error };
  const code = (error as { code?: unknown }).code;
  return {
    name: error.name,
    message: error.message,
    ...(typeof code === "string" ? { code } : {}),
    ...(error.stack === undefined ? {} : { stack: error.stack }),
  };
}
