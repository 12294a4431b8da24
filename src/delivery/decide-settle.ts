import { canPay, post, type Account, type Entry } from "../ledger/account.ts";
import { dueByEnd, type FixedPrice } from "../ledger/fixed-price.ts";
import type { Place } from "../limits/ceilings.ts";
import type { Admission } from "../otp/admit.ts";
import type { NewMessage } from "../otp/decide-issue.ts";
import type { OtpStatus, MessageStatus } from "../otp/model.ts";
import type { ErrorClass, ReportStatus, Scope } from "../providers/provider.ts";
import { MessageMoney, type Rival } from "./message-money.ts";
import { effectOf, rank } from "./report-effect.ts";
import type { Skip } from "./route.ts";

/** A message's row as locked by the batch, changed in hand as facts about it are taken in. */
export interface SettledMessage {
  /** Where the locked row lies, for the update that follows. */
  row: string;
  tenantId: string;
  id: string;
  otpId: string;
  channel: string;
  /** Sealed, as in the database. */
  recipient: string;
  /** What ceilings on money look at. */
  place: Place;
  /** When its hold was made. */
  createdAt: number;
  /** The ceilings on money that its hold was counted in, by their bits. */
  counted: number;
  status: MessageStatus;
  provider: string | null;
  prices: Record<string, FixedPrice>;
  /** The first in line when it was made; null in rows of before that was kept. */
  firstProvider: string | null;
  skips: Skip[];
  hold: bigint;
  holdState: "held" | "captured" | "released";
  charged: bigint;
  /** What the provider that took it takes from us; null: not known. */
  cost: bigint | null;
  tries: number;
  advanced: boolean;
  leaseOwner: string | null;
  due: Due | null;
  dueAt: number | null;
  acceptedAt: number | null;
  reportBy: number | null;
  /** How and when it first ended without a report that said so. A later report may change its status, never this. */
  lapse: Lapse | null;
  expiresAt: number;
  otpStatus: OtpStatus;
  /** Of two messages, one made since the other seemed lost, the other one was charged: the tenant pays for one. */
  copyCharged: boolean;
  /** The other messages of its OTP. Looked up once the OTP has ended, where what is paid may depend on them. */
  rivals: readonly Rival[];
  changed: boolean;
  /** A price was added since it was made. */
  repriced: boolean;
}

export interface Lapse {
  status: "failed" | "expired" | "cancelled" | "unknown";
  at: number;
}

export type Due = "send" | "doubt" | "fallback" | "unreported";

/** A variant of the attempt's channel, and its version. */
export interface TemplateUsed {
  key: string;
  locale: string;
  version: number;
}

export interface AttemptRecord {
  n: number;
  ownerId: string;
  provider: string;
  channel: string;
  template: TemplateUsed;
  startedAt: number;
  latencyMs: number;
  outcome: "accepted" | ErrorClass;
  scope: Scope | null;
  providerCode: string | null;
  providerMessageId: string | null;
  /** The recipient can be read from that id. */
  tellsRecipient?: boolean;
  /** Accepted by a provider that is asked for its reports. */
  polled?: boolean;
  /** The vendor made the code: ours did not go out. */
  vendorCode?: boolean;
  /** Of a provider that came into the plan after the message was priced: its price, which the hold covers. */
  latePrice?: FixedPrice;
  /** How many segments the vendor counted. */
  segments?: number;
}

export interface ReportFact {
  provider: string;
  status: ReportStatus;
  at: number;
  providerCode: string | null;
  /** Of a failed one. */
  errorClass: ErrorClass | null;
  scope: Scope | null;
  /** How many segments the vendor counted. */
  segments?: number;
}

/** Something that happened to a message. */
export type Fact =
  /** A try failed and the same message goes on: only the attempt is kept. */
  | { kind: "tried"; lease: string; attempt: AttemptRecord }
  | {
      kind: "accepted";
      lease: string;
      attempt: AttemptRecord;
      /** When the plan goes on without a delivered report; null: there is nothing to fall back to. */
      fallbackAt: number | null;
      reportBy: number;
      /** Who was to send it before and could not. */
      skips: Skip[];
    }
  /** It may have been sent; until `until` its report is awaited. */
  | { kind: "doubtful"; lease: string; attempt: AttemptRecord | null; until: number; skips: Skip[] }
  | {
      kind: "ended";
      lease: string | null;
      attempt: AttemptRecord | null;
      status: "failed" | "expired" | "cancelled" | "unknown";
      skips: Skip[];
      /** Whether the plan may go on to its next channel. */
      goOn: boolean;
    }
  /** The plan went on from here: to `next`, or nowhere. */
  | { kind: "advanced"; lease: string | null; next: NewMessage | null; skips: Skip[] }
  | { kind: "reported"; report: ReportFact; reportBy: number | null }
  | { kind: "unreported"; lease: string; charge: boolean }
  /** The OTP ended: what has not left yet need not leave. */
  | { kind: "otp_ended" };

export interface SettleDecision {
  entries: Entry[];
  attempt: AttemptRecord | null;
  report: ReportFact | null;
  /** The report that made it fail, for what it says of its provider and its template. */
  failure: ReportFact | null;
  created: NewMessage | null;
  /** The plan should go on from this message now. */
  goOn: boolean;
  /** It speaks of an attempt whose answer is still awaited: kept until that is committed. */
  early: boolean;
  /** What is paid for its OTP is to be decided by the OTP's end, or once more. */
  unsettled: boolean;
  /** The lease had passed to another worker: only the attempt is kept. */
  stale: boolean;
}

/** Whether a fallback may be made: by its providers' limits, and the ceilings on money. */
export type Admit = (next: NewMessage) => Admission;

const noLimits: Admit = (next) => {
  return { messages: [next], blocks: [], heldBack: [], countProviders: () => {}, countMoney: () => {} };
};

/** Pure but for the rows in hand: what a fact does to a message, its hold and its plan. */
export function decideSettle(
  message: SettledMessage,
  fact: Fact,
  account: Account,
  now: number,
  admit: Admit = noLimits,
): SettleDecision {
  const decision: SettleDecision = {
    entries: [],
    attempt: "attempt" in fact ? fact.attempt : null,
    report: fact.kind === "reported" ? fact.report : null,
    failure: null,
    created: null,
    goOn: false,
    early: false,
    unsettled: false,
    stale: false,
  };
  if ("lease" in fact && fact.lease !== null && message.leaseOwner !== fact.lease) return { ...decision, stale: true };
  decision.unsettled = takeLatePrice(message, decision.attempt);
  const money = new MessageMoney(message, account, decision.entries, now);

  switch (fact.kind) {
    case "tried":
      return decision;
    case "accepted":
      message.changed = true;
      message.leaseOwner = null;
      message.skips.push(...fact.skips);
      message.provider = fact.attempt.provider;
      message.acceptedAt ??= now;
      message.reportBy = fact.reportBy;
      if (rank[message.status] < rank.accepted) message.status = "accepted";
      money.countSegments(fact.attempt.provider, fact.attempt.segments);
      // A report may have come before, when a late price was not known yet.
      money.chargeFor(fact.attempt.provider, stageOf(message));
      awaitReport(message, fact.fallbackAt);
      return decision;
    case "doubtful":
      message.changed = true;
      message.leaseOwner = null;
      message.skips.push(...fact.skips);
      // A report may have come before the answer that never did.
      if (rank[message.status] >= rank.accepted) {
        money.chargeFor(message.provider, stageOf(message));
        awaitReport(message, null);
      } else setDue(message, "doubt", fact.until);
      return decision;
    case "ended":
      message.changed = true;
      message.leaseOwner = null;
      message.skips.push(...fact.skips);
      if (rank[message.status] >= rank.accepted) {
        money.chargeFor(message.provider, stageOf(message));
        awaitReport(message, null);
        return decision;
      }
      endAs(message, fact.status, now);
      money.release();
      return goOnOrStop(message, fact.goOn, decision, now);
    case "advanced":
      return advance(message, fact.next, fact.skips, account, decision, now, admit);
    case "reported":
      return takeReport(message, fact.report, fact.reportBy, money, decision, now);
    case "unreported":
      message.changed = true;
      message.leaseOwner = null;
      setDue(message, null, null);
      if (message.status !== "accepted" && message.status !== "sent") return decision;
      endAs(message, "unknown", now);
      money.settleSilence(fact.charge);
      decision.unsettled = money.leavesOthersToPay();
      return decision;
    case "otp_ended":
      if (message.status !== "queued") {
        money.settleByEnd();
        return decision;
      }
      message.changed = true;
      message.leaseOwner = null;
      endAs(message, message.otpStatus === "expired" ? "expired" : "cancelled", now);
      setDue(message, null, null);
      money.release();
      return decision;
  }
}

function endAs(message: SettledMessage, status: Lapse["status"], at: number): void {
  message.status = status;
  message.lapse ??= { status, at };
}

function stageOf({ status }: SettledMessage): "accepted" | "delivered" {
  return rank[status] >= rank.delivered ? "delivered" : "accepted";
}

/** An operator swapped providers while the message waited: it goes by the new one, never for more than was held. True where its OTP's end decides then. */
function takeLatePrice(message: SettledMessage, attempt: AttemptRecord | null): boolean {
  if (attempt?.latePrice === undefined || Object.hasOwn(message.prices, attempt.provider)) return false;
  if (BigInt(attempt.latePrice[0]) > message.hold) return false;
  message.prices = { ...message.prices, [attempt.provider]: attempt.latePrice };
  message.repriced = true;
  message.changed = true;
  return attempt.latePrice[1] === "verified";
}

/** Keeps the fallback's date, or else waits for the report. */
function awaitReport(message: SettledMessage, fallbackAt: number | null): void {
  const final = message.status === "delivered" || message.status === "read";
  if (final) setDue(message, null, null);
  else if (fallbackAt !== null && !message.advanced && message.otpStatus === "pending") {
    setDue(message, "fallback", fallbackAt);
  } else setDue(message, message.reportBy === null ? null : "unreported", message.reportBy);
}

function setDue(message: SettledMessage, due: Due | null, at: number | null): void {
  message.due = at === null ? null : due;
  message.dueAt = due === null ? null : at;
}

/** The next channel is a commit of its own; until then the row itself says that it is owed. */
function goOnOrStop(message: SettledMessage, mayGoOn: boolean, decision: SettleDecision, now: number): SettleDecision {
  const goOn = mayGoOn && !message.advanced && message.otpStatus === "pending" && now < message.expiresAt;
  if (goOn) setDue(message, "fallback", now);
  else setDue(message, null, null);
  return { ...decision, goOn };
}

function advance(
  message: SettledMessage,
  next: NewMessage | null,
  skips: Skip[],
  account: Account,
  decision: SettleDecision,
  now: number,
  admit: Admit,
): SettleDecision {
  const already = message.advanced;
  message.changed = true;
  message.leaseOwner = null;
  message.advanced = true;
  message.skips.push(...skips);
  if (rank[message.status] >= rank.accepted) awaitReport(message, null);
  else setDue(message, null, null);
  // It may have arrived while the plan was made.
  const arrived = rank[message.status] >= rank.delivered;
  if (already || arrived || next === null || message.otpStatus !== "pending" || now >= message.expiresAt) {
    return decision;
  }
  const { messages, blocks, heldBack, countProviders, countMoney } = admit(next);
  const [created] = messages;
  message.skips.push(
    ...heldBack.map(({ channel, limit }) => ({
      provider: channel,
      reason: `the limit ${limit} holds the fallback back`,
    })),
  );
  if (blocks.length > 0 || created === undefined) return decision;
  if (!canPay(account, created.hold)) {
    message.skips.push({ provider: next.channel, reason: "the balance cannot pay the fallback" });
    return decision;
  }
  countProviders();
  countMoney();
  decision.entries.push(post.hold(account, created.hold, { actor: "gateway", messageId: created.id, at: now }));
  return { ...decision, created, unsettled: dueByEnd(created.prices) };
}

function takeReport(
  message: SettledMessage,
  report: ReportFact,
  reportBy: number | null,
  money: MessageMoney,
  decision: SettleDecision,
  now: number,
): SettleDecision {
  const { status } = effectOf(message, report);
  if (report.status === "failed") {
    // Said again: what follows from it may have been lost with the process that was to do it.
    if (message.status === "failed" && message.provider === report.provider) return { ...decision, failure: report };
    if (status !== "failed" || message.status === "failed") return decision;
    const answerAwaited = message.leaseOwner !== null && rank[message.status] < rank.accepted;
    if (answerAwaited) return { ...decision, report: null, early: true };
    message.changed = true;
    const wasUnknown = message.status === "unknown";
    message.status = status;
    money.giveBack();
    // Another message of the OTP may be the one that was got.
    decision.unsettled = money.leavesOthersToPay();
    decision.failure = report;
    // Whatever its class: the channel had its chance, and the code's time runs.
    return wasUnknown ? decision : goOnOrStop(message, true, decision, now);
  }
  const arrived = report.status === "delivered" || report.status === "read";
  const wasOver = ["failed", "expired", "cancelled", "unknown"].includes(message.status);
  // "sent" after "failed" tells nothing; "delivered" after it does.
  if (wasOver && message.status !== "unknown" && !arrived) return decision;
  message.changed = true;
  if (status !== message.status) {
    message.status = status;
    message.provider = report.provider;
  }
  // When we knew it, by our clock: the vendor's may be wrong, and what came first is told by these times.
  message.acceptedAt ??= now;
  message.reportBy ??= reportBy;
  money.countSegments(report.provider, report.segments);
  money.chargeFor(report.provider, arrived ? "delivered" : "accepted");
  if (arrived) setDue(message, null, null);
  else if (message.due === "doubt" || wasOver) awaitReport(message, null);
  return decision;
}
