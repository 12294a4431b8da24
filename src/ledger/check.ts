import type { Sql } from "../db/client.ts";
import { ms, rowsOf } from "../db/rows.ts";
import { publicId } from "../kit/id.ts";
import { formatAmount } from "../kit/money.ts";
import { proveEntries } from "./prove.ts";

/** What is wrong with a tenant's ledger, and with which entry, when it is one. */
export interface Problem {
  text: string;
  badSeq: number | null;
}

export interface LedgerCheck {
  tenantId: string;
  /** Number of the newest entry that is proven. */
  seq: number;
  /** Null: it has not been looked at yet. */
  checkedAt: number | null;
  problem: Problem | null;
  toldAt: number | null;
  /** Entries that the account says it has. */
  entries: number;
}

/** An OTP lives ten minutes at most, and what its end decides is decided in seconds. */
const LONG_AGO_MS = 600_000;

interface AccountRow {
  tenant_id: string;
  seq: string;
  proven: string | null;
  checked_at: string | null;
  problem: string | null;
  bad_seq: string | null;
  told_at: string | null;
  newest: string;
  differs: boolean;
  proven_gone: boolean;
  available: string;
  available_after: string;
}

interface Look extends LedgerCheck {
  /** How the account is not what its newest entry says. */
  differs: string | null;
  /** How the newest entry that was proven is not what it was. */
  gone: string | null;
}

/** What the last checks came to, each with what a look at the account and the two newest known entries says. */
async function readAccounts(sql: Sql, tenantId: string | null): Promise<Look[]> {
  const rows = await sql<AccountRow[]>`
    select a.tenant_id, a.seq, c.seq as proven, extract(epoch from c.checked_at) * 1000 as checked_at, c.problem, c.bad_seq,
           extract(epoch from c.told_at) * 1000 as told_at, coalesce(e.seq, 0) as newest,
           a.seq <> coalesce(e.seq, 0) or a.available <> coalesce(e.available_after, 0)
             or a.held <> coalesce(e.held_after, 0) or a.spent <> coalesce(e.spent_after, 0) as differs,
           coalesce(c.seq, 0) > 0 and (p.available_after, p.held_after, p.spent_after)
             is distinct from (c.available_after, c.held_after, c.spent_after) as proven_gone,
           a.available, coalesce(e.available_after, 0) as available_after
    from accounts a
    left join ledger_checks c on c.tenant_id = a.tenant_id
    left join lateral (
      select seq, available_after, held_after, spent_after from entries
      where tenant_id = a.tenant_id order by seq desc limit 1) e on true
    left join entries p on p.tenant_id = c.tenant_id and p.seq = c.seq
    where ${tenantId === null ? sql`true` : sql`a.tenant_id = ${tenantId}`}`;
  return rows.map((row) => ({
    tenantId: row.tenant_id,
    seq: Number(row.proven ?? 0),
    checkedAt: ms(row.checked_at),
    problem:
      row.problem === null ? null : { text: row.problem, badSeq: row.bad_seq === null ? null : Number(row.bad_seq) },
    toldAt: ms(row.told_at),
    entries: Number(row.seq),
    differs: row.differs
      ? `the account is not what its newest entry (${row.newest}) says: available are ` +
        `${formatAmount(BigInt(row.available))} and should be ${formatAmount(BigInt(row.available_after))}`
      : null,
    gone: row.proven_gone ? `entry ${row.proven}, which was proven, is gone or not what it was` : null,
  }));
}

/** What the last check of a tenant's ledger came to. */
export async function readCheck(sql: Sql, tenantId: string): Promise<LedgerCheck> {
  const [check] = await readAccounts(sql, tenantId);
  if (check === undefined) throw new Error(`tenant ${tenantId} has no account`);
  return check;
}

export interface Checked extends LedgerCheck {
  /** What was wrong at the check before. */
  before: Problem | null;
}

/** Checks every tenant's ledger from its watermark on, and keeps what it came to. `stopped`: leave the rest for next time. */
export async function checkLedgers(sql: Sql, now: number, stopped: () => boolean): Promise<Checked[]> {
  const checks = new Map((await readAccounts(sql, null)).map((check) => [check.tenantId, check]));
  const idle = await idleHolds(sql, now);
  const bad = new Map<string, number>();
  const unfinished = new Set(checks.keys());
  let open = [...checks.values()].map(({ tenantId, seq }) => ({ tenantId, seq }));
  while (open.length > 0 && !stopped()) {
    const proven = await proveEntries(sql, open);
    for (const { tenantId, seq, badSeq, more } of proven) {
      const check = checks.get(tenantId);
      // What stands in place of an entry that was proven is not taken for proven.
      if (check !== undefined && check.gone === null) check.seq = seq;
      if (badSeq !== null) bad.set(tenantId, badSeq);
      if (!more) unfinished.delete(tenantId);
    }
    open = proven.filter(({ more }) => more);
  }
  // What a stop left unproven keeps what was known of it.
  const finished = [...checks.values()].filter(({ tenantId }) => !unfinished.has(tenantId));
  const done = finished.map((check): Checked => {
    const { tenantId, problem: before } = check;
    const problem = problemOf(check.gone, bad.get(tenantId) ?? null, check.differs, idle.get(tenantId) ?? null);
    const same = before !== null && problem?.text === before.text;
    return { ...check, before, problem, checkedAt: now, toldAt: same ? check.toldAt : null };
  });
  await keepChecks(sql, done);
  return done;
}

function problemOf(
  gone: string | null,
  badSeq: number | null,
  differs: string | null,
  idle: string | null,
): Problem | null {
  if (gone !== null) return { text: gone, badSeq: null };
  if (badSeq !== null) return { text: `entry ${badSeq} does not follow from the one before it`, badSeq };
  const text = differs ?? idle;
  return text === null ? null : { text, badSeq: null };
}

/** Held, in no queue, and its OTP ended long ago: nobody would ever settle it. */
async function idleHolds(sql: Sql, now: number): Promise<Map<string, string>> {
  const rows = await sql<{ tenant_id: string; id: string }[]>`
    select m.tenant_id, min(m.id::text) as id from messages m
    cross join lateral (
      select ended_at from otps where tenant_id = m.tenant_id and id = m.otp_id and status <> 'pending' offset 0) o
    where m.hold_state = 'held' and m.lease_owner is null and m.due_at is null
      and o.ended_at < to_timestamp(${now - LONG_AGO_MS}::float8 / 1000)
    group by m.tenant_id`;
  return new Map(
    rows.map(({ tenant_id: tenantId, id }) => [
      tenantId,
      `${publicId("msg", id)} still holds its money though its OTP ended long ago`,
    ]),
  );
}

async function keepChecks(sql: Sql, checks: readonly LedgerCheck[]): Promise<void> {
  const rows = checks.map(({ tenantId, seq, checkedAt, problem, toldAt }) => ({
    tenant_id: tenantId,
    seq,
    checked_at: checkedAt,
    problem: problem?.text ?? null,
    bad_seq: problem?.badSeq ?? null,
    told_at: toldAt,
  }));
  await sql`
    insert into ledger_checks (tenant_id, seq, available_after, held_after, spent_after, checked_at, problem, bad_seq,
                               told_at)
    select c.tenant_id, c.seq, coalesce(e.available_after, 0), coalesce(e.held_after, 0), coalesce(e.spent_after, 0),
           to_timestamp(c.checked_at / 1000.0), c.problem, c.bad_seq, to_timestamp(c.told_at / 1000.0)
    from json_to_recordset(${rowsOf(sql, rows)}) as c(
      tenant_id uuid, seq bigint, checked_at float8, problem text, bad_seq bigint, told_at float8)
    left join entries e on e.tenant_id = c.tenant_id and e.seq = c.seq
    on conflict (tenant_id) do update
      set seq = excluded.seq,
          -- Of an entry that is proven already stays what it said then.
          available_after = case when ledger_checks.seq = excluded.seq then ledger_checks.available_after
                                 else excluded.available_after end,
          held_after = case when ledger_checks.seq = excluded.seq then ledger_checks.held_after
                            else excluded.held_after end,
          spent_after = case when ledger_checks.seq = excluded.seq then ledger_checks.spent_after
                             else excluded.spent_after end,
          checked_at = excluded.checked_at, problem = excluded.problem, bad_seq = excluded.bad_seq,
          told_at = excluded.told_at`;
}

export async function markTold(sql: Sql, tenantIds: readonly string[], now: number): Promise<void> {
  if (tenantIds.length === 0) return;
  await sql`
    update ledger_checks set told_at = to_timestamp(${now}::float8 / 1000)
    where tenant_id = any(${[...tenantIds]}::uuid[])`;
}
