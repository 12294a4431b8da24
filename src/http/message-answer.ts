import type { LoggedAttempt, LoggedMessage, LoggedReport, MessageStory } from "../insight/messages.ts";
import type { MoneyFact } from "../insight/money.ts";
import { marksOf, reachedOf, timelineOf, type Moment } from "../insight/timeline.ts";
import { isoMs } from "../kit/clock.ts";
import { publicId } from "../kit/id.ts";
import { maskMessageId, shownRecipient } from "../kit/mask.ts";
import { formatAmount } from "../kit/money.ts";

/** How a message is shown: in the tenant's currency, its number in full or masked. */
export interface Showing {
  currency: string;
  reveal: boolean;
}

export function messageAnswer(message: LoggedMessage, { currency, reveal }: Showing) {
  const price = message.provider === null ? undefined : message.prices[message.provider];
  return {
    id: publicId("msg", message.id),
    otp: publicId("otp", message.otpId),
    status: message.status,
    channel: message.channel,
    to: shownRecipient(message.recipient, reveal),
    provider: message.provider,
    template: message.template,
    locale: message.locale,
    template_version: message.templateVersion,
    price: price === undefined ? null : formatAmount(BigInt(price[0])),
    charged: formatAmount(message.charged),
    currency,
    created_at: isoMs(message.createdAt),
    accepted_at: message.acceptedAt === null ? null : isoMs(message.acceptedAt),
    updated_at: isoMs(message.updatedAt),
    expires_at: isoMs(message.expiresAt),
    user: message.userRef === "" ? null : message.userRef,
    central: message.central,
    name: message.userName,
  };
}

/** With all that became of it. */
export function storyAnswer({ message, attempts, reports }: MessageStory, showing: Showing) {
  const marks = marksOf(timelineOf(message, attempts, reports));
  return {
    ...messageAnswer(message, showing),
    attempts: attempts.map((attempt) => attemptAnswer(attempt, message.recipient, showing.reveal)),
    reports: reports.map((report) => reportAnswer(report, marks.get(report))),
    skips: message.skips,
  };
}

function attemptAnswer(attempt: LoggedAttempt, recipient: string, reveal: boolean) {
  const id = attempt.providerMessageId;
  return {
    provider: attempt.provider,
    channel: attempt.channel,
    started_at: isoMs(attempt.startedAt),
    latency_ms: attempt.latencyMs,
    outcome: attempt.outcome,
    error_class: attempt.outcome === "accepted" ? null : attempt.outcome,
    provider_code: attempt.providerCode,
    provider_message_id: id === null || reveal ? id : maskMessageId(id, recipient),
    template: attempt.template,
  };
}

function reportAnswer(report: LoggedReport, effect: Pick<Moment, "status" | "mark"> | undefined) {
  return {
    status: report.status,
    at: isoMs(report.at),
    ...(report.providerCode === null ? {} : { provider_code: report.providerCode }),
    provider: report.provider,
    received_at: isoMs(report.receivedAt),
    changed_to: effect?.status ?? null,
    mark: effect?.mark ?? null,
  };
}

export function timelineAnswer(
  { message, attempts, reports }: MessageStory,
  money: readonly MoneyFact[],
  currency: string,
) {
  const moments = timelineOf(message, attempts, reports, money);
  const reached = reachedOf(moments);
  const time = (at: number | null): string | null => (at === null ? null : isoMs(at));
  return {
    id: publicId("msg", message.id),
    otp: publicId("otp", message.otpId),
    status: message.status,
    currency,
    accepted_at: time(reached.accepted),
    sent_at: time(reached.sent),
    delivered_at: time(reached.delivered),
    read_at: time(reached.read),
    timeline: moments.map(momentAnswer),
  };
}

function momentAnswer({ at, by, status, mark, attempt, report, money }: Moment) {
  const outcome = by === "answer" && attempt !== null ? attempt.outcome : null;
  return {
    at: isoMs(at),
    by,
    status,
    mark,
    provider: attempt?.provider ?? report?.provider ?? null,
    outcome,
    reported: report?.status ?? null,
    error_class: outcome === null || outcome === "accepted" ? (report?.errorClass ?? null) : outcome,
    provider_code: (by === "answer" ? attempt?.providerCode : report?.providerCode) ?? null,
    ...(money === null ? { money: null, amount: null } : moneyAnswer(money)),
  };
}

function moneyAnswer({ kind, amount, heldDelta }: MoneyFact) {
  const size = (micros: bigint): string => formatAmount(micros < 0n ? -micros : micros);
  switch (kind) {
    case "hold":
      return { money: "held" as const, amount: size(heldDelta) };
    case "capture":
      return { money: "charged" as const, amount: size(-heldDelta - amount) };
    case "release":
      return { money: "released" as const, amount: size(amount) };
    case "refund":
      return { money: "refunded" as const, amount: size(amount) };
    case "adjustment":
    case "topup":
      return { money: "charged_late" as const, amount: size(amount) };
  }
}
