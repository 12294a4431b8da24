import type { Ctx } from "../context.ts";
import { GatewayError } from "../errors.ts";
import { parsePublicId } from "../kit/id.ts";
import { refuseBlocked } from "../guard/refuse.ts";
import { laterChannels } from "../delivery/plan.ts";
import { limitsFor } from "../limits/scopes.ts";
import type { Channel } from "../providers/provider.ts";
import { actsByHand } from "../tenants/actor.ts";
import { auditRow } from "../tenants/audit.ts";
import { makeCode, openCode, sealCode } from "./code.ts";
import type { SendDecision } from "./decide-issue.ts";
import { CodeChanged, type SendItem } from "./issue-batch.ts";
import {
  carriedBySandbox,
  commitAndSend,
  planOrRefuse,
  reachableOn,
  refuseUnknownTemplate,
  sentOn,
  viewOf,
  type Once,
  type OtpDeps,
  type SendAnswer,
} from "./send.ts";
import { sendMeasured } from "./measures.ts";
import { statusAt, type MessageSummary, type Otp, type OtpView } from "./model.ts";
import { decoyMessages } from "./read.ts";
import { loadMessageSummaries, loadOtps } from "./rows.ts";

export interface ResendInput {
  id: string;
  channel?: Channel | undefined;
  waitMs: number;
  /** In place of the tenant's `resend_code`: the same code whatever that says, or the ERP's own from now on. */
  code?: "same" | { own: string } | undefined;
  /** Who asks this time, to be counted in place of the address that the OTP was issued with. */
  clientIp?: string | undefined;
}

/** Sends a pending OTP's code again, with a hold of its own; it counts like an issue and lives no longer. */
export function resendOtp(deps: OtpDeps, ctx: Ctx, input: ResendInput, once: Once<OtpView>): Promise<SendAnswer> {
  return sendMeasured(deps.measures, "resent", () => resendOrReplay(deps, ctx, input, once));
}

function resendOrReplay(deps: OtpDeps, ctx: Ctx, input: ResendInput, once: Once<OtpView>): Promise<SendAnswer> {
  return deps.answers.orReplay(once.claim, async () => {
    try {
      return await resendOnce(deps, ctx, input, once);
    } catch (error) {
      if (!(error instanceof CodeChanged)) throw error;
      return resendOnce(deps, ctx, input, once);
    }
  });
}

async function resendOnce(deps: OtpDeps, ctx: Ctx, input: ResendInput, once: Once<OtpView>): Promise<SendAnswer> {
  const { tenant } = ctx;
  const id = parsePublicId("otp", input.id);
  const now = deps.clock.now();
  const stored =
    id === null ? undefined : (await loadOtps(deps.sql, deps.keyring, [{ tenantId: tenant.id, id }])).get(id);
  if (stored === undefined) throw new GatewayError("otp_not_found", "No such OTP.");
  const status = statusAt(stored.otp, now);
  if (status !== "pending" || stored.codeSealed === null) {
    throw new GatewayError("conflict", `This OTP is ${status}; issue a new one.`);
  }
  // The last check is with a vendor that makes its own codes: a new code could not be checked.
  if (stored.otp.attemptsLeft === 0) throw new GatewayError("conflict", "No checks are left; issue a new one.");
  if (!stored.otp.central) refuseBlocked(tenant, stored.otp.recipients, now);
  const before = stored.otp.decoy
    ? decoyMessages(stored.otp, now)
    : await loadMessageSummaries(deps.sql, deps.keyring, tenant.id, stored.otp.id);
  const otp: Otp = {
    ...stored.otp,
    clientIp: input.clientIp ?? stored.otp.clientIp,
    sends: [...stored.otp.sends, now],
    codeGiven: stored.otp.codeGiven || typeof input.code === "object",
  };
  const wanted = input.code ?? tenant.settings.resend_code;
  const code = codeToSend(openCode(deps.keyring, otp.id, stored.codeSealed), wanted);
  const plan = otp.decoy ? tenant.routes.fallback.map((step) => step.channel) : otp.channels;
  const channels = reachableOn(channelsToTry(plan, before, input.channel), otp.recipients);
  refuseUnknownTemplate(ctx, otp, channels);
  const messages = otp.recipients.map((recipient) =>
    planOrRefuse(deps, ctx, otp, recipient, channels, code.length, now),
  );
  const sandbox = carriedBySandbox(tenant, messages);
  otp.resendAt = now + limitsFor(tenant, sandbox).cooldown_seconds * 1000;
  if (otp.decoy) otp.channels = [...otp.channels, ...sentOn(messages)];
  const view = (decision: SendDecision): OtpView => {
    const fresh = viewOf(otp, decision.messages, now);
    return otp.decoy ? fresh : { ...fresh, messages: [...before, ...fresh.messages] };
  };
  const item: SendItem = {
    kind: "resend",
    tenant,
    otp,
    messages,
    sandbox,
    actor: ctx.actor.name,
    now,
    codeHash: deps.keyring.hashCode(otp.id, code),
    codeSealed: sealCode(deps.keyring, otp.id, code),
    sameCode: wanted === "same",
    claim: once.claim,
    audit: actsByHand(ctx.actor)
      ? auditRow(ctx, { action: "otp.resend", target: input.id, after: { channel: input.channel ?? null } }, now)
      : undefined,
    answer: (decision) => once.answer(view(decision)),
  };
  return commitAndSend(deps, ctx, item, code, input.waitMs, view);
}

function codeToSend(old: string, wanted: "same" | "new" | { own: string }): string {
  if (typeof wanted === "object") return wanted.own;
  return wanted === "new" ? makeCode(old.length) : old;
}

/** The channel asked for; else the last one again, or the next of the plan when the last one failed. */
function channelsToTry(plan: Channel[], before: MessageSummary[], asked: Channel | undefined): Channel[] {
  if (asked !== undefined) return [asked];
  const last = before.at(-1);
  if (last === undefined) return plan;
  const failed = last.status === "failed" || last.status === "unknown" || last.status === "expired";
  const later = laterChannels({ channels: plan }, last.channel);
  if (failed && later.length > 0) return later;
  return [last.channel, ...later];
}
