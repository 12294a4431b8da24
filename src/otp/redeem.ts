import type { Ctx } from "../context.ts";
import type { Tx } from "../db/client.ts";
import { ms } from "../db/rows.ts";
import { GatewayError } from "../errors.ts";
import type { Clock } from "../kit/clock.ts";
import type { JsonObject } from "../kit/json.ts";
import type { Keyring } from "../kit/secret.ts";
import type { Answers } from "../tenants/answers.ts";
import type { KeptAnswer } from "../tenants/idempotency.ts";
import { readTicket, TICKET_LIFE_MS } from "./hosted.ts";
import type { ProofSigner } from "./proof.ts";
import type { Once } from "./send.ts";

/** What the person's browser brought from the hosted page, or what came with a right code. */
export type RedeemInput = { ticket: string } | { proof: string };

export interface RedeemDeps {
  answers: Answers;
  keyring: Keyring;
  proof: ProofSigner;
  clock: Clock;
}

export interface Redeemed {
  otpId: string;
  userRef: string;
  purpose: string;
  recipients: string[];
  metadata: JsonObject;
  verifiedAt: number;
}

export type RedeemAnswer = { replay: KeptAnswer } | { replay: null; redeemed: Redeemed };

/** Of all redeems of an OTP, whatever they come with and wherever they come in, one succeeds. */
export async function redeemOtp(
  deps: RedeemDeps,
  ctx: Ctx,
  input: RedeemInput,
  once: Once<Redeemed>,
): Promise<RedeemAnswer> {
  return deps.answers.orReplay(once.claim, async () => {
    const otpId = await namedBy(deps, ctx, input);
    let redeemed: Redeemed | null = null;
    const kept = await deps.answers.once(once.claim, async (tx) => {
      redeemed = await redeem(tx, deps.keyring, ctx, otpId, "ticket" in input ? "ticket" : "proof", deps.clock.now());
      return once.answer(redeemed);
    });
    return redeemed === null ? { replay: kept } : { replay: null, redeemed };
  });
}

/** The OTP that a ticket or proof is about. One that we did not make, or for another tenant, is of no OTP. */
async function namedBy(deps: RedeemDeps, ctx: Ctx, input: RedeemInput): Promise<string> {
  const now = deps.clock.now();
  if ("ticket" in input) {
    const ticket = readTicket(deps.keyring, input.ticket);
    if (ticket === null || ticket.tenantId !== ctx.tenant.id) throw unknown("ticket");
    if (now >= ticket.at + TICKET_LIFE_MS) throw tooLate("ticket");
    return ticket.otpId;
  }
  const proof = await deps.proof.read(input.proof, ctx.tenant.name, now);
  if (proof === null) throw unknown("proof");
  if (proof.expired) throw tooLate("proof");
  return proof.otpId;
}

async function redeem(
  tx: Tx,
  keyring: Keyring,
  ctx: Ctx,
  otpId: string,
  means: "ticket" | "proof",
  now: number,
): Promise<Redeemed> {
  const tenantId = ctx.tenant.id;
  const [row] = await tx<
    {
      user_ref: string;
      purpose: string;
      recipients: string[];
      metadata: JsonObject;
      verified_at: string;
      first: boolean;
    }[]
  >`
    with redeemed as (
      insert into redemptions (tenant_id, otp_id, means, actor, at)
      select tenant_id, id, ${means}, ${ctx.actor.name}, to_timestamp(${now}::float8 / 1000)
      from otps where tenant_id = ${tenantId} and id = ${otpId} and status = 'verified'
      on conflict do nothing
      returning otp_id)
    select user_ref, purpose, recipients, metadata, extract(epoch from ended_at) * 1000 as verified_at,
           exists (select from redeemed) as first
    from otps where tenant_id = ${tenantId} and id = ${otpId} and status = 'verified'`;
  if (row === undefined) throw unknown(means);
  if (!row.first) {
    throw new GatewayError("conflict", "This OTP was redeemed already.", { members: { reason: "already_redeemed" } });
  }
  return {
    otpId,
    userRef: row.user_ref,
    purpose: row.purpose,
    recipients: row.recipients.map((recipient) => keyring.numbers.open(tenantId, recipient)),
    metadata: row.metadata,
    verifiedAt: ms(row.verified_at) ?? now,
  };
}

function unknown(what: "ticket" | "proof"): GatewayError {
  return new GatewayError("otp_not_found", `No OTP of yours has this ${what}.`);
}

function tooLate(what: "ticket" | "proof"): GatewayError {
  return new GatewayError("conflict", `This ${what} has expired; it was to be redeemed within 5 minutes.`, {
    members: { reason: "expired" },
  });
}
