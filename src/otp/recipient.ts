import { GatewayError, invalidField } from "../errors.ts";
import { isEmailAddress } from "../kit/email-address.ts";
import type { Keyring } from "../kit/secret.ts";
import { readPhone } from "../kit/phone.ts";
import type { TenantConfig } from "../settings/snapshot.ts";

export interface Recipients {
  /** E.164 numbers, or one address. */
  recipients: string[];
  /** What limits and guesses are counted by. */
  subject: string;
  central: boolean;
}

export interface RecipientQuestion {
  to: string | undefined;
  user: string;
  /** E-mail is the only channel asked for, so `to` is an address. */
  email: boolean;
  decoy: boolean;
  /** Support may ask about a number though its country is not allowed any more. */
  anyCountry?: boolean;
}

/** `to` in its normal form: the same person is the same subject however the number is written. */
export function resolveRecipients(
  tenant: TenantConfig,
  question: RecipientQuestion,
  defaultCountry: string,
  keyring: Keyring,
): Recipients {
  const { to, user } = question;
  if (to === undefined) {
    if (!question.decoy) throw invalidField("to", 'is required: a phone number, or "central"');
    if (user === "") throw invalidField("to", "is required, or else user, from which a decoy's recipient is derived");
    const recipient = question.email ? decoyAddress(keyring, tenant.id, user) : decoyNumber(keyring, tenant.id, user);
    return { recipients: [recipient], subject: `decoy:${recipient}`, central: false };
  }
  if (to === "central") return centralRecipients(tenant, question, defaultCountry);
  if (question.email) {
    const normal = to.trim().toLowerCase();
    if (!isEmailAddress(normal)) {
      throw refused("invalid_recipient", "not an e-mail address; write it like name@example.com");
    }
    return { recipients: [normal], subject: normal, central: false };
  }
  const number = mobileNumber(tenant, to, defaultCountry, question);
  return { recipients: [number], subject: number, central: false };
}

function centralRecipients(tenant: TenantConfig, question: RecipientQuestion, defaultCountry: string): Recipients {
  const { user } = question;
  const numbers = tenant.settings.central_recipients;
  if (numbers.length === 0) {
    throw refused("invalid_recipient", "this tenant has no central number; set central_recipients");
  }
  if (user === "" && !tenant.settings.central_unnamed) {
    throw invalidField("user", "is required with to=central: the message must say whose code it is");
  }
  const recipients = [...new Set(numbers.map((number) => mobileNumber(tenant, number, defaultCountry, question)))];
  return { recipients, subject: `central:${recipients.join(",")}:${user}`, central: true };
}

function mobileNumber(
  tenant: TenantConfig,
  text: string,
  defaultCountry: string,
  { anyCountry }: RecipientQuestion,
): string {
  const reading = readPhone(text, defaultCountry);
  if (!reading.ok) throw refused("invalid_recipient", reading.why);
  if (anyCountry !== true && !tenant.limits.countries.includes(reading.country)) {
    throw refused(
      "destination_not_allowed",
      `numbers of ${reading.country} are not allowed here; allowed: ${tenant.limits.countries.join(", ")}`,
    );
  }
  return reading.e164;
}

function refused(code: "invalid_recipient" | "destination_not_allowed", message: string): GatewayError {
  return new GatewayError(code, `to: ${message}`, { errors: [{ path: "to", message }] });
}

function decoyAddress(keyring: Keyring, tenantId: string, user: string): string {
  const hash = keyring.fingerprint(`decoy address\0${tenantId}\0${user}`);
  const domains = ["gmail.com", "gmail.com", "gmail.com", "yahoo.com", "yahoo.co.id", "outlook.com"];
  const letters = "abdefhijlmnprstwy";
  const domain = domains[hash.readUInt8(0) % domains.length] ?? "gmail.com";
  return `${letters[hash.readUInt8(1) % letters.length] ?? "a"}${hash.toString("hex", 2, 6)}@${domain}`;
}

/** The same unknown user always shows the same number, as a known one would. */
function decoyNumber(keyring: Keyring, tenantId: string, user: string): string {
  const hash = keyring.fingerprint(`decoy\0${tenantId}\0${user}`);
  const prefixes = ["811", "812", "813", "821", "822", "852", "853", "857", "858", "878", "896", "897"];
  const prefix = prefixes[hash.readUInt16BE(0) % prefixes.length] ?? "812";
  return `+62${prefix}${(hash.readUIntBE(2, 6) % 100_000_000).toString().padStart(8, "0")}`;
}
