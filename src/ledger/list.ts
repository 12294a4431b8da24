import type { Sql } from "../db/client.ts";
import { ms } from "../db/rows.ts";
import type { EntryKind } from "./account.ts";

export interface EntryQuestion {
  kind: EntryKind | undefined;
  /** Of a top-up or an adjustment, with the reversal of it. */
  reference: string | undefined;
  /** Milliseconds: from, inclusive, and until, exclusive. */
  from: number | null;
  until: number | null;
  /** Only those with a smaller number. */
  before: string | null;
  limit: number;
}

export interface ListedEntry {
  seq: string;
  id: string;
  kind: EntryKind;
  amount: bigint;
  heldDelta: bigint;
  availableAfter: bigint;
  heldAfter: bigint;
  actor: string;
  reference: string | null;
  messageId: string | null;
  at: number;
}

/**
 * No index has entries by their reference, since of millions few have one. Whoever made the entry keeps when: so those of
 * that moment are looked at.
 */
function ofReference(sql: Sql, tenantId: string, reference: string) {
  const moments = sql`
    select posted_at as at from topups where tenant_id = ${tenantId} and reference = ${reference}
    union all
    select at from adjustments where tenant_id = ${tenantId} and reference = ${reference}
    union all
    select coalesce(r.decided_at, r.at) from topups t
    join topup_reversals r on r.tenant_id = t.tenant_id and r.topup_id = t.id and r.entry_id is not null
    where t.tenant_id = ${tenantId} and t.reference = ${reference}`;
  return sql`
    and seq = any(array(
      select e.seq from (${moments}) m
      cross join lateral (
        select seq, reference from entries where tenant_id = ${tenantId} and at = m.at offset 0) e
      where e.reference in (${reference}, ${`reversal of ${reference}`})))`;
}

/** How far the clocks of two replicas may be apart: by so much the order of `at` may differ from that of `seq`. */
const CLOCKS_APART_MS = 60_000;

/**
 * Entries by number, newest first. A span of time is first turned into a span of numbers, by two looks into the index
 * on `at`, so that a page of last year costs what a page of today does.
 */
export async function listEntries(sql: Sql, tenantId: string, question: EntryQuestion): Promise<ListedEntry[]> {
  const { kind, reference, from, until, before, limit } = question;
  const firstAfter = (at: number, apart: number) => sql`
    select seq from entries where tenant_id = ${tenantId} and at >= to_timestamp(${at + apart}::float8 / 1000)
    order by at limit 1`;
  const rows = await sql<
    {
      seq: string;
      id: string;
      kind: EntryKind;
      amount: string;
      held_delta: string;
      available_after: string;
      held_after: string;
      actor: string;
      reference: string | null;
      message_id: string | null;
      at: string;
    }[]
  >`
    select seq, id, kind, amount, held_delta, available_after, held_after, actor, reference, message_id,
           extract(epoch from at) * 1000 as at
    from entries
    where tenant_id = ${tenantId}
      ${before === null ? sql`` : sql`and seq < ${before}`}
      ${kind === undefined ? sql`` : sql`and kind = ${kind}`}
      ${reference === undefined ? sql`` : ofReference(sql, tenantId, reference)}
      ${
        from === null
          ? sql``
          : sql`and at >= to_timestamp(${from}::float8 / 1000)
                and seq >= (${firstAfter(from, -CLOCKS_APART_MS)})`
      }
      ${
        until === null
          ? sql``
          : sql`and at < to_timestamp(${until}::float8 / 1000)
                and seq <= coalesce((${firstAfter(until, CLOCKS_APART_MS)}), 9223372036854775807)`
      }
    order by seq desc limit ${limit}`;
  return rows.map((row) => ({
    seq: row.seq,
    id: row.id,
    kind: row.kind,
    amount: BigInt(row.amount),
    heldDelta: BigInt(row.held_delta),
    availableAfter: BigInt(row.available_after),
    heldAfter: BigInt(row.held_after),
    actor: row.actor,
    reference: row.reference,
    messageId: row.message_id,
    at: ms(row.at) ?? 0,
  }));
}
