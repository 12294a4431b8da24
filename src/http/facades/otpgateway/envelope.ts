import { maskRecipient } from "../../../kit/mask.ts";
import { CHECKS_AN_OTP, type Otp } from "../../../otp/model.ts";
import type { Problem } from "../../problem.ts";

export interface Said {
  status: number;
  body: object;
  headers?: Record<string, string>;
}

export function success(data: unknown): Said {
  return { status: 200, body: { status: "success", data } };
}

export function failed(status: number, message: string, data?: object): Said {
  return { status, body: { status: "error", message, ...(data === undefined ? {} : { data }) } };
}

/** For whoever may not know that there once was one. */
export const notThere = failed(400, "the OTP does not exist");

/** Pure: a name whose checks are used up stays closed until its time is over; another OTP would open it again. */
export function lockedName(otp: Otp, now: number): Said {
  const seconds = secondsLeft(otp, now);
  const checks = otp.via?.checks ?? CHECKS_AN_OTP;
  const data = { ttl_seconds: seconds, attempts: checks - otp.attemptsLeft, max_attempts: checks };
  const said = failed(429, `OTP attempts exceeded. Retry after ${seconds} seconds.`, data);
  return { ...said, headers: { "Retry-After": String(seconds) } };
}

/** Pure: whether otpgateway's store would still have it. A verified one is there until its time is over, or it is taken. */
export function isThere({ status, expiresAt, via }: Pick<Otp, "status" | "expiresAt" | "via">, now: number): boolean {
  return now < expiresAt && via?.taken !== true && ["pending", "verified", "locked"].includes(status);
}

export function secondsLeft({ expiresAt }: Pick<Otp, "expiresAt">, now: number): number {
  return Math.max(0, Math.ceil((expiresAt - now) / 1000));
}

/**
 * Pure: an OTP as otpgateway shows it, but for two things: the code, which no answer ever has, and the recipient, which
 * is masked unless the caller has just said it.
 */
export function otpData(otp: Otp, now: number, to = maskRecipient(otp.recipients[0] ?? "")): object {
  const { namespace, id, provider } = otp.via?.otpgateway ?? { namespace: "", id: "", provider: "" };
  const checks = otp.via?.checks ?? CHECKS_AN_OTP;
  return {
    namespace,
    id,
    to,
    channel_description: "",
    address_description: "",
    extra: otp.metadata,
    provider,
    otp: "",
    max_attempts: checks,
    attempts: checks - otp.attemptsLeft,
    closed: otp.status === "verified",
    ttl: secondsLeft(otp, now),
    url: "",
  };
}

/** Its own sentences for fields that are wrong. */
const sentences: Readonly<Record<string, string>> = {
  to: "Invalid `to` address: ",
  provider: "Unknown provider. ",
  ttl: "Invalid `ttl` value. ",
  max_attempts: "Invalid `max_attempts` value. ",
  extra: "Invalid JSON in `extra`: ",
  otp: "Invalid `otp` value: ",
};

/** Pure: a refusal, its sentence first where it has one. */
export function refusal(problem: Problem, headers: Readonly<Record<string, string>>): Said {
  const { code, detail, status, errors } = problem;
  if (code === "unauthorized") return failed(401, "Invalid API credentials.");
  const [wrong] = errors ?? [];
  if (wrong !== undefined) return failed(400, `${sentences[wrong.path] ?? ""}${wrong.message}`);
  const seconds = headers["Retry-After"];
  return failed(status, detail, seconds === undefined ? undefined : { ttl_seconds: Number(seconds) });
}
