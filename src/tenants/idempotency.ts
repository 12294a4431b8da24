import { GatewayError } from "../errors.ts";
import { canonicalJson } from "../kit/json.ts";
import type { Keyring } from "../kit/secret.ts";

/** An answer that may have to be given again: what the first caller got. */
export interface KeptAnswer {
  status: number;
  body: unknown;
}

/** Kept by a first commit that others follow. Past its busy time nobody lives to finish it, and it may be made again. */
export const unfinished: KeptAnswer = { status: 0, body: null };

/** How long an answer is kept for its key. */
const KEPT_MS = 24 * 3_600_000;

/**
 * How long for a derived key, which a client that can't make one of its own asks for: long enough for the second try
 * after a time-out or a double click, too short to be taken for the next log-in.
 */
export const DERIVED_KEPT_MS = 30_000;

/** What a POST brings to be done once. */
export interface IdempotencyClaim {
  tenantId: string;
  /** Method and path. */
  scope: string;
  key: string;
  /** Keyed hash of the parsed fields. */
  fingerprint: Buffer;
  /** How old the answer of a first request may be to be this one's. */
  keptMs: number;
  /** How long the first caller may still wait for its answer after the commit. */
  busyMs: number;
  /** The same as a moment in milliseconds, where a later commit has to know its own again. */
  busyUntil?: number;
  /** Its key is derived: the client said nothing of which request this is. */
  derived?: true;
  /** What an earlier answer handed out, by its id, and has ended since: that answer is taken over like one too old. */
  ended?: string;
}

export interface IdempotencyRow {
  fingerprint: Uint8Array;
  answer: Uint8Array;
  busyUntil: number | null;
}

export function claimFor(
  keyring: Keyring,
  tenantId: string,
  scope: string,
  key: string,
  fields: unknown,
  busyMs = 0,
): IdempotencyClaim {
  return { tenantId, scope, key, fingerprint: keyring.fingerprint(canonicalJson(fields)), keptMs: KEPT_MS, busyMs };
}

/** Two requests are one when what is the `same` of them is equal. In a scope of its own, where no client's key can be. */
export function derivedClaim(
  keyring: Keyring,
  tenantId: string,
  scope: string,
  same: unknown,
  busyMs = 0,
): IdempotencyClaim {
  const fingerprint = keyring.fingerprint(canonicalJson(same));
  const key = fingerprint.toString("hex");
  return { tenantId, scope: `auto ${scope}`, key, fingerprint, keptMs: DERIVED_KEPT_MS, busyMs, derived: true };
}

/** Pure: null when the work is still to be done, the kept answer when it was; a refusal otherwise. */
export function checkClaim(
  keyring: Keyring,
  claim: IdempotencyClaim,
  row: IdempotencyRow | undefined,
  now: number,
): KeptAnswer | null {
  if (row === undefined) return null;
  if (!claim.fingerprint.equals(Buffer.from(row.fingerprint))) {
    throw new GatewayError(
      "idempotency_mismatch",
      "This Idempotency-Key was used with other fields within the last 24 hours; use a new key for a new request.",
    );
  }
  if (row.busyUntil !== null && row.busyUntil > now) {
    throw stillRunning();
  }
  const answer = JSON.parse(keyring.openText(answerContext(claim), row.answer)) as KeptAnswer;
  if (answer.status === unfinished.status) return null;
  return claim.ended !== undefined && idOf(answer) === claim.ended ? null : answer;
}

export function stillRunning(): GatewayError {
  return new GatewayError("idempotency_in_progress", "The first request with this Idempotency-Key is still running.", {
    retryAfterSeconds: 1,
  });
}

/** What an answer hands out; null when that is nothing with an id. */
export function idOf({ body }: KeptAnswer): string | null {
  const id = (body as { id?: unknown } | null)?.id;
  return typeof id === "string" ? id : null;
}

export function sealAnswer(keyring: Keyring, claim: IdempotencyClaim, answer: KeptAnswer): Buffer {
  return keyring.seal(answerContext(claim), JSON.stringify(answer));
}

function answerContext(claim: IdempotencyClaim): string {
  return `answer:${claim.tenantId}:${claim.scope}:${claim.key}`;
}
