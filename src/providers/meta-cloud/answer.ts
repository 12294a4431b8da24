import type { HttpAnswer, SendFailure, SendOutcome } from "../provider.ts";
import type { TemplateStatus } from "../template-verbs.ts";
import { field, items, parseJson, vendorId } from "../vendor-json.ts";
import {
  account,
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

/**
 * Meta's error codes (docs, "Error codes"; the class is our reading). The same codes come in an answer and in a
 * status report. Meta asks to build on the code alone: titles and messages may change.
 */
const verdicts: ReadonlyMap<number, Verdict> = new Map([
  [0, account], // token invalid
  [1, retry], // unknown error, or a malformed request: the tries run out soon enough if it is the latter
  [2, retry], // service down or overloaded
  [3, account], // capability or permission missing; comes with HTTP 500
  [4, rate], // the app's call rate
  [10, account], // permission missing or removed
  [33, account], // phone number id deleted or wrong
  [100, request], // invalid or unknown parameter
  [190, account], // token expired
  [368, account], // restricted for a policy violation
  [470, request], // outside the 24 h window (on-premises code)
  [80007, rate], // rate of the whole business account
  [130429, rate], // messages a second of the number
  [130472, recipient], // part of an experiment of Meta's
  [130497, recipient], // this business may not message that country
  [131000, retry], // unknown failure
  [131005, account], // permission missing or removed
  [131008, request], // required parameter missing
  [131009, request], // parameter value invalid
  [131016, retry], // service unavailable
  [131021, recipient], // the recipient is the sender
  [131026, recipient], // not on WhatsApp, an old client, or terms not accepted
  // The account is in test mode and this person is not on its list: another provider may reach them, and those
  // who are on the list are still served, so the breaker stays closed.
  [131030, { errorClass: "credentials", scope: "recipient" }],
  [131031, account], // account locked, or PIN mismatch
  [131037, account], // display name not approved
  [131042, account], // billing or payment
  [131045, account], // registration or certificate of the number
  [131047, request], // re-engagement: no free text after 24 h; a template never gets this
  // The number is held back for many blocks and spam reports. That lasts for hours and wants a person, so it is no
  // throttling: waiting a second would cost every message that second in vain.
  [131048, account],
  [131049, recipient], // Meta chose not to deliver, for this person's sake
  [131050, recipient], // opted out
  [131051, request], // unsupported message type
  [131052, request], // media download
  [131053, request], // media upload
  [131056, { errorClass: "throttled", scope: "recipient" }], // too many from this number to this person
  [131057, retry], // number in maintenance, about a minute
  [131062, request], // a business-scoped user id instead of a number
  [132000, template], // parameter count
  [132001, template], // missing in that language or not approved; comes with HTTP 404 although the URL is right
  [132005, template], // text too long
  [132007, template], // character or format policy
  [132012, template], // parameter format
  [132015, template], // paused for low quality
  [132016, template], // disabled for good
  [133004, retry], // server temporarily unavailable
  [133010, account], // number not registered
  [134101, retry], // a new template, still syncing
  [135000, request], // generic error in the parameters
]);

/** What these say of the template itself, beside that it is refused. */
export const templateStates: ReadonlyMap<string, TemplateStatus> = new Map([
  ["132015", "paused"],
  ["132016", "disabled"],
]);

export function verdictOf(code: number): Verdict | null {
  // 200 to 299 are the Graph API's permission errors.
  if (code >= 200 && code <= 299) return account;
  return verdicts.get(code) ?? null;
}

/** A code as Meta writes them, at most seven digits. Anything longer may be a phone number and goes nowhere. */
export function errorCode(value: unknown): number | null {
  const code = typeof value === "string" && /^\d{1,7}$/.test(value) ? Number(value) : value;
  return typeof code === "number" && Number.isInteger(code) && code >= 0 && code <= 9_999_999 ? code : null;
}

/** Pure: what became of a send. The body decides; the HTTP status only where the body says nothing we know. */
export function readAnswer(answer: HttpAnswer): SendOutcome {
  const body = parseJson(answer.text);
  const error = field(body, "error");
  if (error !== undefined) return readError(error, answer);
  if (answer.status < 200 || answer.status > 299) {
    return failed(httpVerdict(answer.status, false), `http_${answer.status}`, answer);
  }

  const message = items(field(body, "messages"))[0];
  const status = field(message, "message_status");
  // The template was paused, as with 132015: three hours and more, an OTP does not live that long.
  if (status === "paused") return failed(template, "paused");
  // Kept back until Meta has judged the template, then sent or dropped: it may arrive, but nothing was accepted
  // that a tenant should pay for. The reports that may come carry our correlation.
  if (status === "held_for_quality_assessment") {
    return failed({ ...mayBeSent, scope: "template" }, status);
  }
  const id = vendorId(field(message, "id"));
  if (id !== null) return { ok: true, providerMessageId: id };
  return failed(mayBeSent, "unreadable_answer");
}

function readError(error: unknown, answer: HttpAnswer): SendFailure {
  const code = errorCode(field(error, "code"));
  const verdict = (code === null ? null : verdictOf(code)) ?? httpVerdict(answer.status, code !== null);
  return failed(verdict, code === null ? `http_${answer.status}` : String(code), answer);
}
