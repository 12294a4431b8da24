import type { MessageStatus } from "../otp/model.ts";
import type { ReportStatus } from "../providers/provider.ts";

/** How far along a status is: a message goes up, and what ended without arriving stands at the bottom. */
export const rank: Record<MessageStatus, number> = {
  queued: 0,
  sending: 1,
  accepted: 2,
  sent: 3,
  delivered: 4,
  read: 5,
  failed: 0,
  expired: 0,
  cancelled: 0,
  unknown: 1,
};

/** What is to be said of a report beside its status. */
export type ReportMark =
  /** What it says is known already. */
  | "repeated"
  /** It came after something later was known, or after the message had been given up waiting for. */
  | "late"
  /** It can't be true together with what was known before; the surer word stands: delivered beats failed. */
  | "contradicts"
  /** The word of a provider that another one had taken over from. */
  | "superseded";

export interface ReportEffect {
  /** What the message is afterwards. */
  status: MessageStatus;
  mark: ReportMark | null;
}

/** Pure: what a report makes of a message that stands at `status`, last handed to `provider`. */
export function effectOf(
  { status, provider }: { status: MessageStatus; provider: string | null },
  report: { status: ReportStatus; provider: string },
): ReportEffect {
  if (report.status === "failed") {
    // A message can get both words (several devices): delivered stays delivered.
    if (rank[status] >= rank.delivered) return { status, mark: "contradicts" };
    if (status === "expired" || status === "cancelled") return { status, mark: "late" };
    // A later provider may be at work on it; the word of an earlier one is only kept.
    if (provider !== report.provider) return { status, mark: "superseded" };
    if (status === "failed") return { status, mark: "repeated" };
    return { status: "failed", mark: status === "unknown" ? "late" : null };
  }
  const arrived = report.status === "delivered" || report.status === "read";
  if (status === "failed" || status === "expired" || status === "cancelled") {
    // "sent" after "failed" tells nothing; "delivered" after it does.
    return arrived ? { status: report.status, mark: "contradicts" } : { status, mark: "late" };
  }
  if (report.status === status) return { status, mark: "repeated" };
  if (rank[report.status] < rank[status]) return { status, mark: "late" };
  return { status: report.status, mark: status === "unknown" ? "late" : null };
}
