import type { Ctx } from "../context.ts";
import { GatewayError } from "../errors.ts";
import { parsePublicId } from "../kit/id.ts";
import { actsByHand } from "../tenants/actor.ts";
import { auditRow, writeAudit } from "../tenants/audit.ts";
import type { KeptAnswer } from "../tenants/idempotency.ts";
import type { Once, OtpDeps } from "./send.ts";
import { statusAt, type OtpStatus, type OtpView } from "./model.ts";
import { readOtp } from "./read.ts";

export type CancelResult = { replay: KeptAnswer } | { replay: null; view: OtpView };

/** Ends an OTP. What was not sent is not charged. Cancelling twice is cancelling once. */
export async function cancelOtp(deps: OtpDeps, ctx: Ctx, publicId: string, once: Once<OtpView>): Promise<CancelResult> {
  const tenantId = ctx.tenant.id;
  const before = await readOtp(deps, tenantId, parsePublicId("otp", publicId));
  const { id, expiresAt } = before.otp;
  const now = deps.clock.now();
  let ended = false;
  const kept = await deps.answers.once(once.claim, async (tx) => {
    const cancelled = await tx`
      update otps set status = 'cancelled', code_sealed = null, ended_at = to_timestamp(${now}::float8 / 1000)
      where tenant_id = ${tenantId} and id = ${id}
        and status = 'pending' and expires_at > to_timestamp(${now}::float8 / 1000)
      returning id`;
    ended = cancelled.length > 0;
    if (!ended) {
      const [row] = await tx<{ status: OtpStatus }[]>`
        select status from otps where tenant_id = ${tenantId} and id = ${id}`;
      const status = statusAt({ status: row?.status ?? before.otp.status, expiresAt }, now);
      if (status !== "cancelled") {
        throw new GatewayError("conflict", `This OTP is ${status} already; it can't be cancelled.`);
      }
    }
    if (ended && actsByHand(ctx.actor)) {
      await writeAudit(tx, auditRow(ctx, { action: "otp.cancel", target: publicId }, now));
    }
    return once.answer({ ...before, otp: { ...before.otp, status: "cancelled" } });
  });
  if (kept.replayed) return { replay: kept };
  if (ended) await deps.delivery.otpEnded(tenantId, id);
  return { replay: null, view: await readOtp(deps, tenantId, id) };
}
