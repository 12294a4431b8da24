import type { Sql } from "../db/client.ts";
import { ms, rowsOf } from "../db/rows.ts";

/** An event of an OTP, as far as a webhook has been told of it. */
export interface ToldFact {
  webhook: string;
  type: string;
  status: "pending" | "delivered" | "dead";
  tries: number;
  answerStatus: number | null;
  /** When it was last tried; before that, when it happened. */
  at: number;
}

/**
 * Events are found by their time alone, and each was written by the commit of a fact that is at hand: so they are looked
 * up by the moments of these. `owners`: whose webhooks may be told, the tenant's and the first tenant's.
 */
export async function loadTold(
  sql: Sql,
  tenantId: string,
  owners: readonly string[],
  otpId: string,
  moments: readonly (number | null)[],
): Promise<ToldFact[]> {
  const times = [...new Set(moments)].flatMap((at) => (at === null ? [] : [{ at }]));
  const rows = await sql<
    {
      webhook: string;
      type: string;
      status: ToldFact["status"];
      tries: number;
      answer_status: number | null;
      at: string;
    }[]
  >`
    select d.webhook, e.type, d.status, d.tries, d.answer_status,
           extract(epoch from coalesce(d.tried_at, e.at)) * 1000 as at
    from json_to_recordset(${rowsOf(sql, times)}) as t(at float8)
    cross join lateral (
      select id, type, at from events
      where tenant_id = ${tenantId} and at = to_timestamp(t.at / 1000)::timestamptz(3) and otp_id = ${otpId}
      order by id offset 0) e
    join webhooks w on w.tenant_id = any(${[...owners]}::uuid[])
    cross join lateral (
      select webhook, status, tries, answer_status, tried_at from webhook_deliveries
      where tenant_id = w.tenant_id and webhook = w.name and event_id = e.id offset 0) d
    order by e.at, e.id, d.webhook`;
  return rows.map((row) => ({
    webhook: row.webhook,
    type: row.type,
    status: row.status,
    tries: row.tries,
    answerStatus: row.answer_status,
    at: ms(row.at) ?? 0,
  }));
}
