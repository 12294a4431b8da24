import type { CheckOutcome, HttpAnswer, SendOutcome } from "../provider.ts";
import { field, parseJson, vendorId } from "../vendor-json.ts";
import { account, elsewhere, failed, httpVerdict, mayBeSent, retry, type Verdict } from "../verdict.ts";

/** One person's: others' messages still pass. Longer than delivery waits, so the next provider has it at once. */
const cooldown: Verdict = { errorClass: "throttled", scope: "recipient", retryAfterMs: 60_000 };

const UNREADABLE = 0;

/** VerifyNow's response codes, for a send (Message Central's docs, "Response codes"). */
const sendVerdicts: ReadonlyMap<number, Verdict> = new Map([
  [400, elsewhere],
  [409, cooldown], // as 506
  [500, retry],
  [501, account], // no such customer
  [506, cooldown], // a code for this number is still open
  [511, elsewhere], // not to this country
  [700, elsewhere], // verification failed; nothing was sent
  [800, cooldown], // the number has had as many as it may
]);

/** The same, for a check. None of them says that the code is right. */
const checkWords: ReadonlyMap<number, CheckOutcome["said"]> = new Map([
  [400, "wrong"], // no code of theirs has this form
  [505, "expired"], // an id they don't know, or no longer
  [700, "wrong"],
  [702, "wrong"],
  [703, "used"],
  [704, "expired"],
  [705, "expired"],
  [800, "locked"],
]);

/** Pure: what became of a send. Failures come with any HTTP status, so the body decides. */
export function readSent(answer: HttpAnswer): SendOutcome {
  const body = parseJson(answer.text);
  const code = responseCode(body);
  if (code === 200 && answer.status >= 200 && answer.status <= 299) {
    const id = verificationId(answer.text, body);
    return id === null ? failed(mayBeSent, "unreadable_answer") : { ok: true, providerMessageId: id };
  }
  if (code !== null && code !== 200) return failed(sendVerdicts.get(code) ?? mayBeSent, String(code), answer);
  if (answer.status >= 200 && answer.status <= 299) return failed(mayBeSent, "unreadable_answer");
  return failed(httpVerdict(answer.status, false), `http_${answer.status}`, answer);
}

/** Pure: what they say of a code. Only a completed verification of this very code, said without a doubt, is a right one. */
export function readChecked(answer: HttpAnswer, reference: string): CheckOutcome {
  const body = parseJson(answer.text);
  const codes = responseCodes(body);
  const [code = null] = codes;
  const named = verificationId(answer.text, body) ?? reference;
  const succeeded = answer.status >= 200 && answer.status <= 299 && codes.length > 0;
  if (succeeded && named === reference && codes.every((each) => each === 200)) {
    return { said: field(field(body, "data"), "verificationStatus") === "VERIFICATION_COMPLETED" ? "right" : "wrong" };
  }
  const said = checkWords.get(codes.find((each) => each !== 200) ?? 0);
  if (said !== undefined && said !== "right" && said !== "nothing") return { said };
  if (code === null) return { said: "nothing", sent: true, providerCode: `http_${answer.status}` };
  // They contradict themselves, or speak of another.
  const contradicted = code === UNREADABLE || code === 200;
  return { said: "nothing", sent: true, providerCode: contradicted ? "unreadable_answer" : String(code) };
}

/** A token that they no longer take: in the HTTP status, or in the body of any. */
export function isTokenRefused(answer: HttpAnswer): boolean {
  const code = responseCode(parseJson(answer.text));
  if (code !== null) return code === 401 || code === 403;
  return answer.status === 401 || answer.status === 403;
}

/** The outer one is a number, the inner one a string; either may be missing. Whatever else it is, it is not 200. */
function responseCodes(body: unknown): number[] {
  return [field(body, "responseCode"), field(field(body, "data"), "responseCode")].flatMap((value) => {
    if (value === undefined || value === null) return [];
    const text = typeof value === "number" ? String(value) : value;
    return typeof text === "string" && /^\d{3}$/.test(text) ? [Number(text)] : [UNREADABLE];
  });
}

/** The outer one; the inner one where that is missing. */
function responseCode(body: unknown): number | null {
  const [code = null] = responseCodes(body);
  return code === UNREADABLE ? null : code;
}

/** A number or a string. As a number it may pass what JavaScript can count to; then its own digits are taken. */
function verificationId(text: string, body: unknown): string | null {
  const value = field(field(body, "data"), "verificationId");
  if (typeof value !== "number") return vendorId(value);
  if (Number.isSafeInteger(value)) return value < 0 ? null : String(value);
  return /"verificationId"\s*:\s*(\d{1,64})(?=\s*[,}])/.exec(text)?.[1] ?? null;
}
