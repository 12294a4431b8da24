import type { ContentfulStatusCode } from "hono/utils/http-status";
import { z } from "@hono/zod-openapi";
import { errorCodes, GatewayError, type ErrorCode } from "../errors.ts";
import type { OtpView } from "../otp/model.ts";
import { otpAnswer } from "./otp-answer.ts";
import { otpSchema } from "./schemas.ts";

/** The one table from refusal to status. */
export const statusOf: Record<ErrorCode, ContentfulStatusCode> = {
  invalid_request: 400,
  unauthorized: 401,
  insufficient_balance: 402,
  forbidden: 403,
  not_found: 404,
  otp_not_found: 404,
  method_not_allowed: 405,
  idempotency_in_progress: 409,
  conflict: 409,
  payload_too_large: 413,
  unsupported_media_type: 415,
  invalid_recipient: 422,
  destination_not_allowed: 422,
  template_not_found: 422,
  no_route: 422,
  idempotency_mismatch: 422,
  rate_limited: 429,
  internal: 500,
  overloaded: 503,
  unavailable: 503,
};

const titles: Record<ErrorCode, string> = {
  invalid_request: "The request is not valid",
  unauthorized: "A valid API key is needed",
  insufficient_balance: "The balance is too low",
  forbidden: "This key may not do that",
  not_found: "Not found",
  otp_not_found: "No such OTP",
  method_not_allowed: "Method not allowed",
  idempotency_in_progress: "The first request is still running",
  conflict: "Conflict with what is there",
  payload_too_large: "The body is too large",
  unsupported_media_type: "This content type is not understood",
  invalid_recipient: "The recipient is not valid",
  destination_not_allowed: "The destination is not allowed",
  template_not_found: "No such template",
  no_route: "No provider can carry this message",
  idempotency_mismatch: "The key was used with another body",
  rate_limited: "Too many requests",
  internal: "Something went wrong here",
  overloaded: "Too much work at the moment",
  unavailable: "Not available at the moment",
};

export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: ErrorCode;
  request_id: string;
  errors?: { path: string; message: string }[];
  [member: string]: unknown;
}

export const problemSchema = z
  .object({
    type: z.string().openapi({ example: "/docs#invalid_request" }),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    code: z.enum(errorCodes),
    request_id: z.string(),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
    limit: z.string().optional().describe("Of rate_limited: the limit that hit; of several the one that frees last"),
    retry_at: z.iso
      .datetime()
      .optional()
      .describe("Of rate_limited: when the next try is allowed, UTC; `Retry-After` says it in seconds"),
    money: z
      .object({ ceiling: z.string(), used: z.string(), needed: z.string(), currency: z.string() })
      .partial()
      .optional()
      .describe("Of a ceiling on money: amounts in the account's currency; of the whole gateway's, `needed` alone"),
    otp: otpSchema.optional().describe("Inside a cool-down: the pending OTP, as read"),
  })
  .openapi("Problem", { description: "RFC 9457 problem details. `code` is stable; `detail` is for people." });

/** How OpenAPI tells the refusals of a call; some are every call's. */
export function problemResponses(codes: readonly ErrorCode[]) {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of [...codes, "unauthorized", "forbidden", "internal", "unavailable"] as const) {
    byStatus.set(statusOf[code], [...(byStatus.get(statusOf[code]) ?? []), code]);
  }
  const content = { "application/problem+json": { schema: problemSchema } };
  return Object.fromEntries([...byStatus].map(([status, same]) => [status, { description: same.join(", "), content }]));
}

/** An error as the caller learns it (RFC 9457). A bug tells nothing of itself but the request's id. */
export function problemOf(error: unknown, requestId: string): { problem: Problem; headers: Record<string, string> } {
  const known = error instanceof GatewayError ? error : null;
  const code = known?.code ?? "internal";
  const headers: Record<string, string> = { ...known?.extras.headers };
  if (known?.extras.retryAfterSeconds !== undefined) headers["Retry-After"] = String(known.extras.retryAfterSeconds);
  if (code === "unauthorized") headers["WWW-Authenticate"] = 'Bearer realm="gerbang"';
  return {
    problem: {
      type: `/docs#${code}`,
      title: titles[code],
      status: statusOf[code],
      detail: known?.message ?? "An unexpected error; give the request_id to whoever runs this gateway.",
      code,
      request_id: requestId,
      ...(known?.extras.errors === undefined ? {} : { errors: known.extras.errors }),
      ...membersOf(known),
    },
    headers,
  };
}

/** Inside a cool-down the problem carries the pending OTP, as read. */
function membersOf(error: GatewayError | null): Record<string, unknown> {
  const { otp, ...members } = error?.extras.members ?? {};
  return otp === undefined ? members : { ...members, otp: otpAnswer(otp as OtpView, "read") };
}
