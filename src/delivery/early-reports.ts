import type { Sql } from "../db/client.ts";
import { ms } from "../db/rows.ts";
import type { Clock } from "../kit/clock.ts";
import type { ErrorClass, ReportStatus, Scope } from "../providers/provider.ts";
import type { LiveSettings } from "../settings/live.ts";
import type { Delivery } from "./delivery.ts";

/** A commit under way when the report came is over by then; what is older is nobody's. */
const YOUNG_MS = 60_000;

/**
 * A report and the acceptance it speaks of, committed at the same moment (by two replicas, or in one batch), miss each
 * other: the one saw no attempt, the other no report. So do a report that tells an alias and one that comes by it. They are brought together here, soon after.
 */
export async function matchEarlyReports(deps: {
  sql: Sql;
  delivery: Delivery;
  settings: LiveSettings;
  clock: Clock;
}): Promise<void> {
  const { sql, delivery, settings, clock } = deps;
  // While an answer is awaited its own commit takes them up.
  const rows = await sql<
    {
      owner_id: string;
      provider: string;
      pmid: string;
      status: ReportStatus;
      at: string;
      code: string | null;
      error_class: ErrorClass | null;
      scope: Scope | null;
    }[]
  >`
    select e.owner_id, e.provider, e.provider_message_id as pmid, e.status, extract(epoch from e.at) * 1000 as at,
           e.provider_code as code, e.error_class, e.scope
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
  for (const { owner_id: ownerId, provider: name, pmid, status, at, code, error_class: errorClass, scope } of rows) {
    const provider = settings.current.tenants.get(ownerId)?.providers.get(name);
    if (provider === undefined || provider.ownerId !== ownerId) continue;
    await delivery.report(provider, {
      providerMessageId: pmid,
      status,
      at: ms(at) ?? 0,
      ...(code === null ? {} : { providerCode: code }),
      ...(errorClass === null ? {} : { errorClass }),
      ...(scope === null ? {} : { scope }),
    });
    // Only now: a report is safe to repeat, and not to lose.
    await sql`
      delete from early_reports
      where owner_id = ${ownerId} and provider = ${name} and provider_message_id = ${pmid} and status = ${status}
        and at = to_timestamp(${at}::float8 / 1000)`;
  }
}
