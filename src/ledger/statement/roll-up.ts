import type { Sql, Statement, Tx } from "../../db/client.ts";
import { rowsOf, together } from "../../db/rows.ts";
import { monthOf, underNames, type Name, type QuarterSum, type SumKind } from "./sums.ts";

/** Entries in one commit, of all tenants together. */
export const BATCH = 10_000;
const TENANTS = 200;

/** Numbers of entries that are not in the sums yet: after `after`, up to `until`. */
export interface Backlog {
  tenantId: string;
  after: number;
  until: number;
}

/**
 * Adds new entries to the sums: one batch of them, of the tenants that are behind, or of one alone. The sums and how far
 * they reach are one commit, so no entry is counted twice or left out. Answers how many were added.
 */
export async function rollUp(sql: Sql, only: string | null = null): Promise<number> {
  await sql`
    insert into ledger_rollups (tenant_id, seq)
    select tenant_id, 0 from accounts a
    where not exists (select from ledger_rollups r where r.tenant_id = a.tenant_id)
      ${only === null ? sql`` : sql`and a.tenant_id = ${only}`}
    on conflict do nothing`;
  return sql.begin(async (tx) => {
    // What a crash takes from the sums it takes from their watermark too: nothing is worth a wait for the disk.
    const [, behind] = await Promise.all([tx`set local synchronous_commit = off`, lockBehind(tx, only)]);
    const parts = share(behind, BATCH);
    if (parts.length === 0) return 0;
    const sums = await addUp(tx, parts);
    const added = sums.reduce((count, sum) => count + sum.entries, 0);
    const wanted = parts.reduce((count, part) => count + part.until - part.after, 0);
    if (added !== wanted) throw new Error(`ledger: ${wanted} entries should follow the sums and ${added} were found`);
    const names = underNames(sums, await knownNames(tx, sums));
    await Promise.all(together(tx, [...insertNames(tx, names.added), ...addSums(tx, names.sums), moveOn(tx, parts)]));
    return added;
  });
}

/** Pure: as many entries as fit, divided evenly among those that are behind; what one does not need is the next one's. */
export function share(behind: readonly Backlog[], most: number): Backlog[] {
  const shortestFirst = [...behind].sort((a, b) => a.until - a.after - (b.until - b.after));
  let left = most;
  return shortestFirst.flatMap(({ tenantId, after, until }, index) => {
    const taken = Math.min(until - after, Math.floor(left / (shortestFirst.length - index)));
    left -= taken;
    return taken <= 0 ? [] : [{ tenantId, after, until: after + taken }];
  });
}

/** Of several replicas each takes other tenants. Whoever waits for one tenant's statement waits for its turn. */
async function lockBehind(tx: Tx, only: string | null): Promise<Backlog[]> {
  const rows = await tx<{ tenant_id: string; seq: string; head: string }[]>`
    select r.tenant_id, r.seq, a.seq as head
    from ledger_rollups r join accounts a on a.tenant_id = r.tenant_id
    where a.seq > r.seq ${only === null ? tx`` : tx`and r.tenant_id = ${only}`}
    order by r.tenant_id limit ${TENANTS}
    for update of r ${only === null ? tx`skip locked` : tx``}`;
  return rows.map((row) => ({ tenantId: row.tenant_id, after: Number(row.seq), until: Number(row.head) }));
}

interface SumRow {
  tenant_id: string;
  starts_at: string;
  kind: SumKind;
  channel: string;
  provider: string;
  purpose: string;
  cost_centre: string;
  entries: string;
  amount: string;
  held_delta: string;
  cost: string;
  cost_known: string;
  charged_of_known: string;
}

/**
 * Holds and releases move nothing but money of messages under way, so only what was paid is looked up. Costs are those
 * that the message keeps with its prices; `messages.cost` is gone once it is refunded, when it has to be taken off again.
 */
async function addUp(tx: Tx, parts: readonly Backlog[]): Promise<QuarterSum[]> {
  const spans = parts.map(({ tenantId, after, until }) => ({ tenant_id: tenantId, after, until }));
  const rows = await tx<SumRow[]>`
    select e.tenant_id, extract(epoch from date_bin('15 minutes', e.at, 'epoch')) * 1000 as starts_at, e.kind,
           coalesce(m.channel, '') as channel, coalesce(m.provider, '') as provider,
           coalesce(o.purpose, '') as purpose, coalesce(o.cost_centre, '') as cost_centre,
           count(*) as entries, sum(e.amount) as amount, sum(e.held_delta) as held_delta,
           coalesce(sum(e.sign * m.cost), 0) as cost, coalesce(sum(e.sign) filter (where m.cost is not null), 0) as cost_known,
           coalesce(-sum(e.amount + e.held_delta) filter (where m.cost is not null), 0) as charged_of_known
    from json_to_recordset(${rowsOf(tx, spans)}) as s(tenant_id uuid, after bigint, until bigint)
    cross join lateral (
      select tenant_id, at, amount, held_delta,
             case when kind = 'adjustment' and message_id is not null then 'late_charge' else kind end as kind,
             case when kind not in ('hold', 'release') then message_id end as message_id,
             case when kind = 'refund' then -1 else 1 end as sign
      from entries where tenant_id = s.tenant_id and seq > s.after and seq <= s.until offset 0) e
    left join lateral (
      select channel, provider, otp_id, (prices -> provider ->> 2)::bigint as cost from messages
      where tenant_id = e.tenant_id and id = e.message_id offset 0) m on true
    left join lateral (
      select purpose, case when jsonb_typeof(metadata -> 'cost_centre') = 'string'
                           then left(btrim(metadata ->> 'cost_centre'), 64) end as cost_centre
      from otps where tenant_id = e.tenant_id and id = m.otp_id offset 0) o on true
    group by 1, 2, 3, 4, 5, 6, 7
    order by 1, 2, 3, 4, 5, 6, 7`;
  return rows.map((row) => ({
    tenantId: row.tenant_id,
    startsAt: Number(row.starts_at),
    kind: row.kind,
    channel: row.channel,
    provider: row.provider,
    purpose: row.purpose,
    costCentre: row.cost_centre,
    entries: Number(row.entries),
    amount: BigInt(row.amount),
    heldDelta: BigInt(row.held_delta),
    cost: BigInt(row.cost),
    costKnown: Number(row.cost_known),
    chargedOfKnown: BigInt(row.charged_of_known),
  }));
}

async function knownNames(tx: Tx, sums: readonly QuarterSum[]): Promise<Name[]> {
  const months = new Map(
    sums
      .filter(({ purpose, costCentre }) => purpose !== "" || costCentre !== "")
      .map(({ tenantId, startsAt }) => {
        const month = monthOf(startsAt);
        return [`${tenantId}/${month}`, { tenant_id: tenantId, month }];
      }),
  );
  if (months.size === 0) return [];
  const rows = await tx<{ tenant_id: string; month: string; dimension: Name["dimension"]; name: string }[]>`
    select n.tenant_id, k.month, n.dimension, n.name
    from json_to_recordset(${rowsOf(tx, [...months.values()])}) as k(tenant_id uuid, month float8)
    cross join lateral (
      select tenant_id, dimension, name from ledger_names
      where tenant_id = k.tenant_id and month = to_timestamp(k.month / 1000) offset 0) n`;
  return rows.map((row) => ({ ...row, tenantId: row.tenant_id, month: Number(row.month) }));
}

function insertNames(tx: Tx, names: readonly Name[]): Statement[] {
  if (names.length === 0) return [];
  const rows = names.map(({ tenantId, month, dimension, name }) => ({ tenant_id: tenantId, month, dimension, name }));
  return [
    tx`
      insert into ledger_names (tenant_id, month, dimension, name)
      select tenant_id, to_timestamp(month / 1000), dimension, name
      from json_to_recordset(${rowsOf(tx, rows)}) as n(tenant_id uuid, month float8, dimension text, name text)`,
  ];
}

function addSums(tx: Tx, sums: readonly QuarterSum[]): Statement[] {
  const rows = sums.map((sum) => ({
    tenant_id: sum.tenantId,
    at: sum.startsAt,
    kind: sum.kind,
    channel: sum.channel,
    provider: sum.provider,
    purpose: sum.purpose,
    cost_centre: sum.costCentre,
    entries: sum.entries,
    amount: sum.amount.toString(),
    held_delta: sum.heldDelta.toString(),
    cost: sum.cost.toString(),
    cost_known: sum.costKnown,
    charged_of_known: sum.chargedOfKnown.toString(),
  }));
  return [
    tx`
      insert into ledger_sums as s (tenant_id, grain, starts_at, kind, channel, provider, purpose, cost_centre,
                                    entries, amount, held_delta, cost, cost_known, charged_of_known)
      select tenant_id, grain, starts_at, kind, channel, provider, purpose, cost_centre,
             sum(entries), sum(amount), sum(held_delta), sum(cost), sum(cost_known), sum(charged_of_known)
      from json_to_recordset(${rowsOf(tx, rows)}) as q(
        tenant_id uuid, at float8, kind text, channel text, provider text, purpose text, cost_centre text,
        entries bigint, amount bigint, held_delta bigint, cost bigint, cost_known bigint, charged_of_known bigint)
      cross join lateral (values
        ('quarter', to_timestamp(at / 1000)),
        ('day', date_trunc('day', to_timestamp(at / 1000), 'UTC')),
        ('month', date_trunc('month', to_timestamp(at / 1000), 'UTC'))) g(grain, starts_at)
      group by 1, 2, 3, 4, 5, 6, 7, 8
      on conflict (tenant_id, grain, starts_at, kind, channel, provider, purpose, cost_centre) do update set
        entries = s.entries + excluded.entries, amount = s.amount + excluded.amount,
        held_delta = s.held_delta + excluded.held_delta, cost = s.cost + excluded.cost,
        cost_known = s.cost_known + excluded.cost_known,
        charged_of_known = s.charged_of_known + excluded.charged_of_known`,
  ];
}

function moveOn(tx: Tx, parts: readonly Backlog[]): Statement {
  const rows = parts.map(({ tenantId, until }) => ({ tenant_id: tenantId, until }));
  return tx`
    update ledger_rollups r set seq = k.until
    from json_to_recordset(${rowsOf(tx, rows)}) as k(tenant_id uuid, until bigint)
    where r.tenant_id = k.tenant_id`;
}
