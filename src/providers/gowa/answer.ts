import type { Health, HttpAnswer, SendOutcome } from "../provider.ts";
import { field, items, parseJson } from "../vendor-json.ts";
import { account, elsewhere, failed, mayBeSent, recipient, request, retry, type Verdict } from "../verdict.ts";
import { judgeByStatus, messageId } from "../whatsapp-web.ts";

/** The vendor's named errors (its source, `pkg/error` and `ui/rest/middleware`; the class is our reading). */
const named: ReadonlyMap<unknown, Verdict> = new Map<unknown, Verdict>([
  ["AUTHENTICATION_ERROR", account], // not connected, or logged out
  ["INVALID_WA_CLI", account], // the device has no client
  ["DEVICE_NOT_FOUND", account],
  ["DEVICE_ID_REQUIRED", account],
  ["DEVICE_MANAGER_UNAVAILABLE", retry], // still starting
  ["INVALID_JID", recipient], // not on WhatsApp, where the vendor's check is on
  ["VALIDATION_ERROR", request],
  // WhatsApp lets this account write only to people it has written with. Others are still served, so the breaker
  // stays closed; it lasts for hours, so waiting a second is in vain.
  ["WA_REACHOUT_TIMELOCK", elsewhere],
  ["CONTEXT_ERROR", mayBeSent],
  ["GATEWAY_TIMEOUT", mayBeSent],
  ["INTERNAL_SERVER_ERROR", mayBeSent],
]);

/** Pure: what became of a send. */
export function readAnswer(answer: HttpAnswer): SendOutcome {
  const body = parseJson(answer.text);
  const code = field(body, "code");
  if (answer.status >= 200 && answer.status <= 299) {
    const id = messageId(field(field(body, "results"), "message_id"));
    return code === "SUCCESS" && id !== null ? { ok: true, providerMessageId: id } : judgeByStatus(answer);
  }
  const message = field(body, "message");
  if (answer.status === 400 && typeof message === "string") {
    // Older versions have `"400"` for all of it, and only the words tell whom it concerns.
    if (/\bnot on whatsapp\b/i.test(message)) return failed(recipient, "not_on_whatsapp");
    if (message.startsWith("phone:")) return failed(elsewhere, "invalid_phone");
  }
  const verdict = named.get(code);
  return verdict === undefined ? judgeByStatus(answer) : failed(verdict, String(code).toLowerCase());
}

/**
 * Pure: whether a device is logged in. Versions list their devices differently, so an empty list tells nothing: only
 * the vendor's named errors, those that refuse a send as well, are a no.
 */
export function readDevices(answer: HttpAnswer): Health | null {
  const body = parseJson(answer.text);
  const code = field(body, "code");
  if (named.get(code) === account) return { ok: false, reason: `device is ${String(code)}` };
  return answer.status === 200 && code === "SUCCESS" && items(field(body, "results")).length > 0 ? { ok: true } : null;
}
