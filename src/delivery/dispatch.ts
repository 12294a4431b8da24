import type { Coalescer } from "../db/coalesce.ts";
import type { Clock } from "../kit/clock.ts";
import type { Log } from "../kit/log.ts";
import type { SendOutcome } from "../providers/provider.ts";
import { fixPrice } from "../ledger/fixed-price.ts";
import { OVER_LIMIT } from "../otp/admit.ts";
import type { LiveSettings } from "../settings/live.ts";
import type { ProviderConfig, TemplateConfig, TenantConfig } from "../settings/snapshot.ts";
import { OWN_TEXT } from "../templates/own-text.ts";
import type { Claim } from "./claim.ts";
import type { AttemptRecord, Fact } from "./decide-settle.ts";
import type { ProviderGuards } from "./guards.ts";
import type { Job } from "./job.ts";
import type { DeliveryMeasures } from "./measures.ts";
import { CHANNEL_BUDGET_MS } from "./next-step.ts";
import type { OtpEnds } from "./otp-ends.ts";
import { fallbackAt, laterChannelCarries, laterChannels, routeQuestion } from "./plan.ts";
import { tryProvider, type Verdict } from "./provider-tries.ts";
import { recipientsTurn } from "./recipients-turn.ts";
import { recordFact } from "./record-fact.ts";
import { routeChannel, type Candidate, type Skip } from "./route.ts";
import type { SettleItem, SettleResult } from "./settle-batch.ts";
import type { TryFailure, TryTools } from "./try-send.ts";

export interface DispatchDeps {
  settings: LiveSettings;
  clock: Clock;
  log: Log;
  worker: string;
  claims: Coalescer<Claim, boolean>;
  settle: Coalescer<SettleItem, SettleResult>;
  guards: ProviderGuards;
  ends: OtpEnds;
  tools: TryTools;
  random: () => number;
  measures: DeliveryMeasures;
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

/** Sends one message: provider after provider of its channel, outside any transaction; each try is recorded. */
export async function dispatch(job: Job, deps: DispatchDeps): Promise<JobEnd> {
  const tenant = deps.settings.current.tenants.get(job.tenantId);
  if (tenant === undefined) throw new Error(`no tenant ${job.tenantId}`);
  const question = routeQuestion(job.otp, job.channel, job.recipient, job.code.length, deps.clock.now());
  const world = { unavailable: (provider: ProviderConfig) => deps.guards.reason(provider), random: deps.random };
  const answer = routeChannel(tenant, question, world);
  // One in doubt, or found after a crash, was counted at its first turn.
  if (!job.doubt) deps.leftOut(tenant, answer.ok ? answer.route.skips : answer.skips);
  const skips = answer.ok ? since(job, answer.route.skips) : [];
  let lastAttempt: AttemptRecord | null = null;
  let goOn = true;
  if (answer.ok) {
    const candidates = inTurn(job, tenant, answer.route.candidates);
    const putOff = new Set<Candidate>();
    for (const candidate of candidates) {
      if (job.tried.has(candidate.provider.name)) continue;
      const again = putOff.has(candidate);
      // A late code is better than none; one by another channel is better than a late one.
      if (again && laterChannelCarries(tenant, job, world, deps.clock.now())) continue;
      const passed = again ? null : whyPassed(job, candidate);
      if (passed !== null) {
        skips.push({ provider: candidate.provider.name, reason: passed });
        continue;
      }
      const turn = await recipientsTurn(job, candidate, again, deps);
      if (turn.kind === "stopping") return { kind: "put_back" };
      if (turn.kind === "otp_ended") return endUnclaimed(job, deps);
      if (turn.kind === "put_off") {
        if (again) continue;
        skips.push({ provider: candidate.provider.name, reason: turn.reason });
        putOff.add(candidate);
        // Once the others have had their turn.
        candidates.push(candidate);
        continue;
      }
      job.tried.add(candidate.provider.name);
      const left = {
        providers: candidates.filter(({ provider }) => !job.tried.has(provider.name)).length,
        channels: laterChannels(job.otp, job.channel).length,
      };
      const before = job.tries;
      const verdict = await tryProvider(job, tenant, candidate, left, deps).finally(() => {
        if (job.tries === before) turn.giveBack();
      });
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
      noteFailure(failure, candidate, deps);
      if (step.do === "await_report") return settleDoubt(job, candidate.provider, verdict.attempt, skips, deps);
      lastAttempt = verdict.attempt;
      goOn = step.do !== "end";
      if (step.do !== "next_provider") break;
      await recordFact(job, { kind: "tried", lease: deps.worker, attempt: verdict.attempt }, deps);
      lastAttempt = null;
    }
  } else skips.push(...answer.skips);
  return {
    kind: "settled",
    result: await recordFact(
      job,
      { kind: "ended", lease: deps.worker, attempt: lastAttempt, status: endStatus(job, deps), skips, goOn },
      deps,
    ),
  };
}

/** What a failure means for others than this message. */
function noteFailure(failure: TryFailure, { provider, template, announce }: Candidate, deps: DispatchDeps): void {
  if (failure.errorClass === "rejected" && failure.scope === "template") {
    const refused = failure.announcing === true ? announce?.template : template;
    // A text of the ERP's own is no template that could leave the plan.
    if (refused !== undefined && refused.key !== OWN_TEXT) deps.flagTemplate(provider, refused, failure.providerCode);
  }
  if (failure.scope === "provider") deps.failing(provider, `${failure.errorClass} ${failure.providerCode}`);
}

/** Where providers have limits, the one that was counted goes first, whatever is drawn this time. */
function inTurn(job: Job, { limits }: TenantConfig, candidates: readonly Candidate[]): Candidate[] {
  const counted = limits.provider.length === 0 ? null : job.firstProvider;
  const isCounted = ({ provider }: Candidate): boolean => provider.name === counted;
  return [...candidates.filter(isCounted), ...candidates.filter((candidate) => !isCounted(candidate))];
}

/** Why a candidate is passed over for good, or null. */
function whyPassed(job: Job, candidate: Candidate): string | null {
  if (job.overLimit.has(candidate.provider.name)) return OVER_LIMIT;
  if (!takePrice(job, candidate)) return "dearer than what is held for the message";
  return job.spentMs >= CHANNEL_BUDGET_MS ? "no time left on this channel" : null;
}

/** A provider that came into the plan after the message was made may send it for no more than was held. */
function takePrice(job: Job, { provider, price }: Candidate): boolean {
  if (Object.hasOwn(job.prices, provider.name) || Object.hasOwn(job.latePrices, provider.name)) return true;
  if (price.amount > job.hold) return false;
  job.latePrices[provider.name] = fixPrice(price);
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

async function settleAccepted(
  job: Job,
  tenant: TenantConfig,
  candidate: Candidate,
  verdict: Extract<Verdict, { kind: "accepted" }>,
  skips: Skip[],
  deps: DispatchDeps,
): Promise<JobEnd> {
  const now = deps.clock.now();
  const result = await recordFact(
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
  return { kind: "settled", result: await recordFact(job, fact, deps) };
}

/** Its turn or its claim was in vain: the OTP ended or expired, or the lease is no longer ours (then this changes nothing). */
async function endUnclaimed(job: Job, deps: DispatchDeps): Promise<JobEnd> {
  const expired = deps.clock.now() >= job.otp.expiresAt;
  const status = job.doubt ? "unknown" : expired ? "expired" : "cancelled";
  await recordFact(job, { kind: "ended", lease: deps.worker, attempt: null, status, skips: [], goOn: false }, deps);
  return { kind: "not_ours" };
}
