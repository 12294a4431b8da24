import type { Ctx } from "../../context.ts";
import type { Sql, Tx } from "../../db/client.ts";
import { ms } from "../../db/rows.ts";
import { GatewayError } from "../../errors.ts";
import { formatAmount } from "../../kit/money.ts";
import { auditRow, writeAudit } from "../../tenants/audit.ts";
import { accountOf } from "../top-up.ts";
import type { Statement } from "./compose.ts";

/** A person's word that a month's statement was looked at and is right. It lives in the audit, which nobody can change. */
export interface Signature {
  actor: string;
  /** As the actor was called at that time. */
  actorName: string | null;
  at: number;
}

const ACTION = "balance.statement.sign";
const targetOf = (month: string): string => `statement ${month}`;

/** Once for each person and month; again it changes nothing. `closing`: what the person saw. */
export async function signStatement(
  tx: Tx,
  ctx: Ctx,
  statement: Statement,
  closing: bigint,
  now: number,
): Promise<Signature[]> {
  const { month, currency, entries } = statement;
  if (!statement.final) {
    throw new GatewayError("conflict", `month: ${month} is not over, so its statement may still change.`);
  }
  if (closing !== statement.closing.total) {
    throw new GatewayError(
      "conflict",
      `closing: the statement of ${month} closes with ${formatAmount(statement.closing.total)}; look at it first.`,
    );
  }
  // Of two at once by the same person the second sees the first.
  await accountOf(tx, ctx.tenant.id);
  const known = await readSignatures(tx, ctx.tenant.id, month);
  if (known.some(({ actor }) => actor === ctx.actor.name)) return known;
  const after = {
    month,
    opening: formatAmount(statement.opening.total),
    closing: formatAmount(closing),
    currency,
    entries,
  };
  await writeAudit(tx, auditRow(ctx, { action: ACTION, target: targetOf(month), after }, now));
  return [...known, { actor: ctx.actor.name, actorName: ctx.actor.label ?? null, at: now }];
}

/** Oldest first. */
export async function readSignatures(sql: Sql | Tx, tenantId: string, month: string): Promise<Signature[]> {
  const rows = await sql<{ actor: string; actor_name: string | null; at: string }[]>`
    select actor, actor_name, extract(epoch from at) * 1000 as at from audit
    where tenant_id = ${tenantId} and target = ${targetOf(month)} and action = ${ACTION}
    order by id`;
  return rows.map(({ actor, actor_name: actorName, at }) => ({ actor, actorName, at: ms(at) ?? 0 }));
}
