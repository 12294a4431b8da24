import type { Ctx } from "../context.ts";
import type { Tx } from "../db/client.ts";
import { GatewayError } from "../errors.ts";
import { isoMs, type Clock } from "../kit/clock.ts";
import { newId } from "../kit/id.ts";
import { formatAmount } from "../kit/money.ts";
import { canPay, post, type Account, type Entry } from "./account.ts";
import { writeEntries } from "./accounts.ts";
import { auditTopUp, knownTopUp, type Decided } from "./decide-top-up.ts";
import { mayDecide } from "./second-person.ts";
import { accountOf } from "./top-up.ts";
import type { Reversal, TopUp } from "./top-up-rows.ts";

/**
 * Takes a posted top-up back, once, by an entry of its own; or asks a second person to, where the tenant wants one. By the
 * same person again it is the same reversal.
 */
export async function reverseTopUp(
  tx: Tx,
  clock: Clock,
  ctx: Ctx,
  { id, reason }: { id: string; reason: string },
): Promise<TopUp> {
  const account = await accountOf(tx, ctx.tenant.id);
  const known = await knownTopUp(tx, ctx, id);
  const by = ctx.actor.name;
  if (known.status !== "posted") {
    if (known.reversal?.actor === by && known.reversal.status !== "refused") return known;
    throw new GatewayError("conflict", whyNotReversible(known));
  }
  const now = clock.now();
  refuseSpent(account, known);
  const entry = ctx.tenant.settings.topup_approval ? null : entryOf(account, known, by, now);
  const reversal: Reversal = {
    id: newId(),
    status: entry === null ? "requested" : "posted",
    reason,
    actor: by,
    at: now,
    decidedBy: null,
    decidedAt: null,
    refusal: null,
    entryId: entry?.id ?? null,
  };
  await tx`
    insert into topup_reversals (tenant_id, topup_id, id, status, reason, actor, at, entry_id)
    values (${ctx.tenant.id}, ${known.id}, ${reversal.id}, ${reversal.status}, ${reason}, ${by},
            to_timestamp(${now}::float8 / 1000), ${reversal.entryId})`;
  return finish(tx, ctx, "balance.topup.reverse", { account, known, reversal, entry, reason, now });
}

/** The second person's word on a requested reversal. Refused, the top-up stays as it was. */
export async function decideReversal(tx: Tx, clock: Clock, ctx: Ctx, decided: Decided): Promise<TopUp> {
  const { decision, reason } = decided;
  const account = await accountOf(tx, ctx.tenant.id);
  const known = await knownTopUp(tx, ctx, decided.id);
  const asked = known.reversal;
  if (asked === null) throw new GatewayError("conflict", "No reversal of this top-up was requested.");
  refuseAnother(asked, decided.requestedAt);
  const by = ctx.actor.name;
  const { actor, status: state, decidedBy } = asked;
  if (mayDecide({ what: "reversal", actor, state, decidedBy }, decision, by) === "before") return known;
  const now = clock.now();
  if (decision === "approve") refuseSpent(account, known);
  const entry = decision === "approve" ? entryOf(account, known, by, now) : null;
  const reversal: Reversal = {
    ...asked,
    status: entry === null ? "refused" : "posted",
    decidedBy: by,
    decidedAt: now,
    refusal: reason,
    entryId: entry?.id ?? null,
  };
  await tx`
    update topup_reversals set status = ${reversal.status}, decided_by = ${by}, refusal = ${reason},
                               decided_at = to_timestamp(${now}::float8 / 1000), entry_id = ${reversal.entryId}
    where tenant_id = ${ctx.tenant.id} and topup_id = ${known.id} and id = ${reversal.id}`;
  return finish(tx, ctx, `balance.topup.reversal.${decision}`, { account, known, reversal, entry, reason, now });
}

interface Step {
  account: Account;
  known: TopUp;
  reversal: Reversal;
  entry: Entry | null;
  reason: string | null;
  now: number;
}

const statusAfter = { requested: "reversal_requested", posted: "reversed", refused: "posted" } as const;

async function finish(tx: Tx, ctx: Ctx, action: string, step: Step): Promise<TopUp> {
  const { account, known, reversal, entry, reason, now } = step;
  const after: TopUp = { ...known, status: statusAfter[reversal.status], reversal };
  await tx`update topups set status = ${after.status} where tenant_id = ${ctx.tenant.id} and id = ${known.id}`;
  await Promise.all(writeEntries(tx, [account], entry === null ? [] : [entry]));
  await auditTopUp(tx, ctx, action, { before: known, after, reason, now });
  return after;
}

function entryOf(account: Account, known: TopUp, actor: string, at: number): Entry {
  return post.adjustment(account, -known.amount, { actor, reference: `reversal of ${known.reference}`, at });
}

/** A word that was said on one that was refused, and comes again late, is none on the next. */
function refuseAnother({ at }: Reversal, meant: number | undefined): void {
  if (meant === undefined || meant === at) return;
  throw new GatewayError(
    "conflict",
    `requested_at: the reversal that is there was requested at ${isoMs(at)}; look at it first.`,
  );
}

/** What was spent can't be taken back: that is between finance and who owes it. */
function refuseSpent(account: Account, known: TopUp): void {
  if (canPay(account, known.amount)) return;
  const line = account.creditLine > 0n ? ` and a credit line of ${formatAmount(account.creditLine)}` : "";
  throw new GatewayError(
    "conflict",
    `The money was spent: ${formatAmount(known.amount)} ${known.currency} are to be taken back, ` +
      `available are ${formatAmount(account.available)}${line}.`,
  );
}

function whyNotReversible({ status, reversal }: TopUp): string {
  if (status === "requested") return "The top-up is not posted yet; refuse it instead.";
  if (status === "refused") return "The top-up was refused; nothing was added.";
  const done = status === "reversed" ? "was reversed" : "is to be reversed";
  return `The top-up ${done} already, as ${reversal?.actor ?? "somebody"} asked.`;
}
