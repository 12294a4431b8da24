import smpp from "smpp";
import { measureSms } from "../../kit/sms-text.ts";
import type { SmppSettings } from "./settings.ts";

const UCS2 = 8;
const LATIN1 = 3;

export interface EncodedText {
  dataCoding: number;
  octets: Buffer;
  /** Fits one message on the air. */
  single: boolean;
}

/** Pure: a text in the account's alphabet where that has all of its characters, else in UCS-2. */
export function encodeText(text: string, dataCoding: SmppSettings["data_coding"]): EncodedText {
  if (dataCoding === LATIN1 && /^[\x0a\x0d\x20-\x7e\xa0-\xff]*$/.test(text)) {
    const octets = Buffer.from(text, "latin1");
    return { dataCoding, octets, single: octets.length <= 140 };
  }
  if (dataCoding < LATIN1 && measureSms(text).encoding === "GSM-7") {
    // A character an octet: SMPP carries the alphabet unpacked, and the SMSC packs it for the air.
    const octets = smpp.encodings.ASCII.encode(text);
    return { dataCoding, octets, single: octets.length <= 160 };
  }
  const octets = Buffer.from(text, "utf16le").swap16();
  return { dataCoding: UCS2, octets, single: octets.length <= 140 };
}
