import type { PduFields } from "smpp";
import type { RenderedMessage, Secrets } from "../provider.ts";
import type { SmppSettings } from "./settings.ts";
import { encodeText } from "./text.ts";

const VERSION_3_4 = 0x34;
/** Types of number (TON) and numbering plans (NPI). */
const ton = { unknown: 0, international: 1, network: 3, name: 5 } as const;
const npi = { unknown: 0, isdn: 1 } as const;
const FINAL_RECEIPT = 1;

export function bindTransceiver(settings: SmppSettings, { system_id, password }: Secrets): PduFields {
  return { system_id, password, system_type: settings.system_type, interface_version: VERSION_3_4 };
}

/**
 * Pure. A text of more than one segment goes in one piece, as `message_payload`: its parts with headers of our own
 * would have an answer, an id and a receipt each, and a message half taken has no outcome. An OTP is one segment.
 */
export function submitSm(message: RenderedMessage, settings: SmppSettings): PduFields {
  const { dataCoding, octets, single } = encodeText(message.text, settings.data_coding);
  return {
    service_type: settings.service_type,
    ...sourceOf(settings),
    dest_addr_ton: ton.international,
    dest_addr_npi: npi.isdn,
    destination_addr: message.to.replace(/^\+/, ""),
    validity_period: relativeTime(message.ttlSeconds),
    registered_delivery: FINAL_RECEIPT,
    data_coding: dataCoding,
    ...(single ? { short_message: octets } : { message_payload: octets }),
  };
}

function sourceOf({ source_addr: from, source_addr_ton: wantedTon, source_addr_npi: wantedNpi }: SmppSettings) {
  const [formTon, formNpi] = formOf(from);
  return {
    source_addr_ton: wantedTon ?? formTon,
    source_addr_npi: wantedNpi ?? formNpi,
    source_addr: /^\+\d+$/.test(from) ? from.slice(1) : from,
  };
}

function formOf(from: string): [ton: number, npi: number] {
  if (from === "") return [ton.unknown, npi.unknown];
  if (!/^\+?\d+$/.test(from)) return [ton.name, npi.unknown];
  // Short codes have 3 to 8 digits; with a plus, or longer, it is a number that can be called.
  return /^\d{1,8}$/.test(from) ? [ton.network, npi.unknown] : [ton.international, npi.isdn];
}

/** `000000000500000R`: five minutes from now, as YYMMDDhhmmss, tenths and `00R`. */
function relativeTime(seconds: number): string {
  const two = (n: number): string => String(n).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  return `000000${two(hours)}${two(Math.floor(seconds / 60) % 60)}${two(seconds % 60)}000R`;
}
