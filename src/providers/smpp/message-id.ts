import { vendorId } from "../vendor-json.ts";
import type { SmppSettings } from "./settings.ts";

type Where = "answer" | "receipt";

/**
 * Pure: an SMSC's id of a message as both its answer and its receipts lead to it, or null. Some write the same number
 * hexadecimal in the answer and decimal in the receipt.
 */
export function messageId(value: unknown, where: Where, { receipt_ids: mode }: SmppSettings): string | null {
  // A TLV that was not closed with a NUL runs on into the next one, whose tag is no printable character.
  const id = typeof value === "string" ? vendorId(/^[\x21-\x7e]{1,65}/.exec(value)?.[0]) : null;
  if (id === null) return null;
  if (mode === "same") return id.replace(/^0+(?=\d+$)/, "");
  const isHex = mode === (where === "answer" ? "hex_answer" : "hex_receipt") || !/^\d+$/.test(id);
  // An id of another form, a UUID say, is the same everywhere.
  if (!/^[0-9A-Fa-f]+$/.test(id)) return id;
  return BigInt(isHex ? `0x${id}` : id).toString();
}
