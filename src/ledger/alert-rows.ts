import type { Sql, Tx } from "../db/client.ts";
import { ms, rowsOf } from "../db/rows.ts";
import { appendEvents } from "../events/append.ts";
import type { NewEvent } from "../events/model.ts";
import { publicId } from "../kit/id.ts";
import type { StandingAlert } from "./decide-alerts.ts";
import type { AlertKind } from "./running-out.ts";

/** Whose money it is: the tenant's balance, or its credit with a provider. */
export interface AlertSubject {
  tenantId: string;
  /** Empty: the balance. */
  provider: string;
}

/** What it was judged by, in the wire's words. */
export interface AlertFigures {
  available: string;
  currency: string | null;
  threshold: string;
  runway_hours: number | null;
}

/** What became of a notice at one address. */
export interface AlertAddress {
  channel: string;
  /** Masked. */
  to: string;
  ok: boolean;
  provider: string | null;
  provider_code: string | null;
}

export type Standing = StandingAlert & AlertSubject & { failures: number };

/** All that stand, and those whose end is yet to be told: few, of all tenants. */
export async function loadStanding(tx: Sql | Tx): Promise<Standing[]> {
  const rows = await tx<
    {
      tenant_id: string;
      id: string;
      provider: string;
      kind: AlertKind;
      try_at: string;
      failures: number;
      told_at: string | null;
      acknowledged: boolean;
      ended_at: string | null;
    }[]
  >`
    select tenant_id, id, provider, kind, extract(epoch from try_at) * 1000 as try_at, failures,
           extract(epoch from told_at) * 1000 as told_at, acknowledged_at is not null as acknowledged,
           extract(epoch from ended_at) * 1000 as ended_at
    from balance_alerts where ended_at is null or over_due`;
  return rows.map((row) => ({
    tenantId: row.tenant_id,
    id: row.id,
    provider: row.provider,
    kind: row.kind,
    tryAt: ms(row.try_at) ?? 0,
    failures: row.failures,
    toldAt: ms(row.told_at),
    acknowledged: row.acknowledged,
    endedAt: ms(row.ended_at),
  }));
}

export interface NewAlert extends AlertSubject {
  id: string;
  kind: AlertKind;
  figures: AlertFigures;
  tryAt: number;
  untold: string | null;
}

export async function insertAlerts(tx: Tx, alerts: readonly NewAlert[], now: number): Promise<void> {
  if (alerts.length === 0) return;
  const rows = alerts.map(({ tenantId, tryAt, ...rest }) => ({ tenant_id: tenantId, try_at: tryAt, ...rest }));
  await tx`
    insert into balance_alerts (tenant_id, id, provider, kind, since, figures, try_at, untold)
    select tenant_id, id, provider, kind, to_timestamp(${now}::float8 / 1000), figures, to_timestamp(try_at / 1000), untold
    from json_to_recordset(${rowsOf(tx, rows)}) as n(
      tenant_id uuid, id uuid, provider text, kind text, figures jsonb, try_at float8, untold text)`;
  await Promise.all(
    appendEvents(
      tx,
      alerts.flatMap((alert) => lowEvent(alert, now)),
    ),
  );
}

/** The ERP hears of its balance; a provider's credit is its operators' business. */
function lowEvent({ tenantId, id, provider, kind, figures }: NewAlert, at: number): NewEvent[] {
  if (provider !== "") return [];
  return [{ tenantId, type: "balance.low", at, data: { alert: publicId("alr", id), kind, ...figures } }];
}

/** What is to change of one; left out: as it was. */
export interface AlertChange {
  tenantId: string;
  id: string;
  ended?: boolean;
  overDue?: boolean;
  tryAt?: number;
  figures?: AlertFigures;
}

export async function changeAlerts(tx: Tx, changes: readonly AlertChange[], now: number): Promise<void> {
  if (changes.length === 0) return;
  const rows = changes.map(({ tenantId, id, ended, overDue, tryAt, figures }) => ({
    tenant_id: tenantId,
    id,
    ended: ended ?? false,
    over_due: overDue ?? null,
    try_at: tryAt ?? null,
    figures: figures ?? null,
  }));
  await tx`
    update balance_alerts a
    set ended_at = case when n.ended then to_timestamp(${now}::float8 / 1000) else a.ended_at end,
        over_due = coalesce(n.over_due, a.over_due), figures = coalesce(n.figures, a.figures),
        try_at = coalesce(to_timestamp(n.try_at / 1000), a.try_at)
    from json_to_recordset(${rowsOf(tx, rows)}) as n(
      tenant_id uuid, id uuid, ended boolean, over_due boolean, try_at float8, figures jsonb)
    where a.tenant_id = n.tenant_id and a.id = n.id`;
}

/** What came of telling one. */
export interface ToldAlert {
  tenantId: string;
  id: string;
  addresses: AlertAddress[];
  /** Null: somebody heard of it. */
  untold: string | null;
  failures: number;
  tryAt: number;
}

/** Told: of what stands when, and of what is over that nothing more is to be told. */
export async function markTold(sql: Sql, told: readonly ToldAlert[], now: number): Promise<void> {
  if (told.length === 0) return;
  const rows = told.map(({ tenantId, tryAt, ...rest }) => ({ tenant_id: tenantId, try_at: tryAt, ...rest }));
  await sql`
    update balance_alerts a
    set told_at = case when n.untold is null and a.ended_at is null then to_timestamp(${now}::float8 / 1000)
                       else a.told_at end,
        over_due = a.over_due and n.untold is not null, addresses = n.addresses, untold = n.untold,
        failures = n.failures, try_at = to_timestamp(n.try_at / 1000)
    from json_to_recordset(${rowsOf(sql, rows)}) as n(
      tenant_id uuid, id uuid, addresses jsonb, untold text, failures int, try_at float8)
    where a.tenant_id = n.tenant_id and a.id = n.id`;
}
