import type { Ctx } from "../context.ts";
import type { Sql, Tx } from "../db/client.ts";
import { ms } from "../db/rows.ts";
import { GatewayError } from "../errors.ts";
import { publicId } from "../kit/id.ts";
import { auditRow, writeAudit } from "../tenants/audit.ts";
import type { AlertAddress, AlertFigures } from "./alert-rows.ts";
import type { AlertKind } from "./running-out.ts";

export interface ListedAlert {
  id: string;
  provider: string;
  kind: AlertKind;
  since: number;
  figures: AlertFigures;
  toldAt: number | null;
  untold: string | null;
  addresses: AlertAddress[];
  acknowledgedAt: number | null;
  acknowledgedBy: string | null;
  endedAt: number | null;
}

interface AlertRow {
  id: string;
  provider: string;
  kind: AlertKind;
  since: string;
  figures: string;
  told_at: string | null;
  untold: string | null;
  addresses: string | null;
  acknowledged_at: string | null;
  acknowledged_by: string | null;
  ended_at: string | null;
}

const columns = (sql: Sql | Tx) => sql`
  id, provider, kind, extract(epoch from since) * 1000 as since, figures::text as figures,
  extract(epoch from told_at) * 1000 as told_at, untold, addresses::text as addresses,
  extract(epoch from acknowledged_at) * 1000 as acknowledged_at, acknowledged_by,
  extract(epoch from ended_at) * 1000 as ended_at`;

/** Newest first, from before the alert `before`. */
export async function listAlerts(
  sql: Sql,
  tenantId: string,
  question: { open: boolean | undefined; limit: number; before: string | null },
): Promise<ListedAlert[]> {
  const { open, limit, before } = question;
  const rows = await sql<AlertRow[]>`
    select ${columns(sql)} from balance_alerts
    where tenant_id = ${tenantId} ${before === null ? sql`` : sql`and id < ${before}`}
      ${open === undefined ? sql`` : open ? sql`and ended_at is null` : sql`and ended_at is not null`}
    order by id desc limit ${limit}`;
  return rows.map(alertOf);
}

/** All that stand: few, however many there were. */
export async function listOpenAlerts(sql: Sql, tenantId: string): Promise<ListedAlert[]> {
  const rows = await sql<AlertRow[]>`
    select ${columns(sql)} from balance_alerts where tenant_id = ${tenantId} and ended_at is null
    order by provider, kind`;
  return rows.map(alertOf);
}

/** Somebody sees to it: it is not told again unless it gets worse. The first who says so is kept. */
export async function acknowledgeAlert(tx: Tx, ctx: Ctx, id: string, now: number): Promise<ListedAlert> {
  const [fresh] = await tx<{ provider: string; kind: AlertKind }[]>`
    update balance_alerts set acknowledged_at = to_timestamp(${now}::float8 / 1000), acknowledged_by = ${ctx.actor.name}
    where tenant_id = ${ctx.tenant.id} and id = ${id} and acknowledged_at is null
    returning provider, kind`;
  const [row] = await tx<AlertRow[]>`
    select ${columns(tx)} from balance_alerts where tenant_id = ${ctx.tenant.id} and id = ${id}`;
  if (row === undefined) throw noAlert();
  if (fresh !== undefined) {
    const after = { kind: fresh.kind, provider: fresh.provider === "" ? null : fresh.provider };
    const change = { action: "balance.alert.acknowledge", target: publicId("alr", id), after };
    await writeAudit(tx, auditRow(ctx, change, now));
  }
  return alertOf(row);
}

export function noAlert(): GatewayError {
  return new GatewayError("not_found", "There is no such alert.");
}

function alertOf(row: AlertRow): ListedAlert {
  return {
    id: row.id,
    provider: row.provider,
    kind: row.kind,
    since: ms(row.since) ?? 0,
    figures: JSON.parse(row.figures) as AlertFigures,
    toldAt: ms(row.told_at),
    untold: row.untold,
    addresses: row.addresses === null ? [] : (JSON.parse(row.addresses) as AlertAddress[]),
    acknowledgedAt: ms(row.acknowledged_at),
    acknowledgedBy: row.acknowledged_by,
    endedAt: ms(row.ended_at),
  };
}
