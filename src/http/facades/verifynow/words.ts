import { GatewayError, type ErrorCode } from "../../../errors.ts";
import type { VerifyVerdict } from "../../../otp/decide-verify.ts";
import type { OtpView } from "../../../otp/model.ts";
import type { Problem } from "../../problem.ts";
import { CANT_PAY } from "../answering.ts";

/** VerifyNow's response codes, as far as we say them. */
const messages = {
  200: "SUCCESS",
  400: "BAD_REQUEST",
  401: "UNAUTHORIZED",
  404: "NOT_FOUND",
  405: "METHOD_NOT_ALLOWED",
  500: "SERVER_ERROR",
  501: "INVALID_CUSTOMER_ID",
  505: "INVALID_VERIFICATION_ID",
  506: "REQUEST_ALREADY_EXISTS",
  511: "INVALID_COUNTRY_CODE",
  700: "VERIFICATION_FAILED",
  702: "WRONG_OTP_PROVIDED",
  703: "ALREADY_VERIFIED",
  705: "VERIFICATION_EXPIRED",
  800: "MAXIMUM_LIMIT_REACHED",
} as const;
export type ResponseCode = keyof typeof messages;

/** What VerifyNow has no word for has failed: 700, with ours in `errorMessage`. */
const refusals: Record<ErrorCode, ResponseCode> = {
  invalid_request: 400,
  unauthorized: 401,
  forbidden: 401,
  insufficient_balance: 700,
  not_found: 404,
  otp_not_found: 505,
  method_not_allowed: 405,
  idempotency_in_progress: 400,
  conflict: 700,
  payload_too_large: 400,
  unsupported_media_type: 400,
  invalid_recipient: 400,
  destination_not_allowed: 511,
  template_not_found: 700,
  no_route: 700,
  idempotency_mismatch: 400,
  rate_limited: 800,
  internal: 500,
  overloaded: 500,
  unavailable: 500,
};

const reasons: Record<Exclude<VerifyVerdict["reason"], null>, ResponseCode> = {
  wrong_code: 702,
  locked: 800,
  expired: 705,
  cancelled: 705,
  replaced: 705,
  already_used: 703,
};

/** A refusal that has a response code of its own, where ours have only one between them. */
export class Refused extends Error {
  readonly code: ResponseCode;
  constructor(code: ResponseCode, said: string) {
    super(said);
    this.code = code;
  }
}

/** What one answer is about; null where it is not known. */
export interface About {
  verificationId?: string | null;
  mobileNumber?: string | null;
  /** Seconds until another code may be asked for. */
  timeout?: number | string | null;
  verificationStatus?: string | null;
}

export interface Said {
  status: number;
  body: object;
}

/**
 * Pure: VerifyNow's envelope, whose outer code is a number and whose inner one is a string. What is no fault of the
 * request's form is HTTP 200: old clients lose the body behind a 4xx.
 */
export function said(code: ResponseCode, about: About, transactionId: string, why: string | null = null): Said {
  const { verificationId = null, mobileNumber = null, timeout = null, verificationStatus = null } = about;
  const message = messages[code];
  return {
    status: code <= 500 ? code : 200,
    body: {
      responseCode: code,
      message,
      data: {
        verificationId,
        mobileNumber,
        responseCode: String(code),
        errorMessage: code === 200 ? null : (why ?? message),
        verificationStatus,
        timeout: timeout === null ? null : String(timeout),
        smCLI: null,
        authToken: null,
        transactionId,
      },
    },
  };
}

/** Pure: what came of a check. */
export function verdictSaid({ reason }: Pick<VerifyVerdict, "reason">, about: About, transactionId: string): Said {
  if (reason !== null) return said(reasons[reason], about, transactionId);
  return said(200, { ...about, verificationStatus: "VERIFICATION_COMPLETED" }, transactionId);
}

/** Pure: a refusal without a pending OTP that is not VerifyNow's: its id is not for this key. */
export function ownPendingAlone(error: unknown): unknown {
  if (!(error instanceof GatewayError)) return error;
  const { otp: pending, ...members } = error.extras.members ?? {};
  if (pending === undefined || (pending as OtpView).otp.via?.facade === "verifynow") return error;
  return new GatewayError(error.code, error.message, { ...error.extras, members });
}

/** Pure: a refusal. Inside a cool-down it names the code that is on its way, so that the caller goes on with that one. */
export function refusalSaid(problem: Problem, about: About, headers: Readonly<Record<string, string>> = {}): Said {
  const { code, detail, status, request_id: id } = problem;
  // Another limit may free later than the cool-down does: the code on its way is the same.
  if (code === "rate_limited" && (problem["limit"] === "cooldown" || problem["otp"] !== undefined)) {
    const pending = problem["otp"] as { id: string } | undefined;
    const timeout = headers["Retry-After"] ?? null;
    return said(506, { ...about, verificationId: pending?.id ?? null, timeout }, id, detail);
  }
  const why = code === "unauthorized" ? null : code === "insufficient_balance" ? CANT_PAY : detail;
  const answer = said(refusals[code], about, id, why);
  // Of those that share 500 with a bug, the HTTP status tells whether another try makes sense.
  return status >= 500 ? { ...answer, status } : answer;
}
