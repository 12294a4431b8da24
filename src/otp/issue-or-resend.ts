import type { Ctx } from "../context.ts";
import { GatewayError } from "../errors.ts";
import { publicId } from "../kit/id.ts";
import { StillPending } from "./decide-issue.ts";
import { issueOtp, type IssueInput } from "./issue.ts";
import { notKept, unreplayed } from "./not-kept.ts";
import { resendOtp } from "./resend.ts";
import type { OtpDeps, SendAnswer } from "./send.ts";

/**
 * For APIs that know one OTP for each recipient: who asks while theirs is pending gets the same one, sent again, with the
 * same code unless the ERP brings another. Which of the two it is, the commit decides: of requests at the same moment one
 * issues.
 */
export async function issueOrResendOtp(
  deps: OtpDeps,
  ctx: Ctx,
  input: IssueInput,
): Promise<Extract<SendAnswer, { replay: null }>> {
  try {
    return unreplayed(await issueOtp(deps, ctx, { ...input, keepPending: true }, notKept));
  } catch (error) {
    if (!(error instanceof StillPending)) throw error;
    return resendPending(deps, ctx, input, error.otpId);
  }
}

async function resendPending(
  deps: OtpDeps,
  ctx: Ctx,
  input: IssueInput,
  otpId: string,
): Promise<Extract<SendAnswer, { replay: null }>> {
  const [channel, ...others] = input.channels ?? [];
  const again = {
    id: publicId("otp", otpId),
    channel: others.length === 0 ? channel : undefined,
    waitMs: input.waitMs,
    clientIp: input.clientIp,
    code: input.code === undefined ? ("same" as const) : { own: input.code },
  };
  try {
    return unreplayed(await resendOtp(deps, ctx, again, notKept));
  } catch (error) {
    // It ended meanwhile, or has no checks left: a new one takes its place.
    if (!(error instanceof GatewayError) || error.code !== "conflict") throw error;
    return unreplayed(await issueOtp(deps, ctx, input, notKept));
  }
}
