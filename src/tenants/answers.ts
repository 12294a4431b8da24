import type { Sql, Tx } from "../db/client.ts";
import { GatewayError, type ErrorCode } from "../errors.ts";
import type { Clock } from "../kit/clock.ts";
import type { Keyring } from "../kit/secret.ts";
import { checkClaim, sealAnswer, stillRunning, type IdempotencyClaim, type KeptAnswer } from "./idempotency.ts";
import { claimId, keepAnswers, loadAnswers } from "./keep-answers.ts";

/** Refusals for which the kept answers have been looked at, or can't be. */
const notOfTheRequest = new Set<ErrorCode>([
  "idempotency_in_progress",
  "idempotency_mismatch",
  "overloaded",
  "unavailable",
]);

/** Idempotency outside the batches: for verbs that have a transaction of their own. */
export class Answers {
  readonly #sql: Sql;
  readonly #keyring: Keyring;
  readonly #clock: Clock;

  constructor(sql: Sql, keyring: Keyring, clock: Clock) {
    this.#sql = sql;
    this.#keyring = keyring;
    this.#clock = clock;
  }

  /**
   * Does `work` once for its key: its effect and its answer are one commit. `forReplay` may leave out what is shown
   * only once.
   */
  async once(
    claim: IdempotencyClaim | null,
    work: (tx: Tx) => Promise<KeptAnswer>,
    forReplay: (answer: KeptAnswer) => KeptAnswer = (answer) => answer,
  ): Promise<KeptAnswer & { replayed: boolean }> {
    return this.#sql.begin(async (tx) => {
      if (claim === null) return { ...(await work(tx)), replayed: false };
      const [lock] = await tx<{ taken: boolean }[]>`
        select pg_try_advisory_xact_lock(hashtextextended(${claimId(claim)}, 0)) as taken`;
      if (lock?.taken !== true) {
        throw stillRunning();
      }
      const now = this.#clock.now();
      const known = checkClaim(this.#keyring, claim, (await loadAnswers(tx, [claim], now)).get(claimId(claim)), now);
      if (known !== null) return { ...known, replayed: true };
      const answer = await work(tx);
      const sealed = sealAnswer(this.#keyring, claim, forReplay(answer));
      await Promise.all(keepAnswers(tx, [{ claim, sealed }], now));
      return { ...answer, replayed: false };
    });
  }

  /** A request that was served already is not refused for what has changed since: it gets its answer again. */
  async orReplay<T>(claim: IdempotencyClaim | null, work: () => Promise<T>): Promise<T | { replay: KeptAnswer }> {
    try {
      return await work();
    } catch (error) {
      if (claim === null || !(error instanceof GatewayError) || notOfTheRequest.has(error.code)) throw error;
      const now = this.#clock.now();
      const rows = await loadAnswers(this.#sql, [claim], now);
      const kept = checkClaim(this.#keyring, claim, rows.get(claimId(claim)), now);
      if (kept === null) throw error;
      return { replay: kept };
    }
  }

  /** After a wait the caller's answer says more than the commit's did: a replay then gives that one. */
  async keepLater(claim: IdempotencyClaim | null, answer: KeptAnswer): Promise<void> {
    if (claim === null || claim.busyMs === 0) return;
    const sealed = sealAnswer(this.#keyring, claim, answer);
    await this.#sql`
      update idempotency set answer = ${sealed}, busy_until = null
      where tenant_id = ${claim.tenantId} and scope = ${claim.scope} and key = ${claim.key}`;
  }
}
