import { setTimeout as wait } from "node:timers/promises";
import pRetry from "p-retry";
import type { Coalescer } from "../db/coalesce.ts";
import { GatewayError } from "../errors.ts";
import type { Clock } from "../kit/clock.ts";
import { errorForLog, type Log } from "../kit/log.ts";
import type { RenderedMessage, SendFailure, SendOutcome } from "../providers/provider.ts";
import type { LiveSettings } from "../settings/live.ts";
import type { ProviderConfig, TemplateConfig, TenantConfig } from "../settings/snapshot.ts";
import { renderSubject, renderText } from "../templates/render.ts";
import type { Claim } from "./claim.ts";
import { writeCorrelation } from "./correlation.ts";
import type { AttemptRecord, Fact } from "./decide-settle.ts";
import type { ProviderGuards } from "./guards.ts";
import type { Job } from "./job.ts";
import { CHANNEL_BUDGET_MS, nextStep, TRIES_A_PROVIDER, type NextStep } from "./next-step.ts";
import { fallbackAt, laterChannels, routeQuestion } from "./plan.ts";
import { pollsPerMinute } from "./report-poll.ts";
import { routeChannel, type Candidate, type ChannelRoute, type Skip } from "./route.ts";
import type { SettleItem, SettleResult } from "./settle-batch.ts";
import { trySend, type TryFailure, type TryTools } from "./try-send.ts";

export interface DispatchDeps {
  settings: LiveSettings;
  clock: Clock;
  log: Log;
  worker: string;
  claims: Coalescer<Claim, boolean>;
  settle: Coalescer<SettleItem, SettleResult>;
  guards: ProviderGuards;
  tools: TryTools;
  random: () => number;
  /** A provider took the message, with the reports a sandbox will "send" later. */
  accepted: (provider: ProviderConfig, outcome: Extract<SendOutcome, { ok: true }>) => void;
  /** A provider could not do its part: the message waits, or goes another way. */
  failing: (provider: ProviderConfig, reason: string) => void;
  /** Of those, the ones that are down count as failing. */
  leftOut: (tenant: TenantConfig, skips: readonly Skip[]) => void;
  /** The template was refused: it leaves the plan. */
  flagTemplate: (provider: ProviderConfig, template: TemplateConfig, code: string) => void;
}

/** What became of a job, as far as this process is concerned. */
export type JobEnd =
  | { kind: "settled"; result: SettleResult }
  /** Its OTP ended, or another worker has it: nothing was sent and nothing is owed by us. */
  | { kind: "not_ours" }
  /** The gateway stops and it has surely not left: for whoever comes next. */
  | { kind: "put_back" };

type Verdict =
  | { kind: "accepted"; outcome: Extract<SendOutcome, { ok: true }>; attempt: AttemptRecord }
  | { kind: "not_claimed" }
  | { kind: "stopping" }
  | { kind: "skipped"; reason: string }
  | { kind: "failed"; step: NextStep; failure: TryFailure; attempt: AttemptRecord };

/** A failed try, thrown inside `pRetry` alone. */
class TryFailed extends Error {
  readonly verdict: Extract<Verdict, { kind: "failed" }>;
  constructor(verdict: Extract<Verdict, { kind: "failed" }>) {
    super(verdict.failure.providerCode);
    this.verdict = verdict;
  }
}

/** The gateway stops while a message waits for its next try. */
class Stopping extends Error {}

/** Sends one message: provider after provider of its channel, outside any transaction; each try is recorded. */
export async function dispatch(job: Job, deps: DispatchDeps): Promise<JobEnd> {
  const tenant = deps.settings.current.tenants.get(job.tenantId);
  if (tenant === undefined) throw new Error(`no tenant ${job.tenantId}`);
  const question = routeQuestion(job.otp, job.channel, job.recipient, job.code.length, deps.clock.now());
  const answer = routeChannel(tenant, question, {
    unavailable: (provider) => deps.guards.reason(provider),
    random: deps.random,
  });
  // One in doubt, or found after a crash, was counted at its first turn.
  if (!job.doubt) deps.leftOut(tenant, answer.ok ? answer.route.skips : answer.skips);
  const skips = answer.ok ? since(job, answer.route.skips) : [];
  let lastAttempt: AttemptRecord | null = null;
  if (answer.ok) {
    const candidates = [...answer.route.candidates];
    const putOff = new Set<Candidate>();
    for (const candidate of candidates) {
      if (job.tried.has(candidate.provider.name)) continue;
      if (!takePrice(job, candidate)) {
        skips.push({ provider: candidate.provider.name, reason: "dearer than what is held for the message" });
        continue;
      }
      if (job.spentMs >= CHANNEL_BUDGET_MS) {
        skips.push({ provider: candidate.provider.name, reason: "no time left on this channel" });
        continue;
      }
      const turn = await recipientsTurn(job, candidate, putOff.has(candidate), deps);
      if (turn === "stopping") return { kind: "put_back" };
      if (turn !== "come") {
        skips.push({ provider: candidate.provider.name, reason: turn.putOff });
        // With no channel to go on to, a late code is better than none: after the others it waits as long as it takes.
        if (putOff.has(candidate) || laterChannels(job.otp, job.channel).length > 0) continue;
        putOff.add(candidate);
        candidates.push(candidate);
        continue;
      }
      job.tried.add(candidate.provider.name);
      const verdict = await tryProvider(job, tenant, answer.route, candidate, deps);
      if (verdict.kind === "stopping") return { kind: "put_back" };
      if (verdict.kind === "not_claimed") return endUnclaimed(job, deps);
      if (verdict.kind === "skipped") {
        const skip = { provider: candidate.provider.name, reason: verdict.reason };
        skips.push(skip);
        deps.leftOut(tenant, [skip]);
        continue;
      }
      if (verdict.kind === "accepted") return settleAccepted(job, tenant, candidate, verdict, skips, deps);
      const { failure, step } = verdict;
      if (failure.errorClass === "rejected" && failure.scope === "template") {
        const refused = failure.announcing === true ? candidate.announce?.template : answer.route.template;
        if (refused !== undefined) deps.flagTemplate(candidate.provider, refused, failure.providerCode);
      }
      if (failure.scope === "provider")
        deps.failing(candidate.provider, `${failure.errorClass} ${failure.providerCode}`);
      if (step.do === "await_report") return settleDoubt(job, candidate.provider, verdict.attempt, skips, deps);
      lastAttempt = verdict.attempt;
      if (step.do === "next_channel") break;
      await submit(job, { kind: "tried", lease: deps.worker, attempt: verdict.attempt }, deps);
      lastAttempt = null;
    }
  } else skips.push(...answer.skips);
  return {
    kind: "settled",
    result: await submit(
      job,
      { kind: "ended", lease: deps.worker, attempt: lastAttempt, status: endStatus(job, deps), skips, goOn: true },
      deps,
    ),
  };
}

/** A provider that came into the plan after the message was made may send it for no more than was held. */
function takePrice(job: Job, { provider, price }: Candidate): boolean {
  if (Object.hasOwn(job.prices, provider.name) || Object.hasOwn(job.latePrices, provider.name)) return true;
  if (price.amount > job.hold) return false;
  job.latePrices[provider.name] = [price.amount.toString(), price.chargedOn];
  return true;
}

/** Left out since the message was made; who was left out then stands in its row already. */
function since(job: Job, skips: readonly Skip[]): Skip[] {
  return skips.filter(({ provider }) => Object.hasOwn(job.prices, provider) && !job.tried.has(provider));
}

function endStatus(job: Job, deps: DispatchDeps): "failed" | "expired" | "unknown" {
  if (job.doubt) return "unknown";
  return deps.clock.now() >= job.otp.expiresAt ? "expired" : "failed";
}

/** Waits, with nothing in hand, until this person may be sent a message again; others go past. */
async function recipientsTurn(
  job: Job,
  candidate: Candidate,
  patient: boolean,
  deps: DispatchDeps,
): Promise<"come" | "stopping" | { putOff: string }> {
  const { recipients } = deps.guards.of(candidate.provider);
  if (recipients === null) return "come";
  const lifeMs = job.otp.expiresAt - deps.clock.now();
  const patienceMs = patient ? lifeMs : Math.min(lifeMs, CHANNEL_BUDGET_MS - job.spentMs);
  const turn = await recipients.turn(job.recipient, patienceMs, deps.tools.stop);
  if (turn === "stopping") return turn;
  if (turn === "put_off") return { putOff: recipients.reason };
  if (!patient) job.spentMs += turn.waitedMs;
  return "come";
}

/** All tries with one provider. `pRetry` repeats; what may be repeated is `nextStep`'s decision alone. */
async function tryProvider(
  job: Job,
  tenant: TenantConfig,
  route: ChannelRoute,
  candidate: Candidate,
  deps: DispatchDeps,
): Promise<Verdict> {
  let triesHere = 0;
  let throttledWaits = 0;
  try {
    return await pRetry(
      async (): Promise<Verdict> => {
        const verdict = await tryOnce(job, tenant, route, candidate, triesHere + 1, deps, (failure) => {
          triesHere += 1;
          const step = nextStep(
            failure,
            {
              triesHere,
              throttledWaits,
              timeLeftMs: Math.min(CHANNEL_BUDGET_MS - job.spentMs, job.otp.expiresAt - deps.clock.now()),
            },
            deps.random(),
          );
          if (failure.errorClass === "throttled") throttledWaits += 1;
          return step;
        });
        if (verdict.kind === "failed" && verdict.step.do === "again") throw new TryFailed(verdict);
        return verdict;
      },
      {
        // The waits are ours (error class, Retry-After, jitter), so its own back-off is switched off. Its `signal` too:
        // it would throw away the result of a try that was accepted while the gateway stopped.
        retries: TRIES_A_PROVIDER,
        minTimeout: 0,
        maxTimeout: 0,
        factor: 1,
        randomize: false,
        onFailedAttempt: async ({ error }) => {
          if (!(error instanceof TryFailed)) throw error;
          const { step, attempt } = error.verdict;
          await submit(job, { kind: "tried", lease: deps.worker, attempt }, deps);
          if (step.do !== "again") return;
          if (!(await deps.tools.stop.wait(step.waitMs))) throw new Stopping();
          job.spentMs += step.waitMs;
        },
      },
    );
  } catch (error) {
    if (error instanceof Stopping) return { kind: "stopping" };
    throw error;
  }
}

async function tryOnce(
  job: Job,
  tenant: TenantConfig,
  route: ChannelRoute,
  candidate: Candidate,
  tryNumber: number,
  deps: DispatchDeps,
  decide: (failure: SendFailure) => NextStep,
): Promise<Verdict> {
  const { gate } = deps.guards.of(candidate.provider);
  if (!(await gate.enter(deps.tools.stop))) return { kind: "stopping" };
  const provider = asItIsNow(candidate.provider, job, deps);
  // Kept for this try: when the row is put meanwhile, what comes of the old one says nothing of the new.
  const { breaker, recent } = deps.guards.of(provider);
  try {
    if (provider.state === "off") return { kind: "skipped", reason: "switched off" };
    const now = deps.clock.now();
    if (!breaker.enter(now)) return { kind: "skipped", reason: breaker.reason(now) ?? "breaker open" };
    const n = job.tries + 1;
    const claimed = await claimTry(job, provider, n, deps);
    if (claimed !== true) {
      breaker.abandoned();
      return { kind: claimed === null ? "stopping" : "not_claimed" };
    }
    job.tries = n;
    const startedAt = deps.clock.now();
    const announcement =
      candidate.announce === null || job.announced.has(provider.name)
        ? null
        : { to: job.recipient, user: job.otp.userRef, binding: candidate.announce.binding };
    const rendered = render(job, tenant, route, candidate, n, tryNumber, startedAt);
    const outcome = await trySend(provider, rendered, deps.tools, announcement);
    if (!outcome.ok && outcome.providerCode === "stopping") {
      breaker.abandoned();
      return { kind: "stopping" };
    }
    if (announcement !== null && (outcome.ok || outcome.announcing !== true)) job.announced.add(provider.name);
    const attempt: AttemptRecord = {
      n,
      ownerId: provider.ownerId,
      provider: provider.name,
      channel: job.channel,
      startedAt,
      latencyMs: deps.clock.now() - startedAt,
      outcome: outcome.ok ? "accepted" : outcome.errorClass,
      scope: outcome.ok ? null : outcome.scope,
      providerCode: outcome.ok ? null : outcome.providerCode,
      providerMessageId: outcome.ok ? outcome.providerMessageId : null,
      ...(Object.hasOwn(job.latePrices, provider.name) && { latePrice: job.latePrices[provider.name] }),
      polled: outcome.ok && pollsPerMinute(provider) !== null,
    };
    job.spentMs += attempt.latencyMs;
    recent.add({ ...attempt, at: startedAt });
    if (outcome.ok) {
      breaker.succeeded();
      return { kind: "accepted", outcome, attempt };
    }
    if (breaker.failed(outcome, deps.clock.now())) {
      deps.log.warn(
        {
          provider: provider.name,
          kind: provider.kind,
          errorClass: outcome.errorClass,
          providerCode: outcome.providerCode,
        },
        "breaker opened: the provider is left out for 30 s",
      );
    }
    return { kind: "failed", step: decide(outcome), failure: outcome, attempt };
  } catch (error) {
    breaker.abandoned();
    throw error;
  } finally {
    gate.leave();
  }
}

/** The row may have been put since the message began to wait for its turn: another token, another address, off. */
function asItIsNow(provider: ProviderConfig, job: Job, deps: DispatchDeps): ProviderConfig {
  const current = deps.settings.current.tenants.get(job.tenantId)?.providers.get(provider.name);
  if (current?.ownerId === provider.ownerId && current.kind === provider.kind) return current;
  return { ...provider, state: "off" };
}

/** Claiming twice is claiming once, so a database that is away is waited for. Null when the gateway stops first. */
async function claimTry(job: Job, provider: ProviderConfig, n: number, deps: DispatchDeps): Promise<boolean | null> {
  const { tenantId, messageId } = job;
  for (let pauseMs = 50; ; pauseMs = Math.min(pauseMs * 2, 1000)) {
    try {
      return await deps.claims.submit({ tenantId, messageId, provider: provider.name, n, now: deps.clock.now() });
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error;
      if (!(await deps.tools.stop.wait(pauseMs))) return null;
    }
  }
}

function render(
  job: Job,
  tenant: TenantConfig,
  route: ChannelRoute,
  candidate: Candidate,
  n: number,
  tryNumber: number,
  now: number,
): RenderedMessage {
  const ttlSeconds = Math.max(1, Math.ceil((job.otp.expiresAt - now) / 1000));
  const { document, locale } = route.template;
  const values = {
    code: job.code,
    ttlSeconds,
    brand: tenant.settings.brand,
    user: job.otp.userRef,
    purpose: job.otp.purpose,
    params: job.otp.params,
  };
  return {
    channel: job.channel,
    to: job.recipient,
    code: job.code,
    text: renderText(document, locale, values, job.otp.central),
    ...(job.channel === "email" && { subject: renderSubject(document, locale, values) }),
    user: job.otp.userRef === "" ? null : job.otp.userRef,
    locale,
    ttlSeconds,
    binding: candidate.binding,
    correlation: writeCorrelation({ tenantId: job.tenantId, messageId: job.messageId, n }),
    tryNumber,
  };
}

async function settleAccepted(
  job: Job,
  tenant: TenantConfig,
  candidate: Candidate,
  verdict: Extract<Verdict, { kind: "accepted" }>,
  skips: Skip[],
  deps: DispatchDeps,
): Promise<JobEnd> {
  const now = deps.clock.now();
  const result = await submit(
    job,
    {
      kind: "accepted",
      lease: deps.worker,
      attempt: verdict.attempt,
      fallbackAt: fallbackAt(tenant, job.otp, job.channel, now),
      reportBy: now + deps.guards.waits(candidate.provider).unreportedAfterSeconds * 1000,
      skips,
    },
    deps,
  );
  deps.accepted(candidate.provider, verdict.outcome);
  return { kind: "settled", result };
}

async function settleDoubt(
  job: Job,
  provider: ProviderConfig,
  attempt: AttemptRecord,
  skips: Skip[],
  deps: DispatchDeps,
): Promise<JobEnd> {
  const now = deps.clock.now();
  const half = (job.otp.expiresAt - now) / 2;
  const waitMs = Math.max(0, Math.min(deps.guards.waits(provider).ambiguousWaitSeconds * 1000, half));
  const until = now + waitMs;
  const fact: Fact = { kind: "doubtful", lease: deps.worker, attempt, until, skips };
  return { kind: "settled", result: await submit(job, fact, deps) };
}

/** The claim was refused: the OTP ended or expired, or the lease is no longer ours (then this changes nothing). */
async function endUnclaimed(job: Job, deps: DispatchDeps): Promise<JobEnd> {
  const expired = deps.clock.now() >= job.otp.expiresAt;
  const status = job.doubt ? "unknown" : expired ? "expired" : "cancelled";
  await submit(job, { kind: "ended", lease: deps.worker, attempt: null, status, skips: [], goOn: false }, deps);
  return { kind: "not_ours" };
}

async function submit(job: Job, fact: Fact, deps: DispatchDeps): Promise<SettleResult> {
  const item = {
    groupBy: job.tenantId,
    message: { tenantId: job.tenantId, id: job.messageId },
    fact,
    now: deps.clock.now(),
  };
  // What a provider did can't be undone, so its record is tried for as long as this process lives.
  for (let pauseMs = 50; ; pauseMs = Math.min(pauseMs * 2, 2000)) {
    try {
      return await deps.settle.submit(item);
    } catch (error) {
      deps.log.warn({ error: errorForLog(error), fact: fact.kind }, "could not record an outcome; trying again");
      if (deps.tools.stop.stopped && pauseMs > 500) throw error;
      await wait(pauseMs);
    }
  }
}
