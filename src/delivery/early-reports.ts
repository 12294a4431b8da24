import type { Sql } from "../db/client.ts";
import { ms, rowsOf } from "../db/rows.ts";
import type { Clock } from "../kit/clock.ts";
import { errorForLog, type Log } from "../kit/log.ts";
import type { DeliveryReport, ErrorClass, ReportStatus, Scope } from "../providers/provider.ts";
import type { LiveSettings } from "../settings/live.ts";
import type { Delivery } from "./delivery.ts";

/** A commit under way when the report came is over by then; what is older is nobody's. */
const YOUNG_MS = 60_000;

interface EarlyReportRow {
  owner_id: string;
  provider: string;
  pmid: string;
  status: ReportStatus;
  at: string;
  code: string | null;
  error_class: ErrorClass | null;
  scope: Scope | null;
  segments: number | null;
}

/**
 * A report and the acceptance it speaks of, committed at the same moment (by two replicas, or in one batch), miss each
 * other: the one saw no attempt, the other no report. So do a report that tells an alias and one that comes by it. They
 * are brought together here, soon after. One that can't be settled now keeps no other waiting.
 */
export async function matchEarlyReports(deps: {
  sql: Sql;
  delivery: Delivery;
  settings: LiveSettings;
  clock: Clock;
  log: Log;
}): Promise<void> {
  const { sql, delivery, settings, clock, log } = deps;
  // While an answer is awaited its own commit takes them up.
  const rows = await sql<EarlyReportRow[]>`
    select e.owner_id, e.provider, e.provider_message_id as pmid, e.status, extract(epoch from e.at) * 1000 as at,
           e.provider_code as code, e.error_class, e.scope, e.segments
    from (select * from early_reports where received_at > to_timestamp(${clock.now() - YOUNG_MS}::float8 / 1000)
          order by received_at limit 5000) e
    cross join lateral (
      select tenant_id, message_id from attempts
      where owner_id = e.owner_id and provider = e.provider and provider_message_id = coalesce(
        (select provider_message_id from message_aliases
         where owner_id = e.owner_id and provider = e.provider and alias = e.provider_message_id),
        e.provider_message_id)
      limit 1) a
    cross join lateral (
      select from messages where tenant_id = a.tenant_id and id = a.message_id and lease_owner is null offset 0) m`;
  const told = rows.flatMap((row) => {
    const provider = settings.current.tenants.get(row.owner_id)?.providers.get(row.provider);
    return provider?.ownerId === row.owner_id ? [{ row, work: delivery.report(provider, reportOf(row)) }] : [];
  });
  const results = await Promise.allSettled(told.map(({ work }) => work));
  const failed = results.filter((result) => result.status === "rejected");
  if (failed.length > 0) {
    const error = errorForLog(failed[0]?.reason);
    log.warn({ reports: failed.length, error }, "early reports could not be settled; trying again at the next turn");
  }
  // Only now: a report is safe to repeat, and not to lose.
  const settled = told.flatMap(({ row }, n) => (results[n]?.status === "fulfilled" ? [keyOf(row)] : []));
  if (settled.length === 0) return;
  await sql`
    delete from early_reports e
    using json_to_recordset(${rowsOf(sql, settled)}) as k(
      owner_id uuid, provider text, pmid text, status text, at float8)
    cross join lateral (
      select ctid as row from early_reports
      where owner_id = k.owner_id and provider = k.provider and provider_message_id = k.pmid and status = k.status
        and at = to_timestamp(k.at / 1000) offset 0) x
    where e.ctid = x.row`;
}

function reportOf({
  pmid,
  status,
  at,
  code,
  error_class: errorClass,
  scope,
  segments,
}: EarlyReportRow): DeliveryReport {
  return {
    providerMessageId: pmid,
    status,
    at: ms(at) ?? 0,
    ...(code === null ? {} : { providerCode: code }),
    ...(errorClass === null ? {} : { errorClass }),
    ...(scope === null ? {} : { scope }),
    ...(segments === null ? {} : { segments }),
  };
}

function keyOf({ owner_id, provider, pmid, status, at }: EarlyReportRow) {
  return { owner_id, provider, pmid, status, at };
}
