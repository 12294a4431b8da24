import { and, eq, gt, sql } from "drizzle-orm";
import type { Orm } from "../db/client.ts";
import { idempotency } from "../db/schema/index.ts";
import type { Keyring } from "../kit/secret.ts";
import { checkClaim, sealAnswer, stillRunning, type IdempotencyClaim, type KeptAnswer } from "./idempotency.ts";
import { claimId } from "./keep-answers.ts";

type OrmTx = Parameters<Parameters<Orm["transaction"]>[0]>[0];

/** In the transaction of the effect: the answer that the key was given before, or null when the work is this one's. */
export async function answerBefore(
  tx: OrmTx,
  keyring: Keyring,
  claim: IdempotencyClaim,
  now: number,
): Promise<KeptAnswer | null> {
  const [lock] = await tx.execute<{ taken: boolean }>(
    sql`select pg_try_advisory_xact_lock(hashtextextended(${claimId(claim)}, 0)) as taken`,
  );
  if (lock?.taken !== true) {
    throw stillRunning();
  }
  const { tenantId, scope, key, fingerprint, answer, busyUntil, createdAt } = idempotency;
  const [row] = await tx
    .select({ fingerprint, answer, busyUntil })
    .from(idempotency)
    .where(
      and(
        eq(tenantId, claim.tenantId),
        eq(scope, claim.scope),
        eq(key, claim.key),
        gt(createdAt, new Date(now - claim.keptMs)),
      ),
    );
  const known = row === undefined ? undefined : { ...row, busyUntil: row.busyUntil?.getTime() ?? null };
  return checkClaim(keyring, claim, known, now);
}

/** Part of the commit of the effect. A key whose answer is too old is taken over. */
export async function keepAnswer(
  tx: OrmTx,
  keyring: Keyring,
  claim: IdempotencyClaim,
  answer: KeptAnswer,
  now: number,
): Promise<void> {
  const { tenantId, scope, key, fingerprint } = claim;
  const kept = { fingerprint, answer: sealAnswer(keyring, claim, answer), busyUntil: null, createdAt: new Date(now) };
  await tx
    .insert(idempotency)
    .values({ tenantId, scope, key, ...kept })
    .onConflictDoUpdate({ target: [idempotency.tenantId, idempotency.scope, idempotency.key], set: kept });
}
