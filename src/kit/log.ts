import { pino, type DestinationStream, type Logger } from "pino";

export type Log = Logger;

/**
 * Structured logs to stdout. Callers never pass a code, a key or a full number; the paths below are a
 * second net for a whole object logged by mistake.
 */
export function createLog(level: string, destination?: DestinationStream): Log {
  const options = {
    level,
    base: undefined,
    timestamp: (): string => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string): { level: string } => ({ level: label }) },
    redact: {
      paths: [
        "code",
        "*.code_sealed",
        "key",
        "secret",
        "secrets",
        "recipient",
        "to",
        "*.secrets",
        "*.recipient",
        "*.to",
        "authorization",
        "headers.authorization",
        'headers["x-api-key"]',
      ],
      censor: "[hidden]",
    },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
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
