import type { Config } from "./config.ts";
import { BatchConnections } from "./db/batch-connections.ts";
import { LiveHub } from "./console/live.ts";
import { knownHere } from "./console/live-known.ts";
import { connect, openDatabase, type Connection, type Database, type Sql } from "./db/client.ts";
import { Passwords } from "./console-users/passwords.ts";
import type { SignInDeps } from "./console-users/visit.ts";
import { BalanceWatch, type BalanceWatchOptions } from "./delivery/balance-watch.ts";
import { Delivery, newWorkerId } from "./delivery/delivery.ts";
import { makeMonths } from "./db/months.ts";
import { PlanKeeper } from "./db/plan-keeper.ts";
import { createProviderHttp } from "./delivery/provider-http.ts";
import { createProviderSockets } from "./delivery/provider-sockets.ts";
import { SandboxInboxes } from "./delivery/sandbox-inbox.ts";
import { Sweep } from "./delivery/sweep.ts";
import { RecentWaits } from "./delivery/waiters.ts";
import type { TargetGuardOptions } from "./delivery/target-guard.ts";
import { Follower } from "./events/follower.ts";
import { raiseBase } from "./events/position.ts";
import { MOST_POSTS, WebhookPosts } from "./events/post.ts";
import { guardConsumer } from "./guard/consume.ts";
import { GuardJob } from "./guard/job.ts";
import { systemClock, type Clock } from "./kit/clock.ts";
import { LedgerCheckJob } from "./ledger/check-job.ts";
import type { Log } from "./kit/log.ts";
import { Keyring } from "./kit/secret.ts";
import { RollUpJob } from "./ledger/statement/roll-up-job.ts";
import { Metrics } from "./metrics/index.ts";
import { createIssueBatch } from "./otp/issue-batch.ts";
import { ProofSigner } from "./otp/proof.ts";
import { createVerifyBatch } from "./otp/verify-batch.ts";
import { RecentChecks } from "./otp/vendor-codes.ts";
import type { VerifyDeps } from "./otp/verify.ts";
import { ForgetJob } from "./privacy/forget-job.ts";
import { SealJob } from "./privacy/seal-job.ts";
import { sealOldNumbers } from "./privacy/seal-old-numbers.ts";
import { registry } from "./providers/registry.ts";
import type { Provider } from "./providers/provider.ts";
import { Answers } from "./tenants/answers.ts";
import { RefusedKeys } from "./tenants/refused-keys.ts";
import { markMasterKey } from "./settings/key-check.ts";
import { makeNumberKey, withNumberKey } from "./settings/number-key.ts";
import { LiveSettings } from "./settings/live.ts";
import { statsConsumer } from "./stats/consumer.ts";
import { addMoney } from "./stats/money.ts";
import { Submissions } from "./templates/submissions.ts";
import { RetentionJob } from "./retention/job.ts";
import { createUserLookup } from "./users/lookup.ts";
import { UserMixes } from "./users/mix.ts";

/** Everything a request or a command can use. */
export interface Gateway extends VerifyDeps {
  readonly config: GatewayConfig;
  readonly db: Database;
  readonly log: Log;
  readonly settings: LiveSettings;
  readonly registry: ReadonlyMap<string, Provider>;
  readonly inboxes: SandboxInboxes;
  readonly proof: ProofSigner;
  readonly sweep: Sweep;
  readonly answers: Answers;
  readonly submissions: Submissions;
  readonly balances: BalanceWatch;
  readonly ledgerCheck: LedgerCheckJob;
  readonly retention: RetentionJob;
  readonly webhookPosts: WebhookPosts;
  readonly erasures: ForgetJob;
  readonly metrics: Metrics;
  readonly passwords: Passwords;
  readonly signIns: SignInDeps["signIns"];
  readonly refusedKeys: RefusedKeys;
  /** Work that is done once for every event, and what it makes of the ledger. */
  readonly followers: readonly Follower[];
  readonly statsMoney: RollUpJob;
  readonly guard: GuardJob;
  /** Pages that are told what changed. */
  readonly live: LiveHub;
  /** Finishes what is on its way or puts it back; takes nothing new. */
  settleDown(): Promise<void>;
  /** Stops what runs by itself, then closes the connections. Requests must have ended before. */
  close(): Promise<void>;
}

export type GatewayConfig = Pick<
  Config,
  "publicUrl" | "defaultCountry" | "currency" | "trustProxy" | "allowPrivateTargets"
>;

export interface WireOptions {
  config: GatewayConfig;
  connection: Connection;
  masterKeys: readonly Buffer[];
  log: Log;
  clock?: Clock;
  random?: () => number;
  /** Kinds beside our own: a test's. */
  kinds?: ReadonlyMap<string, Provider>;
  /** Nobody else can hold a lease: an embedded gateway that just took its pid file. */
  alone?: boolean;
  /** In place of the costly ones: a test's. */
  passwords?: Passwords;
  /** In place of the system's resolver: a test's. */
  lookup?: TargetGuardOptions["lookup"];
}

/** Builds the dependencies. The one place that knows which parts are real. The schema must be up to date. */
export async function wire(options: WireOptions): Promise<Gateway> {
  const { config, log } = options;
  const clock = options.clock ?? systemClock;
  const random = options.random ?? Math.random;
  const master = new Keyring(options.masterKeys);
  const kinds = options.kinds ?? registry;
  const db = openDatabase(options.connection);
  const relaxed: Sql = connect(options.connection, {
    max: 2,
    connection: { synchronous_commit: "off", plan_cache_mode: "force_generic_plan" },
  });
  // Of their own: no list or export keeps an OTP waiting.
  const batches = new BatchConnections(options.connection, 4);
  if (options.alone === true) await Sweep.forgetLeases(db.sql);
  await markMasterKey(db.sql, master);
  if (await raiseBase(db.sql)) log.warn("the database was restored into another cluster; the feed of events goes on");
  await makeMonths(db.sql, clock.now());
  // It checks the master key, and names what another one can't open.
  const settings = await LiveSettings.start(db, master, kinds, log);
  await makeNumberKey(db.sql, master);
  const keyring = await withNumberKey(db.sql, options.masterKeys);
  await sealOldNumbers(db.sql, keyring, log, clock.now());
  const metrics = new Metrics({ connection: options.connection, clock, log, snapshot: () => settings.current });
  const worker = newWorkerId();
  const { lookup } = options;
  const http = createProviderHttp({ allowPrivate: config.allowPrivateTargets, ...(lookup && { lookup }) });
  const webhookHttp = createProviderHttp({
    allowPrivate: config.allowPrivateTargets,
    connectionsPerOrigin: MOST_POSTS,
    ...(lookup && { lookup }),
  });
  const sockets = createProviderSockets({ allowPrivate: config.allowPrivateTargets });
  const inboxes = new SandboxInboxes(relaxed, keyring, clock);
  const webhookPosts: WebhookPosts = new WebhookPosts({
    sql: db.sql,
    relaxed,
    settings,
    keyring,
    clock,
    log,
    random,
    request: (request, budget) => webhookHttp.request(request, budget),
    tell: (tenant, notice) => delivery.operators.tell(tenant, notice),
  });
  const followers = [statsConsumer, guardConsumer].map(
    (consumer) => new Follower({ sql: db.sql, consumer, clock, log, ran: metrics.job(`follow_${consumer.name}`, 3) }),
  );
  const appended = (): void => {
    webhookPosts.wake();
    for (const follower of followers) follower.wake();
  };
  const delivery: Delivery = new Delivery({
    db,
    relaxed,
    batches,
    settings,
    keyring,
    clock,
    log,
    worker,
    random,
    defaultCountry: config.defaultCountry,
    appended,
    measures: metrics.delivery,
    tools: {
      http: (request, budget) => http.request(request, budget),
      connect: (target, budget) => sockets.connect(target, budget),
      inbox: (provider) => inboxes.of(provider),
    },
  });
  const ran = { sweep: metrics.job("sweep", 2), purge: metrics.job("purge", 60) };
  const sweep = new Sweep({ db, relaxed, delivery, settings, keyring, clock, log, ran });
  const { watch, operators } = delivery;
  const tell: BalanceWatchOptions["tell"] = (tenant, notice) => operators.tellEach(tenant, notice);
  const balances = new BalanceWatch({
    sql: db.sql,
    settings,
    watch,
    clock,
    log,
    tell,
    publicUrl: config.publicUrl,
    ran: metrics.job("balance_watch", 60),
  });
  await sweep.start();
  delivery.watch.start();
  delivery.links.start();
  delivery.failovers.start();
  delivery.polls.start();
  const sums = new RollUpJob(db.sql, log, metrics.job("roll_up", 3));
  sums.start();
  const statsMoney = new RollUpJob(db.sql, log, metrics.job("stats_money", 3), {
    add: addMoney,
    failed: "entries could not be added to the statistics",
  });
  statsMoney.start();
  for (const follower of followers) follower.start();
  balances.start();
  delivery.templateNotices.start();
  delivery.templateSync.start();
  const ledgerCheck = new LedgerCheckJob({
    sql: db.sql,
    settings,
    clock,
    log,
    tell: (tenant, notice) => delivery.operators.tell(tenant, notice),
    ran: metrics.job("ledger_check", 3600),
  });
  ledgerCheck.start();
  const retention = new RetentionJob({ sql: db.sql, keyring, clock, log, ran: metrics.job("retention", 3600) });
  retention.start();
  const erasures = new ForgetJob({ sql: db.sql, settings, clock, log, ran: metrics.job("erasures", 600) });
  erasures.start();
  const sealing = new SealJob({ sql: db.sql, keyring, clock, log });
  sealing.start();
  const guard = new GuardJob({
    db,
    settings,
    keyring,
    clock,
    log,
    defaultCountry: config.defaultCountry,
    appended: () => webhookPosts.wake(),
    tell: (tenant, notice) => delivery.operators.tell(tenant, notice),
    ran: metrics.job("guard", 2),
  });
  guard.start();
  await webhookPosts.start();
  const issues = createIssueBatch(batches, db.sql, keyring, worker, new PlanKeeper(db.sql, log));
  const verifies = createVerifyBatch(batches, keyring, appended);
  issues.measure(metrics.batch("issue"));
  verifies.measure(metrics.batch("verify"));
  metrics.watch({
    guards: delivery.guards,
    watch: delivery.watch,
    batches,
    waiting: { issue: () => issues.waiting, verify: () => verifies.waiting, settle: () => delivery.unsettled },
  });
  const known = (tenantId: string) => knownHere(settings.current, delivery, tenantId);
  const live = new LiveHub({ sql: db.sql, clock, log, known });
  const settleDown = async (): Promise<void> => {
    live.stop();
    await Promise.all([sweep.pause(), balances.stop()]);
    await delivery.stop();
  };
  return {
    config,
    db,
    sql: db.sql,
    log,
    settings,
    registry: kinds,
    inboxes,
    delivery,
    keyring,
    clock,
    random,
    sweep,
    balances,
    ledgerCheck,
    retention,
    webhookPosts,
    erasures,
    metrics,
    measures: metrics.otp,
    passwords: options.passwords ?? new Passwords(),
    signIns: metrics.signIn,
    refusedKeys: new RefusedKeys(log, clock, metrics.refusedKey),
    followers,
    statsMoney,
    guard,
    live,
    defaultCountry: config.defaultCountry,
    recentWaits: new RecentWaits(),
    recentChecks: new RecentChecks(),
    issues,
    verifies,
    users: createUserLookup(db.sql, keyring),
    userMixes: new UserMixes(db.sql, clock),
    answers: new Answers(db.sql, keyring, clock),
    submissions: new Submissions(),
    proof: new ProofSigner(keyring, config.publicUrl),
    settleDown,
    async close() {
      await settleDown();
      await ledgerCheck.stop();
      await retention.stop();
      await guard.stop();
      await webhookPosts.stop();
      await erasures.stop();
      await sealing.stop();
      await sweep.stop();
      await settings.stop();
      await Promise.all([http.close(), webhookHttp.close()]);
      sockets.close();
      await delivery.watch.stop();
      await Promise.all([sums.stop(), statsMoney.stop(), ...followers.map((follower) => follower.stop())]);
      await Promise.all([db.close(), relaxed.end({ timeout: 5 }), batches.end({ timeout: 5 }), metrics.close()]);
    },
  };
}
