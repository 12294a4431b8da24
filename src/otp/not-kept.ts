import type { KeptAnswer } from "../tenants/idempotency.ts";

/** For callers that know no Idempotency-Key: nothing is kept of the answer, so a request that comes twice is two. */
export const notKept = { claim: null, answer: () => ({ status: 200, body: null }) };

/** What such a request came to, which is never an earlier one's answer. */
export function unreplayed<A extends { replay: KeptAnswer | null }>(answer: A): Extract<A, { replay: null }> {
  if (answer.replay !== null) throw new Error("an answer was replayed that nobody kept");
  return answer as Extract<A, { replay: null }>;
}
