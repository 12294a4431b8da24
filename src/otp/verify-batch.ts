import type { BatchConnections, Decided } from "../db/batch-connections.ts";
import type { Tx } from "../db/client.ts";
import { Coalescer, type Result } from "../db/coalesce.ts";
import { together } from "../db/rows.ts";
import { GatewayError } from "../errors.ts";
import { appendEvents } from "../events/append.ts";
import type { NewEvent } from "../events/model.ts";
import type { Keyring } from "../kit/secret.ts";
import type { GuessRules } from "../settings/limit-parts.ts";
import {
  checkClaim,
  sealAnswer,
  stillRunning,
  unfinished,
  type IdempotencyClaim,
  type KeptAnswer,
} from "../tenants/idempotency.ts";
import {
  claimId,
  finishAnswers,
  keepAnswers,
  loadAnswers,
  type FinishedRow,
  type KeptRow,
} from "../tenants/keep-answers.ts";
import { keysOf, lockOtps, resolveTargets, writeOtps, type LockedOtp, type VerifyTarget } from "./checked-rows.ts";
import { closeCheck, decideCheck, type AskedCheck, type VendorAnswer, type VerifyVerdict } from "./decide-verify.ts";
import { loadStreaks, lockStreaks, writeStreaks } from "./guess-rows.ts";
import type { Guesses } from "./guesses.ts";
import type { OtpStatus } from "./model.ts";

export interface VerifyItem {
  tenantId: string;
  target: VerifyTarget;
  code: string;
  /** The tenant's rules for wrong codes in a row. */
  guesses: GuessRules;
  claim: IdempotencyClaim | null;
  answer: (verdict: VerifyVerdict) => KeptAnswer;
  now: number;
  /** Where vendors made codes of their own: the check to ask them about, and whether ours went out as well. */
  elsewhere?: { ask: AskedCheck | "lost"; oursSent: boolean };
  /** The end of a check that was counted before, when its vendor was asked. */
  close?: VendorAnswer;
}

/** `verdict` null: the check is counted, and a vendor has to be asked. */
export type VerifyResult = { replay: KeptAnswer } | { replay: null; verdict: VerifyVerdict | null };

export function createVerifyBatch(
  connections: BatchConnections,
  keyring: Keyring,
  /** Told after each commit: it may have appended events. */
  appended: () => void,
): Coalescer<VerifyItem, VerifyResult> {
  return new Coalescer<VerifyItem, VerifyResult>(
    async (items): Promise<Result<VerifyResult>[]> => {
      const results = await connections.transaction((tx) => runBatch(tx, items, keyring));
      appended();
      return results;
    },
    { groupOf: (item) => item.tenantId },
  );
}

async function runBatch(tx: Tx, items: VerifyItem[], keyring: Keyring): Promise<Decided<Result<VerifyResult>[]>> {
  const now = Math.max(...items.map((item) => item.now));
  const ids = await resolveTargets(tx, items);
  const claims = items.flatMap((item) => (item.claim === null ? [] : [item.claim]));
  const keys = keysOf(items, ids);
  const [otps, , streaks, answers] = await Promise.all([
    lockOtps(tx, items, ids),
    lockStreaks(tx, keys),
    loadStreaks(tx, keys),
    loadAnswers(tx, claims, now),
  ]);

  const kept: KeptRow[] = [];
  const keptNow = new Set<string>();
  const finished: FinishedRow[] = [];
  const ends: NewEvent[] = [];
  const keep = (claim: IdempotencyClaim, answer: KeptAnswer): void => {
    kept.push({ claim, sealed: sealAnswer(keyring, claim, answer) });
    keptNow.add(claimId(claim));
  };
  const results = items.map((item, index): Result<VerifyResult> => {
    const { claim, close } = item;
    try {
      if (claim !== null && close === undefined) {
        if (keptNow.has(claimId(claim))) throw stillRunning();
        const replay = checkClaim(keyring, claim, answers.get(claimId(claim)), now);
        if (replay !== null) return { ok: true, value: { replay } };
      }
      const id = ids[index];
      const otp = id === null || id === undefined ? undefined : otps.get(`${item.tenantId}/${id}`);
      if (otp === undefined) throw new GatewayError("otp_not_found", "No such OTP.");
      const guesses = streaks.of(item.tenantId, otp, item.guesses);
      const before = { status: otp.status, attemptsLeft: otp.attemptsLeft };
      const verdict =
        close === undefined ? check(keyring, item, otp, guesses) : closeCheck(otp, guesses, close, item.now);
      ends.push(...endOf(otp, before.status, now));
      otp.changed ||= otp.status !== before.status || otp.attemptsLeft !== before.attemptsLeft || close !== undefined;
      if (claim !== null) {
        if (verdict === null) keep(askedClaim(claim, item), unfinished);
        else if (close !== undefined) {
          const sealed = close.said === "nothing" ? null : sealAnswer(keyring, claim, item.answer(verdict));
          finished.push({ claim: askedClaim(claim, item), sealed });
        } else keep(claim, item.answer(verdict));
      }
      return { ok: true, value: { replay: null, verdict } };
    } catch (error) {
      return { ok: false, error };
    }
  });
  const writes = together(tx, [
    ...writeOtps(tx, [...otps.values()], now),
    ...writeStreaks(tx, streaks, now),
    ...keepAnswers(tx, kept, now),
    ...finishAnswers(tx, finished),
    ...appendEvents(tx, ends),
  ]);
  return { writes, value: results };
}

/** What the ERP is told of a check: the end it made. Nobody waits for a decoy. */
function endOf(otp: LockedOtp, before: OtpStatus, at: number): NewEvent[] {
  const { tenantId, id: otpId, status, decoy } = otp;
  if (decoy || status === before) return [];
  if (status !== "verified" && status !== "locked" && status !== "expired") return [];
  return [{ tenantId, otpId, type: `otp.${status}`, at }];
}

function check(keyring: Keyring, item: VerifyItem, otp: LockedOtp, guesses: Guesses): VerifyVerdict | null {
  const { ask, oursSent } = item.elsewhere ?? { ask: null, oursSent: true };
  const matches = (): boolean => oursSent && keyring.codeMatches(otp.id, item.code, otp.codeHash);
  const elsewhere = ask === null || ask === "lost" ? ask : { check: ask };
  return decideCheck(otp, guesses, matches, item.now, elsewhere);
}

/** The key stays busy for as long as its vendor may still be asked; after a crash the request may be made again. */
function askedClaim(claim: IdempotencyClaim, { elsewhere }: VerifyItem): IdempotencyClaim {
  return elsewhere === undefined || elsewhere.ask === "lost" ? claim : { ...claim, busyUntil: elsewhere.ask.until };
}
