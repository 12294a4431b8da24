import type { Ctx } from "../context.ts";
import type { JsonObject } from "../kit/json.ts";
import type { Channel } from "../providers/provider.ts";
import { makeCode, sealCode } from "./code.ts";
import type { SendItem } from "./issue-batch.ts";
import { draftOtp, type DraftDeps } from "./draft.ts";
import type { OtpView, Via } from "./model.ts";
import {
  codesOfVendors,
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

/** What makes two issues one to a client without keys of its own: the person, as limits count them, and what it is for. */
export function sameIssue(deps: DraftDeps, ctx: Ctx, input: IssueInput, now: number) {
  // Without `to` it is the user who says where it goes.
  if (input.to === undefined) return { userRef: input.user ?? "", purpose: input.purpose, decoy: input.decoy };
  const { subject, userRef, purpose, decoy } = draftOtp(deps, ctx, input, now);
  return { subject, userRef, purpose, decoy };
}

/** Issues an OTP: one commit of OTP, messages, holds and limits, then delivery in the background. */
export async function issueOtp(deps: OtpDeps, ctx: Ctx, input: IssueInput, once: Once<OtpView>): Promise<SendAnswer> {
  return deps.answers.orReplay(once.claim, () => issueOnce(deps, ctx, input, once));
}

async function issueOnce(deps: OtpDeps, ctx: Ctx, asked: IssueInput, once: Once<OtpView>): Promise<SendAnswer> {
  const { tenant } = ctx;
  const input = await toUser(deps, ctx, asked);
  const now = deps.clock.now();
  const otp = draftOtp(deps, ctx, input, now);
  const { recipients, channels: reachable } = otp;
  const code = input.code ?? makeCode(input.codeLength);
  const messages = recipients.map((recipient) => planOrRefuse(deps, ctx, otp, recipient, reachable, code.length, now));

  if (otp.decoy) {
    otp.channels = sentOn(messages);
    otp.likeVendors = codesOfVendors(tenant, messages);
  }
  const item: SendItem = {
    kind: "issue",
    tenant,
    otp,
    messages,
    actor: ctx.actor.name,
    now,
    keepPending: input.keepPending === true,
    codeHash: deps.keyring.hashCode(otp.id, code),
    codeSealed: sealCode(deps.keyring, otp.id, code),
    claim: once.claim,
    answer: (decision) => once.answer(viewOf(decision.otp, messages, now)),
  };
  return commitAndSend(deps, ctx, item, code, input.waitMs, (decision) => viewOf(decision.otp, messages, now));
}
