import { sql } from "drizzle-orm";
import type { Database, Orm, Tx } from "../db/client.ts";
import { audit } from "../db/schema/index.ts";
import type { Clock } from "../kit/clock.ts";
import type { Keyring } from "../kit/secret.ts";
import { auditRow, type AuditedChange, type Auditor } from "../tenants/audit.ts";
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
  const findings = await deps.db.orm.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${LOCK})`);
    const now = deps.clock.now();
    const changed = await work(tx, new Date(now));
    for (const change of changed.audit) await tx.insert(audit).values(auditRow(ctx, change, now));
    // Read inside the transaction: the whole as it would be after the commit.
    const after = await loadSnapshot(tx, deps.keyring, deps.registry, () => {});
    changed.check?.(after);
    await announceChange(tx);
    const tenant = after.tenants.get(ctx.tenant.id);
    return tenant === undefined ? [] : planFindings(tenant, now);
  });
  await deps.settings.reload();
  return { findings };
}

/** The same lock and announcement for the driver's own transactions, which carry an idempotency key. */
export async function changeSettingsIn<T>(tx: Tx, work: () => Promise<T>): Promise<T> {
  await tx`select pg_advisory_xact_lock(${LOCK}::bigint)`;
  const done = await work();
  await tx`update config_version set version = version + 1`;
  await tx`notify gerbang_config`;
  return done;
}
