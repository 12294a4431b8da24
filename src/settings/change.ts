import { sql } from "drizzle-orm";
import type { Database, Orm, Tx } from "../db/client.ts";
import { audit } from "../db/schema/index.ts";
import type { Clock } from "../kit/clock.ts";
import type { Keyring } from "../kit/secret.ts";
import { answerBefore, keepAnswer } from "../tenants/answer-once.ts";
import { auditRow, type AuditedChange, type Auditor } from "../tenants/audit.ts";
import type { IdempotencyClaim, KeptAnswer } from "../tenants/idempotency.ts";
import { planFindings, type Finding } from "./findings.ts";
import type { LiveSettings } from "./live.ts";
import { announceChange, loadSnapshot, type Registry } from "./load.ts";
import type { Snapshot } from "./snapshot.ts";

export interface ChangeDeps {
  db: Database;
  settings: LiveSettings;
  keyring: Keyring;
  registry: Registry;
  clock: Clock;
}

export type OrmTx = Parameters<Parameters<Orm["transaction"]>[0]>[0];

/** One lock for every change of configuration: what a change was judged by is still so when it commits. */
const LOCK = 7_252_026_003;

export interface Changed {
  audit: AuditedChange[];
  /** Judges the configuration as it would be; what it throws undoes the change. */
  check?: (after: Snapshot) => void;
}

/**
 * A change of configuration: the rows, who changed them and the announcement are one commit; when this returns, this
 * replica works by it. Answers what the change leaves in the tenant's plan that can't work.
 */
export async function changeSettings(
  deps: ChangeDeps,
  ctx: Auditor,
  work: (tx: OrmTx, now: Date) => Promise<Changed>,
): Promise<{ findings: Finding[] }> {
  const { findings } = await deps.db.orm.transaction((tx) => change(tx, deps, ctx, work));
  await deps.settings.reload();
  return { findings };
}

/** A POST that may be sent twice: its claim, and its answer as it goes out, kept by the commit of the effect. */
export interface Once<T> {
  claim: IdempotencyClaim | null;
  answer: (done: T) => KeptAnswer;
}
/** What a POST came to: the first one's answer, or what has just been done. */
export type Done<T> = { replay: KeptAnswer } | ({ replay: null } & T);

export interface ChangedTo {
  /** The configuration from this commit on. */
  after: Snapshot;
  findings: Finding[];
}

/** The same for a POST. `once`: null where nothing is sent twice. */
export async function changeSettingsOnce<C extends Changed, T>(
  deps: ChangeDeps,
  ctx: Auditor,
  once: Once<T> | null,
  work: (tx: OrmTx, now: Date) => Promise<C>,
  result: (to: ChangedTo, changed: C) => T,
): Promise<Done<T>> {
  const claim = once?.claim ?? null;
  const done = await deps.db.orm.transaction(async (tx): Promise<Done<T>> => {
    const replay = claim === null ? null : await answerBefore(tx, deps.keyring, claim, deps.clock.now());
    if (replay !== null) return { replay };
    const { changed, ...to } = await change(tx, deps, ctx, work);
    const made = result(to, changed);
    if (once !== null && claim !== null) {
      await keepAnswer(tx, deps.keyring, claim, once.answer(made), deps.clock.now());
    }
    return { replay: null, ...made };
  });
  if (done.replay === null) await deps.settings.reload();
  return done;
}

async function change<C extends Changed>(
  tx: OrmTx,
  deps: ChangeDeps,
  ctx: Auditor,
  work: (tx: OrmTx, now: Date) => Promise<C>,
): Promise<ChangedTo & { changed: C }> {
  await lockSettings(tx);
  const now = deps.clock.now();
  const changed = await work(tx, new Date(now));
  if (changed.audit.length > 0) await tx.insert(audit).values(changed.audit.map((one) => auditRow(ctx, one, now)));
  // Read inside the transaction: the whole as it would be after the commit.
  const after = await loadSnapshot(tx, deps.keyring, deps.registry, () => {});
  changed.check?.(after);
  await announceChange(tx);
  const tenant = after.tenants.get(ctx.tenant.id);
  return { changed, after, findings: tenant === undefined ? [] : planFindings(tenant, now) };
}

/** Until the commit nobody else changes the configuration, nor what is being prepared for it. */
export async function lockSettings(tx: OrmTx): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${LOCK})`);
}

/** The same lock and announcement for the driver's own transactions, which carry an idempotency key. */
export async function changeSettingsIn<T>(tx: Tx, work: () => Promise<T>): Promise<T> {
  await tx`select pg_advisory_xact_lock(${LOCK}::bigint)`;
  const done = await work();
  await tx`update config_version set version = version + 1`;
  await tx`notify gerbang_config`;
  return done;
}
