import type { Health, HttpAnswer, SendOutcome } from "../provider.ts";
import { field, parseJson } from "../vendor-json.ts";
import { account, failed, mayBeSent } from "../verdict.ts";
import { judgeByStatus, messageId } from "../whatsapp-web.ts";

/** Any other than WORKING. What is not in this list is not repeated. */
const sessionStatuses: ReadonlySet<unknown> = new Set(["STOPPED", "STARTING", "SCAN_QR_CODE", "FAILED"]);

/** Pure: what became of a send. WAHA has no error codes, so the HTTP status decides (WAHA's docs, "Send messages"). */
export function readAnswer(answer: HttpAnswer): SendOutcome {
  const body = parseJson(answer.text);
  if (answer.status === 422) {
    // The session does not work. Waiting rarely mends that: somebody has to scan a code, or restart it.
    const status = field(body, "status");
    const named = typeof status === "string" && sessionStatuses.has(status);
    return failed(account, named ? `session_${status.toLowerCase()}` : "http_422");
  }
  if (answer.status < 200 || answer.status > 299) return judgeByStatus(answer);
  // It took the message and lost it, or not: usually the level is 0, PENDING.
  if (field(body, "ack") === -1) return failed(mayBeSent, "error");
  const id = sentId(body);
  return id === null ? judgeByStatus(answer) : { ok: true, providerMessageId: id };
}

/** Only a clear no: an answer that this version of WAHA words differently must not keep a code from its owner. */
export function isNotOnWhatsApp(answer: HttpAnswer): boolean {
  return answer.status >= 200 && answer.status <= 299 && field(parseJson(answer.text), "numberExists") === false;
}

/** Pure: whether the session works, by its own word alone; null where there is none. */
export function readSession(answer: HttpAnswer): Health | null {
  if (answer.status !== 200) return null;
  const status = field(parseJson(answer.text), "status");
  if (status === "WORKING") return { ok: true };
  return typeof status === "string" && sessionStatuses.has(status)
    ? { ok: false, reason: `session is ${status}` }
    : null;
}

/** A string with most engines; with some an object, here or under `key`. */
function sentId(body: unknown): string | null {
  const id = field(body, "id") ?? field(field(body, "key"), "id");
  return wahaMessageId(field(id, "_serialized") ?? field(id, "id") ?? id);
}

/**
 * `true_62812…@c.us_3EB0…`: sent by us, the chat, the message. The chat may be another one in an acknowledgement
 * (`…@lid` instead of the number) and names a person, so the message's own part is the id. What others sent is null.
 */
export function wahaMessageId(value: unknown): string | null {
  if (typeof value !== "string") return null;
  if (!value.includes("@")) return messageId(value);
  return messageId(/^true_[^_]{1,128}_([^_]+)(?:_[^_]{0,128})?$/.exec(value)?.[1]);
}
