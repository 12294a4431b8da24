import type { HttpAnswer, SendOutcome } from "../provider.ts";
import { failure, field, judgeByStatus, messageId, parse, verdicts, type Verdict } from "../whatsapp-web.ts";

/** The vendor's named errors (its source, `pkg/error` and `ui/rest/middleware`; the class is our reading). */
const named: ReadonlyMap<unknown, Verdict> = new Map<unknown, Verdict>([
  ["AUTHENTICATION_ERROR", verdicts.account], // not connected, or logged out
  ["INVALID_WA_CLI", verdicts.account], // the device has no client
  ["DEVICE_NOT_FOUND", verdicts.account],
  ["DEVICE_ID_REQUIRED", verdicts.account],
  ["DEVICE_MANAGER_UNAVAILABLE", verdicts.transient], // still starting
  ["INVALID_JID", verdicts.recipient], // not on WhatsApp, where the vendor's check is on
  ["VALIDATION_ERROR", verdicts.request],
  // WhatsApp lets this account write only to people it has written with. Others are still served, so the breaker
  // stays closed; it lasts for hours, so waiting a second is in vain.
  ["WA_REACHOUT_TIMELOCK", verdicts.message],
  ["CONTEXT_ERROR", verdicts.unknown],
  ["GATEWAY_TIMEOUT", verdicts.unknown],
  ["INTERNAL_SERVER_ERROR", verdicts.unknown],
]);

/** Pure: what became of a send. */
export function readAnswer(answer: HttpAnswer): SendOutcome {
  const body = parse(answer.text);
  const code = field(body, "code");
  if (answer.status >= 200 && answer.status <= 299) {
    const id = messageId(field(field(body, "results"), "message_id"));
    return code === "SUCCESS" && id !== null ? { ok: true, providerMessageId: id } : judgeByStatus(answer);
  }
  const message = field(body, "message");
  if (answer.status === 400 && typeof message === "string") {
    // Older versions have `"400"` for all of it, and only the words tell whom it concerns.
    if (/\bnot on whatsapp\b/i.test(message)) return failure(verdicts.recipient, "not_on_whatsapp");
    if (message.startsWith("phone:")) return failure(verdicts.message, "invalid_phone");
  }
  const verdict = named.get(code);
  return verdict === undefined ? judgeByStatus(answer) : failure(verdict, String(code).toLowerCase());
}
