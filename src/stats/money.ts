import type { Sql, Tx } from "../db/client.ts";
import { rowsOf } from "../db/rows.ts";
import { KEPT_DAYS } from "../events/model.ts";
import { BATCH, share, type Backlog } from "../ledger/statement/roll-up.ts";
import { knownNames, underNames } from "./names.ts";
import { tally, type Fact } from "./tally.ts";
import { addTally } from "./write.ts";

const TENANTS = 200;

/**
 * Adds what new entries charged and gave back, as the ledger has it: one batch, of the tenants that are behind. The sums
 * and how far they reach are one commit. Answers how many entries were passed.
 */
export async function addMoney(sql: Sql): Promise<number> {
  await begin(sql);
  return sql.begin(async (tx) => {
    const [, behind] = await Promise.all([tx`set local synchronous_commit = off`, lockBehind(tx)]);
    const parts = share(behind, BATCH);
    if (parts.length === 0) return 0;
    const facts = await readMoney(tx, parts);
    const known = facts.length === 0 ? [] : await knownNames(tx, facts);
    await Promise.all([...addTally(tx, tally(underNames(facts, known))), moveOn(tx, parts)]);
    return parts.reduce((count, part) => count + part.until - part.after, 0);
  });
}

/** A tenant of before begins where its events do. */
async function begin(sql: Sql): Promise<void> {
  await sql`
    insert into stats_money (tenant_id, seq)
    select a.tenant_id, coalesce(old.seq, 0)
    from accounts a
    left join lateral (
      select seq from entries where tenant_id = a.tenant_id and at < now() - ${KEPT_DAYS} * interval '1 day'
      order by at desc limit 1) old on true
    where not exists (select from stats_money m where m.tenant_id = a.tenant_id)
    on conflict do nothing`;
}

/** Of several replicas each takes other tenants. */
async function lockBehind(tx: Tx): Promise<Backlog[]> {
  const rows = await tx<{ tenant_id: string; seq: string; head: string }[]>`
    select m.tenant_id, m.seq, a.seq as head
    from stats_money m join accounts a on a.tenant_id = m.tenant_id
    where a.seq > m.seq order by m.tenant_id limit ${TENANTS} for update of m skip locked`;
  return rows.map((row) => ({ tenantId: row.tenant_id, after: Number(row.seq), until: Number(row.head) }));
}

interface Row {
  tenant_id: string;
  at: string;
  channel: string;
  provider: string;
  country: string;
  template: string;
  purpose: string;
  charged: string;
  cost: string;
}

/** Entries that name a message and are no hold or release: those move nothing but money of messages under way. */
async function readMoney(tx: Tx, parts: readonly Backlog[]): Promise<Fact[]> {
  const spans = parts.map(({ tenantId, after, until }) => ({ tenant_id: tenantId, after, until }));
  const rows = await tx<Row[]>`
    select e.tenant_id, extract(epoch from date_bin('15 minutes', e.at, 'epoch')) * 1000 as at,
           coalesce(m.channel, '') as channel, coalesce(m.provider, '') as provider,
           coalesce(m.country, '') as country, coalesce(m.template || '/' || m.locale, '') as template,
           coalesce(o.purpose, '') as purpose,
           -sum(e.amount + e.held_delta) as charged, coalesce(sum(e.sign * m.cost), 0) as cost
    from json_to_recordset(${rowsOf(tx, spans)}) as s(tenant_id uuid, after bigint, until bigint)
    cross join lateral (
      -- A refund with a reference gives back a part, of a message that had fewer segments: its cost stands.
      select tenant_id, at, amount, held_delta, message_id,
             case when kind <> 'refund' then 1 when reference is null then -1 else 0 end as sign
      from entries
      where tenant_id = s.tenant_id and seq > s.after and seq <= s.until
        and kind in ('capture', 'refund', 'adjustment') and message_id is not null
      offset 0) e
    left join lateral (
      select channel, provider, country, template, locale, otp_id, (prices -> provider ->> 2)::bigint as cost
      from messages where tenant_id = e.tenant_id and id = e.message_id offset 0) m on true
    left join lateral (
      select purpose from otps where tenant_id = e.tenant_id and id = m.otp_id offset 0) o on true
    group by 1, 2, 3, 4, 5, 6, 7`;
  return rows.map(({ tenant_id: tenantId, at, charged, cost, ...key }) => ({
    tenantId,
    at: Number(at),
    key,
    counts: {},
    money: { charged: BigInt(charged), cost: BigInt(cost) },
  }));
}

function moveOn(tx: Tx, parts: readonly Backlog[]) {
  const rows = parts.map(({ tenantId, until }) => ({ tenant_id: tenantId, until }));
  return tx`
    update stats_money m set seq = k.until
    from json_to_recordset(${rowsOf(tx, rows)}) as k(tenant_id uuid, until bigint)
    where m.tenant_id = k.tenant_id`;
}
