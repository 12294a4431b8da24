import { measureSms, normaliseSms, septetsOf } from "../../kit/sms-text.ts";
import { variablesOf } from "../render.ts";
import { cleanValue } from "../values.ts";
import { name } from "./characters.ts";
import { finding, type LintFinding } from "./rules.ts";
import type { TextSubject } from "./subject.ts";

/** What a vendor takes of a text, by kind and channel, where it says so. */
const longest: Readonly<Record<string, Partial<Record<string, number>>>> = { twilio: { sms: 1600 } };
/** Half a minute, at the pace of a machine that speaks. */
const LONG_CALL = 400;
const LONG_SUBJECT = 60;

/** Pure: how much a text is, and for whom it is too much. */
export function sizeFindings(subject: TextSubject): LintFinding[] {
  const { channel, document, shown } = subject;
  const found = channel === "sms" ? smsFindings(subject) : [];
  if (channel === "voice" && shown.length > LONG_CALL) {
    found.push(finding("voice_length", "body", `takes long to say (${shown.length} characters)`));
  }
  if (document.subject !== undefined && document.subject.length > LONG_SUBJECT) {
    found.push(finding("subject_length", "subject", `has ${document.subject.length} characters`));
  }
  return [...found, ...vendorFindings(subject)];
}

function smsFindings({ document, tenant, shown }: TextSubject): LintFinding[] {
  const { encoding, segments } = measureSms(shown);
  const found: LintFinding[] = [];
  const odd = oddCharacter(normaliseSms(document.body));
  if (odd !== null) found.push(finding("ucs2", "body", `${odd} is not of the SMS alphabet (GSM 03.38)`));
  else if (encoding === "UCS-2" && variablesOf(document.body).includes("brand")) {
    const inBrand = oddCharacter(normaliseSms(cleanValue("brand", tenant.settings.brand, "sms")));
    found.push(finding("ucs2", "body", `${inBrand ?? "a character"} of the brand is not of the SMS alphabet`));
  }
  if (segments > 1) found.push(finding("segments", "body", `makes ${segments} parts of SMS (${encoding})`));
  return found;
}

function oddCharacter(text: string): string | null {
  const chars = [...text];
  const index = chars.findIndex((char) => septetsOf(char) === 0);
  return index < 0 ? null : `${name(chars[index] ?? "")} at character ${index + 1}`;
}

function vendorFindings({ channel, tenant, shown }: TextSubject): LintFinding[] {
  return (tenant.routes.channels[channel] ?? []).flatMap(({ provider }) => {
    const most = longest[tenant.providers.get(provider)?.kind ?? ""]?.[channel];
    if (most === undefined || shown.length <= most) return [];
    return [finding("vendor_length", "body", `has ${shown.length} characters, and ${provider} takes ${most}`)];
  });
}
