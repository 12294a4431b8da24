import { sql } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import type { Database } from "../db/client.ts";
import { GatewayError } from "../errors.ts";
import { parsePublicId } from "../kit/id.ts";
import type { OtpDeps } from "./issue.ts";
import { statusAt, type OtpView } from "./model.ts";
import { readOtp } from "./read.ts";

/** Ends an OTP. What was not sent is not charged. Cancelling twice is cancelling once. */
export async function cancelOtp(deps: OtpDeps & { db: Database }, ctx: Ctx, publicId: string): Promise<OtpView> {
  const id = parsePublicId("otp", publicId);
  const now = deps.clock.now();
  const cancelled = await deps.db.orm.execute(sql`
    update otps set status = 'cancelled', code_sealed = null, ended_at = to_timestamp(${now}::float8 / 1000)
    where tenant_id = ${ctx.tenant.id} and id = ${id}
      and status = 'pending' and expires_at > to_timestamp(${now}::float8 / 1000)
    returning id`);
  if (cancelled.length > 0 && id !== null) await deps.delivery.otpEnded(ctx.tenant.id, id);
  const view = await readOtp(deps, ctx.tenant.id, id);
  const status = statusAt(view.otp, now);
  if (status === "cancelled") return view;
  throw new GatewayError("conflict", `This OTP is ${status} already; it can't be cancelled.`);
}
