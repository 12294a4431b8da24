import type { Ctx } from "../context.ts";
import type { Tx } from "../db/client.ts";
import { GatewayError } from "../errors.ts";
import type { Clock } from "../kit/clock.ts";
import { newId } from "../kit/id.ts";
import { formatAmount } from "../kit/money.ts";
import { canPay, post } from "./account.ts";
import { lockAccounts, writeEntries } from "./accounts.ts";

export interface TopUp {
  id: string;
  reference: string;
  amount: bigint;
  currency: string;
  note: string | null;
  actor: string;
  at: number;
}

export interface Adjustment {
  id: string;
  reference: string;
  amount: bigint;
  currency: string;
  reason: string;
  actor: string;
  at: number;
}

/** Adds money. The same reference again is the same top-up; with another amount it is a conflict. */
export async function topUp(
  tx: Tx,
  clock: Clock,
  ctx: Pick<Ctx, "tenant" | "actor">,
  input: { amount: bigint; reference: string; note: string | null },
): Promise<{ topUp: TopUp; created: boolean }> {
  const tenantId = ctx.tenant.id;
  // The account's lock is taken first: of two same top-ups the second sees the first.
  const account = await accountOf(tx, tenantId);
  const now = clock.now();
  const [known] = await tx<{ id: string; amount: string; note: string | null; actor: string; at: string }[]>`
      select id, amount, note, actor, extract(epoch from at) * 1000 as at from topups
      where tenant_id = ${tenantId} and reference = ${input.reference}`;
  if (known !== undefined) {
    const amount = BigInt(known.amount);
    if (amount !== input.amount) throw otherAmount("top-up", input.reference, amount);
    const { id, note, actor } = known;
    const { reference } = input;
    const at = Math.round(Number(known.at));
    return { topUp: { id, reference, amount, currency: account.currency, note, actor, at }, created: false };
  }
  const { amount, reference, note } = input;
  const actor = ctx.actor.name;
  const row: TopUp = { id: newId(), reference, amount, currency: account.currency, note, actor, at: now };
  await tx`
      insert into topups (tenant_id, reference, id, amount, currency, note, actor, at)
      values (${tenantId}, ${reference}, ${row.id}, ${amount.toString()}, ${account.currency}, ${note}, ${actor},
              to_timestamp(${now}::float8 / 1000))`;
  await Promise.all(writeEntries(tx, [account], [post.topup(account, amount, { actor, reference, at: now })]));
  return { topUp: row, created: true };
}

/** A signed correction. Never below zero or the tenant's credit line. */
export async function adjust(
  tx: Tx,
  clock: Clock,
  ctx: Pick<Ctx, "tenant" | "actor">,
  input: { amount: bigint; reference: string; reason: string },
): Promise<{ adjustment: Adjustment; created: boolean }> {
  const tenantId = ctx.tenant.id;
  const account = await accountOf(tx, tenantId);
  const now = clock.now();
  const [known] = await tx<{ id: string; amount: string; reason: string; actor: string; at: string }[]>`
      select id, amount, reason, actor, extract(epoch from at) * 1000 as at from adjustments
      where tenant_id = ${tenantId} and reference = ${input.reference}`;
  if (known !== undefined) {
    const amount = BigInt(known.amount);
    if (amount !== input.amount) throw otherAmount("adjustment", input.reference, amount);
    const { id, reason, actor } = known;
    const at = Math.round(Number(known.at));
    const { reference } = input;
    return { adjustment: { id, reference, amount, currency: account.currency, reason, actor, at }, created: false };
  }
  const { amount, reference, reason } = input;
  if (amount < 0n && !canPay(account, -amount)) {
    throw new GatewayError(
      "conflict",
      `amount: the balance would fall below zero; available are ${formatAmount(account.available)} ${account.currency}.`,
    );
  }
  const actor = ctx.actor.name;
  const row: Adjustment = { id: newId(), reference, amount, currency: account.currency, reason, actor, at: now };
  await tx`
      insert into adjustments (tenant_id, reference, id, amount, currency, reason, actor, at)
      values (${tenantId}, ${reference}, ${row.id}, ${amount.toString()}, ${account.currency}, ${reason}, ${actor},
              to_timestamp(${now}::float8 / 1000))`;
  await Promise.all(writeEntries(tx, [account], [post.adjustment(account, amount, { actor, reference, at: now })]));
  return { adjustment: row, created: true };
}

async function accountOf(tx: Tx, tenantId: string) {
  const account = (await lockAccounts(tx, [tenantId])).get(tenantId);
  if (account === undefined) throw new Error(`tenant ${tenantId} has no account`);
  return account;
}

function otherAmount(what: string, reference: string, amount: bigint): GatewayError {
  return new GatewayError(
    "conflict",
    `reference: a ${what} with the reference "${reference}" exists with the amount ${formatAmount(amount)}.`,
    { errors: [{ path: "amount", message: `was ${formatAmount(amount)} under this reference` }] },
  );
}
