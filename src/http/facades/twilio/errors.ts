import { z } from "@hono/zod-openapi";
import type { ErrorCode } from "../../../errors.ts";
import type { Problem } from "../../problem.ts";

/** Twilio's codes that we answer with, each with its HTTP status and what it says here. */
export const twilioErrors = {
  20003: { status: 401, says: "The key is not known, has expired or was revoked" },
  20004: { status: 405, says: "Another method is needed" },
  20403: { status: 403, says: "This key may not do that, or not from this address" },
  20404: { status: 404, says: "No such verification: it expired, was approved, or is another service's" },
  20413: { status: 413, says: "The body is too large" },
  20415: { status: 415, says: "Send a form" },
  20429: { status: 429, says: "The account sends too much at once" },
  20500: { status: 500, says: "A bug; X-Request-Id names it" },
  20503: { status: 503, says: "The balance is empty, no provider can carry the message, or the gateway is busy" },
  60200: { status: 400, says: "A parameter is not valid; the message names it" },
  60202: { status: 429, says: "Max check attempts reached" },
  60203: { status: 429, says: "Max send attempts reached" },
  60204: { status: 403, says: "A parameter asks for what is not supported" },
  60205: { status: 403, says: "A landline" },
  60212: { status: 429, says: "A code was sent to this recipient a moment ago" },
  60221: { status: 400, says: "Neither To nor VerificationSid" },
  60223: { status: 400, says: "The channel is not offered, or not by this service" },
  60228: { status: 400, says: "The service knows no such template" },
  60410: { status: 403, says: "The fraud guard blocks the number's prefix or country" },
  60605: { status: 403, says: "The number's country is not allowed" },
} as const;
export type TwilioCode = keyof typeof twilioErrors;

export const twilioErrorSchema = z
  .object({
    code: z.number().int().openapi({ example: 60200 }),
    message: z.string().openapi({ example: "Invalid parameter `To`: +62" }),
    more_info: z.string().openapi({ example: "https://www.twilio.com/docs/errors/60200" }),
    status: z.number().int().openapi({ example: 400 }),
    details: z.object({ reason: z.string() }).optional().describe("What is wrong, in our words"),
  })
  .openapi("TwilioError");
export type TwilioError = z.infer<typeof twilioErrorSchema>;

/** A refusal that only Twilio's API has. */
export class TwilioRefusal extends Error {
  readonly code: TwilioCode;
  readonly reason: string | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(code: TwilioCode, message: string, more: { reason?: string; retryAfterSeconds?: number } = {}) {
    super(message);
    this.name = "TwilioRefusal";
    this.code = code;
    this.reason = more.reason;
    this.retryAfterSeconds = more.retryAfterSeconds;
  }
}

export function invalidParameter(name: string, what: string, reason?: string): TwilioRefusal {
  return new TwilioRefusal(60200, `Invalid parameter \`${name}\`: ${what}`, reason === undefined ? {} : { reason });
}

export function twilioError(code: TwilioCode, message: string, reason?: string): TwilioError {
  const { status } = twilioErrors[code];
  const more = `https://www.twilio.com/docs/errors/${code}`;
  return { code, message, more_info: more, status, ...(reason === undefined ? {} : { details: { reason } }) };
}

/** Which of Twilio's codes says what one of ours means. By reason, where a client acts on it, and not by status. */
const codes: Record<Exclude<ErrorCode, "rate_limited">, TwilioCode> = {
  invalid_request: 60200,
  invalid_recipient: 60200,
  unauthorized: 20003,
  // Not the caller's parameters, and over once somebody has paid: "unavailable", so that nobody doubts the number.
  insufficient_balance: 20503,
  no_route: 20503,
  unavailable: 20503,
  overloaded: 20503,
  forbidden: 20403,
  not_found: 20404,
  otp_not_found: 20404,
  // It ended while it was asked for.
  conflict: 20404,
  method_not_allowed: 20004,
  payload_too_large: 20413,
  unsupported_media_type: 20415,
  destination_not_allowed: 60605,
  template_not_found: 60228,
  internal: 20500,
  // These need an Idempotency-Key, which is not heeded here.
  idempotency_in_progress: 20429,
  idempotency_mismatch: 60200,
};

/** By the limit that was reached: who can do something about it, and when, differs. */
const codesOfLimits: Record<string, TwilioCode> = { cooldown: 60212, guesses: 60202, tenant: 20429 };

/** Pure: a refusal of ours in Twilio's words. `path`: of the request. */
export function twilioErrorOf(problem: Problem, path: string): TwilioError {
  const { code, detail } = problem;
  if (code === "rate_limited") {
    const reached = codesOfLimits[String(problem["limit"])] ?? 60203;
    return twilioError(reached, limitWords[reached] ?? "Max send attempts reached", detail);
  }
  const said = problem["limit"] === "guard" ? 60410 : codes[code];
  if (said === 20003) return twilioError(said, "Authenticate", detail);
  if (said === 20404) {
    return twilioError(said, `The requested resource ${path.replace(/^\/v2(?=\/)/, "")} was not found`);
  }
  if (said === 60200) return twilioError(said, fieldWords(problem));
  return twilioError(said, detail);
}

const limitWords: Partial<Record<TwilioCode, string>> = {
  20429: "Too many requests",
  60202: "Max check attempts reached",
  60212: "Too many concurrent requests for phone number",
};

/** Our errors name a field: one of Twilio's (they begin with a capital), the body, or a variable of the template. */
function fieldWords({ detail, errors }: Problem): string {
  const [first] = errors ?? [];
  if (first === undefined || first.path === "body") return `Invalid parameter: ${detail}`;
  if (/^[A-Z]/.test(first.path)) return `Invalid parameter \`${first.path}\`: ${first.message}`;
  if (first.path === "to") return `Invalid parameter \`To\`: ${first.message}`;
  const variable = first.path.replace(/^params\./, "");
  return `Invalid parameter \`TemplateCustomSubstitutions\`: ${variable} ${first.message}`;
}
