import type { Sql } from "../db/client.ts";
import { ms } from "../db/rows.ts";
import type { EntryKind } from "../ledger/account.ts";
import type { LoggedMessage } from "./messages.ts";

export interface MoneyFact {
  messageId: string;
  kind: EntryKind;
  amount: bigint;
  heldDelta: bigint;
  at: number;
}

interface MoneyRow {
  message_id: string;
  kind: EntryKind;
  amount: string;
  held_delta: string;
  at: string;
}

/** The entries of messages: how their holds ended, and what was corrected since. */
export async function loadMoney(sql: Sql, tenantId: string, messages: readonly LoggedMessage[]): Promise<MoneyFact[]> {
  const ids = messages.map(({ id }) => id);
  const resolved = await sql<MoneyRow[]>`
    select message_id, kind, amount, held_delta, extract(epoch from at) * 1000 as at from entries
    where tenant_id = ${tenantId} and message_id = any(${ids}::uuid[]) and kind in ('hold', 'capture', 'release')`;
  const corrected = await Promise.all(
    messages.filter((message) => wasCorrected(message, resolved)).map((message) => corrections(sql, tenantId, message)),
  );
  return [...resolved, ...corrected.flat()].map((row) => ({
    messageId: row.message_id,
    kind: row.kind,
    amount: BigInt(row.amount),
    heldDelta: BigInt(row.held_delta),
    at: ms(row.at) ?? 0,
  }));
}

/** A capture given back, or a charge after a release: what the message says it cost is not what its hold ended as. */
function wasCorrected(message: LoggedMessage, resolved: readonly MoneyRow[]): boolean {
  const mine = resolved.filter((row) => row.message_id === message.id);
  const captured = mine.find(({ kind }) => kind === "capture");
  const spent = captured === undefined ? 0n : -BigInt(captured.amount) - BigInt(captured.held_delta);
  return spent !== message.charged;
}

/** Rare, and found by time: a correction is written by a commit that also touches its message. */
function corrections(sql: Sql, tenantId: string, message: LoggedMessage): Promise<MoneyRow[]> {
  return sql<MoneyRow[]>`
    select message_id, kind, amount, held_delta, extract(epoch from at) * 1000 as at from entries
    where tenant_id = ${tenantId} and message_id = ${message.id} and kind in ('refund', 'adjustment')
      and at between to_timestamp(${message.createdAt}::float8 / 1000)
                 and to_timestamp(${message.updatedAt + 60_000}::float8 / 1000)`;
}
