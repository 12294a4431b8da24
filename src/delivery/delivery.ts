import type { BatchConnections } from "../db/batch-connections.ts";
import type { Database, Sql } from "../db/client.ts";
import { rowsOf } from "../db/rows.ts";
import type { Coalescer } from "../db/coalesce.ts";
import { isoMs, type Clock } from "../kit/clock.ts";
import { newId } from "../kit/id.ts";
import { errorForLog, type Log } from "../kit/log.ts";
import { Stop } from "../kit/stop.ts";
import type { Keyring } from "../kit/secret.ts";
import { openCode } from "../otp/code.ts";
import type { Otp } from "../otp/model.ts";
import { loadOtps } from "../otp/rows.ts";
import type { CheckOutcome, DeliveryReport, SendOutcome } from "../providers/provider.ts";
import type { LiveSettings } from "../settings/live.ts";
import type { ProviderConfig, TenantConfig } from "../settings/snapshot.ts";
import { askVendor } from "./ask-vendor.ts";
import { createClaimBatch, type Claim } from "./claim.ts";
import type { Fact, SettledMessage } from "./decide-settle.ts";
import { dispatch, type DispatchDeps } from "./dispatch.ts";
import { DueTimers } from "./due-timers.ts";
import { createEndLookup, createEndMark, type EndedOtp, type LeftByEnd } from "./ended-otps.ts";
import { Failovers, type Trouble } from "./failovers.ts";
import { ProviderGuards } from "./guards.ts";
import { heedFailure } from "./heed-report.ts";
import { jobFor, overLimitOf, type Job } from "./job.ts";
import { Links } from "./links.ts";
import { Operators } from "./operators.ts";
import type { DeliveryMeasures } from "./measures.ts";
import { OtpEnds } from "./otp-ends.ts";
import { laterChannels, planMessage } from "./plan.ts";
import { ProviderWatch } from "./provider-watch.ts";
import { ReceivedHooks, type ReportingProvider } from "./received-hooks.ts";
import { ReportPoll } from "./report-poll.ts";
import type { Skip } from "./route.ts";
import { createSettleBatch, type SettleItem, type SettleResult } from "./settle-batch.ts";
import { TemplateFlags } from "./template-flags.ts";
import { TemplateNotices } from "./template-notices.ts";
import { TemplateSync } from "./template-sync.ts";
import { troubleNotice } from "./trouble-notice.ts";
import type { TryTools } from "./try-send.ts";
import { Waiters } from "./waiters.ts";

export interface DeliveryOptions {
  db: Database;
  /** Commits without waiting for the disk: for marks that a crash of this process alone can't lose. */
  relaxed: Sql;
  batches: BatchConnections;
  settings: LiveSettings;
  keyring: Keyring;
  clock: Clock;
  log: Log;
  worker: string;
  tools: Omit<TryTools, "stop" | "log" | "links">;
  random?: () => number;
  /** For the numbers in `alert_to`, which are kept as they were written. */
  defaultCountry: string;
  /** Told when events may have been appended. */
  appended: () => void;
  measures: DeliveryMeasures;
}

/** Sends what was committed, keeps what came of it, and goes on with the plan. */
export class Delivery {
  readonly worker: string;
  readonly waiters: Waiters;
  readonly timers: DueTimers;
  readonly guards: ProviderGuards;
  readonly #options: DeliveryOptions;
  readonly #claims: Coalescer<Claim, boolean>;
  readonly #settle: Coalescer<SettleItem, SettleResult>;
  readonly #endLookup: Coalescer<EndedOtp, LeftByEnd>;
  readonly #endMark: Coalescer<EndedOtp & { since: string }, void>;
  readonly #stop = new Stop();
  readonly #ends = new OtpEnds();
  readonly #jobs = new Set<Promise<void>>();
  /** Ids of the messages that jobs are at work on. */
  readonly #working = new Set<string>();
  #troubledAt: number | null = null;
  readonly #putBack: { tenant_id: string; id: string }[] = [];
  readonly #held = new Map<NodeJS.Timeout, Job>();
  readonly #scripted = new Map<NodeJS.Timeout, () => void>();
  readonly watch: ProviderWatch;
  readonly failovers: Failovers;
  readonly operators: Operators;
  readonly links: Links;
  readonly hooks: ReceivedHooks;
  readonly polls: ReportPoll;
  readonly templateNotices: TemplateNotices;
  readonly templateSync: TemplateSync;
  readonly #flags: TemplateFlags;
  readonly #deps: DispatchDeps;
  #sweepNow: () => void = () => {};

  constructor(options: DeliveryOptions) {
    this.#options = options;
    this.worker = options.worker;
    this.waiters = new Waiters();
    this.timers = new DueTimers(options.clock, () => this.#sweepNow());
    this.guards = new ProviderGuards(options.clock);
    this.#flags = new TemplateFlags(options);
    const random = options.random ?? Math.random;
    this.links = new Links({
      ...options,
      random,
      guards: this.guards,
      connect: options.tools.connect,
      report: (provider, report) => this.report(provider, { ...report, at: options.clock.now() }),
    });
    options.settings.onChange((snapshot) => {
      this.guards.refresh(snapshot);
      this.links.refresh(snapshot);
    });
    this.#claims = createClaimBatch(options.relaxed, options.worker);
    const { batches, keyring, worker, appended, measures } = options;
    const tenantOf = (id: string) => options.settings.current.tenants.get(id);
    this.#settle = createSettleBatch(batches, keyring, worker, appended, measures, tenantOf);
    this.#endLookup = createEndLookup(options.db.sql);
    this.#endMark = createEndMark(options.relaxed);
    const tools = { ...options.tools, links: this.links, log: options.log, stop: this.#stop };
    this.watch = new ProviderWatch({ ...options, guards: this.guards, tools });
    this.operators = new Operators({ ...options, guards: this.guards, tools });
    this.failovers = new Failovers({
      sql: options.relaxed,
      clock: options.clock,
      log: options.log,
      tell: (trouble) => this.#tellOfTrouble(trouble),
    });
    const report = (provider: ReportingProvider, told: DeliveryReport) => this.report(provider, told);
    this.hooks = new ReceivedHooks({ ...options, report });
    this.polls = new ReportPoll({ ...options, sql: options.db.sql, tools, report });
    this.templateNotices = new TemplateNotices({ ...options, sql: options.db.sql, operators: this.operators });
    this.templateSync = new TemplateSync({ ...options, tools, random });
    this.#deps = {
      settings: options.settings,
      clock: options.clock,
      log: options.log,
      worker: options.worker,
      claims: this.#claims,
      settle: this.#settle,
      guards: this.guards,
      ends: this.#ends,
      tools,
      random,
      measures: options.measures,
      accepted: (provider, outcome) => this.#scriptReports(provider, outcome),
      failing: (provider, reason) => this.#failing(provider, reason),
      leftOut: (tenant, skips) => this.leftOut(tenant, skips),
      flagTemplate: (provider, template, code) =>
        this.#track(this.#flags.flag(provider, template, code, options.clock.now())),
    };
  }

  /** Facts that no batch has taken yet. */
  get unsettled(): number {
    return this.#settle.waiting;
  }

  get stopping(): boolean {
    return this.#stop.stopped;
  }

  /** Due work is looked for at once when a timer says so; the sweep tells us how. */
  onDue(sweep: () => void): void {
    this.#sweepNow = sweep;
  }

  /** Takes a committed message in hand. Returns at once. */
  start(job: Job): void {
    this.#working.add(job.messageId);
    const holdMs = this.stopping ? 0 : this.#holdMs(job);
    if (holdMs === 0) return this.#begin(job);
    // The sandbox's latency: a timer each, so that tens of thousands cost next to nothing.
    const timer = setTimeout(() => {
      this.#held.delete(timer);
      this.#begin(job);
    }, holdMs);
    this.#held.set(timer, job);
  }

  #begin(job: Job): void {
    this.#track(this.#run(job).finally(() => this.#working.delete(job.messageId)));
  }

  #holdMs(job: Job): number {
    const { firstProvider: first } = job;
    const tenant = this.#options.settings.current.tenants.get(job.tenantId);
    const provider = first === null ? undefined : tenant?.providers.get(first);
    return provider?.adapter.holdMs?.(provider.settings) ?? 0;
  }

  worksOn(messageId: string): boolean {
    return this.#working.has(messageId);
  }

  /** Some work was broken off not long ago: what it had leased has to be looked for. */
  get troubled(): boolean {
    return this.#troubledAt !== null;
  }

  trouble(): void {
    this.#troubledAt = this.#options.clock.now();
  }

  calmSince(moment: number): void {
    if (this.#troubledAt !== null && this.#troubledAt < moment) this.#troubledAt = null;
  }

  async #run(job: Job): Promise<void> {
    const end = await dispatch(job, this.#deps);
    if (end.kind === "put_back") this.#putBack.push({ tenant_id: job.tenantId, id: job.messageId });
    // Put back by a stop: a caller who waits for it would hold the stop up, and has a message that is queued.
    if (end.kind !== "settled") return this.waiters.ended(job.otp.id, job.messageId);
    this.#track(this.#heed(end.result));
    await this.#follow(end.result);
  }

  /** In the log, whoever else hears of it; then to the operators of the tenant whose provider it is. False: to none. */
  async #tellOfTrouble(trouble: Trouble): Promise<boolean> {
    const { log, settings } = this.#options;
    const { provider, reason, messages, since } = trouble;
    const tenant = settings.current.tenants.get(trouble.ownerId);
    const about = { tenant: tenant?.name, provider, reason, messages, since: isoMs(since) };
    log.warn(about, "a provider fails messages, which go another way where there is one");
    return tenant === undefined || this.operators.tell(tenant, troubleNotice(trouble, tenant), provider);
  }

  /** What a failed report says of more than its message. A breaker opens at once, before the plan goes on. */
  async #heed({ message, failure }: SettleResult): Promise<void> {
    if (message === null || failure === null) return;
    await heedFailure({ ...this.#options, guards: this.guards, flags: this.#flags }, message, failure);
  }

  /** What an outcome asks for: wake who waits, set a timer, go on with the plan. */
  async #follow({ message, goOn, stale }: SettleResult): Promise<void> {
    if (message === null || stale) return;
    if (goOn) return this.advance(message, null);
    if (["accepted", "sent", "delivered", "read"].includes(message.status))
      this.waiters.accepted(message.otpId, message.id);
    else if (message.due === null) this.waiters.ended(message.otpId, message.id);
    if (message.dueAt !== null && message.due !== "unreported") this.timers.at(message.dueAt);
  }

  /** The plan goes on from this message: to the next channel that can carry it, or nowhere. */
  async advance(message: SettledMessage, lease: string | null): Promise<void> {
    const { db, settings, clock, keyring } = this.#options;
    const tenant = settings.current.tenants.get(message.tenantId);
    const stored = (await loadOtps(db.sql, keyring, [{ tenantId: message.tenantId, id: message.otpId }])).get(
      message.otpId,
    );
    const now = clock.now();
    const open = stored !== undefined && stored.otp.status === "pending" && now < stored.otp.expiresAt;
    const code = open && stored.codeSealed !== null ? openCode(keyring, stored.otp.id, stored.codeSealed) : null;
    const plan =
      stored === undefined || tenant === undefined || code === null
        ? { message: null, skips: [] }
        : planMessage(
            tenant,
            stored.otp,
            keyring.numbers.open(message.tenantId, message.recipient),
            laterChannels(stored.otp, message.channel),
            code.length,
            this.world(),
            now,
          );
    const skips = plan.message === null ? plan.skips : [];
    const result = await this.settle(message, { kind: "advanced", lease, next: plan.message, skips });
    if (result.stale) return;
    if (result.created !== null && stored !== undefined && code !== null) {
      this.start(jobFor(result.created, stored.otp, code, now));
    } else if (result.message !== null && result.message.status !== "accepted") {
      this.waiters.ended(message.otpId, message.id);
    }
  }

  world() {
    return {
      unavailable: (provider: ProviderConfig) => this.guards.reason(provider),
      random: this.#deps.random,
    };
  }

  /** Asks the vendor that made a code. Outside any transaction; it never throws. */
  askVendor(provider: ProviderConfig, reference: string, code: string): Promise<CheckOutcome> {
    return askVendor(provider, reference, code, this.#deps.tools);
  }

  settle(message: { tenantId: string; id: string }, fact: Fact): Promise<SettleResult> {
    const { tenantId, id } = message;
    return this.#settle.submit({ groupBy: tenantId, message: { tenantId, id }, fact, now: this.#options.clock.now() });
  }

  /** A provider's word. Safe to repeat and in any order; resolves when it is committed and heeded. */
  async report(provider: ReportingProvider, report: DeliveryReport): Promise<void> {
    const { unreportedAfterSeconds } = this.guards.waits(provider);
    const owner = { ownerId: provider.ownerId, provider: provider.name, unreportedAfterSeconds };
    const now = this.#options.clock.now();
    const result = await this.#settle.submit({ groupBy: provider.ownerId, owner, report, now });
    const heeded = this.#heed(result);
    this.#track(this.#follow(result));
    await heeded;
  }

  /** An OTP ended: messages that have not left are cancelled, and what its end decides is charged or released. */
  async otpEnded(tenantId: string, otpId: string): Promise<void> {
    // At once: the turns of its messages are the next one's.
    this.#ends.tell(otpId);
    const { messages, unsettledSince: since } = await this.#endLookup.submit({ tenantId, otpId });
    await Promise.all(messages.map((id) => this.settle({ tenantId, id }, { kind: "otp_ended" })));
    this.waiters.ended(otpId);
    if (since !== null) await this.#endMark.submit({ tenantId, otpId, since });
  }

  /** The same, without making a caller wait. */
  otpEndedLater(tenantId: string, otpId: string): void {
    this.#track(this.otpEnded(tenantId, otpId));
  }

  /** A message taken over by the sweep, with the lease ours. */
  resume(message: SettledMessage, otp: Otp, code: string, tried: readonly string[]): void {
    this.start({
      tenantId: message.tenantId,
      messageId: message.id,
      channel: message.channel as Job["channel"],
      recipient: this.#options.keyring.numbers.open(message.tenantId, message.recipient),
      prices: message.prices,
      firstProvider: message.firstProvider,
      hold: message.hold,
      latePrices: {},
      overLimit: overLimitOf(message),
      tries: message.tries,
      announced: new Set(),
      tried: new Set(message.due === "doubt" && message.provider !== null ? [...tried, message.provider] : tried),
      doubt: message.due === "doubt",
      otp,
      code,
      startedAt: this.#options.clock.now(),
      spentMs: 0,
    });
  }

  /** Stops: nothing new leaves, what is on the wire is awaited, the rest is put back for whoever comes next. */
  async stop(): Promise<void> {
    this.#stop.stop();
    for (const [timer, job] of this.#held) {
      clearTimeout(timer);
      this.#putBack.push({ tenant_id: job.tenantId, id: job.messageId });
      this.waiters.ended(job.otp.id);
    }
    this.#held.clear();
    this.timers.stop();
    await Promise.all([this.polls.stop(), this.templateSync.stop(), this.templateNotices.stop()]);
    await this.hooks.stop();
    while (this.#jobs.size > 0) await Promise.allSettled([...this.#jobs]);
    for (const [timer, report] of this.#scripted) {
      clearTimeout(timer);
      report();
    }
    this.#scripted.clear();
    while (this.#jobs.size > 0) await Promise.allSettled([...this.#jobs]);
    // A peer that hangs may hold up its line's goodbye, but nobody else's messages.
    await this.#writePutBack();
    // A report that comes before the goodbye is still taken, and may have its own consequence.
    await this.links.stop();
    while (this.#jobs.size > 0) await Promise.allSettled([...this.#jobs]);
    await Promise.all([this.#claims.idle(), this.#settle.idle()]);
    await this.#writePutBack();
    await this.failovers.stop();
  }

  #failing({ ownerId, name: provider, updatedAt }: ProviderConfig, reason: string): void {
    this.failovers.note({ ownerId, provider, updatedAt, reason });
  }

  /** Providers left out of a message's plan: one that is down, and not just unfit for it, has failed it. */
  leftOut(tenant: TenantConfig, skips: readonly Skip[]): void {
    for (const skip of skips) {
      const provider = tenant.providers.get(skip.provider);
      if (provider !== undefined && skip.reason === this.guards.reason(provider)) this.#failing(provider, skip.reason);
    }
  }

  /** Many at once: a gateway that held fifty thousand stops in a second. */
  async #writePutBack(): Promise<void> {
    const { sql } = this.#options.db;
    const now = this.#options.clock.now();
    while (this.#putBack.length > 0) {
      await sql`
        update messages m set lease_owner = null, due_at = to_timestamp(${now}::float8 / 1000),
                              -- What a provider may have had before stays in doubt: that one is not asked again.
                              due = case when m.due = 'doubt' then 'doubt' else 'send' end,
                              status = case when m.due = 'doubt' then m.status else 'queued' end
        from json_to_recordset(${rowsOf(sql, this.#putBack.splice(0, 5000))}) as k(tenant_id uuid, id uuid)
        cross join lateral (
          select ctid as row, id from messages
          where tenant_id = k.tenant_id and id = k.id and lease_owner is not distinct from ${this.worker}::uuid
            and status in ('queued', 'sending') offset 0) x
        where m.ctid = x.row and m.id = x.id`;
    }
  }

  /** The sandbox says with its acceptance which reports will follow, and when. */
  #scriptReports(provider: ProviderConfig, outcome: Extract<SendOutcome, { ok: true }>): void {
    for (const { afterMs, status } of outcome.scripted ?? []) {
      const report = (): void => {
        this.#scripted.delete(timer);
        this.#track(
          this.report(provider, {
            providerMessageId: outcome.providerMessageId,
            status,
            at: this.#options.clock.now(),
          }),
        );
      };
      const timer = setTimeout(report, afterMs);
      this.#scripted.set(timer, report);
    }
  }

  #track(work: Promise<void>): void {
    const tracked = work
      .catch((error: unknown) => {
        // The row still says what is owed: the sweep takes it up, once its lease is reclaimed.
        this.trouble();
        this.#options.log.error({ error: errorForLog(error) }, "delivery");
      })
      .finally(() => this.#jobs.delete(tracked));
    this.#jobs.add(tracked);
  }
}

export function newWorkerId(): string {
  return newId();
}
