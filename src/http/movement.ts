import type { Tx } from "../db/client.ts";
import { sqlState } from "../db/coalesce.ts";
import { invalidField } from "../errors.ts";
import type { IdempotencyClaim, KeptAnswer } from "../tenants/idempotency.ts";
import type { Gateway } from "../wire.ts";
import { replay, type Answer } from "./endpoint.ts";

const NUMERIC_OUT_OF_RANGE = "22003";

/** A movement of money asked for by a POST: done once for its Idempotency-Key, in one commit. */
export async function movement(
  gateway: Gateway,
  claim: IdempotencyClaim | null,
  work: (tx: Tx) => Promise<KeptAnswer>,
): Promise<Answer> {
  try {
    const kept = await gateway.answers.once(claim, work);
    return kept.replayed ? replay(kept) : { status: kept.status, body: kept.body };
  } catch (error) {
    // The account itself holds some nine trillion.
    if (sqlState(error) === NUMERIC_OUT_OF_RANGE) throw invalidField("amount", "the balance would become too large");
    throw error;
  }
}
