import { measureSms, measureUcs2 } from "../../kit/sms-text.ts";
import type { SmppSettings } from "./settings.ts";
import { encodeText } from "./text.ts";

const LATIN1 = 3;
const UCS2 = 8;
/** Of the 140 of a message on the air, six say which part of which text it is. */
const OCTETS_A_PART = 134;

/** Pure: how many messages on the air the SMSC makes of a text in the alphabet that it is sent in. */
export function segmentsOf(text: string, alphabet: SmppSettings["data_coding"]): number {
  const { dataCoding, octets, single } = encodeText(text, alphabet);
  if (single) return 1;
  if (dataCoding === UCS2) return measureUcs2(text).segments;
  return dataCoding === LATIN1 ? Math.ceil(octets.length / OCTETS_A_PART) : measureSms(text).segments;
}
