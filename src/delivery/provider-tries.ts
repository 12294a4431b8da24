import pRetry from "p-retry";
import { GatewayError } from "../errors.ts";
import { maskMessageId } from "../kit/mask.ts";
import type { RenderedMessage, SendFailure, SendOutcome } from "../providers/provider.ts";
import { namedUser } from "../otp/model.ts";
import type { ProviderConfig, TenantConfig } from "../settings/snapshot.ts";
import { renderSubject, renderText } from "../templates/render.ts";
import { writeCorrelation } from "./correlation.ts";
import type { AttemptRecord, TemplateUsed } from "./decide-settle.ts";
import type { DispatchDeps } from "./dispatch.ts";
import type { Job } from "./job.ts";
import { CHANNEL_BUDGET_MS, nextStep, TRIES_A_PROVIDER, type NextStep, type RouteLeft } from "./next-step.ts";
import { recordFact } from "./record-fact.ts";
import { pollsPerMinute } from "./report-poll.ts";
import type { Candidate } from "./route.ts";
import { trySend, type TryFailure } from "./try-send.ts";

/** What came of a message's tries with one provider. */
export type Verdict =
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

/** All tries with one provider. `pRetry` repeats; what may be repeated is `nextStep`'s decision alone. */
export async function tryProvider(
  job: Job,
  tenant: TenantConfig,
  candidate: Candidate,
  left: RouteLeft,
  deps: DispatchDeps,
): Promise<Verdict> {
  let triesHere = 0;
  let throttledWaits = 0;
  try {
    return await pRetry(
      async (): Promise<Verdict> => {
        // Where there is another way, nobody waits for a connection that may be long in coming.
        const unconnected = left.providers + left.channels > 0 ? deps.guards.unconnected(candidate.provider) : null;
        if (unconnected !== null) return { kind: "skipped", reason: unconnected };
        const verdict = await tryOnce(job, tenant, candidate, triesHere + 1, deps, (failure) => {
          triesHere += 1;
          const step = nextStep(
            failure,
            {
              triesHere,
              throttledWaits,
              timeLeftMs: Math.min(CHANNEL_BUDGET_MS - job.spentMs, job.otp.expiresAt - deps.clock.now()),
            },
            left,
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
          await recordFact(job, { kind: "tried", lease: deps.worker, attempt }, deps);
          if (step.do !== "again") return;
          // Behind a gate that is paused it waits there, before those that have not had their turn.
          const paused = pausesGate(candidate.provider, error.verdict.failure);
          if (!paused && !(await deps.tools.stop.wait(step.waitMs))) throw new Stopping();
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
  candidate: Candidate,
  tryNumber: number,
  deps: DispatchDeps,
  decide: (failure: SendFailure) => NextStep,
): Promise<Verdict> {
  const { gate } = deps.guards.of(candidate.provider);
  if (!(await gate.enter(deps.tools.stop, tryNumber > 1))) return { kind: "stopping" };
  const provider = asItIsNow(candidate.provider, job, deps);
  // Kept for this try: when the row is put meanwhile, what comes of the old one says nothing of the new.
  const { breaker, recent } = deps.guards.of(provider);
  try {
    if (provider.state === "off") return { kind: "skipped", reason: "switched off" };
    const now = deps.clock.now();
    if (!breaker.enter(now)) return { kind: "skipped", reason: breaker.reason(now) ?? "breaker open" };
    const n = job.tries + 1;
    const { key, locale, version } = candidate.template;
    const template = { key, locale, version };
    const claimed = await claimTry(job, provider, template, n, deps);
    if (claimed !== true) {
      breaker.abandoned();
      return { kind: claimed === null ? "stopping" : "not_claimed" };
    }
    job.tries = n;
    const startedAt = deps.clock.now();
    const announcement =
      candidate.announce === null || job.announced.has(provider.name)
        ? null
        : { to: job.recipient, user: namedUser(job.otp), binding: candidate.announce.binding };
    const rendered = render(job, tenant, candidate, n, tryNumber, startedAt);
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
      template,
      startedAt,
      latencyMs: deps.clock.now() - startedAt,
      outcome: outcome.ok ? "accepted" : outcome.errorClass,
      scope: outcome.ok ? null : outcome.scope,
      providerCode: outcome.ok ? null : outcome.providerCode,
      providerMessageId: outcome.ok ? outcome.providerMessageId : null,
      tellsRecipient: outcome.ok && maskMessageId(outcome.providerMessageId, job.recipient) === null,
      ...(Object.hasOwn(job.latePrices, provider.name) && { latePrice: job.latePrices[provider.name] }),
      ...(outcome.ok && outcome.segments !== undefined && { segments: outcome.segments }),
      vendorCode: provider.adapter.check !== undefined,
      polled: outcome.ok && pollsPerMinute(provider) !== null,
    };
    job.spentMs += attempt.latencyMs;
    recent.add({ ...attempt, at: startedAt });
    deps.measures.tried(provider, attempt, n === 1 ? startedAt - job.startedAt : null);
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
    if (pausesGate(provider, outcome)) gate.pause(outcome.retryAfterMs);
    return { kind: "failed", step: decide(outcome), failure: outcome, attempt };
  } catch (error) {
    breaker.abandoned();
    throw error;
  } finally {
    gate.leave();
  }
}

/** One line to the vendor has one rate: what it does not take now, it would take from nobody. */
function pausesGate(
  { adapter }: ProviderConfig,
  failure: SendFailure,
): failure is SendFailure & { retryAfterMs: number } {
  const { errorClass, scope, retryAfterMs } = failure;
  return adapter.open !== undefined && errorClass === "throttled" && scope === "provider" && retryAfterMs !== undefined;
}

/** The row may have been put since the message began to wait for its turn: another token, another address, off. */
function asItIsNow(provider: ProviderConfig, job: Job, deps: DispatchDeps): ProviderConfig {
  const current = deps.settings.current.tenants.get(job.tenantId)?.providers.get(provider.name);
  if (current?.ownerId === provider.ownerId && current.kind === provider.kind) return current;
  return { ...provider, state: "off" };
}

/** Claiming twice is claiming once, so a database that is away is waited for. Null when the gateway stops first. */
async function claimTry(
  job: Job,
  provider: ProviderConfig,
  template: TemplateUsed,
  n: number,
  deps: DispatchDeps,
): Promise<boolean | null> {
  const { tenantId, messageId } = job;
  for (let pauseMs = 50; ; pauseMs = Math.min(pauseMs * 2, 1000)) {
    try {
      return await deps.claims.submit({
        tenantId,
        messageId,
        provider: provider.name,
        template,
        n,
        now: deps.clock.now(),
      });
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error;
      if (!(await deps.tools.stop.wait(pauseMs))) return null;
    }
  }
}

function render(
  job: Job,
  tenant: TenantConfig,
  candidate: Candidate,
  n: number,
  tryNumber: number,
  now: number,
): RenderedMessage {
  const ttlSeconds = Math.max(1, Math.ceil((job.otp.expiresAt - now) / 1000));
  const { template } = candidate;
  const values = {
    code: job.code,
    ttlSeconds,
    brand: job.otp.via?.brand ?? tenant.settings.brand,
    user: namedUser(job.otp),
    purpose: job.otp.purpose,
    params: job.otp.params,
  };
  return {
    channel: job.channel,
    to: job.recipient,
    code: job.code,
    text: renderText(template, values, job.otp.central),
    ...(job.channel === "email" && { subject: renderSubject(template, values) }),
    user: values.user === "" ? null : values.user,
    locale: template.locale,
    ttlSeconds,
    binding: candidate.binding,
    correlation: writeCorrelation({ tenantId: job.tenantId, messageId: job.messageId, n }),
    tryNumber,
  };
}
