import type { Sql } from "../db/client.ts";
import { rowsOf } from "../db/rows.ts";

/** A template that left the plan because of what its provider said, or came back. */
export interface TemplateNews {
  ownerId: string;
  key: string;
  channel: string;
  locale: string;
  provider: string;
  status: "approved" | "paused" | "rejected" | "disabled";
  reason: string | null;
}

const AGAIN_MS = 60_000;
/** News of before is no news. */
const DAY_MS = 24 * 60 * 60_000;
const MOST_AT_ONCE = 100;

/** Whether operators are yet to be told of this state. A template that was never out does not come back. */
export function isUntold({ status, told }: { status: string; told: string }): boolean {
  if (status === "approved") return told !== "approved";
  return status !== "pending" && status !== told;
}

interface Row {
  tenant_id: string;
  key: string;
  channel: string;
  locale: string;
  provider: string;
  status: TemplateNews["status"];
  reason: string | null;
}

/**
 * Those to be told now, by us: each by the one replica that marks it, again in a minute unless it is marked as told. A
 * row for each binding that a provider ever spoke of, so few.
 */
export async function takeUntoldTemplates(sql: Sql, now: number): Promise<TemplateNews[]> {
  const at = (ms: number) => sql`to_timestamp(${ms}::float8 / 1000)`;
  const rows = await sql<Row[]>`
    update template_approvals a set tell_at = ${at(now + AGAIN_MS)}
    where ctid in (
      select ctid from template_approvals
      where case status when 'approved' then told <> 'approved' when 'pending' then false else status <> told end
        and tell_at <= ${at(now)} and at >= ${at(now - DAY_MS)}
      limit ${MOST_AT_ONCE} for update skip locked)
    returning tenant_id, key, channel, locale, provider, status, reason`;
  return rows.map(({ tenant_id: ownerId, ...row }) => ({ ownerId, ...row }));
}

/** What was said: another state that came meanwhile is still to be told, and at once. */
export async function markTemplatesTold(sql: Sql, told: readonly TemplateNews[]): Promise<void> {
  const rows = told.map(({ ownerId, reason: _reason, ...row }) => ({ tenant_id: ownerId, ...row }));
  await sql`
    update template_approvals a set told = n.status, tell_at = 'epoch'
    from json_to_recordset(${rowsOf(sql, rows)}) as n(
      tenant_id uuid, key text, channel text, locale text, provider text, status text)
    where a.tenant_id = n.tenant_id and a.key = n.key and a.channel = n.channel and a.locale = n.locale
      and a.provider = n.provider`;
}
