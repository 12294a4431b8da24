import type { NewEvent } from "../events/model.ts";
import type { Fact, SettledMessage } from "./decide-settle.ts";

/**
 * Pure: what the ERP is told when a fact has changed a message. **Sent** is said once, when a provider took it or reports
 * that it left: not again of one that was accepted, fell silent and is reported as sent late. What a report says again, or says late, changes no status and so tells nothing.
 */
export function messageEvents(
  before: Pick<SettledMessage, "status" | "acceptedAt">,
  message: SettledMessage,
  fact: Fact,
  at: number,
): NewEvent[] {
  const { tenantId, id: messageId, otpId, provider, status } = message;
  if (status === before.status) return [];
  const event = { tenantId, messageId, otpId, at, data: { status, provider } };
  switch (status) {
    case "accepted":
    case "sent":
      return before.acceptedAt !== null ? [] : [{ ...event, type: "message.sent" }];
    case "delivered":
    case "read":
      return [{ ...event, type: `message.${status}` }];
    case "failed":
      return [{ ...event, type: "message.failed", data: { ...event.data, reason: reasonOf(fact) } }];
    case "queued":
    case "sending":
    case "expired":
    case "cancelled":
    case "unknown":
      return [];
  }
}

/** The error class; null where no provider was asked. */
function reasonOf(fact: Fact): string | null {
  if (fact.kind === "reported") return fact.report.errorClass;
  return "attempt" in fact && fact.attempt !== null ? fact.attempt.outcome : null;
}
