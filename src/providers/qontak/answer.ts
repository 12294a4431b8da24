import type { HttpAnswer, SendOutcome } from "../provider.ts";
import { field, items, parseJson, vendorId } from "../vendor-json.ts";
import { elsewhere, failed, httpVerdict, mayBeSent, template, type Verdict } from "../verdict.ts";

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

/** The text alone tells a template's fault from a number's: it is asked for one word, and never kept. */
function verdictOf(status: number, error: unknown, fromQontak: boolean): Verdict {
  // 404 is an unknown template, or an unknown channel; elsewhere than from Qontak, a wrong address.
  if (status === 404 && fromQontak) return template;
  if (status === 422) {
    const ofTemplate = items(field(error, "messages")).some(
      (text) => typeof text === "string" && /template/i.test(text),
    );
    return ofTemplate ? template : elsewhere;
  }
  return httpVerdict(status, fromQontak);
}
