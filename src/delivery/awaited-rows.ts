import type { Sql, Statement, Tx } from "../db/client.ts";
import { ms, rowsOf } from "../db/rows.ts";
import type { MessageStatus } from "../otp/model.ts";
import type { AttemptRecord, SettledMessage } from "./decide-settle.ts";

/** Before it, hardly any message has reached a phone. */
const FIRST_ASK_MS = 3000;
/** Longer than any OTP lives; nobody waits for the word any more. */
const ASKED_FOR_MS = 3_600_000;

export interface AwaitedReport {
  providerMessageId: string;
  acceptedAt: number;
  status: MessageStatus;
}

interface ProviderKey {
  ownerId: string;
  name: string;
}

/** Accepted by a provider that tells nothing by itself: written by the commit of the acceptance. */
export function insertAwaited(
  tx: Tx,
  written: readonly { message: SettledMessage; attempt: AttemptRecord | null }[],
  now: number,
): Statement[] {
  const rows = written.flatMap(({ message, attempt }) =>
    attempt?.polled !== true
      ? []
      : [
          {
            owner_id: attempt.ownerId,
            provider: attempt.provider,
            pmid: attempt.providerMessageId,
            tenant_id: message.tenantId,
            message_id: message.id,
          },
        ],
  );
  if (rows.length === 0) return [];
  return [
    tx`
      insert into awaited_reports (owner_id, provider, provider_message_id, tenant_id, message_id, accepted_at, ask_at)
      select owner_id, provider, pmid, tenant_id, message_id, to_timestamp(${now}::float8 / 1000),
             to_timestamp(${now + FIRST_ASK_MS}::float8 / 1000)
      from json_to_recordset(${rowsOf(tx, rows)}) as a(
        owner_id uuid, provider text, pmid text, tenant_id uuid, message_id uuid)
      on conflict do nothing`,
  ];
}

/** Those of a provider whose turn has come, the youngest first, with what is known of them already. */
export async function dueReports(
  sql: Sql,
  { ownerId, name }: ProviderKey,
  now: number,
  limit: number,
): Promise<AwaitedReport[]> {
  const rows = await sql<{ pmid: string; accepted_at: string; status: MessageStatus }[]>`
    select w.pmid, w.accepted_at, m.status
    from (
      select provider_message_id as pmid, tenant_id, message_id, extract(epoch from accepted_at) * 1000 as accepted_at
      from awaited_reports
      where owner_id = ${ownerId} and provider = ${name} and ask_at <= to_timestamp(${now}::float8 / 1000)
        and accepted_at > to_timestamp(${now - ASKED_FOR_MS}::float8 / 1000)
      order by awaited_reports.accepted_at desc limit ${limit}) w
    cross join lateral (select status from messages where tenant_id = w.tenant_id and id = w.message_id offset 0) m
    order by w.accepted_at desc`;
  return rows.map((row) => ({ providerMessageId: row.pmid, acceptedAt: ms(row.accepted_at) ?? 0, status: row.status }));
}

export async function askAgainAt(
  sql: Sql,
  { ownerId, name }: ProviderKey,
  asked: readonly { providerMessageId: string; at: number }[],
): Promise<void> {
  const rows = asked.map(({ providerMessageId, at }) => ({ pmid: providerMessageId, at }));
  await sql`
    update awaited_reports w set ask_at = to_timestamp(k.at / 1000)
    from json_to_recordset(${rowsOf(sql, rows)}) as k(pmid text, at float8)
    cross join lateral (
      select ctid as row from awaited_reports
      where owner_id = ${ownerId} and provider = ${name} and provider_message_id = k.pmid offset 0) x
    where w.ctid = x.row`;
}

export async function forgetAwaited(sql: Sql, { ownerId, name }: ProviderKey, ids: readonly string[]): Promise<void> {
  await sql`
    delete from awaited_reports w using unnest(${[...ids]}::text[]) as k(pmid)
    cross join lateral (
      select ctid as row from awaited_reports
      where owner_id = ${ownerId} and provider = ${name} and provider_message_id = k.pmid offset 0) x
    where w.ctid = x.row`;
}
