import { setTimeout as wait } from "node:timers/promises";
import pRetry from "p-retry";
import type { Ctx } from "../context.ts";
import { databaseError, type Coalescer } from "../db/coalesce.ts";
import { GatewayError } from "../errors.ts";
import { parsePublicId } from "../kit/id.ts";
import type { KeptAnswer } from "../tenants/idempotency.ts";
import type { VerifyVerdict } from "./decide-verify.ts";
import type { Once, OtpDeps } from "./send.ts";
import { resolveRecipients } from "./recipient.ts";
import { askVendors, findVendorCodes, type AskedWord, type RecentChecks, type VendorCodes } from "./vendor-codes.ts";
import type { VerifyTarget } from "./checked-rows.ts";
import type { VerifyItem, VerifyResult } from "./verify-batch.ts";

export interface VerifyInput {
  id?: string | undefined;
  to?: string | undefined;
  user?: string | undefined;
  purpose: string;
  code: string;
}

export interface VerifyDeps extends OtpDeps {
  verifies: Coalescer<VerifyItem, VerifyResult>;
  recentChecks: RecentChecks;
}

export type VerifyAnswer = { replay: KeptAnswer } | { replay: null; verdict: VerifyVerdict };

/**
 * Checks a code: one commit that counts the check, compares in constant time and closes the OTP. Waits for no delivery.
 * A code that a vendor made is counted, then asked about, then closed by a second commit.
 */
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
  const codes = await findVendorCodes(deps.sql, ctx.tenant, target).catch(databaseErrors);
  const answer = codes === null ? await submitted(deps, item) : await verifyElsewhere(deps, item, codes);
  if (answer.replay === null && answer.verdict.status !== "pending") {
    deps.delivery.otpEndedLater(ctx.tenant.id, answer.verdict.otpId);
  }
  return answer;
}

async function verifyElsewhere(deps: VerifyDeps, item: VerifyItem, codes: VendorCodes): Promise<VerifyAnswer> {
  const elsewhere = { askVendor: codes.decoy || codes.references.length > 0, oursSent: codes.oursSent };
  const counted: VerifyItem = { ...item, target: { id: codes.otpId }, elsewhere };
  const result = await deps.verifies.submit(counted).catch(databaseErrors);
  if (result.replay !== null) return result;
  if (result.verdict !== null) return { replay: null, verdict: result.verdict };
  const word = await wordOn(deps, codes, item.code);
  const close = { ...word, checkedAt: item.now };
  // The vendor says "right" once, so its word must not be lost to a database that is away for a moment.
  const closed = await pRetry(() => submitted(deps, { ...counted, close, now: deps.clock.now() }), {
    retries: 5,
    minTimeout: 100,
    factor: 2,
    randomize: true,
    shouldRetry: ({ error }) => error instanceof GatewayError && error.code === "unavailable",
  });
  const open = closed.replay === null && ["pending", "locked"].includes(closed.verdict.status);
  if (word.said === "nothing" && open) {
    throw new GatewayError("unavailable", "The provider that made this code could not say whether it is right.", {
      retryAfterSeconds: 2,
    });
  }
  return closed;
}

async function wordOn(deps: VerifyDeps, codes: VendorCodes, code: string): Promise<AskedWord> {
  if (codes.decoy) {
    const { ms, word } = deps.recentChecks.sample(deps.random);
    await wait(ms);
    return word;
  }
  const began = performance.now();
  const word = await askVendors(deps.delivery, codes.references, code);
  deps.recentChecks.add(performance.now() - began, word);
  return word;
}

/** A commit that ends with a verdict. */
async function submitted(deps: VerifyDeps, item: VerifyItem): Promise<VerifyAnswer> {
  const result = await deps.verifies.submit(item).catch(databaseErrors);
  if (result.replay !== null) return result;
  if (result.verdict === null) throw new Error("a vendor is to be asked that nobody named");
  return { replay: null, verdict: result.verdict };
}

function databaseErrors(error: unknown): never {
  throw databaseError(error);
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
