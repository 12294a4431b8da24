import type { Ctx } from "../context.ts";
import { databaseError, type Coalescer } from "../db/coalesce.ts";
import { GatewayError } from "../errors.ts";
import { parsePublicId } from "../kit/id.ts";
import type { KeptAnswer } from "../tenants/idempotency.ts";
import type { VerifyVerdict } from "./decide-verify.ts";
import type { Once, OtpDeps } from "./send.ts";
import { resolveRecipients } from "./recipient.ts";
import type { VerifyItem, VerifyResult, VerifyTarget } from "./verify-batch.ts";

export interface VerifyInput {
  id?: string | undefined;
  to?: string | undefined;
  user?: string | undefined;
  purpose: string;
  code: string;
}

export interface VerifyDeps extends OtpDeps {
  verifies: Coalescer<VerifyItem, VerifyResult>;
}

export type VerifyAnswer = { replay: KeptAnswer } | { replay: null; verdict: VerifyVerdict };

/** Checks a code: one commit that counts the check, compares in constant time and closes the OTP. Waits for no delivery. */
export async function verifyOtp(
  deps: VerifyDeps,
  ctx: Ctx,
  input: VerifyInput,
  once: Once<VerifyVerdict>,
): Promise<VerifyAnswer> {
  return deps.answers.orReplay(once.claim, () => verifyOnce(deps, ctx, input, once));
}

async function verifyOnce(
  deps: VerifyDeps,
  ctx: Ctx,
  input: VerifyInput,
  once: Once<VerifyVerdict>,
): Promise<VerifyAnswer> {
  const target = targetOf(deps, ctx, input);
  if (target === null) throw new GatewayError("otp_not_found", "No such OTP.");
  const item: VerifyItem = {
    tenantId: ctx.tenant.id,
    target,
    code: input.code,
    claim: once.claim,
    answer: once.answer,
    now: deps.clock.now(),
  };
  let result: VerifyResult;
  try {
    result = await deps.verifies.submit(item);
  } catch (error) {
    throw databaseError(error);
  }
  if (result.replay === null && result.verdict.status !== "pending") {
    deps.delivery.otpEndedLater(ctx.tenant.id, result.verdict.otpId);
  }
  return result;
}

function targetOf(deps: OtpDeps, ctx: Ctx, input: VerifyInput): VerifyTarget | null {
  if (input.id !== undefined) {
    const id = parsePublicId("otp", input.id);
    return id === null ? null : { id };
  }
  const { subject } = resolveRecipients(
    ctx.tenant,
    { to: input.to, user: input.user ?? "", email: input.to?.includes("@") === true, decoy: false },
    deps.defaultCountry,
    deps.keyring,
  );
  return { subject, userRef: input.user ?? null, purpose: input.purpose };
}
