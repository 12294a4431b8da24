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
import { newId } from "../kit/id.ts";
import type { JsonObject } from "../kit/json.ts";
import type { Keyring } from "../kit/secret.ts";
import type { WindowState } from "../limits/windows.ts";
import type { Channel } from "../providers/provider.ts";
import type { Answers } from "../tenants/answers.ts";
import type { IdempotencyClaim, KeptAnswer } from "../tenants/idempotency.ts";
import { missingParams } from "../templates/render.ts";
import { findTemplate, templateKeys } from "../templates/match.ts";
import { makeCode, sealCode } from "./code.ts";
import { CoolingDown, type NewMessage, type SendDecision } from "./decide-issue.ts";
import type { SendItem, SendResult } from "./issue-batch.ts";
import { CHECKS_AN_OTP, statusAt, type MessageSummary, type Otp, type OtpView } from "./model.ts";
import { decoyMessages, readOtp } from "./read.ts";
import { resolveRecipients } from "./recipient.ts";

export interface IssueInput {
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
}

export interface OtpDeps {
  sql: Sql;
  issues: Coalescer<SendItem, SendResult>;
  answers: Answers;
  delivery: Delivery;
  keyring: Keyring;
  clock: Clock;
  defaultCountry: string;
  recentWaits: RecentWaits;
  random: () => number;
}

/** An answer to a POST that may be sent twice: the first one's, or what has just been done. */
export interface Once<T> {
  claim: IdempotencyClaim | null;
  /** The answer as it goes out, to be kept by the commit of the effect. */
  answer: (result: T) => KeptAnswer;
}

export type IssueResult = { replay: KeptAnswer } | { replay: null; view: OtpView; states: WindowState[] };

/** Issues an OTP: one commit of OTP, messages, holds and limits, then delivery in the background. */
export async function issueOtp(deps: OtpDeps, ctx: Ctx, input: IssueInput, once: Once<OtpView>): Promise<IssueResult> {
  return deps.answers.orReplay(once.claim, () => issueOnce(deps, ctx, input, once));
}

async function issueOnce(deps: OtpDeps, ctx: Ctx, input: IssueInput, once: Once<OtpView>): Promise<IssueResult> {
  const { tenant } = ctx;
  const now = deps.clock.now();
  const channels = input.channels ?? tenant.routes.fallback.map((step) => step.channel);
  const { recipients, subject, central } = resolveRecipients(
    tenant,
    {
      to: input.to,
      user: input.user ?? "",
      email: channels.every((channel) => channel === "email"),
      decoy: input.decoy,
    },
    deps.defaultCountry,
    deps.keyring,
  );
  const reachable = reachableOn(channels, recipients);
  const otp: Otp = {
    id: newId(),
    tenantId: tenant.id,
    subject,
    recipients,
    userRef: input.user ?? "",
    purpose: input.purpose,
    channels: reachable,
    locale: input.locale ?? "",
    template: input.template ?? "",
    params: input.params,
    metadata: input.metadata,
    clientIp: input.clientIp ?? null,
    status: "pending",
    attemptsLeft: CHECKS_AN_OTP,
    ttlSeconds: input.ttlSeconds,
    central,
    decoy: input.decoy,
    sends: [now],
    createdAt: now,
    expiresAt: now + input.ttlSeconds * 1000,
    resendAt: now + tenant.limits.cooldown_seconds * 1000,
  };
  refuseUnknownTemplate(ctx, otp, reachable);
  const code = input.code ?? makeCode(input.codeLength);
  const messages = recipients.map((recipient) => planOrRefuse(deps, ctx, otp, recipient, reachable, code.length, now));

  if (otp.decoy) otp.channels = sentOn(messages);
  const view = (decision: SendDecision): OtpView => viewOf(decision.otp, messages, now);
  const item: SendItem = {
    kind: "issue",
    tenant,
    otp,
    messages,
    actor: ctx.actor.name,
    now,
    codeHash: deps.keyring.hashCode(otp.id, code),
    codeSealed: sealCode(deps.keyring, otp.id, code),
    claim: once.claim,
    answer: (decision) => once.answer(view(decision)),
  };
  const result = await submitOrExplain(deps, ctx, item);
  if (result.replay !== null) return result;
  const { decision } = result;
  const waited = waitFor(deps, otp, input.waitMs, decision.messages.length > 0);
  for (const message of decision.messages) deps.delivery.start(jobFor(message, otp, code, now));
  for (const replaced of decision.replaced) deps.delivery.otpEndedLater(tenant.id, replaced);
  if (!(await waited)) return { replay: null, view: view(decision), states: decision.states };
  return { replay: null, view: await readOtp(deps, tenant.id, otp.id), states: decision.states };
}

/** Inside a cool-down the refusal carries the pending OTP, so that a page that was refreshed can go on with it. */
export async function submitOrExplain(deps: OtpDeps, ctx: Ctx, item: SendItem): Promise<SendResult> {
  try {
    return await deps.issues.submit(item);
  } catch (error) {
    if (!(error instanceof CoolingDown) || error.otpId === null) throw databaseError(error);
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
export async function waitFor(deps: OtpDeps, otp: Otp, waitMs: number, real: boolean): Promise<boolean> {
  if (waitMs <= 0) return false;
  const began = deps.clock.now();
  if (!real) {
    // As long as a recent real one took, or a time-out would tell who exists.
    await deps.delivery.waiters.wait(otp.id, Math.min(waitMs, deps.recentWaits.sample(deps.random)));
    return true;
  }
  if ((await deps.delivery.waiters.wait(otp.id, waitMs)) !== null) deps.recentWaits.add(deps.clock.now() - began);
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
  const locale = otp.locale === "" ? undefined : otp.locale;
  const matches = channels.map((channel) =>
    findTemplate(tenant.templates, tenant.settings.default_locale, { template, purpose, central, channel, locale }),
  );
  if (channels.length > 0 && matches.every((match) => match === null)) {
    const keys = templateKeys(template, purpose, central);
    throw new GatewayError("template_not_found", `No template ${keys.join(" or ")} for ${channels.join(", ")}.`, {
      errors: [{ path: "template", message: "no such template on the channels asked for" }],
    });
  }
  for (const match of matches) {
    const missing = match === null ? [] : missingParams(match.document, otp.params);
    if (match === null || missing.length === 0) continue;
    throw new GatewayError("invalid_request", `params: template ${match.key} needs ${missing.join(", ")}.`, {
      errors: missing.map((name) => ({ path: `params.${name}`, message: `is needed by template ${match.key}` })),
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
  const reasons = plan.skips.map((skip) => `${skip.provider}: ${skip.reason}`);
  throw new GatewayError(
    "no_route",
    `No provider can carry this message (${reasons.join("; ") || whyNone(plan.answers)}).`,
    {
      members: { skipped: plan.skips },
    },
  );
}

function whyNone(answers: readonly RouteAnswer[]): string {
  return answers.length === 0 ? "no channel of the plan reaches this recipient" : "no provider is configured";
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
