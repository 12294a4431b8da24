import type { Ctx } from "../context.ts";
import type { Tx } from "../db/client.ts";
import { GatewayError } from "../errors.ts";
import type { Clock } from "../kit/clock.ts";
import { formatAmount } from "../kit/money.ts";
import { auditRow, writeAudit } from "../tenants/audit.ts";
import { post } from "./account.ts";
import { writeEntries } from "./accounts.ts";
import { mayDecide, type Decision } from "./second-person.ts";
import { accountOf, tellOfTopUp } from "./top-up.ts";
import { lockTopUp, type TopUp } from "./top-up-rows.ts";

export interface Decided {
  id: string;
  decision: Decision;
  /** Why it is refused. */
  reason: string | null;
  /** The version of the proof that was looked at; left out: whichever is there. */
  proofVersion?: number | undefined;
  /** When the reversal that is decided on was requested; left out: the newest. */
  requestedAt?: number | undefined;
}

/**
 * The second person's word on a requested top-up, in one commit: of two that come at once, one posts. The entry is
 * written by who approved it.
 */
export async function decideTopUp(tx: Tx, clock: Clock, ctx: Ctx, decided: Decided): Promise<TopUp> {
  const { decision, reason } = decided;
  const account = await accountOf(tx, ctx.tenant.id);
  const known = await knownTopUp(tx, ctx, decided.id);
  const by = ctx.actor.name;
  const state = known.status === "requested" || known.status === "refused" ? known.status : "posted";
  const request = { what: "top-up", actor: known.actor, state, decidedBy: known.decidedBy } as const;
  if (mayDecide(request, decision, by) === "before") return known;
  refuseUnseen(known, decided.proofVersion);
  const now = clock.now();
  const details = { actor: by, reference: known.reference, at: now };
  // Never before the proof that it is by, which another replica's clock may have dated.
  const decidedAt = Math.max(now, known.proof?.at ?? now);
  const entry = decision === "approve" ? post.topup(account, known.amount, details) : null;
  const after: TopUp = {
    ...known,
    status: entry === null ? "refused" : "posted",
    decidedBy: by,
    decidedAt,
    reason,
    postedAt: entry === null ? null : now,
    entryId: entry?.id ?? null,
  };
  await tx`
    update topups set status = ${after.status}, decided_by = ${by}, decided_at = to_timestamp(${decidedAt}::float8 / 1000),
                      reason = ${reason}, posted_at = to_timestamp(${after.postedAt}::float8 / 1000),
                      entry_id = ${after.entryId}
    where tenant_id = ${ctx.tenant.id} and id = ${known.id}`;
  await Promise.all([
    ...writeEntries(tx, [account], entry === null ? [] : [entry]),
    ...(entry === null ? [] : tellOfTopUp(tx, known, entry)),
  ]);
  await auditTopUp(tx, ctx, `balance.topup.${decision}`, { before: known, after, reason, now });
  return after;
}

/** Between a look at the proof and the word on it, another one may have come. */
function refuseUnseen({ proof }: TopUp, seen: number | undefined): void {
  const version = proof?.version ?? 0;
  if (seen === undefined || seen === version) return;
  throw new GatewayError(
    "conflict",
    `proof_version: there is ${version === 0 ? "no proof" : `version ${version}`} now; look at it first.`,
  );
}

/** Locked. The account must be already, by whoever writes money. */
export async function knownTopUp(tx: Tx, ctx: Pick<Ctx, "tenant">, id: string): Promise<TopUp> {
  const known = await lockTopUp(tx, ctx.tenant.id, { id });
  if (known === null) throw noTopUp();
  return known;
}

export function noTopUp(): GatewayError {
  return new GatewayError("not_found", "There is no such top-up.");
}

export interface TopUpChange {
  before: TopUp;
  after: TopUp;
  reason: string | null;
  now: number;
}

/** Who did what to a top-up, by its reference. */
export async function auditTopUp(tx: Tx, ctx: Ctx, action: string, change: TopUpChange): Promise<void> {
  const { before, after, reason, now } = change;
  const facts = {
    status: after.status,
    amount: formatAmount(after.amount),
    currency: after.currency,
    requested_by: after.actor,
    ...(after.proof === null ? {} : { proof_version: after.proof.version }),
    ...(reason === null ? {} : { reason }),
  };
  const row = { action, target: after.reference, before: { status: before.status }, after: facts };
  await writeAudit(tx, auditRow(ctx, row, now));
}
