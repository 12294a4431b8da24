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
  seq: string;
}

/**
 * The entries of messages, in the order of the ledger: how their holds ended, and what was corrected since. Each kind has
 * its own index. What a message says it cost tells of no correction: a refund and a late charge of the same sum leave it
 * as it was.
 */
export async function loadMoney(sql: Sql, tenantId: string, messages: readonly LoggedMessage[]): Promise<MoneyFact[]> {
  const ids = messages.map(({ id }) => id);
  const [resolved, corrected] = await Promise.all([
    sql<MoneyRow[]>`
      select message_id, kind, amount, held_delta, extract(epoch from at) * 1000 as at, seq from entries
      where tenant_id = ${tenantId} and message_id = any(${ids}::uuid[]) and kind in ('hold', 'capture', 'release')`,
    sql<MoneyRow[]>`
      select message_id, kind, amount, held_delta, extract(epoch from at) * 1000 as at, seq from entries
      where tenant_id = ${tenantId} and message_id = any(${ids}::uuid[]) and kind in ('refund', 'adjustment')`,
  ]);
  return [...resolved, ...corrected]
    .sort((a, b) => Number(a.seq) - Number(b.seq))
    .map((row) => ({
      messageId: row.message_id,
      kind: row.kind,
      amount: BigInt(row.amount),
      heldDelta: BigInt(row.held_delta),
      at: ms(row.at) ?? 0,
    }));
}
