/** The closed list of refusals. `http/problem.ts` alone turns a code into a status. */
export const errorCodes = [
  "invalid_request",
  "unauthorized",
  "insufficient_balance",
  "forbidden",
  "not_found",
  "otp_not_found",
  "method_not_allowed",
  "idempotency_in_progress",
  "conflict",
  "payload_too_large",
  "unsupported_media_type",
  "invalid_recipient",
  "destination_not_allowed",
  "template_not_found",
  "no_route",
  "idempotency_mismatch",
  "rate_limited",
  "internal",
  "overloaded",
  "unavailable",
] as const;
export type ErrorCode = (typeof errorCodes)[number];

export interface FieldError {
  path: string;
  message: string;
}

export interface ErrorExtras {
  /** Fields that are wrong, for `invalid_request` and its kin. */
  errors?: FieldError[];
  /** Seconds until another try makes sense. */
  retryAfterSeconds?: number;
  headers?: Record<string, string>;
  /** More members of the problem document, already in the wire's words. */
  members?: Record<string, unknown>;
  cause?: unknown;
}

/** A refusal: expected, told to the caller in `message`, never a bug. */
export class GatewayError extends Error {
  readonly code: ErrorCode;
  readonly extras: ErrorExtras;

  constructor(code: ErrorCode, message: string, extras: ErrorExtras = {}) {
    super(message, extras.cause === undefined ? undefined : { cause: extras.cause });
    this.name = "GatewayError";
    this.code = code;
    this.extras = extras;
  }
}

/**
 * A field's name as it came in, where an error may repeat it. Old clients look for `valid=true` anywhere in an answer, and
 * a typed code that they send as it is can bring a field of that name: what is no name of a field is not said again.
 */
export function shownName(name: string): string {
  return /^[\w.[\]-]{1,64}$/.test(name) ? name : "?";
}

export function invalidField(path: string, message: string): GatewayError {
  return new GatewayError("invalid_request", `${path}: ${message}`, { errors: [{ path, message }] });
}
