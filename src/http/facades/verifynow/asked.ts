import { readPhone } from "../../../kit/phone.ts";
import { localeTag } from "../../../settings/documents.ts";
import { Refused } from "./words.ts";

const channels = { SMS: "sms", WHATSAPP: "whatsapp" } as const;
export type FlowType = keyof typeof channels;
export const flowTypes = Object.keys(channels) as [FlowType, ...FlowType[]];

export interface SendAsked {
  /** In E.164's form, to be read like any other number. */
  to: string;
  mobileNumber: string;
  channel: (typeof channels)[FlowType];
  codeLength: number;
  locale: string | undefined;
}

type Query = Readonly<Record<string, string>>;

/** Pure: what a send asks for. Throws the vendor's own response code where the query is wrong. */
export function readSend(query: Query): SendAsked {
  const { countryCode = "", mobileNumber = "", flowType = "", otpLength = "4", type = "OTP", langId = "" } = query;
  const country = callingCode(countryCode);
  if (country === undefined) throw new Refused(511, "countryCode: a calling code in digits, like 62");
  if (!/^\d[\d -]{3,18}$/.test(mobileNumber)) {
    throw new Refused(400, "mobileNumber: the number without its country code, in digits, like 81234567890");
  }
  const flow = flowTypes.find((known) => known === flowType.toUpperCase());
  if (flow === undefined) throw new Refused(400, `flowType: ${flowTypes.join(" or ")}`);
  if (!/^[4-8]$/.test(otpLength)) throw new Refused(400, "otpLength: 4 to 8");
  if (type.toUpperCase() !== "OTP") throw new Refused(400, "type: OTP; only codes are sent here");
  const language = localeTag.safeParse(langId);
  return {
    to: `+${country}${mobileNumber}`,
    mobileNumber,
    channel: channels[flow],
    codeLength: Number(otpLength),
    // Clients send what they please here, since the vendor has one language.
    locale: language.success ? language.data : undefined,
  };
}

/** A plus sign that was not escaped has come as a space. */
function callingCode(countryCode: string): string | undefined {
  return /^[+ ]?([1-9]\d{0,2})$/.exec(countryCode)?.[1];
}

export interface CheckAsked {
  verificationId: string;
  code: string;
}

/** Pure: what a check asks for. A code of another form can't be right, and costs no check. */
export function readCheck({ verificationId = "", code = "" }: Query): CheckAsked {
  if (verificationId === "") throw new Refused(505, "verificationId: is required");
  if (!/^[0-9]{4,10}$/.test(code)) throw new Refused(400, "code: 4 to 10 digits");
  return { verificationId, code };
}

/** A recipient in VerifyNow's two parts. */
export interface NumberParts {
  country: string;
  mobileNumber: string;
}

/** Pure: of a number in E.164. */
export function partsOf(recipient: string, defaultCountry: string): NumberParts {
  const reading = readPhone(recipient, defaultCountry);
  const country = reading.ok ? reading.callingCode : "";
  return { country, mobileNumber: recipient.slice(1 + country.length) };
}

/** Pure: whether a check that names a number names this one. Who trusts the one must not be answered for the other. */
export function namesNumber(
  { countryCode = "", mobileNumber = "" }: Query,
  of: NumberParts,
  defaultCountry: string,
): boolean {
  if (mobileNumber === "") return true;
  const country = countryCode === "" ? of.country : callingCode(countryCode);
  const named = readPhone(`+${country ?? ""}${mobileNumber}`, defaultCountry);
  return named.ok && named.e164 === `+${of.country}${of.mobileNumber}`;
}

const customer = /^[\x21-\x7e]{1,64}$/;

export interface TokenAsked {
  customerId: string;
  key: string;
}

/** Pure: the key that its base64 holds. A plus sign that was not escaped has come as a space. */
export function readTokenRequest({ customerId = "", key = "" }: Query): TokenAsked {
  if (!customer.test(customerId)) throw new Refused(501, "customerId is invalid");
  return { customerId, key: Buffer.from(key.replaceAll(" ", "+"), "base64").toString("utf8") };
}
