import { effectOf, rank, type ReportMark } from "../delivery/report-effect.ts";
import type { MessageStatus } from "../otp/model.ts";
import type { LoggedAttempt, LoggedMessage, LoggedReport } from "./messages.ts";
import type { MoneyFact } from "./money.ts";

/** Whose word a moment is. */
export const sources = [
  "issue", // the message was made
  "attempt", // it was handed to a provider
  "answer", // what the provider answered
  "report", // what the provider said later
  "route", // no provider was left to try
  "timer", // nothing was heard in time
  "otp_ended", // its OTP ended before it left
  "ledger",
] as const;
export type Source = (typeof sources)[number];

/** Something that happened to a message. */
export interface Moment {
  at: number;
  by: Source;
  /** What the message was from then on; null: as before. */
  status: MessageStatus | null;
  mark: ReportMark | null;
  attempt: LoggedAttempt | null;
  report: LoggedReport | null;
  money: MoneyFact | null;
}

export type Replayed = Pick<LoggedMessage, "status" | "createdAt" | "updatedAt" | "lapse">;

/**
 * Pure: a message's life from what is on record, by the rules that settled it: `accepted` is not `delivered`, `read` says
 * `delivered` too, and a report that came late, again or against what was known is there and says so. It ends with the
 * status that the message has.
 */
export function timelineOf(
  message: Replayed,
  attempts: readonly LoggedAttempt[],
  reports: readonly LoggedReport[],
  money: readonly MoneyFact[] = [],
): Moment[] {
  const replay = new Replay(message);
  // Stable: what has the same millisecond stays in the order of cause and effect.
  const facts = [
    ...attempts.flatMap((attempt) => [
      { at: attempt.startedAt, take: () => replay.handOver(attempt) },
      { at: answeredAt(attempt, reports), take: () => replay.answer(attempt, answeredAt(attempt, reports)) },
    ]),
    ...(message.lapse === null ? [] : [{ at: message.lapse.at, take: () => replay.lapse() }]),
    ...reports.map((report) => ({ at: report.receivedAt, take: () => replay.report(report) })),
  ].sort((a, b) => a.at - b.at);
  for (const { take } of facts) take();
  replay.end();
  // A hold is written with the message, by the clock of its request: nothing is paid for what is not made yet.
  const paid = money.map((fact): Moment => ({ ...plain(Math.max(fact.at, message.createdAt), "ledger"), money: fact }));
  return [...replay.moments, ...paid].sort((a, b) => a.at - b.at);
}

/** What was said of each report, in their order. */
export function marksOf(moments: readonly Moment[]): Map<LoggedReport, Pick<Moment, "status" | "mark">> {
  return new Map(moments.flatMap(({ report, status, mark }) => (report === null ? [] : [[report, { status, mark }]])));
}

/** When a message first got as far as each stage: one that was read was delivered, though nobody said so. */
export function reachedOf(
  moments: readonly Moment[],
): Record<"accepted" | "sent" | "delivered" | "read", number | null> {
  const first = (stage: MessageStatus): number | null =>
    moments.find(({ status }) => status !== null && rank[status] >= rank[stage])?.at ?? null;
  return { accepted: first("accepted"), sent: first("sent"), delivered: first("delivered"), read: first("read") };
}

/** A provider that reports has answered, whatever the two clocks say of the same moment. */
function answeredAt(attempt: LoggedAttempt, reports: readonly LoggedReport[]): number {
  const end = attempt.startedAt + attempt.latencyMs;
  if (attempt.outcome !== "accepted") return end;
  const first = reports.find(
    ({ provider, receivedAt }) => provider === attempt.provider && receivedAt >= attempt.startedAt,
  );
  return Math.min(end, first?.receivedAt ?? end);
}

function plain(at: number, by: Source, status: MessageStatus | null = null): Moment {
  return { at, by, status, mark: null, attempt: null, report: null, money: null };
}

class Replay {
  readonly moments: Moment[];
  readonly #message: Replayed;
  #status: MessageStatus = "queued";
  #provider: string | null = null;
  #lapsed = false;

  constructor(message: Replayed) {
    this.#message = message;
    this.moments = [plain(message.createdAt, "issue", "queued")];
  }

  handOver(attempt: LoggedAttempt): void {
    this.#provider = attempt.provider;
    const leaves = this.#status === "queued" && !this.#lapsed;
    this.moments.push({
      ...plain(attempt.startedAt, "attempt", this.#become(leaves ? "sending" : this.#status)),
      attempt,
    });
  }

  answer(attempt: LoggedAttempt, at: number): void {
    // The answer to a hand-over that another worker had taken over from changes nothing.
    const taken = attempt.outcome === "accepted" && !this.#lapsed && rank[this.#status] < rank.accepted;
    this.moments.push({ ...plain(at, "answer", this.#become(taken ? "accepted" : this.#status)), attempt });
  }

  lapse(): void {
    const { lapse } = this.#message;
    if (lapse === null) return;
    this.#lapsed = true;
    this.moments.push(plain(lapse.at, endedBy(lapse.status), this.#become(lapse.status)));
  }

  report(report: LoggedReport): void {
    const { status, mark } = effectOf({ status: this.#status, provider: this.#provider }, report);
    const changed = this.#become(status);
    if (changed !== null && report.status !== "failed") this.#provider = report.provider;
    this.moments.push({ ...plain(report.receivedAt, "report", changed), mark, report });
  }

  /** What no attempt or report tells: that it is leaving just now, fell silent once more, or ended before that was kept. */
  end(): void {
    const { status, updatedAt } = this.#message;
    if (status === this.#status) return;
    const last = this.moments.at(-1)?.at ?? updatedAt;
    this.moments.push(plain(Math.max(updatedAt, last), endedBy(status), status));
  }

  /** Null: it is that already. */
  #become(status: MessageStatus): MessageStatus | null {
    const changed = status !== this.#status;
    this.#status = status;
    return changed ? status : null;
  }
}

/** Whose word it is that a message is of this status, where no attempt or report says it. */
function endedBy(status: MessageStatus): Source {
  switch (status) {
    case "queued":
      return "issue";
    case "sending":
      return "attempt";
    case "accepted":
      return "answer";
    case "sent":
    case "delivered":
    case "read":
      return "report";
    case "failed":
      return "route";
    case "expired":
    case "cancelled":
      return "otp_ended";
    case "unknown":
      return "timer";
  }
}
