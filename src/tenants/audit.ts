import type { Ctx } from "../context.ts";
import type { Sql, Statement, Tx } from "../db/client.ts";
import { rowsOf } from "../db/rows.ts";
import type { audit } from "../db/schema/index.ts";
import { newId } from "../kit/id.ts";

/** Who changed what. Neither side ever holds a secret, a key or a full phone number. */
export interface AuditedChange {
  /** `provider.put`, `key.revoke`, `messages.reveal`. */
  action: string;
  target: string;
  before?: unknown;
  after?: unknown;
  /** Whose audit it belongs to; the acting tenant's unless it is named. */
  tenantId?: string;
}

export type Auditor = Pick<Ctx, "tenant" | "actor" | "requestId">;
/** What a row needs of it: a person who signs in has no request of a tenant's yet. */
export interface AuditContext extends Pick<Ctx, "actor" | "requestId"> {
  readonly tenant: Pick<Ctx["tenant"], "id">;
}
export type AuditRow = typeof audit.$inferInsert;

export function auditRow(ctx: AuditContext, change: AuditedChange, now: number): AuditRow {
  return {
    tenantId: change.tenantId ?? ctx.tenant.id,
    id: newId(now),
    actor: ctx.actor.name,
    actorName: ctx.actor.label ?? null,
    action: change.action,
    target: change.target,
    before: change.before ?? null,
    after: change.after ?? null,
    requestId: ctx.requestId,
    address: ctx.actor.address ?? null,
    at: new Date(now),
  };
}

/** For the driver's own transactions; the others insert the row as any other. */
export async function writeAudit(tx: Tx | Sql, row: AuditRow): Promise<void> {
  await writeAudits(tx, [row]);
}

/** Many changes of one commit, by one statement. */
export async function writeAudits(tx: Tx | Sql, rows: readonly AuditRow[]): Promise<void> {
  if (rows.length > 0) await insertAudits(tx, rows);
}

/** The same for a commit that sends its statements together. */
export function insertAudits(tx: Tx | Sql, rows: readonly AuditRow[]): Statement {
  const given = rows.map((row) => ({
    tenant_id: row.tenantId,
    id: row.id,
    actor: row.actor,
    actor_name: row.actorName,
    action: row.action,
    target: row.target,
    before: row.before,
    after: row.after,
    request_id: row.requestId,
    address: row.address,
    at: row.at.getTime(),
  }));
  return tx`
    insert into audit (tenant_id, id, actor, actor_name, action, target, before, after, request_id, address, at)
    select tenant_id, id, actor, actor_name, action, target, before, after, request_id, address, to_timestamp(at / 1000)
    from json_to_recordset(${rowsOf(tx, given)}) as g(
      tenant_id uuid, id uuid, actor text, actor_name text, action text, target text, before jsonb, after jsonb, request_id text,
      address text, at float8)`;
}
