import type { Sql, Tx } from "../db/client.ts";
import { ms, rowsOf } from "../db/rows.ts";
import { readDecimal } from "../kit/money.ts";
import { shortestRunway } from "../ledger/running-out.ts";
import { providerId, type ProviderConfig } from "../settings/snapshot.ts";
import type { KnownCredit } from "./provider-watch.ts";

const HOUR_MS = 3_600_000;
const WEEK_MS = 168 * HOUR_MS;
const KEPT_MS = WEEK_MS + 24 * HOUR_MS;

export interface WatchedCredit {
  provider: ProviderConfig;
  credit: KnownCredit;
}

/** What each provider has left, once an hour: the first word of an hour stays. A row put since begins anew. */
export async function keepCreditSamples(tx: Tx, watched: readonly WatchedCredit[], now: number): Promise<void> {
  const rows = watched.flatMap(({ provider, credit }) =>
    readDecimal(credit.amount) === null
      ? []
      : [
          {
            tenant_id: provider.ownerId,
            provider: provider.name,
            hour: Math.floor(now / HOUR_MS) * HOUR_MS,
            amount: credit.amount.trim(),
            put_at: provider.updatedAt,
          },
        ],
  );
  if (rows.length > 0) {
    await tx`
      insert into provider_credit as c (tenant_id, provider, hour, at, amount, put_at)
      select tenant_id, provider, to_timestamp(hour / 1000), to_timestamp(${now}::float8 / 1000), amount,
             to_timestamp(put_at / 1000)
      from json_to_recordset(${rowsOf(tx, rows)}) as n(
        tenant_id uuid, provider text, hour float8, amount numeric, put_at float8)
      on conflict (tenant_id, provider, hour) do update set at = excluded.at, amount = excluded.amount, put_at = excluded.put_at
      where c.put_at < excluded.put_at`;
  }
  await tx`delete from provider_credit where hour < to_timestamp(${now - KEPT_MS}::float8 / 1000)`;
}

/**
 * How many hours each provider's credit lasts, by `providerId`; null when it did not fall. Only falls count: what was paid
 * in meanwhile hides none of them.
 */
export async function loadCreditRunways(
  sql: Sql | Tx,
  watched: readonly WatchedCredit[],
  now: number,
): Promise<Map<string, number | null>> {
  if (watched.length === 0) return new Map();
  const keys = watched.map(({ provider }) => ({
    tenant_id: provider.ownerId,
    provider: provider.name,
    put_at: provider.updatedAt,
  }));
  const rows = await sql<
    { tenant_id: string; provider: string; day: string; week: string; last: string | null; first_at: string | null }[]
  >`
    select k.tenant_id, k.provider, s.day, s.week, s.last, s.first_at
    from json_to_recordset(${rowsOf(sql, keys)}) as k(tenant_id uuid, provider text, put_at float8)
    cross join lateral (
      select coalesce(sum(greatest(before - amount, 0)) filter (
               where at > to_timestamp(${now - 24 * HOUR_MS}::float8 / 1000)), 0)::text as day,
             coalesce(sum(greatest(before - amount, 0)), 0)::text as week,
             (array_agg(amount::text order by hour desc))[1] as last, extract(epoch from min(at)) * 1000 as first_at
      from (
        select hour, at, amount, lag(amount) over (order by hour) as before from provider_credit
        where tenant_id = k.tenant_id and provider = k.provider and put_at = to_timestamp(k.put_at / 1000)
          and hour >= to_timestamp(${now - WEEK_MS}::float8 / 1000)) c) s`;
  const found = new Map(rows.map((row) => [providerId({ ownerId: row.tenant_id, name: row.provider }), row]));
  return new Map(
    watched.map(({ provider, credit }) => {
      const id = providerId(provider);
      const row = found.get(id);
      const available = readDecimal(credit.amount);
      const last = readDecimal(row?.last ?? "");
      if (row === undefined || available === null || last === null) return [id, null];
      const since = last > available ? last - available : 0n;
      return [
        id,
        shortestRunway({
          available,
          day: (readDecimal(row.day) ?? 0n) + since,
          week: (readDecimal(row.week) ?? 0n) + since,
          livedHours: (now - (ms(row.first_at) ?? now)) / HOUR_MS,
        }),
      ];
    }),
  );
}

/** Below so much an operator wants to hear of it, in the vendor's own unit; null: never. */
export function lowCreditOf(provider: Pick<ProviderConfig, "settings">): bigint | null {
  const { low_credit: text } = (provider.settings ?? {}) as { low_credit?: unknown };
  return typeof text === "string" ? readDecimal(text) : null;
}
