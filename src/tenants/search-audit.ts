import type { Sql } from "../db/client.ts";
import { ms } from "../db/rows.ts";
import { firstIdAt } from "../kit/id.ts";

export interface Audited {
  id: string;
  actor: string;
  actorName: string | null;
  action: string;
  target: string;
  before: unknown;
  after: unknown;
  requestId: string | null;
  address: string | null;
  at: number;
}

/** All of it must hold. */
export interface AuditQuery {
  actor?: string | undefined;
  action?: string | undefined;
  target?: string | undefined;
  requestId?: string | undefined;
  /** Milliseconds. */
  from?: number | undefined;
  until?: number | undefined;
  /** Text anywhere in a row, whatever its case. */
  text?: string | undefined;
}

export interface AuditPage {
  rows: Audited[];
  /** From before which row it goes on; null: there is no more. A page with `text` may be short, and yet not the last. */
  next: string | null;
}

/** No index finds text anywhere: so many rows are looked through for a page, and the next one goes on from there. */
const LOOKED_THROUGH = 2_000;
/** An id is made up to so long after the moment that its row names, as when a provider was asked in between. */
const SLACK_MS = 3_600_000;

interface Row {
  id: string | null;
  actor: string;
  actor_name: string | null;
  action: string;
  target: string;
  before: string | null;
  after: string | null;
  request_id: string | null;
  address: string | null;
  at: string;
  looked: number;
  last: string | null;
}

/** Newest first, from before the row `before`. */
export async function searchAudit(
  sql: Sql,
  tenantId: string,
  query: AuditQuery,
  limit: number,
  before: string | null,
): Promise<AuditPage> {
  const { actor, action, target, requestId, from, until, text } = query;
  const many = text === undefined ? limit + 1 : LOOKED_THROUGH;
  const found =
    text === undefined
      ? sql`true`
      : sql`concat_ws(' ', actor, actor_name, action, target, request_id, address, before::text, after::text)
            ilike ${containing(text)}`;
  const rows = await sql<Row[]>`
    with looked_at as (
      select * from audit
      where tenant_id = ${tenantId}
        ${before === null ? sql`` : sql`and id < ${before}`}
        ${actor === undefined ? sql`` : sql`and actor = ${actor}`}
        ${action === undefined ? sql`` : sql`and action = ${action}`}
        ${target === undefined ? sql`` : sql`and target = ${target}`}
        ${requestId === undefined ? sql`` : sql`and request_id = ${requestId}`}
        ${from === undefined ? sql`` : sql`and id >= ${firstIdAt(from - SLACK_MS)} and at >= ${instant(sql, from)}`}
        ${until === undefined ? sql`` : sql`and id < ${firstIdAt(until + SLACK_MS)} and at < ${instant(sql, until)}`}
      order by id desc limit ${many})
    select r.*, e.looked, e.last
    from (select count(*)::int as looked, (array_agg(id order by id))[1] as last from looked_at) e
    left join lateral (
      select id, actor, actor_name, action, target, before::text as before, after::text as after, request_id, address,
             extract(epoch from at) * 1000 as at
      from looked_at where ${found} order by id desc limit ${limit + 1}) r on true
    order by r.id desc`;
  const matches = rows.flatMap((row) => (row.id === null ? [] : [audited({ ...row, id: row.id })]));
  const page = matches.slice(0, limit);
  if (matches.length > limit) return { rows: page, next: page.at(-1)?.id ?? null };
  const [edge] = rows;
  return { rows: page, next: text !== undefined && edge?.looked === LOOKED_THROUGH ? edge.last : null };
}

function instant(sql: Sql, at: number) {
  return sql`to_timestamp(${at}::float8 / 1000)`;
}

/** Pure. A pattern that finds the text as it is. */
export function containing(text: string): string {
  return `%${text.replace(/[\\%_]/g, "\\$&")}%`;
}

function audited({ actor_name: actorName, request_id: requestId, at, ...row }: Row & { id: string }): Audited {
  const { id, actor, action, target, address } = row;
  const sides = { before: parsed(row.before), after: parsed(row.after) };
  return { id, actor, actorName, action, target, ...sides, requestId, address, at: ms(at) ?? 0 };
}

function parsed(json: string | null): unknown {
  return json === null ? null : (JSON.parse(json) as unknown);
}
