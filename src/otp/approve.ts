import type { Ctx } from "../context.ts";
import { GatewayError } from "../errors.ts";
import { appendEvents } from "../events/append.ts";
import { parsePublicId } from "../kit/id.ts";
import type { OtpView } from "./model.ts";
import { readOtp } from "./read.ts";
import type { OtpDeps } from "./send.ts";

/**
 * Ends an OTP as verified by the ERP's word, which checked the code itself: it may have brought one. There is no proof of
 * ours, and the wrong guesses of its recipient stay counted.
 */
export async function approveOtp(deps: OtpDeps, ctx: Ctx, publicId: string): Promise<OtpView> {
  const tenantId = ctx.tenant.id;
  const id = parsePublicId("otp", publicId);
  if (id === null) throw new GatewayError("otp_not_found", "No such OTP.");
  const now = deps.clock.now();
  await deps.sql.begin(async (tx) => {
    const approved = await tx`
      update otps set status = 'verified', code_sealed = null, ended_at = to_timestamp(${now}::float8 / 1000),
                      via = coalesce(via, '{}') || '{"approved": true}'
      where tenant_id = ${tenantId} and id = ${id} and not decoy
        and status = 'pending' and expires_at > to_timestamp(${now}::float8 / 1000)
      returning id`;
    if (approved.length === 0) throw new GatewayError("conflict", "This OTP is not pending; it can't be approved.");
    await Promise.all(appendEvents(tx, [{ tenantId, type: "otp.verified", at: now, otpId: id }]));
  });
  deps.delivery.otpEndedLater(tenantId, id);
  return readOtp(deps, tenantId, id);
}
