import type { Sql } from "../../db/client.ts";
import { rowsOf } from "../../db/rows.ts";
import { GatewayError, invalidField } from "../../errors.ts";
import type { TenantConfig } from "../../settings/snapshot.ts";
import { composeStatement, type Position, type Statement, type StatementSums } from "./compose.ts";
import { monthSpan, piecesOf, type Span } from "./month.ts";
import { rollUp } from "./roll-up.ts";
import type { Sum, SumKind } from "./sums.ts";

/** How far the clocks of two replicas may be apart: by so much an entry may be dated before one that was written earlier. */
const CLOCKS_APART_MS = 60_000;
/** Batches that one statement waits for: some seconds. */
const MOST_BATCHES = 20;

/**
 * A month of a tenant's account. What was committed before the call is in it: entries that are not in the sums yet are
 * added first.
 */
export async function readStatement(sql: Sql, tenant: TenantConfig, month: string, now: number): Promise<Statement> {
  const timeZone = tenant.settings.time_zone;
  const span = monthSpan(month, timeZone);
  if (span === null) throw invalidField("month", "a month like 2026-11");
  if (span.from > now) throw invalidField("month", `has not begun yet in ${timeZone}`);
  await catchUp(sql, tenant.id);
  const final = now >= span.until + CLOCKS_APART_MS;
  const about = { month, timeZone, currency: tenant.currency, ...span, final };
  return composeStatement(about, await readSums(sql, tenant.id, span));
}

async function catchUp(sql: Sql, tenantId: string): Promise<void> {
  const [account] = await sql<{ behind: string }[]>`
    select a.seq - coalesce(r.seq, 0) as behind
    from accounts a left join ledger_rollups r on r.tenant_id = a.tenant_id where a.tenant_id = ${tenantId}`;
  let behind = Number(account?.behind ?? 0);
  for (let batches = 0; behind > 0; batches += 1) {
    if (batches === MOST_BATCHES) {
      throw new GatewayError("unavailable", `The statement's sums are being made; ${behind} entries are left.`, {
        retryAfterSeconds: 10,
      });
    }
    const added = await rollUp(sql, tenantId);
    // Somebody else's batch may have added them.
    if (added === 0) return;
    behind -= added;
  }
}

interface Row {
  part: "opening" | "month" | "after" | "ever" | "ledger";
  kind: SumKind | null;
  channel: string | null;
  provider: string | null;
  purpose: string | null;
  cost_centre: string | null;
  entries: string;
  amount: string;
  held_delta: string;
  cost: string;
  cost_known: string;
  charged_of_known: string;
}

/** A month begins there, as the sums have it. */
const FAR = Date.UTC(9999, 0);

/** One statement, so that all of it is of one moment. */
async function readSums(sql: Sql, tenantId: string, span: Span): Promise<StatementSums> {
  const parts = {
    opening: { from: 0, until: span.from },
    month: span,
    after: { from: span.until, until: FAR },
  };
  const pieces = Object.entries(parts).flatMap(([part, whole]) => piecesOf(whole).map((piece) => ({ part, ...piece })));
  const rows = await sql<Row[]>`
    with pieces as materialized (
      select part, grain, to_timestamp("from" / 1000) as first, to_timestamp("until" / 1000) as last
      from json_to_recordset(${rowsOf(sql, pieces)}) as p(part text, grain text, "from" float8, "until" float8)
      union all select 'ever', 'month', '-infinity', 'infinity')
    select p.part, d.kind, d.channel, d.provider, d.purpose, d.cost_centre,
           coalesce(sum(s.entries), 0) as entries, coalesce(sum(s.amount), 0) as amount,
           coalesce(sum(s.held_delta), 0) as held_delta, coalesce(sum(s.cost), 0) as cost,
           coalesce(sum(s.cost_known), 0) as cost_known, coalesce(sum(s.charged_of_known), 0) as charged_of_known
    from pieces p
    cross join lateral (
      select * from ledger_sums
      where tenant_id = ${tenantId} and grain = p.grain and starts_at >= p.first and starts_at < p.last offset 0) s
    left join lateral (
      select s.kind, s.channel, s.provider, s.purpose, s.cost_centre where p.part = 'month') d on true
    group by 1, 2, 3, 4, 5, 6
    union all
    select 'ledger', null, null, null, null, null, r.seq, e.available_after, e.held_after, 0, 0, 0
    from ledger_rollups r join entries e on e.tenant_id = r.tenant_id and e.seq = r.seq
    where r.tenant_id = ${tenantId}`;
  const positionOf = (wanted: Row["part"]): Position => {
    const row = rows.find(({ part }) => part === wanted);
    const held = BigInt(row?.held_delta ?? 0);
    return { total: BigInt(row?.amount ?? 0) + held, held };
  };
  return {
    opening: positionOf("opening"),
    after: positionOf("after"),
    ever: positionOf("ever"),
    ledger: positionOf("ledger"),
    month: rows.flatMap((row) => (row.part === "month" && row.kind !== null ? [sumOf(row, row.kind)] : [])),
  };
}

function sumOf(row: Row, kind: SumKind): Sum {
  return {
    kind,
    channel: row.channel ?? "",
    provider: row.provider ?? "",
    purpose: row.purpose ?? "",
    costCentre: row.cost_centre ?? "",
    entries: Number(row.entries),
    amount: BigInt(row.amount),
    heldDelta: BigInt(row.held_delta),
    cost: BigInt(row.cost),
    costKnown: Number(row.cost_known),
    chargedOfKnown: BigInt(row.charged_of_known),
  };
}
