import {
  getCountryCallingCode,
  isSupportedCountry,
  parsePhoneNumberWithError,
  type CountryCode,
  type PhoneNumber,
} from "libphonenumber-js/max";

export type PhoneReading =
  | { ok: true; e164: string; country: string; callingCode: string }
  | {
      ok: false;
      why: string;
      /** A real number, of a telephone that takes no messages. */
      landline?: true;
    };

/**
 * Nearly every number here, read without the library, which takes as long as the rest of an issue. It is the library's
 * own pattern of Indonesian mobile numbers; a test holds the two together.
 */
const indonesianMobile = /^(?:\+62|0062|62)?0?(8[1-35-9][0-9]{7,10})$/;

/**
 * Reads a phone number as people write it and says its E.164 form. Mobile only: a code sent to a
 * landline is money lost. `+62 0812…` is wrong but common in Indonesia; libphonenumber drops the 0.
 */
export function readPhone(text: string, defaultCountry: string): PhoneReading {
  const trimmed = text.trim();
  const usual = defaultCountry === "ID" ? indonesianMobile.exec(trimmed.replace(/[ .()-]/g, "")) : null;
  if (usual !== null) return { ok: true, e164: `+62${usual[1] ?? ""}`, country: "ID", callingCode: "62" };
  if (trimmed.length > 32) return { ok: false, why: "a phone number has at most 32 characters" };
  if (/[\p{L}\p{Cc};]/u.test(trimmed))
    return { ok: false, why: "a phone number has digits, spaces and + - ( ) . only" };
  for (const candidate of candidates(trimmed)) {
    const reading = parse(candidate, defaultCountry);
    if (reading.ok) return reading;
  }
  return parse(trimmed, defaultCountry);
}

/**
 * People also write the international prefix `00` and the bare country code (`62812…`). The bare code is
 * tried last, so that a national number that happens to begin with those digits wins.
 */
function candidates(text: string): string[] {
  const digits = text.replace(/\D/g, "");
  if (text.startsWith("+")) return [text];
  if (digits.startsWith("00")) return [`+${digits.slice(2)}`];
  return [text, `+${digits}`];
}

function parse(text: string, defaultCountry: string): PhoneReading {
  let number: PhoneNumber;
  try {
    number = parsePhoneNumberWithError(text, defaultCountry as CountryCode);
  } catch {
    return { ok: false, why: "not a phone number; write it like 0812-3456-7890 or +6281234567890" };
  }
  if (!number.isValid() || number.country === undefined) {
    return {
      ok: false,
      why: `not a valid phone number of ${number.country ?? defaultCountry}; check its length and prefix`,
    };
  }
  const type = number.getType();
  if (type !== "MOBILE" && type !== "FIXED_LINE_OR_MOBILE") {
    const why = "not a mobile number; a code can only be sent to a mobile phone";
    return type === "FIXED_LINE" ? { ok: false, why, landline: true } : { ok: false, why };
  }
  return { ok: true, e164: number.number, country: number.country, callingCode: number.countryCallingCode };
}

/** The country of a number in E.164; null for an address. */
export function countryOf(recipient: string): string | null {
  if (!recipient.startsWith("+")) return null;
  // Nearly every number here: no need to parse it a second time.
  if (recipient.startsWith("+628")) return "ID";
  const reading = readPhone(recipient, "ID");
  return reading.ok ? reading.country : null;
}

/** The operator's prefix of a number: country code and the next digits, `+62812`; null for an address. */
export function prefixOf(recipient: string): string | null {
  return recipient.startsWith("+") ? recipient.slice(0, 6) : null;
}

/** `62` of `ID`; null of a country without one. */
export function callingCodeOf(country: string): string | null {
  return isSupportedCountry(country) ? getCountryCallingCode(country) : null;
}
