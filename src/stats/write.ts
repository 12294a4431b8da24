import type { Statement, Tx } from "../db/client.ts";
import { rowsOf } from "../db/rows.ts";
import { counters } from "./sums.ts";
import type { LatencyRow, SumRow, Tally } from "./tally.ts";

/** Adds a tally to what is there. */
export function addTally(tx: Tx, { sums, latencies }: Tally): Statement[] {
  return [
    ...(sums.length === 0 ? [] : [addSums(tx, sums)]),
    ...(latencies.length === 0 ? [] : [addLatencies(tx, latencies)]),
  ];
}

function addSums(tx: Tx, sums: readonly SumRow[]): Statement {
  const rows = sums.map(({ tenantId, startsAt, charged, cost, ...sum }) => ({
    ...sum,
    tenant_id: tenantId,
    at: startsAt,
    charged: charged.toString(),
    cost: cost.toString(),
  }));
  const amounts = [...counters, "charged", "cost"];
  const added = tx.unsafe(amounts.map((name) => `${name} = s.${name} + excluded.${name}`).join(", "));
  return tx`
    insert into stats_sums as s (tenant_id, grain, starts_at, channel, provider, country, template, purpose,
                                 ${tx.unsafe(amounts.join(", "))})
    select tenant_id, grain, to_timestamp(at / 1000), channel, provider, country, template, purpose,
           ${tx.unsafe(amounts.join(", "))}
    from json_to_recordset(${rowsOf(tx, rows)}) as r(
      tenant_id uuid, grain text, at float8, channel text, provider text, country text, template text, purpose text,
      ${tx.unsafe(amounts.map((name) => `${name} bigint`).join(", "))})
    on conflict (tenant_id, grain, starts_at, channel, provider, country, template, purpose) do update set ${added}`;
}

function addLatencies(tx: Tx, latencies: readonly LatencyRow[]): Statement {
  const rows = latencies.map(({ tenantId, startsAt, slots, ...row }) => {
    const rising = [...slots].sort(([a], [b]) => a - b);
    const columns = { slots: rising.map(([slot]) => slot), counts: rising.map(([, n]) => n) };
    return { ...row, tenant_id: tenantId, at: startsAt, ...columns };
  });
  return tx`
    insert into stats_latencies as s (tenant_id, grain, starts_at, kind, channel, provider, country, slots, counts)
    select tenant_id, grain, to_timestamp(at / 1000), kind, channel, provider, country, slots, counts
    from json_to_recordset(${rowsOf(tx, rows)}) as r(
      tenant_id uuid, grain text, at float8, kind text, channel text, provider text, country text, slots smallint[],
      counts integer[])
    on conflict (tenant_id, grain, starts_at, kind, channel, provider, country) do update set (slots, counts) = (
      select array_agg(slot order by slot), array_agg(n order by slot)
      from (
        select slot, sum(n)::int as n
        from (select unnest(s.slots), unnest(s.counts)
              union all select unnest(excluded.slots), unnest(excluded.counts)) hit(slot, n)
        group by slot) merged)`;
}
