import type { Health, HttpAnswer, SendFailure, SendOutcome } from "../provider.ts";
import { field, items, parseJson } from "../vendor-json.ts";
import { failed, mayBeSent, recipient, request } from "../verdict.ts";
import { judgeByStatus, messageId } from "../whatsapp-web.ts";

/** Pure: what became of a send. Evolution has no error codes; 400 stands for four different things. */
export function readAnswer(answer: HttpAnswer): SendOutcome {
  const body = parseJson(answer.text);
  if (answer.status === 400) return readBadRequest(items(field(field(body, "response"), "message")));
  if (answer.status < 200 || answer.status > 299) return judgeByStatus(answer);
  // It took the message and lost it, or not: usually the status is PENDING.
  if (field(body, "status") === "ERROR") return failed(mayBeSent, "error");
  const id = messageId(field(field(body, "key"), "id"));
  return id === null ? judgeByStatus(answer) : { ok: true, providerMessageId: id };
}

function readBadRequest(reasons: readonly unknown[]): SendFailure {
  if (reasons.some((reason) => field(reason, "exists") === false)) return failed(recipient, "not_on_whatsapp");
  // The schema's complaints are a list in the list.
  if (reasons.length > 0 && reasons.every(Array.isArray)) return failed(request, "schema");
  // A lost session or database: it may happen before the message leaves, and after.
  return failed(mayBeSent, reasons.some(isSessionError) ? "session_error" : "http_400");
}

function isSessionError(reason: unknown): boolean {
  return typeof reason === "string" && reason.startsWith("SessionError");
}

/** Pure: whether the instance is connected, by its own word alone; null where there is none. */
export function readConnection(answer: HttpAnswer): Health | null {
  if (answer.status !== 200) return null;
  const state = field(field(parseJson(answer.text), "instance"), "state");
  if (state === "open") return { ok: true };
  return state === "connecting" || state === "close" ? { ok: false, reason: `connection is ${state}` } : null;
}
