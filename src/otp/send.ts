import type { Ctx } from "../context.ts";
import { databaseError, type Coalescer } from "../db/coalesce.ts";
import type { Sql } from "../db/client.ts";
import { jobFor } from "../delivery/job.ts";
import type { Delivery } from "../delivery/delivery.ts";
import { planMessage } from "../delivery/plan.ts";
import type { RouteAnswer } from "../delivery/route.ts";
import type { RecentWaits } from "../delivery/waiters.ts";
import { GatewayError } from "../errors.ts";
import type { Clock } from "../kit/clock.ts";
import type { Keyring } from "../kit/secret.ts";
import type { WindowState } from "../limits/windows.ts";
import type { Channel } from "../providers/provider.ts";
import type { TenantConfig } from "../settings/snapshot.ts";
import type { Answers } from "../tenants/answers.ts";
import type { IdempotencyClaim, KeptAnswer } from "../tenants/idempotency.ts";
import { missingValues } from "../templates/render.ts";
import { templateChain } from "../templates/choose.ts";
import { templateKeys } from "../templates/match.ts";
import type { UserLookup } from "../users/lookup.ts";
import type { UserMixes } from "../users/mix.ts";
import { LimitReached } from "../limits/refusal.ts";
import { choicesOf } from "./admit.ts";
import type { NewMessage, SendDecision } from "./decide-issue.ts";
import type { SendItem, SendResult } from "./issue-batch.ts";
import type { OtpMeasures } from "./measures.ts";
import { namedUser, statusAt, type MessageSummary, type Otp, type OtpView } from "./model.ts";
import { decoyMessages, readOtp } from "./read.ts";

/** What issue and resend share: from the plan that can carry a message to the answer its caller gets. */
export interface OtpDeps {
  sql: Sql;
  issues: Coalescer<SendItem, SendResult>;
  answers: Answers;
  delivery: Delivery;
  keyring: Keyring;
  clock: Clock;
  defaultCountry: string;
  users: UserLookup;
  userMixes: UserMixes;
  recentWaits: RecentWaits;
  measures: OtpMeasures;
  random: () => number;
}

/** An answer to a POST that may be sent twice: the first one's, or what has just been done. */
export interface Once<T> {
  claim: IdempotencyClaim | null;
  /** The answer as it goes out, to be kept by the commit of the effect. */
  answer: (result: T) => KeptAnswer;
}

/** What an issue or a resend came to. */
export type SendAnswer = { replay: KeptAnswer } | { replay: null; view: OtpView; states: WindowState[] };

/** Commits what was planned, starts its delivery, and waits as long as the caller wants to. */
export async function commitAndSend(
  deps: OtpDeps,
  ctx: Ctx,
  item: SendItem,
  code: string,
  waitMs: number,
  view: (decision: SendDecision) => OtpView,
): Promise<SendAnswer> {
  const result = await submitOrExplain(deps, ctx, item);
  if (result.replay !== null) return result;
  const { decision } = result;
  const { otp, now } = item;
  const waited = waitFor(deps, otp, waitMs, decision.messages);
  // First: a turn that a replaced one waits for is free for these.
  for (const replaced of decision.replaced) deps.delivery.otpEndedLater(otp.tenantId, replaced);
  for (const message of decision.messages) deps.delivery.start(jobFor(message, otp, code, now));
  const answer = (await waited) ? await readOtp(deps, otp.tenantId, otp.id) : view(decision);
  return { replay: null, view: answer, states: decision.states };
}

/** Inside a cool-down the refusal carries the pending OTP, so that a page that was refreshed can go on with it. */
async function submitOrExplain(deps: OtpDeps, ctx: Ctx, item: SendItem): Promise<SendResult> {
  try {
    return await deps.issues.submit(item);
  } catch (error) {
    if (!(error instanceof LimitReached) || error.otpId === null) throw databaseError(error);
    const pending = await readOtp(deps, ctx.tenant.id, error.otpId);
    // A cool-down may be longer than the OTP's life.
    if (statusAt(pending.otp, pending.now) !== "pending") throw error;
    throw new GatewayError(error.code, error.message, {
      ...error.extras,
      members: { ...error.extras.members, otp: pending },
    });
  }
}

/** True when the wait is over and the messages should be read anew; false when there was none. */
async function waitFor(deps: OtpDeps, otp: Otp, waitMs: number, [first]: readonly NewMessage[]): Promise<boolean> {
  if (waitMs <= 0) return false;
  const began = deps.clock.now();
  if (first === undefined) {
    // As long as a recent real one took, or a time-out would tell who exists.
    await deps.delivery.waiters.wait(otp.id, Math.min(waitMs, deps.recentWaits.sample(deps.random)));
    return true;
  }
  if ((await deps.delivery.waiters.wait(otp.id, waitMs, first.id)) !== null)
    deps.recentWaits.add(deps.clock.now() - began);
  return true;
}

/** An address takes e-mail, a number everything else. */
export function reachableOn(channels: readonly Channel[], recipients: readonly string[]): Channel[] {
  return channels.filter((channel) => (channel === "email") === (recipients[0] ?? "").includes("@"));
}

export function refuseUnknownTemplate(ctx: Ctx, otp: Otp, channels: readonly Channel[]): void {
  const { tenant } = ctx;
  const template = otp.template === "" ? undefined : otp.template;
  const { purpose, central } = otp;
  const text = otp.via?.text;
  const locale = otp.locale === "" ? undefined : otp.locale;
  const question = { template, purpose, central, locale, text };
  const matches = channels.map((channel) => templateChain(tenant, { ...question, channel })[0]);
  if (channels.length > 0 && matches.every((match) => match === undefined)) {
    const keys = templateKeys(template, purpose, central);
    throw new GatewayError("template_not_found", `No template ${keys.join(" or ")} for ${channels.join(", ")}.`, {
      errors: [{ path: "template", message: "no such template on the channels asked for" }],
    });
  }
  for (const match of matches) {
    const missing = match === undefined ? [] : missingValues(match, { user: namedUser(otp), params: otp.params });
    if (match === undefined || missing.length === 0) continue;
    throw new GatewayError("invalid_request", `Template ${match.key} needs ${missing.join(", ")}.`, {
      errors: missing.map((path) => ({ path, message: `is needed by template ${match.key}` })),
    });
  }
}

export function planOrRefuse(
  deps: OtpDeps,
  ctx: Ctx,
  otp: Otp,
  recipient: string,
  channels: readonly Channel[],
  codeLength: number,
  now: number,
): NewMessage {
  const plan = planMessage(ctx.tenant, otp, recipient, channels, codeLength, deps.delivery.world(), now);
  if (plan.message !== null) return plan.message;
  if (!otp.decoy) deps.delivery.leftOut(ctx.tenant, plan.skips);
  throw noRoute(plan);
}

export function noRoute({ skips, answers }: Pick<ReturnType<typeof planMessage>, "skips" | "answers">): GatewayError {
  const reasons = skips.map((skip) => `${skip.provider}: ${skip.reason}`);
  return new GatewayError(
    "no_route",
    `No provider can carry this message (${reasons.join("; ") || whyNone(answers)}).`,
    { members: { skipped: skips } },
  );
}

function whyNone(answers: readonly RouteAnswer[]): string {
  return answers.length === 0 ? "no channel of the plan reaches this recipient" : "no provider is configured";
}

/** Tests: whoever would carry these, on any channel that limits may leave them, reaches nobody. */
export function carriedBySandbox({ providers }: TenantConfig, messages: readonly NewMessage[]): boolean {
  const all = messages.flatMap(choicesOf);
  return all.every(({ order }) => order.every((name) => providers.get(name)?.kind === "sandbox"));
}

/** What a decoy keeps in place of messages: the channel of each send. */
export function sentOn(messages: readonly NewMessage[]): Channel[] {
  return messages.slice(0, 1).map((message) => message.channel);
}

export function viewOf(otp: Otp, messages: readonly NewMessage[], now: number): OtpView {
  if (otp.decoy) return { otp, messages: decoyMessages(otp, now, true), now };
  const summaries = messages.map((message): MessageSummary => ({
    id: message.id,
    status: "queued",
    channel: message.channel,
    recipient: message.recipient,
    provider: null,
    createdAt: now,
    updatedAt: now,
  }));
  return { otp, messages: summaries, now };
}
