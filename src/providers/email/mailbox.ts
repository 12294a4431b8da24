import { isEmailAddress } from "../../kit/email-address.ts";

/** An address and the name a person sees in its place. */
export interface Mailbox {
  name: string;
  address: string;
}

/** `otp@example.com` or `Example <otp@example.com>`; null when it is neither. Nothing that could end a header's line. */
export function readMailbox(text: string): Mailbox | null {
  const named = /^"?([^"<>\\\p{Cc}]{1,78}?)"?\s*<([^<>]+)>$/u.exec(text);
  const [, name = "", address = text] = named ?? [];
  return isEmailAddress(address) ? { name: name.trim(), address } : null;
}

export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf("@") + 1);
}
