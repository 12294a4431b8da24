import smpp from "smpp";
import { account, elsewhere, rate, recipient, request, retry, type Verdict } from "../verdict.ts";
import type { SmppSettings } from "./settings.ts";

export const status = {
  ok: 0x00,
  invalidLength: 0x02,
  invalidCommand: 0x03,
  invalidBindState: 0x04,
  systemError: 0x08,
  submitFailed: 0x45,
} as const;

/** SMPP 3.4 leaves the length of the pause to the SMSC; a second is what they ask for. */
const throttled: Verdict = { ...rate, retryAfterMs: 1000 };

/** What each `command_status` means (SMPP 3.4, 5.1.3; the class is our reading). */
const verdicts: ReadonlyMap<number, Verdict> = new Map<number, Verdict>([
  ...each(request, 0x01, 0x02, 0x03, 0x06, 0x07, 0x15, 0x42, 0x43, 0x54, 0x61, 0x62),
  // Of a TLV, 5.0: missing, wrong, too long, not wanted.
  ...each(request, 0xc0, 0xc1, 0xc2, 0xc3, 0xc4),
  // Not bound in the right way, or bound already: right again after a new bind.
  ...each(retry, status.invalidBindState, 0x05),
  ...each(retry, status.systemError, status.submitFailed, 0x64, 0xfe, 0xff),
  // Our sender id.
  ...each(account, 0x0a, 0x48, 0x49),
  // Bind, password, system_id, system_type.
  ...each(account, 0x0d, 0x0e, 0x0f, 0x53),
  ...each(recipient, 0x0b, 0x50, 0x51),
  // Some SMSCs say by a full queue that the balance is empty: `status_classes`.
  ...each(throttled, 0x14, 0x58),
  ...each(elsewhere, 0x65, 0x66),
]);

function each(verdict: Verdict, ...codes: number[]): [number, Verdict][] {
  return codes.map((code) => [code, verdict]);
}

const byClass: Record<SmppSettings["status_classes"][string], Verdict> = {
  transient: retry,
  throttled,
  recipient,
  rejected: elsewhere,
  credentials: account,
};

/** Pure. The operator's word first; a code nobody knows is permanent for this message and blames nobody. */
export function verdictOf(code: number, settings: SmppSettings, tryNumber = 1): Verdict {
  const own = Object.entries(settings.status_classes).find(([written]) => Number(written) === code);
  if (own !== undefined) return byClass[own[1]];
  // Submitting failed twice: the SMSC doesn't reach this number.
  if (code === status.submitFailed && tryNumber > 1) return recipient;
  return verdicts.get(code) ?? elsewhere;
}

const names = new Map(Object.entries(smpp.errors).map(([name, code]) => [code, name]));

/** `ESME_RTHROTTLED`, or `0x0401`. */
export function nameOf(code: number): string {
  return names.get(code) ?? `0x${code.toString(16).padStart(4, "0")}`;
}
