import {
  decideSettle,
  type AttemptRecord,
  type Fact,
  type SettledMessage,
  type SettleDecision,
} from "../../src/delivery/decide-settle.ts";
import type { Account, Entry } from "../../src/ledger/account.ts";
import type { NewMessage } from "../../src/otp/decide-issue.ts";
import type { ReportStatus } from "../../src/providers/provider.ts";

export const NOW = 1_800_000_000_000;
export const LEASE = "worker-1";
export const PRICE = 350n;

export const message = (changes: Partial<SettledMessage> = {}): SettledMessage => ({
  row: "(0,1)",
  tenantId: "t",
  id: "m1",
  otpId: "o",
  channel: "whatsapp",
  recipient: "+6281234567890",
  status: "sending",
  provider: "meta",
  prices: { meta: ["350", "accepted"], later: ["350", "delivered"], dear: ["400", "accepted"] },
  firstProvider: "meta",
  skips: [],
  hold: 400n,
  holdState: "held",
  charged: 0n,
  cost: null,
  tries: 1,
  advanced: false,
  leaseOwner: LEASE,
  due: "send",
  dueAt: NOW - 10,
  acceptedAt: null,
  reportBy: null,
  lapse: null,
  expiresAt: NOW + 300_000,
  otpStatus: "pending",
  copyCharged: false,
  place: { country: "ID", prefix: "+62812" },
  createdAt: NOW,
  counted: 0,
  rivals: [],
  changed: false,
  repriced: false,
  ...changes,
});
export const idle = { leaseOwner: null, due: null, dueAt: null } as const;
export const waiting = {
  leaseOwner: null,
  due: "unreported",
  dueAt: NOW + 86_400_000,
  reportBy: NOW + 86_400_000,
} as const;
export const account = (changes: Partial<Account> = {}): Account => ({
  tenantId: "t",
  currency: "IDR",
  available: 10_000n,
  held: 400n,
  spent: 0n,
  creditLine: 0n,
  seq: 1,
  ...changes,
});
export const attempt = (outcome: AttemptRecord["outcome"], provider = "meta"): AttemptRecord => ({
  n: 1,
  ownerId: "t",
  provider,
  channel: "whatsapp",
  template: { key: "otp", locale: "id", version: 1 },
  startedAt: NOW - 100,
  latencyMs: 100,
  outcome,
  scope: outcome === "accepted" ? null : "provider",
  providerCode: null,
  providerMessageId: outcome === "accepted" ? "wamid.1" : null,
});
export const accepted = (provider = "meta", fallbackAt: number | null = NOW + 20_000): Fact => ({
  kind: "accepted",
  lease: LEASE,
  attempt: attempt("accepted", provider),
  fallbackAt,
  reportBy: NOW + 86_400_000,
  skips: [],
});
export const doubtful: Extract<Fact, { kind: "doubtful" }> = {
  kind: "doubtful",
  lease: LEASE,
  attempt: attempt("ambiguous"),
  until: NOW + 8000,
  skips: [],
};
export const ended = (status: "failed" | "expired" | "cancelled" | "unknown", goOn = true): Fact => ({
  kind: "ended",
  lease: LEASE,
  attempt: null,
  status,
  skips: [{ provider: "x", reason: "no price" }],
  goOn,
});
export const reported = (status: ReportStatus, provider = "meta"): Fact => ({
  kind: "reported",
  report: {
    provider,
    status,
    at: NOW - 5,
    providerCode: status === "failed" ? "131026" : null,
    errorClass: status === "failed" ? "recipient" : null,
    scope: status === "failed" ? "recipient" : null,
  },
  reportBy: NOW + 86_400_000,
});
export const next = (hold = 500n): NewMessage => ({
  id: "m2",
  tenantId: "t",
  otpId: "o",
  channel: "sms",
  recipient: "+6281234567890",
  template: "otp",
  locale: "id",
  templateVersion: 1,
  prices: { sandbox: [hold.toString(), "accepted"] },
  order: ["sandbox"],
  skips: [],
  hold,
  counted: 0,
  otherwise: null,
});
export const advanced = (to: NewMessage | null = next(), lease: string | null = LEASE): Fact => ({
  kind: "advanced",
  lease,
  next: to,
  skips: [{ provider: "email", reason: "no provider for email" }],
});
export const unreported = (charge: boolean): Fact => ({ kind: "unreported", lease: LEASE, charge });

export interface After {
  m: SettledMessage;
  a: Account;
  d: SettleDecision;
  kinds: string[];
}
export function settle(m: SettledMessage, ...facts: Fact[]): After {
  return settleWith(m, account(), ...facts);
}
export function settleWith(m: SettledMessage, a: Account, ...facts: Fact[]): After {
  const entries: Entry[] = [];
  let d: SettleDecision | undefined;
  for (const fact of facts) {
    d = decideSettle(m, fact, a, NOW);
    entries.push(...d.entries);
  }
  if (d === undefined) throw new Error("no fact");
  return { m, a, d, kinds: entries.map((entry) => entry.kind) };
}
