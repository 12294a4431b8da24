import type { Statement, Tx } from "../db/client.ts";
import { rowsOf } from "../db/rows.ts";
import type { Account, Entry } from "./account.ts";

interface AccountRow {
  tenant_id: string;
  currency: string;
  available: string;
  held: string;
  spent: string;
  credit_line: string;
  seq: string;
}

/**
 * Locks the accounts in the order of their ids. It is the first lock of every writer of money, so two batches never
 * wait for each other in a circle.
 */
export async function lockAccounts(tx: Tx, tenantIds: readonly string[]): Promise<Map<string, Account>> {
  const rows = await tx<AccountRow[]>`
    select a.* from json_to_recordset(${rowsOf(
      tx,
      [...new Set(tenantIds)].sort().map((id) => ({ tenant_id: id })),
    )}) as k(tenant_id uuid)
    cross join lateral (
      select tenant_id, currency, available, held, spent, credit_line, seq from accounts
      where tenant_id = k.tenant_id offset 0 for update) a`;
  return new Map(
    rows.map((row) => [
      row.tenant_id,
      {
        tenantId: row.tenant_id,
        currency: row.currency,
        available: BigInt(row.available),
        held: BigInt(row.held),
        spent: BigInt(row.spent),
        creditLine: BigInt(row.credit_line),
        seq: Number(row.seq),
      },
    ]),
  );
}

/** Writes new entries and the running totals that follow from them. The accounts must be locked by this transaction. */
export function writeEntries(tx: Tx, accounts: Iterable<Account>, entries: readonly Entry[]): Statement[] {
  if (entries.length === 0) return [];
  const changed = new Set(entries.map((entry) => entry.tenantId));
  const accountRows = [...accounts]
    .filter((account) => changed.has(account.tenantId))
    .map((account) => ({
      tenant_id: account.tenantId,
      available: account.available.toString(),
      held: account.held.toString(),
      spent: account.spent.toString(),
      seq: account.seq,
    }));
  const entryRows = entries.map((entry) => ({
    tenant_id: entry.tenantId,
    seq: entry.seq,
    id: entry.id,
    kind: entry.kind,
    amount: entry.amount.toString(),
    held_delta: entry.heldDelta.toString(),
    available_after: entry.availableAfter.toString(),
    held_after: entry.heldAfter.toString(),
    spent_after: entry.spentAfter.toString(),
    actor: entry.actor,
    reference: entry.reference,
    message_id: entry.messageId,
    at: entry.at,
  }));
  return [
    tx`
      insert into entries (tenant_id, seq, id, kind, amount, held_delta, available_after, held_after, spent_after,
                           actor, reference, message_id, at)
      select tenant_id, seq, id, kind, amount, held_delta, available_after, held_after, spent_after,
             actor, reference, message_id, to_timestamp(at / 1000.0)
      from json_to_recordset(${rowsOf(tx, entryRows)}) as e(
        tenant_id uuid, seq bigint, id uuid, kind text, amount bigint, held_delta bigint, available_after bigint,
        held_after bigint, spent_after bigint, actor text, reference text, message_id uuid, at float8)`,
    tx`
      update accounts a set available = n.available, held = n.held, spent = n.spent, seq = n.seq
      from (
        select n.*, x.row from json_to_recordset(${rowsOf(tx, accountRows)}) as n(
          tenant_id uuid, available bigint, held bigint, spent bigint, seq bigint)
        cross join lateral (select ctid as row from accounts where tenant_id = n.tenant_id offset 0) x) n
      where a.ctid = n.row`,
  ];
}
