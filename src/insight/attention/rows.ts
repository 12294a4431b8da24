import type { Sql } from "../../db/client.ts";
import { ms } from "../../db/rows.ts";
import { readSums, type Part } from "../../stats/read.ts";
import { startOf } from "../../stats/sums.ts";
import type { WaitingTopUps } from "./of-money.ts";
import type { WebhookState } from "./of-traffic.ts";

/** The provider rows that serve the tenant: its own, or the first tenant's when it has none. */
export async function loadStored(
  sql: Sql,
  tenantId: string,
  firstTenantId: string | null,
): Promise<{ name: string; kind: string }[]> {
  const rows = await sql<{ tenant_id: string; name: string; kind: string }[]>`
    select tenant_id, name, kind from providers where tenant_id in (${tenantId}, ${firstTenantId ?? tenantId})
    order by name`;
  const own = rows.filter((row) => row.tenant_id === tenantId);
  return (own.length > 0 ? own : rows).map(({ name, kind }) => ({ name, kind }));
}

export async function loadWaitingTopUps(sql: Sql, tenantId: string): Promise<WaitingTopUps> {
  const rows = await sql<{ status: string; count: number; oldest: string }[]>`
    select status, count(*)::int as count, extract(epoch from min(at)) * 1000 as oldest from topups
    where tenant_id = ${tenantId} and status in ('requested', 'reversal_requested') group by status`;
  const countOf = (status: string): number => rows.find((row) => row.status === status)?.count ?? 0;
  const oldest = rows.map((row) => Number(row.oldest));
  return {
    requested: countOf("requested"),
    reversals: countOf("reversal_requested"),
    oldestAt: oldest.length === 0 ? null : Math.min(...oldest),
  };
}

/** Of those that were given up, the newest alone: one look into the index for a webhook. */
export async function loadWebhookStates(sql: Sql, tenantId: string): Promise<WebhookState[]> {
  const rows = await sql<
    {
      name: string;
      disabled_reason: string | null;
      disabled_at: string | null;
      failing_since: string | null;
      slow_until: string | null;
      gave_up_at: string | null;
    }[]
  >`
    select w.name, w.disabled_reason, extract(epoch from w.disabled_at) * 1000 as disabled_at,
           extract(epoch from w.failing_since) * 1000 as failing_since,
           extract(epoch from w.slow_until) * 1000 as slow_until, d.gave_up_at
    from webhooks w
    left join lateral (
      select extract(epoch from tried_at) * 1000 as gave_up_at from webhook_deliveries
      where tenant_id = w.tenant_id and webhook = w.name and status = 'dead'
      order by event_position desc, event_id desc limit 1) d on w.state = 'on'
    where w.tenant_id = ${tenantId} order by w.name`;
  return rows.map((row) => ({
    name: row.name,
    disabledReason: row.disabled_reason,
    disabledAt: ms(row.disabled_at),
    failingSince: ms(row.failing_since),
    slowUntil: ms(row.slow_until),
    gaveUpAt: ms(row.gave_up_at),
  }));
}

const QUARTER_MS = 900_000;
const DAY_MS = 86_400_000;

export interface Traffic {
  since: number;
  lastHour: Part[];
  weekBefore: Part[];
}

/** What was counted of each channel in the last four quarters of an hour, and in the seven days before today. */
export async function loadTraffic(sql: Sql, tenantId: string, now: number): Promise<Traffic> {
  const since = startOf(now, "quarter") - 3 * QUARTER_MS;
  const today = startOf(now, "day");
  const buckets = [
    { from: since, until: since + 4 * QUARTER_MS },
    { from: today - 7 * DAY_MS, until: today },
  ];
  const question = { tenantId, by: ["channel"] as const, filter: {}, buckets, now };
  const parts = await readSums(sql, question, { latencies: false });
  const inBucket = (bucket: number): Part[] => parts.filter((part) => part.bucket === bucket);
  return { since, lastHour: inBucket(0), weekBefore: inBucket(1) };
}
