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
const ofChat = /^(\d{8,15})(?::\d+)?@(?:c\.us|s\.whatsapp\.net)$/i;
const linkToChat = /^(?:https?:\/\/)?wa\.me\/\+?(\d{8,15})(?:[/?].*)?$/i;
const masked = /^\+?[\d ]+\*{3,}\d+$/;

/**
 * Pure: what a pasted text may mean, the likeliest first. Some texts have two meanings (digits are a number, a provider's
 * id, or an employee), so the first one that finds anything is taken. What stands around a number, an address or an id is
 * left out; a user may be called so. Empty: it is a masked number, which finds nothing.
 */
export function readingsOf(text: string, defaultCountry: string): Reading[] {
  const whole = text.trim();
  const bare = whole
    .replace(/^["'<([]+|["'>)\].,;]+$/gu, "")
    .trim()
    .replace(beforeNumber, "");
  const own = /^(otp|msg)_[0-9a-f]{32}$/i.exec(bare);
  if (own !== null) return [{ as: own[1]?.toLowerCase() === "otp" ? "otp" : "message", value: bare.toLowerCase() }];
  if (masked.test(bare)) return [];
  const others: Reading[] = [
    { as: "provider_message_id", value: whole },
    ...(bare === whole || bare === "" ? [] : [{ as: "provider_message_id" as const, value: bare }]),
    { as: "user", value: whole },
  ];
  // Digits of full width too.
  const written = bare.normalize("NFKC");
  const international = (ofChat.exec(written) ?? linkToChat.exec(written))?.[1];
  if (international === undefined && isEmailAddress(bare)) return [{ as: "to", value: bare.toLowerCase() }, ...others];
  const phone = readPhone(international === undefined ? written : `+${international}`, defaultCountry);
  return phone.ok ? [{ as: "to", value: phone.e164 }, ...others] : others;
}
