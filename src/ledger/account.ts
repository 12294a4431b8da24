import { newId } from "../kit/id.ts";

/**
 * The words of this room. **Available** is what can still be promised, **held** is promised to messages under
 * way, together they are the **total**. An **entry** changes them and is never changed itself:
 * `amount` is what it adds to available, `heldDelta` what it adds to held.
 */
export interface Account {
  tenantId: string;
  currency: string;
  available: bigint;
  held: bigint;
  spent: bigint;
  creditLine: bigint;
  seq: number;
}

export type EntryKind = "topup" | "hold" | "capture" | "release" | "refund" | "adjustment";

export interface Entry {
  tenantId: string;
  seq: number;
  id: string;
  kind: EntryKind;
  amount: bigint;
  heldDelta: bigint;
  availableAfter: bigint;
  heldAfter: bigint;
  spentAfter: bigint;
  actor: string;
  reference: string | null;
  messageId: string | null;
  at: number;
}

export interface EntryDetails {
  actor: string;
  reference?: string | null;
  messageId?: string | null;
  at: number;
}

export function canPay(account: Pick<Account, "available" | "creditLine">, amount: bigint): boolean {
  return account.available + account.creditLine >= amount;
}

/** As much of a cost as the account can still pay: a late charge never overdraws it. */
export function payable(account: Account, cost: bigint): bigint {
  const left = account.available + account.creditLine;
  return left < 0n ? 0n : cost < left ? cost : left;
}

/** The seven movements of money. Each changes the account in hand and returns the entry that says so. */
export const post = {
  topup: (account: Account, amount: bigint, details: EntryDetails): Entry =>
    write(account, "topup", amount, 0n, 0n, details),
  hold: (account: Account, amount: bigint, details: EntryDetails): Entry =>
    write(account, "hold", -amount, amount, 0n, details),
  /** What was held and not needed comes back in the same entry. */
  capture: (account: Account, hold: bigint, cost: bigint, details: EntryDetails): Entry =>
    write(account, "capture", hold - cost, -hold, cost, details),
  release: (account: Account, hold: bigint, details: EntryDetails): Entry =>
    write(account, "release", hold, -hold, 0n, details),
  refund: (account: Account, cost: bigint, details: EntryDetails): Entry =>
    write(account, "refund", cost, 0n, -cost, details),
  /** A signed correction by finance. */
  adjustment: (account: Account, amount: bigint, details: EntryDetails): Entry =>
    write(account, "adjustment", amount, 0n, 0n, details),
  /** A message that arrived after its hold had been released is charged now. */
  lateCharge: (account: Account, cost: bigint, details: EntryDetails): Entry =>
    write(account, "adjustment", -cost, 0n, cost, details),
};

function write(
  account: Account,
  kind: EntryKind,
  amount: bigint,
  heldDelta: bigint,
  spentDelta: bigint,
  details: EntryDetails,
): Entry {
  const available = account.available + amount;
  const held = account.held + heldDelta;
  // Thrown before anything is changed: the other items of the batch go on with this account.
  if (available + account.creditLine < 0n || held < 0n) {
    throw new Error(`ledger: a ${kind} of ${amount} would overdraw account ${account.tenantId}`);
  }
  account.available = available;
  account.held = held;
  account.spent += spentDelta;
  account.seq += 1;
  return {
    tenantId: account.tenantId,
    seq: account.seq,
    id: newId(),
    kind,
    amount,
    heldDelta,
    availableAfter: account.available,
    heldAfter: account.held,
    spentAfter: account.spent,
    actor: details.actor,
    reference: details.reference ?? null,
    messageId: details.messageId ?? null,
    at: details.at,
  };
}
