import type { Sql, Tx } from "../db/client.ts";
import { ms } from "../db/rows.ts";

export const topUpStatuses = ["requested", "posted", "refused", "reversal_requested", "reversed"] as const;
export type TopUpStatus = (typeof topUpStatuses)[number];

/** Money that came, or is said to have. Who asks for it is its `actor`; nothing is added before it is **posted**. */
export interface TopUp {
  id: string;
  reference: string;
  amount: bigint;
  currency: string;
  note: string | null;
  actor: string;
  at: number;
  status: TopUpStatus;
  /** Who approved or refused it; null while nobody has, and where nobody had to. */
  decidedBy: string | null;
  decidedAt: number | null;
  /** Why it was refused. */
  reason: string | null;
  postedAt: number | null;
  /** The entry that added it. */
  entryId: string | null;
  /** The last one: a refused one may be asked for again. */
  reversal: Reversal | null;
  proof: ProofFacts | null;
}

/** The money taken back, since the transfer bounced. */
export interface Reversal {
  id: string;
  status: "requested" | "posted" | "refused";
  reason: string;
  actor: string;
  at: number;
  decidedBy: string | null;
  decidedAt: number | null;
  refusal: string | null;
  entryId: string | null;
}

/** What is known of a proof file without opening it. */
export interface ProofFacts {
  version: number;
  type: string;
  size: number;
  /** Hex. */
  sha256: string;
  actor: string;
  at: number;
}

interface TopUpRow {
  id: string;
  reference: string;
  amount: string;
  currency: string;
  note: string | null;
  actor: string;
  at: string;
  status: TopUpStatus;
  decided_by: string | null;
  decided_at: string | null;
  reason: string | null;
  posted_at: string | null;
  entry_id: string | null;
  r_id: string | null;
  r_status: Reversal["status"];
  r_reason: string;
  r_actor: string;
  r_at: string;
  r_decided_by: string | null;
  r_decided_at: string | null;
  r_refusal: string | null;
  r_entry_id: string | null;
  p_version: number | null;
  p_type: string;
  p_size: number;
  p_sha256: string;
  p_actor: string;
  p_at: string;
}

/** Each with its last reversal and proof, which are one look into an index for a row of the page. */
function select(sql: Sql | Tx) {
  return sql`
    select t.id, t.reference, t.amount, t.currency, t.note, t.actor, extract(epoch from t.at) * 1000 as at, t.status,
           t.decided_by, extract(epoch from t.decided_at) * 1000 as decided_at, t.reason,
           extract(epoch from t.posted_at) * 1000 as posted_at, t.entry_id, r.*, p.*
    from topups t
    left join lateral (
      select id as r_id, status as r_status, reason as r_reason, actor as r_actor,
             extract(epoch from at) * 1000 as r_at, decided_by as r_decided_by,
             extract(epoch from decided_at) * 1000 as r_decided_at, refusal as r_refusal, entry_id as r_entry_id
      from topup_reversals where tenant_id = t.tenant_id and topup_id = t.id order by id desc limit 1) r on true
    left join lateral (
      select version as p_version, type as p_type, size as p_size, encode(sha256, 'hex') as p_sha256, actor as p_actor,
             extract(epoch from at) * 1000 as p_at
      from topup_proofs where tenant_id = t.tenant_id and topup_id = t.id order by version desc limit 1) p on true`;
}

/** Locked until the end of the transaction: who decides on it, and who brings a proof, take turns. */
export async function lockTopUp(
  tx: Tx,
  tenantId: string,
  by: { id: string } | { reference: string },
): Promise<TopUp | null> {
  const one = "id" in by ? tx`t.id = ${by.id}` : tx`t.reference = ${by.reference}`;
  // By itself: what a statement that waits for a lock reads beside the row is from before the wait.
  await tx`select 1 from topups t where t.tenant_id = ${tenantId} and ${one} for update`;
  const [row] = await tx<TopUpRow[]>`${select(tx)} where t.tenant_id = ${tenantId} and ${one}`;
  return row === undefined ? null : topUpOf(row);
}

export async function readTopUp(sql: Sql, tenantId: string, id: string): Promise<TopUp | null> {
  const [row] = await sql<TopUpRow[]>`${select(sql)} where t.tenant_id = ${tenantId} and t.id = ${id}`;
  return row === undefined ? null : topUpOf(row);
}

export interface TopUpQuestion {
  status: TopUpStatus | undefined;
  limit: number;
  before: { at: number; id: string } | null;
}

/** Newest first by time and id; by the column, since a bare `at` would be the one selected, which no index has. */
export async function listTopUps(sql: Sql, tenantId: string, question: TopUpQuestion): Promise<TopUp[]> {
  const { status, limit, before } = question;
  const rows = await sql<TopUpRow[]>`
    ${select(sql)}
    where t.tenant_id = ${tenantId}
      ${status === undefined ? sql`` : sql`and t.status = ${status}`}
      ${before === null ? sql`` : sql`and (t.at, t.id) < (to_timestamp(${before.at}::float8 / 1000), ${before.id}::uuid)`}
    order by t.at desc, t.id desc limit ${limit}`;
  return rows.map(topUpOf);
}

function topUpOf(row: TopUpRow): TopUp {
  const { id, reference, currency, note, actor, status, reason } = row;
  return {
    id,
    reference,
    amount: BigInt(row.amount),
    currency,
    note,
    actor,
    at: ms(row.at) ?? 0,
    status,
    decidedBy: row.decided_by,
    decidedAt: ms(row.decided_at),
    reason,
    postedAt: ms(row.posted_at),
    entryId: row.entry_id,
    reversal: row.r_id === null ? null : reversalOf(row, row.r_id),
    proof:
      row.p_version === null
        ? null
        : {
            version: row.p_version,
            type: row.p_type,
            size: row.p_size,
            sha256: row.p_sha256,
            actor: row.p_actor,
            at: ms(row.p_at) ?? 0,
          },
  };
}

function reversalOf(row: TopUpRow, id: string): Reversal {
  return {
    id,
    status: row.r_status,
    reason: row.r_reason,
    actor: row.r_actor,
    at: ms(row.r_at) ?? 0,
    decidedBy: row.r_decided_by,
    decidedAt: ms(row.r_decided_at),
    refusal: row.r_refusal,
    entryId: row.r_entry_id,
  };
}
