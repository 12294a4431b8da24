import { setTimeout as wait } from "node:timers/promises";
import pRetry from "p-retry";
import type { Ctx } from "../context.ts";
import { databaseError, type Coalescer } from "../db/coalesce.ts";
import { GatewayError } from "../errors.ts";
import { newId, parsePublicId } from "../kit/id.ts";
import type { LiveSettings } from "../settings/live.ts";
import type { KeptAnswer } from "../tenants/idempotency.ts";
import type { VerifyVerdict } from "./decide-verify.ts";
import { checkMeasured } from "./measures.ts";
import type { Once, OtpDeps } from "./send.ts";
import { resolveRecipients } from "./recipient.ts";
import {
  askVendors,
  findVendorCodes,
  longestAsk,
  type AskedWord,
  type RecentChecks,
  type VendorCodes,
} from "./vendor-codes.ts";
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
  settings: LiveSettings;
  verifies: Coalescer<VerifyItem, VerifyResult>;
  recentChecks: RecentChecks;
}

/** What the closing commit may take, tries and all; an answer that comes later does not replace another request's. */
const CLOSING_MS = 30_000;

export type VerifyAnswer = { replay: KeptAnswer } | { replay: null; verdict: VerifyVerdict };

/**
 * Checks a code: one commit that counts the check, compares in constant time and closes the OTP. Waits for no delivery.
 * A code that a vendor made is counted, then asked about, then closed by a second commit.
 */
export function verifyOtp(
  deps: VerifyDeps,
  ctx: Ctx,
  input: VerifyInput,
  once: Once<VerifyVerdict>,
): Promise<VerifyAnswer> {
  return checkMeasured(deps.measures, () =>
    deps.answers.orReplay(once.claim, () => verifyOnce(deps, ctx, input, once)),
  );
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
    guesses: ctx.tenant.limits.guesses,
    claim: once.claim,
    answer: once.answer,
    now: deps.clock.now(),
  };
  const codes = await findVendorCodes(deps.sql, deps.settings, ctx.tenant, target).catch(databaseErrors);
  const { answer, unsaid } =
    codes === null ? { answer: await submitted(deps, item), unsaid: false } : await verifyElsewhere(deps, item, codes);
  if (answer.replay === null && answer.verdict.status !== "pending") {
    deps.delivery.otpEndedLater(ctx.tenant.id, answer.verdict.otpId);
  }
  if (unsaid) {
    throw new GatewayError("unavailable", "The provider that made this code could not say whether it is right.", {
      retryAfterSeconds: 2,
    });
  }
  return answer;
}

/** Counts the check, asks, and closes it. `unsaid`: there was no word, and nothing else ended the OTP. */
async function verifyElsewhere(
  deps: VerifyDeps,
  item: VerifyItem,
  codes: VendorCodes,
): Promise<{ answer: VerifyAnswer; unsaid: boolean }> {
  const id = newId();
  const lost = !codes.decoy && codes.references.length === 0;
  const until = item.now + longestAsk(codes.references) + CLOSING_MS;
  const ask = lost ? ("lost" as const) : { id, until };
  const counted: VerifyItem = {
    ...item,
    target: { id: codes.otpId },
    elsewhere: { ask, oursSent: codes.oursSent },
  };
  const result = await deps.verifies.submit(counted).catch(databaseErrors);
  if (result.replay !== null) return { answer: result, unsaid: false };
  if (result.verdict !== null) return { answer: { replay: null, verdict: result.verdict }, unsaid: false };
  const word = await wordOn(deps, codes, item.code);
  const close = { ...word, id, checkedAt: item.now };
  // The vendor says "right" once, so its word must not be lost to a database that is busy, or away for a moment. A close
  // may be repeated: one whose commit got through unheard says again what it came to.
  const answer = await pRetry(() => submitted(deps, { ...counted, close, now: deps.clock.now() }), {
    retries: 20,
    minTimeout: 100,
    maxTimeout: 2000,
    factor: 2,
    randomize: true,
    maxRetryTime: CLOSING_MS / 2,
    shouldRetry: ({ error }) =>
      error instanceof GatewayError && (error.code === "unavailable" || error.code === "overloaded"),
  });
  const open = answer.replay === null && ["pending", "locked"].includes(answer.verdict.status);
  return { answer, unsaid: word.said === "nothing" && open };
}

async function wordOn(deps: VerifyDeps, codes: VendorCodes, code: string): Promise<AskedWord> {
  if (codes.decoy) {
    const { ms, word } = deps.recentChecks.sample(deps.clock.now(), deps.random);
    await wait(ms);
    return word;
  }
  const began = performance.now();
  const word = await askVendors(deps.delivery, codes.references, code);
  deps.recentChecks.add(deps.clock.now(), performance.now() - began, word);
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
  const { to, user, purpose } = input;
  // Wherever it was sent: a user may be stored otherwise by now, and a decoy was sent nowhere.
  if (to === undefined && user !== undefined) return { subject: null, userRef: user, purpose };
  const { subject } = resolveRecipients(
    ctx.tenant,
    { to, user: user ?? "", email: to?.includes("@") === true, decoy: false },
    deps.defaultCountry,
    deps.keyring,
  );
  return { subject: deps.keyring.numbers.seal(ctx.tenant.id, subject), userRef: user ?? null, purpose };
}
