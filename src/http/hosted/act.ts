import pRetry from "p-retry";
import type { Ctx } from "../../context.ts";
import { GatewayError } from "../../errors.ts";
import { publicId } from "../../kit/id.ts";
import type { VerifyReason, VerifyVerdict } from "../../otp/decide-verify.ts";
import type { Otp, OtpStatus } from "../../otp/model.ts";
import { resendOtp } from "../../otp/resend.ts";
import { verifyOtp } from "../../otp/verify.ts";
import { claimFor, type IdempotencyClaim } from "../../tenants/idempotency.ts";
import type { Gateway } from "../../wire.ts";

/** What a check came to, as it is kept for a form that is sent twice. */
export interface Checked {
  valid: boolean;
  status: OtpStatus;
  reason: VerifyReason | null;
  attemptsLeft: number;
  /** Milliseconds: the ticket's. */
  at: number;
}

/**
 * One check. The same form with the same code is one request, however often a browser sends it: a double click, Back and
 * again, a reload. So it costs one check, and a right code brings the same ticket each time.
 */
export async function checkCode(gateway: Gateway, ctx: Ctx, otp: Otp, nonce: string, code: string): Promise<Checked> {
  const at = gateway.clock.now();
  const answer = (verdict: VerifyVerdict) => ({ status: 200, body: checked(verdict, at) });
  // The digits are not kept: a keyed hash of them tells one try of the form from another.
  const tried = gateway.keyring.fingerprint(`${otp.id} ${code}`).toString("hex", 0, 8);
  const claim = formClaim(gateway, otp, "POST /p", nonce, tried);
  const input = { id: publicId("otp", otp.id), purpose: otp.purpose, code };
  const result = await whenFree(() => verifyOtp(gateway, ctx, input, { claim, answer }));
  return result.replay === null ? checked(result.verdict, at) : (result.replay.body as Checked);
}

/** Sends the code again, once for a form. Where the ERP gave an address of the end user, that one is counted. */
export async function sendAgain(
  gateway: Gateway,
  ctx: Ctx,
  otp: Otp,
  nonce: string,
  clientIp: string | undefined,
): Promise<void> {
  const claim = formClaim(gateway, otp, "POST /p resend", nonce, "");
  const once = { claim, answer: () => ({ status: 200, body: null }) };
  const input = { id: publicId("otp", otp.id), waitMs: 0, clientIp: otp.clientIp ?? clientIp };
  await whenFree(() => resendOtp(gateway, ctx, input, once));
}

function checked({ valid, status, reason, attemptsLeft }: VerifyVerdict, at: number): Checked {
  return { valid, status, reason, attemptsLeft, at };
}

/** A form without a nonce is not ours: it counts each time. */
function formClaim(gateway: Gateway, otp: Otp, scope: string, nonce: string, tried: string): IdempotencyClaim | null {
  if (!/^[A-Za-z0-9_-]{16,64}$/.test(nonce)) return null;
  return claimFor(gateway.keyring, otp.tenantId, scope, `${otp.id} ${nonce} ${tried}`, {});
}

/** The second of two at once waits for what the first comes to. */
async function whenFree<T>(work: () => Promise<T>): Promise<T> {
  return pRetry(work, {
    retries: 50,
    minTimeout: 100,
    factor: 1,
    shouldRetry: ({ error }) => error instanceof GatewayError && error.code === "idempotency_in_progress",
  });
}
