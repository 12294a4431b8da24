import type { Ctx } from "../context.ts";
import type { Tx } from "../db/client.ts";
import { GatewayError } from "../errors.ts";
import { appendEvents } from "../events/append.ts";
import type { Clock } from "../kit/clock.ts";
import { newId, publicId } from "../kit/id.ts";
import { formatAmount } from "../kit/money.ts";
import { canPay, post, type Entry } from "./account.ts";
import { lockAccounts, writeEntries } from "./accounts.ts";
import { lockTopUp, type TopUp } from "./top-up-rows.ts";

export interface Adjustment {
  id: string;
  reference: string;
  amount: bigint;
  currency: string;
  reason: string;
  actor: string;
  at: number;
}

/**
 * Adds money, or asks a second person to where the tenant wants one. The same reference again is the same top-up, whatever
 * became of it; with another amount it is a conflict.
 */
export async function topUp(
  tx: Tx,
  clock: Clock,
  ctx: Pick<Ctx, "tenant" | "actor">,
  input: { amount: bigint; reference: string; note: string | null },
): Promise<{ topUp: TopUp; created: boolean }> {
  const tenantId = ctx.tenant.id;
  const { amount, reference, note } = input;
  // The account's lock is taken first: of two same top-ups the second sees the first.
  const account = await accountOf(tx, tenantId);
  const known = await lockTopUp(tx, tenantId, { reference });
  if (known !== null) {
    if (known.amount !== amount) throw otherAmount("top-up", reference, known.amount);
    return { topUp: known, created: false };
  }
  const now = clock.now();
  const actor = ctx.actor.name;
  const { currency } = account;
  const row = { id: newId(), reference, amount, currency, note, actor, at: now };
  const entry = ctx.tenant.settings.topup_approval ? null : post.topup(account, amount, { actor, reference, at: now });
  const status = entry === null ? "requested" : "posted";
  const postedAt = entry === null ? null : now;
  const entryId = entry?.id ?? null;
  await tx`
    insert into topups (tenant_id, reference, id, amount, currency, note, actor, at, status, posted_at, entry_id)
    values (${tenantId}, ${reference}, ${row.id}, ${amount.toString()}, ${currency}, ${note}, ${actor},
            to_timestamp(${now}::float8 / 1000), ${status}, to_timestamp(${postedAt}::float8 / 1000), ${entryId})`;
  await Promise.all([
    ...writeEntries(tx, [account], entry === null ? [] : [entry]),
    ...(entry === null ? [] : tellOfTopUp(tx, row, entry)),
  ]);
  const undecided = { decidedBy: null, decidedAt: null, reason: null, reversal: null, proof: null };
  return { topUp: { ...row, status, postedAt, entryId, ...undecided }, created: true };
}

/** To the ERP, with what is there now. */
export function tellOfTopUp(tx: Tx, topUp: Pick<TopUp, "id" | "amount" | "currency" | "reference">, entry: Entry) {
  const { id, amount, currency, reference } = topUp;
  const data = {
    topup: publicId("top", id),
    amount: formatAmount(amount),
    currency,
    reference,
    available: formatAmount(entry.availableAfter),
  };
  return appendEvents(tx, [{ tenantId: entry.tenantId, type: "balance.topup", at: entry.at, data }]);
}

/**
 * A signed correction. Never below zero or the tenant's credit line; and where top-ups need a second person, only admins
 * may add by it.
 */
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
  if (amount > 0n && ctx.tenant.settings.topup_approval && ctx.actor.role !== "admin") {
    throw new GatewayError(
      "forbidden",
      `amount: adds money, which takes a second person here (topup_approval): request a top-up, or have it done with a ` +
        `key of role admin; this one is of role ${ctx.actor.role}.`,
    );
  }
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

export async function accountOf(tx: Tx, tenantId: string) {
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
