import { isEmailAddress } from "../kit/email-address.ts";
import { readPhone } from "../kit/phone.ts";

/** What a text that somebody pasted may be meant as, in the words of the log's own filters. */
export type Meaning = "to" | "otp" | "message" | "provider_message_id" | "user";

export interface Reading {
  as: Meaning;
  value: string;
}

/** What chat programs and vendors write around a number. */
const beforeNumber = /^(?:tel|sms|whatsapp|mailto):/i;
const afterNumber = /^(\d{8,15})@(?:c\.us|s\.whatsapp\.net)$/i;

/**
 * Pure: what a pasted text may mean, the likeliest first. Some texts have two meanings (digits are a number, a provider's
 * id, or an employee), so the first one that finds anything is taken. Empty: it is a masked number, which finds nothing.
 */
export function readingsOf(text: string, defaultCountry: string): Reading[] {
  const bare = text
    .trim()
    .replace(/^["'<([]+|["'>)\].,;]+$/gu, "")
    .trim()
    .replace(beforeNumber, "");
  const own = /^(otp|msg)_[0-9a-f]{32}$/i.exec(bare);
  if (own !== null) return [{ as: own[1]?.toLowerCase() === "otp" ? "otp" : "message", value: bare.toLowerCase() }];
  if (/\d\*{2,}\d/.test(bare)) return [];
  const others: Reading[] = [
    { as: "provider_message_id", value: bare },
    { as: "user", value: bare },
  ];
  if (isEmailAddress(bare) && !afterNumber.test(bare)) return [{ as: "to", value: bare.toLowerCase() }, ...others];
  const digits = afterNumber.exec(bare)?.[1];
  const phone = readPhone(digits === undefined ? bare : `+${digits}`, defaultCountry);
  return phone.ok ? [{ as: "to", value: phone.e164 }, ...others] : others;
}
