import { GatewayError } from "../../../errors.ts";
import { OWN_TEXT_CODE } from "../../../templates/render.ts";
import { fieldOf, textOf, type ByteFields } from "./fields.ts";

/** What an ERP asks of Kannel, as far as it concerns a code. */
export interface SendSms {
  to: string;
  /** With `%OTP%` where the code goes. */
  text: string;
  purpose: string;
}

const LONGEST = 1000;

/** Pure: throws in Kannel's words where it has some. */
export function readSendSms(fields: ByteFields): SendSms {
  const coding = fieldOf(fields, "coding");
  if (coding === "1" || fields.has("udh")) {
    throw new Misformed("Coding 1 (8 bit) and UDH not supported, rejected");
  }
  return {
    to: receiver(fieldOf(fields, "to")),
    text: ownText(textOf(fields.get("text") ?? Buffer.alloc(0), fieldOf(fields, "charset"), coding)),
    purpose: purposeOf(fieldOf(fields, "purpose")),
  };
}

function receiver(to: string | undefined): string {
  if (to === undefined) throw new Misformed("Missing receiver number, rejected");
  const numbers = to.trim().split(/\s+/);
  if (numbers[0] === "") throw new Misformed("Empty receiver number not allowed, rejected");
  if (numbers.length > 1) {
    throw new Misformed(
      "Several receivers not allowed, rejected: a code is one person's; write a number without spaces",
    );
  }
  if (!/^[+\d().-]{1,32}$/.test(numbers[0] ?? "")) {
    throw new Misformed("Receiver number misformed, rejected: send digits, like 6281234567890 or 081234567890");
  }
  return numbers[0] ?? "";
}

/** Its own lines stay; every other control character would do something that nobody reads. */
function ownText(text: string | null): string {
  const plain = text?.replaceAll("\r\n", "\n").replaceAll("\r", "\n");
  if (plain === undefined || !plain.isWellFormed() || /[^\P{Cc}\n]/u.test(plain)) {
    throw new Misformed("Charset or body misformed, rejected");
  }
  if (plain.trim() === "") throw new Misformed("Empty text not allowed, rejected.");
  if (!plain.includes(OWN_TEXT_CODE)) {
    throw new Misformed(
      `Text without ${OWN_TEXT_CODE} not allowed, rejected: write ${OWN_TEXT_CODE} (in a URL %25OTP%25) where the code goes; ` +
        "only codes are sent here",
    );
  }
  if (plain.length > LONGEST) throw new Misformed(`Text too long, rejected: at most ${LONGEST} characters`);
  return plain;
}

/** Not a word of Kannel's: an ERP that has several kinds of codes may name theirs. */
function purposeOf(purpose = ""): string {
  if (purpose === "") return "login";
  if (/^[a-z][a-z0-9_]{0,39}$/.test(purpose)) return purpose;
  throw new Misformed("Purpose misformed, rejected: 1 to 40 of a-z, 0-9 and _, beginning with a letter");
}

/** A refusal that is said in Kannel's words as they are. */
export class Misformed extends GatewayError {
  constructor(said: string) {
    super("invalid_request", said);
  }
}
