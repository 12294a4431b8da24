import type { HttpAnswer, SendFailure, SendOutcome } from "../provider.ts";
import { field, items, parseJson } from "../vendor-json.ts";
import {
  account,
  elsewhere,
  failed,
  httpVerdict,
  mayBeSent,
  rate,
  recipient,
  request,
  retry,
  template,
  type Verdict,
} from "../verdict.ts";

/** A person who is not on the account's list: it still serves those who are, so the breaker stays closed. */
const accountForOne: Verdict = { errorClass: "credentials", scope: "recipient" };

/** Vonage's list "API Errors: Messages API" (the class is our reading). The same codes come in answers and in reports. */
const verdicts: ReadonlyMap<number, Verdict> = new Map([
  [1000, rate], // the account's capacity
  [1010, request], // parameter missing
  [1020, request], // parameter invalid
  [1021, request], // tag invalid
  [1022, template], // template, or its parameters
  [1030, retry], // internal error
  [1040, recipient], // no such prefix
  [1050, recipient], // number barred
  [1060, account], // account barred
  [1070, account], // out of credit
  [1080, account], // not enabled for this interface
  [1090, elsewhere], // text too long
  [1100, retry], // communication failed, nothing was submitted
  [1110, account], // signature
  [1120, account], // sender not allowed there
  [1130, request], // TTL
  [1140, account], // facility not enabled
  [1150, request], // parameter out of range
  [1160, accountForOne], // not on the list of a test account
  [1170, recipient], // number missing or invalid
  [1180, retry], // handset away for now
  [1190, recipient], // handset gone
  [1200, recipient], // number ported
  [1210, elsewhere], // taken for spam by the carrier
  [1220, retry], // handset busy
  [1230, retry], // network error
  [1240, recipient], // opted out
  [1241, rate], // too many to phone numbers
  [1250, recipient], // no route
  [1260, recipient], // unreachable
  [1270, recipient], // age restriction
  [1280, recipient], // blocked by the carrier
  [1290, recipient], // prepaid, and no money left
  [1300, recipient], // not on this network, or not on WhatsApp
  [1310, recipient], // device not suitable
  [1330, retry], // unknown to the carrier
  [1340, template], // outside the window: only a template may go, and this was taken for none
  [1360, recipient], // not reached while it was valid
]);

/** Pure: what became of a send. */
export function readAnswer(answer: HttpAnswer): SendOutcome {
  const body = parseJson(answer.text);
  if (answer.status >= 200 && answer.status <= 299) {
    const id = messageUuid(field(body, "message_uuid"));
    return id === null ? failed(mayBeSent, "unreadable_answer") : { ok: true, providerMessageId: id };
  }
  const code = errorCode(body);
  if (code === null) return failed(statusVerdict(body, answer.status), `http_${answer.status}`, answer);
  const verdict = verdicts.get(code) ?? statusVerdict(body, answer.status);
  return failed(verdict === request && blamesNumber(body) ? recipient : verdict, String(code), answer);
}

/** The failure in a report; what ended the message may stay unsaid, so that it is tried elsewhere. */
export function readRefusal(error: unknown): SendFailure {
  const code = errorCode(error);
  const verdict = code === null ? undefined : verdicts.get(code);
  return failed(verdict ?? elsewhere, code === null ? "failed" : String(code));
}

export function messageUuid(value: unknown): string | null {
  return typeof value === "string" && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value) ? value : null;
}

/** Of a problem document: the last part of its type, in reports also its title. */
function errorCode(problem: unknown): number | null {
  const type = field(problem, "type");
  const fragment = typeof type === "string" ? /#(\d{4})$/.exec(type)?.[1] : undefined;
  const title = field(problem, "title");
  const code = fragment ?? (typeof title === "string" && /^\d{4}$/.test(title) ? title : undefined);
  return code === undefined ? null : Number(code);
}

function statusVerdict(body: unknown, status: number): Verdict {
  // Out of credit.
  if (status === 402) return account;
  if (status === 422 && blamesNumber(body)) return recipient;
  return httpVerdict(status, field(body, "title") !== undefined);
}

function blamesNumber(problem: unknown): boolean {
  const names = items(field(problem, "invalid_parameters")).map((parameter) => field(parameter, "name"));
  return names.length > 0 && names.every((name) => name === "to");
}
