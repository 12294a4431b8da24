import type { HttpAnswer, SendFailure, SendOutcome } from "../provider.ts";
import { field, parseJson, segmentCount } from "../vendor-json.ts";
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

/** The account is not set up for this person or country; it still serves others, so the breaker stays closed. */
const accountForOne: Verdict = { errorClass: "credentials", scope: "recipient" };

/**
 * Twilio's error codes (its "Error and Warning Dictionary"; the class is our reading). Those from 30000 come with a
 * callback rather than with the answer. Twilio asks not to build on the message, which often shows the number.
 */
const verdicts: ReadonlyMap<number, Verdict> = new Map([
  [20003, account], // wrong credentials
  [20404, request], // the resource is missing
  [20429, rate], // concurrency; nothing was processed
  [20500, retry], // Twilio's fault
  [20503, retry],
  [21211, recipient], // `To` is no valid number
  [21212, account], // `From` is no valid number
  [21214, recipient], // `To` can't be reached
  [21217, recipient], // `To` does not look like a number
  [21408, accountForOne], // region not enabled
  [21602, elsewhere], // no text
  [21603, account], // no sender
  [21606, account], // the sender can't send SMS
  [21608, accountForOne], // a trial account, and the number is not verified
  [21610, recipient], // opted out
  [21611, rate], // the sender's queue is full
  [21612, elsewhere], // not reachable from this sender; another provider's may do
  [21614, recipient], // not a mobile number
  [21617, elsewhere], // text too long
  [21654, template], // content SID missing, unknown, or its variables wrong
  [21655, template],
  [21656, template],
  [21657, account], // the sender is of no use for this channel
  [21658, template],
  [21701, account], // Messaging Service: missing, unknown, or without a sender
  [21702, account],
  [21703, account],
  [21704, account],
  [21705, account],
  [30001, rate], // queue overflow
  [30002, account], // suspended
  [30003, recipient], // handset unreachable
  [30004, recipient], // blocked
  [30005, recipient], // unknown handset
  [30006, recipient], // landline, or a carrier out of reach
  [30007, elsewhere], // filtered by the carrier
  [30008, retry], // unknown
  [30017, retry], // congestion
  [30018, account], // the sender is not registered
  [30034, account],
  [30410, retry], // the carrier's time-out
  [30450, recipient], // destination blocked for now
  [63003, recipient], // no valid WhatsApp number
  [63007, account], // no such WhatsApp sender
  [63008, account], // channel configuration
  [63009, retry], // the channel's own error
  [63010, retry], // Twilio's own error
  [63012, retry], // the channel's service is unavailable
  [63013, template], // policy
  [63014, recipient], // blocked by the user
  [63015, accountForOne], // WhatsApp's sandbox, which this person has not joined
  [63016, template], // free text outside the 24 h window: the content is no approved template
  [63017, rate], // the channel's rate
  [63018, rate],
  [63020, account], // the business has not accepted the invitation
  [63021, template], // content rejected
  [63022, account], // the sender's certificate
  [63024, recipient], // not on WhatsApp
  [63026, template], // a parameter's value
  [63027, template], // missing in that language
  [63028, template], // parameter count
  [63032, recipient], // a limitation of WhatsApp's on this person
  [63033, recipient], // blocked
  [63038, rate], // daily limit
  [63040, template], // rejected
  [63041, template], // paused
  [63042, template], // disabled
  [63051, account], // locked
]);

/** A code as Twilio writes them; callbacks have them as text. Anything longer may be a phone number and goes nowhere. */
export function errorCode(value: unknown): number | null {
  const text = typeof value === "number" ? String(value) : value;
  return typeof text === "string" && /^[1-9]\d{3,5}$/.test(text) ? Number(text) : null;
}

export function verdictOf(code: number): Verdict | null {
  return verdicts.get(code) ?? null;
}

/** `SM` for text, `MM` with media. */
export function messageSid(value: unknown): string | null {
  return typeof value === "string" && /^(SM|MM)[0-9a-f]{32}$/i.test(value) ? value : null;
}

/** The states of a message on its way; the others are failures, or of messages that came in. */
const underWay = new Set<unknown>(["accepted", "scheduled", "queued", "sending", "sent", "delivered", "read"]);
const refused = new Set<unknown>(["failed", "undelivered", "canceled"]);

/** Pure: what became of a send. */
export function readAnswer(answer: HttpAnswer): SendOutcome {
  const body = parseJson(answer.text);
  if (answer.status < 200 || answer.status > 299) return readError(field(body, "code"), answer);
  const status = field(body, "status");
  if (refused.has(status)) return readRefusal(field(body, "error_code"));
  const sid = messageSid(field(body, "sid"));
  if (sid !== null && underWay.has(status)) {
    // "0" by a Messaging Service, which has not chosen a sender yet.
    return { ok: true, providerMessageId: sid, ...segmentCount(field(body, "num_segments")) };
  }
  return failed(mayBeSent, "unreadable_answer");
}

/** Of a message that was made and ended badly, in an answer or in a callback; what ended it may stay unsaid. */
export function readRefusal(value: unknown): SendFailure {
  const code = errorCode(value);
  const verdict = code === null ? undefined : verdicts.get(code);
  return failed(verdict ?? elsewhere, code === null ? "failed" : String(code));
}

function readError(value: unknown, answer: HttpAnswer): SendOutcome {
  const code = errorCode(value);
  if (code === null) return failed(httpVerdict(answer.status, false), `http_${answer.status}`, answer);
  return failed(verdicts.get(code) ?? httpVerdict(answer.status, true), String(code), answer);
}
