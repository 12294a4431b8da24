import { errorCode } from "../meta-cloud/answer.ts";
import type { HttpAnswer, SendOutcome } from "../provider.ts";
import { field, parseJson, vendorId } from "../vendor-json.ts";
import {
  account,
  elsewhere,
  failed,
  httpVerdict,
  mayBeSent,
  request,
  retry,
  template,
  type Verdict,
} from "../verdict.ts";

export type Verdicts = ReadonlyMap<number, Verdict>;

/** The codes that mean the same in all of EngageLab's interfaces (its docs, "Error codes"; the class is our reading). */
export const commonVerdicts: Verdicts = new Map([
  [1000, retry], // internal error; comes with HTTP 500
  [2001, account], // wrong key or secret
  [2002, account], // key disabled or expired
  [2004, account], // no permission: this key may not use that sender
  [3001, request], // not JSON, which no number and no code can cause
  [3002, elsewhere], // a bad parameter, which a number is too
  [3003, elsewhere], // one of their business rules; only the message says which
  [4001, template], // no such template
]);

/** Pure: what became of a send. The body decides; the HTTP status only where the body says nothing we know. */
export function readAnswer(answer: HttpAnswer, verdicts: Verdicts): SendOutcome {
  const body = parseJson(answer.text);
  const given = field(body, "code");
  const code = errorCode(given);
  if (code !== null && code !== 0) {
    return failed(verdicts.get(code) ?? unknownVerdict(answer.status), String(code), answer);
  }
  if (answer.status < 200 || answer.status > 299) {
    return failed(httpVerdict(answer.status, false), `http_${answer.status}`, answer);
  }
  const id = vendorId(field(body, "message_id"));
  if (id !== null && (given === undefined || code === 0)) return { ok: true, providerMessageId: id };
  return failed(mayBeSent, "unreadable_answer");
}

/** With 400, their usual status, a new code is most likely one more reason why this message can't be sent. */
function unknownVerdict(status: number): Verdict {
  return status === 400 ? elsewhere : httpVerdict(status, true);
}
