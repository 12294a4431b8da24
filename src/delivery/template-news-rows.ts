import type { Sql } from "../db/client.ts";
import { rowsOf } from "../db/rows.ts";
import { positionHere } from "../events/position.ts";

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

export interface UntoldTemplate extends TemplateNews {
  /** What all operators were told last. */
  told: string;
  /** Tenants whose operators know the opposite by now. */
  heard: string[];
  /** Nobody tried to tell it before. */
  first: boolean;
}

const AGAIN_MS = 60_000;
/** News of before is no news. */
const DAY_MS = 24 * 60 * 60_000;
const MOST_AT_ONCE = 5000;

/**
 * Whether operators are yet to be told: that it left the plan, once however many words its provider had for it, or that it
 * came back. A template that was never out does not come back.
 */
export function isUntold({ status, told, heard }: { status: string; told: string; heard: readonly string[] }): boolean {
  return status !== "pending" && ((status === "approved") !== (told === "approved") || heard.length > 0);
}

/** Pure: whether a tenant's operators are yet to hear of it. */
export function isNewsTo(tenantId: string, { status, told, heard }: UntoldTemplate): boolean {
  const knowsItServes = (told === "approved") !== heard.includes(tenantId);
  return knowsItServes !== (status === "approved");
}

interface Row {
  tenant_id: string;
  key: string;
  channel: string;
  locale: string;
  provider: string;
  status: TemplateNews["status"];
  reason: string | null;
  told: string;
  heard: string[];
  first: boolean;
}

/**
 * Those to be told now, by us: each by the one replica that marks it, again in a minute unless it is marked as told. A
 * row for each binding that a provider ever spoke of, so few.
 */
export async function takeUntoldTemplates(sql: Sql, now: number): Promise<UntoldTemplate[]> {
  const at = (ms: number) => sql`to_timestamp(${ms}::float8 / 1000)`;
  const rows = await sql<Row[]>`
    with due as (
      select ctid, tell_at = 'epoch' as first from template_approvals
      where status <> 'pending' and ((status = 'approved') <> (told = 'approved') or heard <> '{}')
        and tell_at <= ${at(now)} and at >= ${at(now - DAY_MS)}
      limit ${MOST_AT_ONCE} for update skip locked),
    taken as (
      update template_approvals a set tell_at = ${at(now + AGAIN_MS)}
      from due where a.ctid = due.ctid
      returning a.tenant_id, a.key, a.channel, a.locale, a.provider, a.status, a.reason, a.told, a.heard, due.first),
    told as (
      insert into events (tenant_id, position, id, type, at, data)
      select tenant_id, ${positionHere(sql)}, gen_random_uuid(), 'template.paused', ${at(now)},
             json_build_object('template', concat_ws('/', key, channel, locale), 'provider', provider, 'status', status,
                               'reason', reason)
      from taken where first and status <> 'approved')
    select * from taken`;
  return rows.map(({ tenant_id: ownerId, ...row }) => ({ ownerId, ...row }));
}

/** This tenant was told, or could not be. While we are telling, no other replica begins to. */
export async function keepTelling(
  sql: Sql,
  news: readonly TemplateNews[],
  { tenantId, heard, now }: { tenantId: string; heard: boolean; now: number },
): Promise<void> {
  await sql`
    update template_approvals a set tell_at = to_timestamp(${now + AGAIN_MS}::float8 / 1000),
      heard = case when not ${heard}::boolean then a.heard
                   when (n.status = 'approved') = (a.told = 'approved') then array_remove(a.heard, ${tenantId}::uuid)
                   else array_append(array_remove(a.heard, ${tenantId}::uuid), ${tenantId}::uuid) end
    from ${namedBy(sql, news)} where ${isNamed(sql)}`;
}

/** All that send with these were told: another state that came meanwhile is still to be told, and at once. */
export async function markTemplatesTold(sql: Sql, told: readonly TemplateNews[]): Promise<void> {
  await sql`
    update template_approvals a set told = n.status, heard = '{}', tell_at = 'epoch'
    from ${namedBy(sql, told)} where ${isNamed(sql)}`;
}

function namedBy(sql: Sql, news: readonly TemplateNews[]) {
  const rows = news.map(({ ownerId, key, channel, locale, provider, status }) => {
    return { tenant_id: ownerId, key, channel, locale, provider, status };
  });
  return sql`json_to_recordset(${rowsOf(sql, rows)}) as n(
    tenant_id uuid, key text, channel text, locale text, provider text, status text)`;
}

function isNamed(sql: Sql) {
  return sql`a.tenant_id = n.tenant_id and a.key = n.key and a.channel = n.channel and a.locale = n.locale
    and a.provider = n.provider`;
}
