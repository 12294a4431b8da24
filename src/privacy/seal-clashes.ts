import type { Tx } from "../db/client.ts";
import { rowsOf } from "../db/rows.ts";
import { appendExpired } from "../events/append.ts";

/** A row whose number was in clear, by its key; `new_subject` is what takes the place of its `subject`. */
export type Resealed = { tenant_id: string; key: string } & Record<string, string | string[] | null>;

/**
 * A version that did not know of the seal found no pending OTP of a number that was sealed already, and issued another
 * one. Once both are sealed they are of one subject, and only the newest is pending. The accounts must be locked.
 */
export async function endTwins(tx: Tx, rows: readonly Resealed[], now: number): Promise<void> {
  const pending = rows.filter(({ status }) => status === "pending");
  if (pending.length === 0) return;
  const given = pending.map((row) => ({
    tenant_id: row.tenant_id,
    id: row.key,
    subject: row["new_subject"],
    user_ref: row["user_ref"],
    purpose: row["purpose"],
  }));
  const at = tx`to_timestamp(${now}::float8 / 1000)`;
  await tx`
    with given as materialized (
      select * from json_to_recordset(${rowsOf(tx, given)}) as g(
        tenant_id uuid, id uuid, subject text, user_ref text, purpose text)),
    twins as (
      select * from given union
      select g.tenant_id, o.id, g.subject, g.user_ref, g.purpose from given g
      cross join lateral (
        select id from otps where tenant_id = g.tenant_id and subject = g.subject and user_ref = g.user_ref
          and purpose = g.purpose and status = 'pending' offset 0) o),
    older as (
      select tenant_id, id from (
        select tenant_id, id, row_number() over (partition by tenant_id, subject, user_ref, purpose order by id desc) as n
        from twins) t
      where n > 1),
    ended as (
      update otps o set code_sealed = null, ended_at = least(o.expires_at, ${at}),
        status = case when o.expires_at <= ${at} then 'expired' else 'replaced' end
      from older x where o.tenant_id = x.tenant_id and o.id = x.id and o.status = 'pending'
      returning o.tenant_id, o.id, o.status, o.decoy)
    ${appendExpired(tx, now)}`;
}

/** The wrong guesses of one number, counted under both of its forms: the greater count stands, and nobody is let in sooner. */
export async function mergeStreaks(tx: Tx, rows: readonly Resealed[]): Promise<void> {
  const given = rows.map((row) => ({ tenant_id: row.tenant_id, subject: row.key, sealed: row["new_subject"] }));
  await tx`
    with gone as (
      delete from guess_streaks g using json_to_recordset(${rowsOf(tx, given)}) as s(
        tenant_id uuid, subject text, sealed text)
      where g.tenant_id = s.tenant_id and g.subject = s.subject
      returning g.tenant_id, s.sealed, g.wrong, g.blocked_until, g.updated_at)
    insert into guess_streaks as g (tenant_id, subject, wrong, blocked_until, updated_at)
    select tenant_id, sealed, wrong, blocked_until, updated_at from gone
    on conflict (tenant_id, subject) do update
      set wrong = greatest(g.wrong, excluded.wrong), blocked_until = greatest(g.blocked_until, excluded.blocked_until),
          updated_at = greatest(g.updated_at, excluded.updated_at)`;
}
