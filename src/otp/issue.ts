import type { Ctx } from "../context.ts";
import type { JsonObject } from "../kit/json.ts";
import { parsePublicId } from "../kit/id.ts";
import { limitsFor } from "../limits/scopes.ts";
import type { Channel } from "../providers/provider.ts";
import { idOf, type KeptAnswer } from "../tenants/idempotency.ts";
import { makeCode, sealCode } from "./code.ts";
import type { SendItem } from "./issue-batch.ts";
import { draftOtp, type DraftDeps } from "./draft.ts";
import { sendMeasured } from "./measures.ts";
import { statusAt, type OtpView, type Via } from "./model.ts";
import { loadOtps } from "./rows.ts";
import {
  carriedBySandbox,
  commitAndSend,
  planOrRefuse,
  sentOn,
  viewOf,
  type Once,
  type OtpDeps,
  type SendAnswer,
} from "./send.ts";
import { toUser } from "./to-user.ts";

export interface IssueInput {
  /** Undefined: where the codes of `user` go. */
  to?: string | undefined;
  user?: string | undefined;
  purpose: string;
  /** In the order of fallback; undefined: the tenant's. */
  channels?: Channel[] | undefined;
  locale?: string | undefined;
  template?: string | undefined;
  params: Record<string, string>;
  ttlSeconds: number;
  codeLength: number;
  code?: string | undefined;
  clientIp?: string | undefined;
  metadata: JsonObject;
  waitMs: number;
  decoy: boolean;
  /** Of a façade or a hosted page. */
  via?: Via | undefined;
  /** Refused with `StillPending` where the same service has one pending, instead of replacing it. */
  keepPending?: boolean | undefined;
}

/**
 * What makes two issues one to a client without keys of its own: the person, as limits count them, what it is for, and
 * whether a page is asked for that leads back to the same place. Of an issue by user alone: after `toUser`.
 */
export function sameIssue(deps: DraftDeps, ctx: Ctx, input: IssueInput, now: number) {
  const returnUrl = input.via?.hosted?.returnUrl ?? null;
  // A decoy's user needs no recipient.
  if (input.to === undefined)
    return { userRef: input.user ?? "", purpose: input.purpose, decoy: input.decoy, returnUrl };
  const { subject, userRef, purpose, decoy } = draftOtp(deps, ctx, input, now);
  return { subject, userRef, purpose, decoy, returnUrl };
}

/** Issues an OTP: one commit of OTP, messages, holds and limits, then delivery in the background. */
export function issueOtp(deps: OtpDeps, ctx: Ctx, input: IssueInput, once: Once<OtpView>): Promise<SendAnswer> {
  return sendMeasured(deps.measures, "issued", () => issueOrReplay(deps, ctx, input, once));
}

async function issueOrReplay(deps: OtpDeps, ctx: Ctx, input: IssueInput, once: Once<OtpView>): Promise<SendAnswer> {
  const answer = await deps.answers.orReplay(once.claim, () => issueOnce(deps, ctx, input, once));
  if (answer.replay === null || once.claim?.derived === undefined) return answer;
  // A derived key can't tell a second try from the next log-in, but who logs in anew has ended the OTP of before.
  const ended = await idIfEnded(deps, ctx, answer.replay);
  if (ended === null) return answer;
  return issueOrReplay(deps, ctx, input, { ...once, claim: { ...once.claim, ended } });
}

async function idIfEnded(deps: OtpDeps, ctx: Ctx, answer: KeptAnswer): Promise<string | null> {
  const given = idOf(answer);
  const id = given === null ? null : parsePublicId("otp", given);
  if (id === null) throw new Error("a kept issue has no OTP");
  const stored = (await loadOtps(deps.sql, deps.keyring, [{ tenantId: ctx.tenant.id, id }])).get(id);
  const open = stored !== undefined && statusAt(stored.otp, deps.clock.now()) === "pending";
  return open ? null : given;
}

async function issueOnce(deps: OtpDeps, ctx: Ctx, asked: IssueInput, once: Once<OtpView>): Promise<SendAnswer> {
  const { tenant } = ctx;
  const input = await toUser(deps, ctx, asked);
  const now = deps.clock.now();
  const otp = draftOtp(deps, ctx, input, now);
  const { recipients, channels: reachable } = otp;
  const code = input.code ?? makeCode(input.codeLength);
  const messages = recipients.map((recipient) => planOrRefuse(deps, ctx, otp, recipient, reachable, code.length, now));
  const sandbox = carriedBySandbox(tenant, messages);
  otp.resendAt = now + limitsFor(tenant, sandbox).cooldown_seconds * 1000;

  if (otp.decoy) otp.channels = sentOn(messages);
  const item: SendItem = {
    kind: "issue",
    tenant,
    otp,
    messages,
    sandbox,
    actor: ctx.actor.name,
    now,
    keepPending: input.keepPending === true,
    codeHash: deps.keyring.hashCode(otp.id, code),
    codeSealed: sealCode(deps.keyring, otp.id, code),
    claim: once.claim,
    answer: (decision) => once.answer(viewOf(decision.otp, decision.messages, now)),
  };
  return commitAndSend(deps, ctx, item, code, input.waitMs, (decision) => viewOf(decision.otp, decision.messages, now));
}
