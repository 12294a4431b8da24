import type { HttpAnswer, SendOutcome } from "../provider.ts";
import { field, items, parseJson, vendorId } from "../vendor-json.ts";
import { account, elsewhere, failed, httpVerdict, mayBeSent, request, template, type Verdict } from "../verdict.ts";

/** Pure: what became of a send. The id is the broadcast's; the WhatsApp message gets one later. */
export function readAnswer(answer: HttpAnswer): SendOutcome {
  const body = parseJson(answer.text);
  const error = field(body, "error") ?? null;
  if (error !== null || answer.status < 200 || answer.status > 299) return readError(error, answer);
  const broadcastId = vendorId(field(field(body, "data"), "id"));
  if (field(body, "status") === "success" && broadcastId !== null) return { ok: true, providerMessageId: broadcastId };
  return failed(mayBeSent, "unreadable_answer");
}

/** `error.code` repeats the HTTP status; there are no codes of a finer kind. */
function readError(error: unknown, answer: HttpAnswer): SendOutcome {
  const code = field(error, "code");
  const fromQontak = typeof code === "number" && Number.isInteger(code) && code >= 400 && code <= 599;
  const status = fromQontak ? code : answer.status;
  return failed(verdictOf(status, error, fromQontak), `http_${status}`, answer);
}

/** The text alone tells whose fault it is: it is asked for a word, and never kept. */
function verdictOf(status: number, error: unknown, fromQontak: boolean): Verdict {
  const names = (word: RegExp): boolean =>
    items(field(error, "messages")).some((text) => typeof text === "string" && word.test(text));
  if (status === 404 && fromQontak) {
    const ofChannel = names(/channel|integration/i);
    // A wrong `channel_integration_id` is every message's. What names both, or neither, flags nothing.
    if (ofChannel !== names(/template/i)) return ofChannel ? account : template;
    return request;
  }
  if (status === 422) return names(/template/i) ? template : elsewhere;
  return httpVerdict(status, fromQontak);
}
