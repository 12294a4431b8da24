import type { Sql, Statement, Tx } from "../db/client.ts";
import { rowsOf } from "../db/rows.ts";
import { oldestBucket, type Ceiling } from "./ceilings.ts";
import { Counters } from "./counters.ts";
import type { Counter } from "./scopes.ts";
import type { Buckets } from "./windows.ts";

const GATEWAY_LOCK = 7_252_026_011;

/** What a batch has to know before it decides. */
export interface Wanted {
  counters: readonly Counter[];
  ceilings: readonly Ceiling[];
}

/** Each once. */
export function distinct<T extends { id: string }>(all: readonly T[]): T[] {
  return [...new Map(all.map((one) => [one.id, one])).values()];
}

/**
 * The whole gateway's counters are shared by all tenants: decided by one transaction at a time. Taken right after the
 * accounts by everyone who takes both, so nobody waits in a circle; by nobody where no such limit is set.
 */
export async function lockGateway(tx: Tx, { counters, ceilings }: Wanted): Promise<void> {
  const shared = counters.some(({ limit }) => limit === "gateway") || ceilings.some(({ scope }) => scope === "gateway");
  if (shared) await tx`select pg_advisory_xact_lock(${GATEWAY_LOCK}::bigint)`;
}

/** To be sent after the locks that guard them: what it reads is then what the last commit left. */
export async function loadCounters(tx: Tx | Sql, wanted: Wanted, now: number): Promise<Counters> {
  const [hits, money] = await Promise.all([
    loadHits(tx, distinct(wanted.counters)),
    loadMoney(tx, distinct(wanted.ceilings), now),
  ]);
  return new Counters(hits, money);
}

async function loadHits(tx: Tx | Sql, counters: readonly Counter[]): Promise<Map<string, Buckets>> {
  if (counters.length === 0) return new Map();
  const keys = counters.map(({ id, tenantId, scope, key }) => ({ id, tenant_id: tenantId, scope, key }));
  const rows = await tx<{ id: string; buckets: number[] }[]>`
    select k.id, u.buckets
    from json_to_recordset(${rowsOf(tx, keys)}) as k(id text, tenant_id uuid, scope text, key text)
    cross join lateral (
      select array_to_json(buckets) as buckets from limit_usage
      where tenant_id = k.tenant_id and scope = k.scope and key = k.key offset 0) u`;
  return new Map(rows.map((row) => [row.id, row.buckets]));
}

async function loadMoney(
  tx: Tx | Sql,
  ceilings: readonly Ceiling[],
  now: number,
): Promise<Map<string, Map<number, bigint>>> {
  if (ceilings.length === 0) return new Map();
  const keys = ceilings.map(({ id, tenantId, scope, key, spanSeconds }) => {
    return { id, tenant_id: tenantId, scope, key, span: spanSeconds, oldest: oldestBucket(spanSeconds, now) };
  });
  const rows = await tx<{ id: string; starts: number[]; amounts: string[] }[]>`
    select k.id, m.starts, m.amounts
    from json_to_recordset(${rowsOf(tx, keys)}) as k(
      id text, tenant_id uuid, scope text, key text, span int, oldest bigint)
    cross join lateral (
      select json_agg(bucket) as starts, array_agg(amount::text) as amounts from money_usage
      where tenant_id = k.tenant_id and scope = k.scope and key = k.key and span_seconds = k.span
        and bucket >= k.oldest offset 0) m
    where m.starts is not null`;
  return new Map(rows.map((row) => [row.id, bucketsOf(row.starts, row.amounts)]));
}

function bucketsOf(starts: readonly number[], amounts: readonly string[]): Map<number, bigint> {
  return new Map(starts.map((start, index) => [start, BigInt(amounts[index] ?? "0")]));
}

/** The counters' rows must be guarded by this transaction's locks; money is added to what is there. */
export function writeCounters(tx: Tx, counters: Counters, now: number): Statement[] {
  const { hits, money } = counters.changes(now);
  const writes: Statement[] = [];
  if (hits.length > 0) {
    const rows = hits.map(({ counter, buckets }) => {
      return { tenant_id: counter.tenantId, scope: counter.scope, key: counter.key, buckets };
    });
    writes.push(tx`
      insert into limit_usage (tenant_id, scope, key, buckets, updated_at)
      select tenant_id, scope, key, buckets, to_timestamp(${now}::float8 / 1000)
      from json_to_recordset(${rowsOf(tx, rows)}) as u(tenant_id uuid, scope text, key text, buckets bigint[])
      on conflict (tenant_id, scope, key) do update set buckets = excluded.buckets, updated_at = excluded.updated_at`);
  }
  if (money.length > 0) {
    const rows = money.map(({ ceiling, bucket, amount }) => ({
      tenant_id: ceiling.tenantId,
      scope: ceiling.scope,
      key: ceiling.key,
      span: ceiling.spanSeconds,
      bucket,
      amount: amount.toString(),
    }));
    writes.push(tx`
      insert into money_usage (tenant_id, scope, key, span_seconds, bucket, amount)
      select tenant_id, scope, key, span, bucket, amount
      from json_to_recordset(${rowsOf(tx, rows)}) as u(
        tenant_id uuid, scope text, key text, span int, bucket bigint, amount bigint)
      on conflict (tenant_id, scope, key, span_seconds, bucket) do update
        set amount = money_usage.amount + excluded.amount`);
  }
  return writes;
}
